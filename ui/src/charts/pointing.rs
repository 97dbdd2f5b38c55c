//! Pointer and keyboard over a plot: the shared crosshair, dragging to zoom, and the same without a pointer.

use super::ChartModel;
use super::area::Drag;
use super::crosshair::{Crosshair, PlotCell};
use super::keys::{self, Command};
use super::range::{ChartRange, Span};
use crate::platform;
use chrono::{DateTime, Utc};
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// A range to go to, and whether it takes the place of the present one rather than coming after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RangeChange {
    /// The range.
    pub range: ChartRange,
    /// Whether going back leads past the present one.
    pub in_place: bool,
}

/// What a plot does when it is pointed at.
pub(super) struct Pointing {
    pub onpointerdown: Callback<PointerEvent>,
    pub onpointermove: Callback<PointerEvent>,
    pub onpointerup: Callback<PointerEvent>,
    pub onpointercancel: Callback<PointerEvent>,
    pub onpointerleave: Callback<PointerEvent>,
    pub ondblclick: Callback<MouseEvent>,
    pub onkeydown: Callback<KeyboardEvent>,
    pub onblur: Callback<FocusEvent>,
    /// The selection as it is drawn: left edge and width in pixels.
    pub selection: Option<(f64, f64)>,
    /// The moment that the keyboard points at, as it is read out.
    pub spoken: AttrValue,
}

#[hook]
pub(super) fn use_pointing(
    canvas: &NodeRef,
    plot: &PlotCell,
    model: &Rc<ChartModel>,
    range: ChartRange,
    crosshair: &Crosshair,
    on_range: &Callback<RangeChange>,
) -> Pointing {
    let drag = use_state_eq(|| None::<Drag>);
    let at = use_state_eq(|| None::<i64>);
    let area = {
        let plot = plot.clone();
        move || plot.try_borrow().ok()?.as_ref()?.area()
    };
    let go = {
        let on_range = on_range.clone();
        move |next: ChartRange, in_place: bool| {
            if next != range {
                on_range.emit(RangeChange { range: next, in_place });
            }
        }
    };

    let onpointerdown = {
        let (drag, area, crosshair) = (drag.clone(), area.clone(), crosshair.clone());
        let canvas = canvas.clone();
        Callback::from(move |event: PointerEvent| {
            let Some(x) = x_of(&canvas, &event).filter(|_| event.button() == 0) else { return };
            if area().is_some_and(|area| area.contains(x)) {
                crosshair.point(None);
                // Without it a drag ends at the plot's edge, and is none the worse within.
                let element = canvas.cast::<Element>();
                let _ = element.map(|element| element.set_pointer_capture(event.pointer_id()));
                drag.set(Some(Drag { from: x, to: x }));
            }
        })
    };
    let onpointermove = {
        let (drag, area, crosshair) = (drag.clone(), area.clone(), crosshair.clone());
        let (plot, canvas) = (plot.clone(), canvas.clone());
        Callback::from(move |event: PointerEvent| {
            let Some(x) = x_of(&canvas, &event) else { return };
            match *drag {
                Some(begun) => drag.set(Some(Drag { to: x, ..begun })),
                None => {
                    let pointed = area().filter(|area| area.contains(x)).map(|area| area.time(x));
                    crosshair.point_beside(&plot, pointed);
                }
            }
        })
    };
    let onpointerup = {
        let (drag, area, go) = (drag.clone(), area.clone(), go.clone());
        Callback::from(move |_: PointerEvent| {
            let selected = drag.and_then(|drag| drag.times(area()?)).and_then(span);
            drag.set(None);
            if let Some(selected) = selected {
                go(range.zoomed(selected, platform::now()), false);
            }
        })
    };
    let onpointercancel = {
        let drag = drag.clone();
        Callback::from(move |_: PointerEvent| drag.set(None))
    };
    let onpointerleave = {
        let (crosshair, plot) = (crosshair.clone(), plot.clone());
        Callback::from(move |_: PointerEvent| crosshair.point_beside(&plot, None))
    };
    let ondblclick = {
        let go = go.clone();
        Callback::from(move |_: MouseEvent| go(range.reset(), false))
    };
    let onkeydown = {
        let (at, model, crosshair) = (at.clone(), model.clone(), crosshair.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            let Some(command) = Command::of(&event.key(), event.shift_key()) else { return };
            event.prevent_default();
            let now = platform::now();
            match command {
                Command::Pan { to_past } => go(range.panned(to_past, now), true),
                Command::Zoom { closer } => {
                    let around = at.and_then(DateTime::<Utc>::from_timestamp_millis);
                    go(range.scaled(closer, around, now), true);
                }
                Command::Reset => go(range.reset(), false),
                Command::Step(_) | Command::First | Command::Last => {
                    let next = keys::step(&model, *at, command);
                    crosshair.point(next);
                    at.set(next);
                }
            }
        })
    };
    let onblur = {
        let (at, crosshair) = (at.clone(), crosshair.clone());
        Callback::from(move |_: FocusEvent| {
            if at.is_some() {
                crosshair.point(None);
                at.set(None);
            }
        })
    };
    let selection = drag.and_then(|drag| drag.drawn(area()?));
    let spoken = at.map(|at| keys::spoken(model, at)).unwrap_or_default().into();
    Pointing {
        onpointerdown,
        onpointermove,
        onpointerup,
        onpointercancel,
        onpointerleave,
        ondblclick,
        onkeydown,
        onblur,
        selection,
        spoken,
    }
}

/// The pointer's place in pixels from the left edge of the plot, whatever it is over in there.
fn x_of(canvas: &NodeRef, event: &PointerEvent) -> Option<f64> {
    let left = canvas.cast::<Element>()?.get_bounding_client_rect().left();
    Some(f64::from(event.client_x()) - left)
}

fn span((from, to): (i64, i64)) -> Option<Span> {
    let time = DateTime::<Utc>::from_timestamp_millis;
    Some(Span { from: time(from)?, to: time(to)? })
}
