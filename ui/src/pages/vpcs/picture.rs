//! The picture as one moves about in it, by pointer and by keyboard.

use super::{
    drawing::Drawing,
    scene::{Scene, node_id, node_of},
};
use crate::{
    hooks::{ElementSize, use_element_size},
    picture::View,
    platform,
    state::Shared,
    t,
};
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use mini_aws_domain::{Instance, Vpc};
use std::{collections::BTreeSet, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node, WheelEvent};
use yew::prelude::*;

/// How large the picture's room is taken to be until it is measured.
const ROOM: ElementSize = ElementSize { width: 1000.0, height: 560.0 };
/// From how many pixels on a press is a drag and no click.
const DRAG: f64 = 4.0;
/// How far a wheel has to turn for one step.
const WHEEL: f64 = 100.0;
/// By how many pixels the room grows or shrinks before the regions are placed anew for it.
const STEP: f64 = 80.0;
/// The id of what the keys move the picture in.
const ROOM_ID: &str = "web-room";

/// What there is a picture of.
#[derive(Properties, PartialEq)]
pub(super) struct SharingProps {
    pub vpcs: Shared<Vec<Vpc>>,
    pub instances: Shared<Vec<Instance>>,
    /// The name of the VPC that was asked for: it gets the focus.
    pub at: Option<String>,
}

/// What is seen of it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Seen {
    /// What one sees first, however large the room is.
    Home,
    /// All of it.
    All,
    /// What was chosen by hand.
    Chosen(View),
}

/// A press of the pointer that may become a drag.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Press {
    at: (f64, f64),
    view: View,
    is_drag: bool,
}

