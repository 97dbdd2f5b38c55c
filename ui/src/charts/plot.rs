//! Keeps the picture of a chart in step with its model.

use super::ChartModel;
use super::crosshair::{Crosshair, PlotCell};
use super::echarts::{self, Plot, PlotError};
use crate::{
    hooks::{use_on_screen, use_visibility},
    platform,
};
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Draws `model` whenever it changes, while somebody can see it. Returns the picture, and why there is none.
#[hook]
pub(super) fn use_plot(
    canvas: &NodeRef,
    model: &Rc<ChartModel>,
    theme_revision: u64,
    crosshair: &Crosshair,
) -> (PlotCell, Option<PlotError>) {
    let failure = use_state(|| None);
    let seen = use_state_eq(platform::is_visible);
    let is_near = use_on_screen(canvas);
    let plot: PlotCell = use_mut_ref(|| None::<Plot>);
    use_visibility({
        let seen = seen.setter();
        Callback::from(move |is_visible| seen.set(is_visible))
    });
    {
        let plot = plot.clone();
        use_effect_with(crosshair.clone(), move |crosshair| crosshair.join(&plot));
    }
    {
        let plot = plot.clone();
        use_effect_with((), move |()| move || drop(plot.take()));
    }
    {
        let (canvas, failure, plot) = (canvas.clone(), failure.clone(), plot.clone());
        use_effect_with(
            (model.clone(), theme_revision, *seen && is_near),
            move |(model, _, seen)| {
                // Nothing is drawn for nobody; coming back to the page, or scrolling to it, runs this again.
                if !*seen || failure.is_some() || model.is_empty() && plot.borrow().is_none() {
                    return;
                }
                if let Err(error) = draw(&canvas, &mut plot.borrow_mut(), model) {
                    platform::log_error(&error.to_string());
                    failure.set(Some(error));
                }
            },
        );
    }
    (plot, (*failure).clone())
}

fn draw(
    canvas: &NodeRef,
    plot: &mut Option<Plot>,
    model: &Rc<ChartModel>,
) -> Result<(), PlotError> {
    let Some(element) = canvas.cast::<HtmlElement>() else {
        return Ok(());
    };
    let plot = match plot {
        Some(plot) => plot,
        None => plot.insert(Plot::new(&element)?),
    };
    plot.draw(Rc::clone(model), &echarts::theme())
}
