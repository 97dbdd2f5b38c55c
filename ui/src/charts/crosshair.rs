//! One crosshair over several charts: what is pointed at in one is pointed at in all.

use super::echarts::Plot;
use std::cell::RefCell;
use std::rc::{Rc, Weak};

/// A plot that is there or not yet.
pub(super) type PlotCell = Rc<RefCell<Option<Plot>>>;

type WeakPlot = Weak<RefCell<Option<Plot>>>;

/// The plots that share a crosshair. They need not have the same points: each takes the one that is nearest to the moment.
#[derive(Debug, Clone, Default)]
pub struct Crosshair(Rc<RefCell<Vec<WeakPlot>>>);

impl PartialEq for Crosshair {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Crosshair {
    /// Takes a plot in, for as long as it lives.
    pub(super) fn join(&self, plot: &PlotCell) {
        let mut plots = self.0.borrow_mut();
        plots.retain(|known| known.upgrade().is_some_and(|known| !Rc::ptr_eq(&known, plot)));
        plots.push(Rc::downgrade(plot));
    }

    /// Points at a moment in all plots, or in none.
    pub(super) fn point(&self, at: Option<i64>) {
        self.each(None, at);
    }

    /// Points at a moment in all plots but `own`, which the pointer is over.
    pub(super) fn point_beside(&self, own: &PlotCell, at: Option<i64>) {
        self.each(Some(own), at);
    }

    fn each(&self, except: Option<&PlotCell>, at: Option<i64>) {
        let plots: Vec<PlotCell> = self.0.borrow().iter().filter_map(Weak::upgrade).collect();
        for cell in plots {
            if except.is_some_and(|own| Rc::ptr_eq(own, &cell)) {
                continue;
            }
            // A plot that is being drawn just now has nothing to point at.
            if let Ok(plot) = cell.try_borrow()
                && let Some(plot) = plot.as_ref()
            {
                match at {
                    Some(at) => plot.point_at(at),
                    None => plot.unpoint(),
                }
            }
        }
    }
}