/// Which instances share which networks.
#[component]
pub(super) fn Sharing(props: &SharingProps) -> Html {
    let room = use_node_ref();
    let measured = use_element_size(&room);
    let size = measured.unwrap_or(ROOM);
    // In steps: the regions do not change their places with every pixel by which a window becomes larger.
    let stepped = |length: f64| ((length / STEP).floor() * STEP).max(STEP);
    let shape = ElementSize { width: stepped(size.width), height: stepped(size.height) };
    let opened = use_state_eq(BTreeSet::<String>::new);
    let drawing = use_memo(
        (props.vpcs.clone(), props.instances.clone(), (*opened).clone(), shape),
        |(vpcs, instances, opened, shape)| {
            Shared::new(Drawing::new(vpcs.clone(), instances.clone(), opened, *shape))
        },
    );
    let drawing: Shared<Drawing> = (*drawing).clone();
    let chosen = use_state_eq(|| Seen::Home);
    let view = match *chosen {
        Seen::Home => View::home(&drawing.picture, size),
        Seen::All => View::fit(&drawing.picture, size),
        // What was chosen may be beside the picture by now: it becomes smaller with the VPCs that are shown.
        Seen::Chosen(view) => view.dragged((0.0, 0.0), &drawing.picture),
    };
    let focused = use_state_eq(|| None::<String>);
    let looked_at = use_state_eq(|| None::<String>);
    let press = use_mut_ref(|| None::<Press>);
    let current = drawing
        .stops()
        .find(|&node| focused.is_some() && drawing.key(node) == *focused)
        .or_else(|| drawing.stops().next());
    let asked = props.at.as_deref().and_then(|name| drawing.node_of_vpc(name));
    use_effect_with(
        (props.at.clone(), asked.is_some(), measured.is_some()),
        move |(_, _, is_measured)| {
            if let Some(node) = asked.filter(|_| *is_measured) {
                platform::focus_drawn(&node_id(node));
            }
        },
    );

    // What listens for long has to see what is drawn now.
    let seen = use_mut_ref(|| (drawing.clone(), view, size, shape));
    seen.replace((drawing.clone(), view, size, shape));
    let zoom: Rc<dyn Fn(f64, (f64, f64))> = {
        let (seen, chosen) = (seen.clone(), chosen.setter());
        Rc::new(move |steps, around| {
            let (drawing, view, size, _) = &*seen.borrow();
            chosen.set(Seen::Chosen(view.zoomed(steps, around, &drawing.picture, *size)));
        })
    };
    use_wheel(&room, Rc::clone(&zoom));

    let on_toggle = {
        let (opened, chosen, seen) = (opened.clone(), chosen.setter(), seen.clone());
        let press = press.clone();
        use_callback((*opened).clone(), move |key: String, known| {
            if press.borrow().is_some_and(|press| press.is_drag) {
                return;
            }
            let mut next = known.clone();
            if !next.remove(&key) {
                next.insert(key.clone());
            }
            let (drawing, view, size, shape) = &*seen.borrow();
            let (vpcs, instances) = (drawing.vpcs.clone(), drawing.instances.clone());
            let after = Drawing::new(vpcs, instances, &next, *shape);
            if let Some(frame) = after.frame_of_group(&key) {
                chosen.set(Seen::Chosen(view.showing(frame, *size)));
            }
            opened.set(next);
        })
    };
    let on_focus = {
        let (focused, chosen, seen) = (focused.setter(), chosen.setter(), seen.clone());
        let looked_at = looked_at.setter();
        use_callback((), move |node: usize, ()| {
            let (drawing, view, size, _) = &*seen.borrow();
            focused.set(drawing.key(node));
            looked_at.set(drawing.key(node));
            if let Some(node) = drawing.picture.nodes.get(node) {
                let shown = view.showing(node.frame, *size);
                if shown != *view {
                    chosen.set(Seen::Chosen(shown));
                }
            }
        })
    };
    let onkeydown = {
        let (drawing, chosen, zoom) = (drawing.clone(), chosen.setter(), Rc::clone(&zoom));
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            let target = event.target_dyn_into::<Element>().map(|target| target.id());
            let node = target.as_deref().and_then(node_of);
            let Some(task) = task(&event.key(), node.is_some()) else { return };
            event.prevent_default();
            match task {
                Task::Zoom(steps) => zoom(steps, (0.0, 0.0)),
                Task::Fit => chosen.set(Seen::All),
                Task::Pan(to) => {
                    chosen.set(Seen::Chosen(view.panned(to, &drawing.picture, size)));
                }
                Task::Leave => platform::focus(ROOM_ID),
                Task::Step(step) => {
                    let stops: Vec<usize> = drawing.stops().collect();
                    let at = stops.iter().position(|stop| Some(*stop) == node).unwrap_or(0);
                    let last = stops.len().saturating_sub(1);
                    if let Some(next) = stops.get(at.saturating_add_signed(step).min(last)) {
                        platform::focus_drawn(&node_id(*next));
                    }
                }
            }
        })
    };
    let point = |event: &PointerEvent| (f64::from(event.client_x()), f64::from(event.client_y()));
    let onpointerdown = {
        let press = press.clone();
        Callback::from(move |event: PointerEvent| {
            let is_main = event.button() == 0 && event.is_primary();
            let begun = Press { at: point(&event), view, is_drag: false };
            press.replace(is_main.then_some(begun));
        })
    };
    let on_release = {
        let press = press.clone();
        Callback::from(move |_: PointerEvent| {
            let press = press.clone();
            // The click that the release makes comes first: after a drag it is none.
            Timeout::new(0, move || {
                press.replace(None);
            })
            .forget();
        })
    };
    let onpointermove = {
        let (press, room, chosen, drawing) =
            (press.clone(), room.clone(), chosen.setter(), drawing.clone());
        Callback::from(move |event: PointerEvent| {
            let mut press = press.borrow_mut();
            if has_ended_elsewhere(*press, event.buttons()) {
                *press = None;
            }
            let Some(press) = press.as_mut() else { return };
            if event.buttons() & 1 == 0 {
                return;
            }
            let now = point(&event);
            let by = (now.0 - press.at.0, now.1 - press.at.1);
            if !press.is_drag && by.0.abs().max(by.1.abs()) >= DRAG {
                press.is_drag = true;
                // From here on it is heard beside the picture too, and what lies under it is not clicked.
                let caught =
                    room.cast::<Element>().map(|room| room.set_pointer_capture(event.pointer_id()));
                if let Some(Err(_)) = caught {
                    platform::log_error("the pointer could not be held");
                }
            }
            if press.is_drag {
                chosen.set(Seen::Chosen(press.view.dragged(by, &drawing.picture)));
            }
        })
    };
    let onpointerover = {
        let (drawing, looked_at, press) = (drawing.clone(), looked_at.setter(), press.clone());
        Callback::from(move |event: PointerEvent| {
            if press.borrow().is_none() {
                let over = event.target_dyn_into::<Element>();
                looked_at.set(over.and_then(|over| drawing.key(node_at(&over)?)));
            }
        })
    };
    let onpointerleave = {
        let (looked_at, room) = (looked_at.setter(), room.clone());
        Callback::from(move |event: PointerEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
            let is_inside = room.get().is_some_and(|room| room.contains(to.as_ref()));
            if !is_inside {
                looked_at.set(None);
            }
        })
    };
    let onfocusout = {
        let looked_at = looked_at.setter();
        Callback::from(move |_: FocusEvent| looked_at.set(None))
    };
    let looked_at = looked_at.as_ref().and_then(|key| {
        (0..drawing.picture.nodes.len()).find(|&node| drawing.key(node).as_ref() == Some(key))
    });
    let beyond = view.beyond(&drawing.picture, size);
    let edges = ["more-left", "more-right", "more-above", "more-below"].into_iter().zip(beyond);
    let edges: Classes = edges.filter_map(|(class, is_there)| is_there.then_some(class)).collect();
    let button = |label: String,
                  sign: &'static str,
                  test_id: &'static str,
                  onclick: Callback<MouseEvent>| {
        html! { <button type="button" class="button" aria-label={label.clone()} title={label} {onclick} data-testid={test_id}>{ sign }</button> }
    };
    let step = |steps: f64| {
        let zoom = Rc::clone(&zoom);
        Callback::from(move |_: MouseEvent| zoom(steps, (0.0, 0.0)))
    };
    let fit = {
        let chosen = chosen.setter();
        Callback::from(move |_: MouseEvent| chosen.set(Seen::All))
    };
    html! {
        <div class="web" data-testid="web">
            <div class={classes!("web-room", edges)} id={ROOM_ID} ref={room} tabindex="0" role="region" aria-label={t!("vpcs-picture-label")} aria-describedby="web-summary web-help"
                {onkeydown} {onpointerdown} {onpointermove} {onpointerover} onpointerout={onpointerleave} {onfocusout}
                onpointerup={on_release.clone()} onpointercancel={on_release}>
                <svg role="group" aria-label={t!("vpcs-picture-content")} viewBox={view.view_box(size)} width="100%" height="100%">
                    <Scene drawing={drawing.clone()} {current} {looked_at} {on_toggle} {on_focus} />
                </svg>
            </div>
            if props.vpcs.is_empty() {
                <p class="table-nothing">{ t!("vpcs-nothing") }</p>
            }
            <div class="web-tools" role="group" aria-label={t!("vpcs-zoom")}>
                { button(t!("vpcs-zoom-in"), "+", "web-in", step(2.0)) }
                { button(t!("vpcs-zoom-out"), "−", "web-out", step(-2.0)) }
                { button(t!("vpcs-fit"), "⤢", "web-fit", fit) }
            </div>
            <p class="visually-hidden" id="web-summary">{ drawing.summary() }</p>
            <p class="web-help" id="web-help">{ t!("vpcs-help") }</p>
        </div>
    }
}

