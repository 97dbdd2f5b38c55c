//! Draws the picture.

use super::drawing::Drawing;
use crate::{
    charts::color_class,
    components::Hue,
    format,
    picture::{Body, Frame, Line, ellipsised},
    route::{Page, Route},
    state::Shared,
    t,
};
use mini_aws_domain::InstanceId;
use yew::prelude::*;

/// How many letters fit into a network and into an instance.
const HUB_LETTERS: usize = 20;
const CHIP_LETTERS: usize = 17;
/// How round the corners are.
const CORNER: &str = "6";

/// What is drawn.
#[derive(Properties, PartialEq)]
pub(super) struct SceneProps {
    pub drawing: Shared<Drawing>,
    /// The node that the keyboard comes to.
    pub current: Option<usize>,
    /// Opens or closes a group, by its key.
    pub on_toggle: Callback<String>,
    /// Hears that a node has the focus.
    pub on_focus: Callback<usize>,
}

/// The id of a node in the page.
pub(super) fn node_id(node: usize) -> String {
    format!("web-{node}")
}

/// The place of the node with this id.
pub(super) fn node_of(id: &str) -> Option<usize> {
    id.strip_prefix("web-")?.parse().ok()
}

/// Lines, networks, groups and instances. It does not change while the picture is moved.
#[component]
pub(super) fn Scene(props: &SceneProps) -> Html {
    let drawing = &props.drawing;
    let picture = &drawing.picture;
    html! {
        <>
            <g class="web-lines" aria-hidden="true">
                { for picture.lines.iter().map(|line| html! { <path class={color_class(Some(drawing.slots[line.hub]))} d={curve(line)} /> }) }
            </g>
            { for picture.nodes.iter().enumerate().map(|(place, node)| {
                let stop = Stop {
                    id: node_id(place),
                    tabindex: if props.current == Some(place) { "0" } else { "-1" },
                    onfocus: props.on_focus.reform(move |_: FocusEvent| place),
                };
                let key = drawing.key(place).unwrap_or_default();
                let drawn = match &node.body {
                    Body::Hub(hub) => network(drawing, *hub, node.frame, stop),
                    Body::Group { group, can_open, is_open, hidden } => {
                        let toggle = can_open.then(|| props.on_toggle.clone());
                        gathered(drawing, *group, (*is_open, *hidden), toggle, node.frame, stop)
                    }
                    Body::Instance(id) => instance(drawing, id, node.frame, stop),
                };
                html! { <g {key}>{ drawn }</g> }
            }) }
        </>
    }
}

/// What makes something a place that the keyboard comes to.
struct Stop {
    id: String,
    tabindex: &'static str,
    onfocus: Callback<FocusEvent>,
}

/// A curve that leaves and arrives level.
fn curve(line: &Line) -> String {
    let ((x, y), (to_x, to_y)) = (line.from, line.to);
    let middle = (x + to_x) / 2;
    format!("M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}")
}

fn plate(frame: Frame) -> Html {
    html! {
        <rect x={frame.x.to_string()} y={frame.y.to_string()} width={frame.width.to_string()} height={frame.height.to_string()} rx={CORNER} />
    }
}

fn label(x: i32, y: i32, class: &'static str, text: String) -> Html {
    html! { <text {class} x={x.to_string()} y={y.to_string()}>{ text }</text> }
}

fn dot(x: i32, y: i32, class: &'static str) -> Html {
    html! { <circle class={classes!("web-dot", class)} cx={x.to_string()} cy={y.to_string()} r="4" /> }
}

fn network(drawing: &Drawing, hub: usize, frame: Frame, stop: Stop) -> Html {
    let vpc = drawing.vpc(hub);
    let said = drawing.hub_label(hub);
    let count = vpc.members.len();
    let members = t!("vpcs-count", n = count, count = format::grouped(count as u64));
    let below = vpc.subnets.first().map_or(members, Clone::clone);
    let href = Route::filtered(Page::Vpcs, &vpc.name).to_string();
    html! {
        <a class="web-node web-hub" id={stop.id} {href} tabindex={stop.tabindex} aria-label={said.clone()} onfocus={stop.onfocus} draggable="false"
            data-testid="web-network">
            <title>{ said }</title>
            { plate(frame) }
            { dot(frame.x + 14, frame.y + 15, color_class(Some(drawing.slots[hub]))) }
            { label(frame.x + 26, frame.y + 19, "web-name", ellipsised(&vpc.name, HUB_LETTERS)) }
            { " " }
            { label(frame.x + 26, frame.y + 35, "web-note", ellipsised(&below, HUB_LETTERS + 4)) }
        </a>
    }
}

fn gathered(
    drawing: &Drawing,
    group: usize,
    (is_open, hidden): (bool, usize),
    toggle: Option<Callback<String>>,
    frame: Frame,
    stop: Stop,
) -> Html {
    let Some(toggle) = toggle else {
        return html! { <g class="web-group" aria-hidden="true">{ plate(frame) }</g> };
    };
    let key = drawing.group_key(group);
    let onclick = {
        let (toggle, key) = (toggle.clone(), key.clone());
        Callback::from(move |_: MouseEvent| toggle.emit(key.clone()))
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            toggle.emit(key.clone());
        }
    });
    let members = &drawing.web.groups[group].instances;
    let count = format::grouped(members.len() as u64);
    let title = t!("vpcs-gathered", n = members.len(), count = count);
    let running = members
        .iter()
        .filter(|id| drawing.instance(id).is_some_and(|known| !known.state.is_stopped()))
        .count();
    let note = match (is_open, hidden) {
        (true, 0) => t!("vpcs-close"),
        (true, hidden) => t!("vpcs-hidden", count = format::grouped(hidden as u64)),
        (false, _) => t!("vpcs-running", n = running, count = format::grouped(running as u64)),
    };
    let said = drawing.group_label(group, &title, &note);
    let note_at = if is_open {
        (frame.x + frame.width - 12, frame.y + 20)
    } else {
        (frame.x + 14, frame.y + 35)
    };
    html! {
        <g class={classes!("web-node", "web-group", "can-open", is_open.then_some("is-open"))} role="button" id={stop.id} tabindex={stop.tabindex} aria-label={said}
            aria-expanded={if is_open { "true" } else { "false" }} onfocus={stop.onfocus} {onclick} {onkeydown} data-testid="web-group">
            { plate(frame) }
            { label(frame.x + 14, frame.y + 20, "web-name", title) }
            { " " }
            { label(note_at.0, note_at.1, if is_open { "web-note is-end" } else { "web-note" }, note) }
        </g>
    }
}

fn instance(drawing: &Drawing, id: &InstanceId, frame: Frame, stop: Stop) -> Html {
    let said = drawing.instance_label(id);
    let known = drawing.instance(id);
    let name = known.map_or(id.short(), |known| known.name.as_str());
    let hue = known.map_or(Hue::Off, Hue::of_instance);
    let href = Route::of_instance(id).to_string();
    html! {
        <a class="web-node web-instance" id={stop.id} {href} tabindex={stop.tabindex} aria-label={said.clone()} onfocus={stop.onfocus} draggable="false"
            data-testid="web-instance">
            <title>{ said }</title>
            { plate(frame) }
            { dot(frame.x + 13, frame.y + frame.height / 2, hue.class()) }
            { label(frame.x + 24, frame.y + 17, "web-name", ellipsised(name, CHIP_LETTERS)) }
        </a>
    }
}