/// Whether a press was released where nobody heard of it: beside the picture, before it became a drag. After a drag the release is heard
/// wherever it is.
fn has_ended_elsewhere(press: Option<Press>, buttons: u16) -> bool {
    press.is_some_and(|press| !press.is_drag) && buttons & 1 == 0
}

/// The node that an element of the drawing belongs to.
fn node_at(element: &Element) -> Option<usize> {
    // The selector is one.
    let node = element.closest(".web-node").ok().flatten()?;
    node_of(&node.id())
}

/// Comes closer by the wheel, around the pointer. Browsers have to be told beforehand that the page will not scroll by it.
#[hook]
fn use_wheel(room: &NodeRef, zoom: Rc<dyn Fn(f64, (f64, f64))>) {
    let latest = use_mut_ref(|| Rc::clone(&zoom));
    latest.replace(zoom);
    let room = room.clone();
    use_effect_with((), move |()| {
        let listener = room.cast::<Element>().map(|element| {
            let options = EventListenerOptions::enable_prevent_default();
            let measured = element.clone();
            EventListener::new_with_options(&element, "wheel", options, move |event| {
                let Some(event) = event.dyn_ref::<WheelEvent>() else { return };
                event.prevent_default();
                let frame = measured.get_bounding_client_rect();
                let x = f64::from(event.client_x()) - frame.left() - frame.width() / 2.0;
                let y = f64::from(event.client_y()) - frame.top() - frame.height() / 2.0;
                // A wheel that counts in lines or pages turns by steps.
                let turned = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
                    event.delta_y() / WHEEL
                } else {
                    event.delta_y().signum()
                };
                let zoom = Rc::clone(&latest.borrow());
                zoom(-turned.clamp(-2.0, 2.0), (x, y));
            })
        });
        move || drop(listener)
    });
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Task {
    /// Closer or further, by so many steps.
    Zoom(f64),
    /// All of it.
    Fit,
    /// The picture to a side.
    Pan((i32, i32)),
    /// So many nodes on.
    Step(isize),
    /// From a node back to the picture.
    Leave,
}

/// What a key does: arrows go from node to node where one has the focus, and else move the picture.
fn task(key: &str, on_node: bool) -> Option<Task> {
    Some(match (key, on_node) {
        ("+" | "=", _) => Task::Zoom(1.0),
        ("-" | "_", _) => Task::Zoom(-1.0),
        ("0", _) => Task::Fit,
        ("ArrowRight" | "ArrowDown", true) => Task::Step(1),
        ("ArrowLeft" | "ArrowUp", true) => Task::Step(-1),
        ("Home", true) => Task::Step(isize::MIN),
        ("End", true) => Task::Step(isize::MAX),
        ("Escape", true) => Task::Leave,
        ("ArrowRight", false) => Task::Pan((1, 0)),
        ("ArrowLeft", false) => Task::Pan((-1, 0)),
        ("ArrowDown", false) => Task::Pan((0, 1)),
        ("ArrowUp", false) => Task::Pan((0, -1)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_that_ended_beside_the_picture_is_over_and_a_drag_is_not() {
        let view = View { center: (0.0, 0.0), scale: 1.0 };
        let press = |is_drag| Some(Press { at: (1.0, 1.0), view, is_drag });
        assert!(has_ended_elsewhere(press(false), 0));
        assert!(has_ended_elsewhere(press(false), 2), "another button than the first");
        assert!(!has_ended_elsewhere(press(false), 1), "it is still held");
        assert!(!has_ended_elsewhere(press(true), 0), "its click is yet to come");
        assert!(!has_ended_elsewhere(None, 0));
    }

    #[test]
    fn arrows_go_from_node_to_node_and_move_the_picture_otherwise() {
        assert_eq!(task("ArrowRight", true), Some(Task::Step(1)));
        assert_eq!(task("ArrowRight", false), Some(Task::Pan((1, 0))));
        assert_eq!(
            (task("+", true), task("=", false)),
            (Some(Task::Zoom(1.0)), Some(Task::Zoom(1.0)))
        );
        assert_eq!((task("0", true), task("Escape", true)), (Some(Task::Fit), Some(Task::Leave)));
        assert_eq!(
            (task("Tab", true), task("Enter", true), task("Escape", false)),
            (None, None, None)
        );
    }
}
