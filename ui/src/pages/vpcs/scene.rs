//! Draws the picture.

use super::drawing::{Drawing, Lit};
use super::rows::members_of;
use crate::{
    charts::color_class,
    components::Hue,
    format,
    picture::{Body, Frame, HEADER, ellipsised},
    route::Route,
    state::Shared,
    t, words,
};
use mini_aws_domain::InstanceId;
use yew::prelude::*;

/// How wide a letter is taken to be, of a name and of what stands below it.
const LETTER: i32 = 7;
const SMALL_LETTER: i32 = 6;
/// What is left of a name, and right of it.
const BEFORE: i32 = 24;
const AFTER: i32 = 8;
/// How round the corners are.
const CORNER: i32 = 6;

/// What is drawn.
#[derive(Properties, PartialEq)]
pub(super) struct SceneProps {
    pub drawing: Shared<Drawing>,
    /// The node that the keyboard comes to.
    pub current: Option<usize>,
    /// The node that is looked at: what it has to do with stays bright.
    pub looked_at: Option<usize>,
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

/// Lines, regions and instances. It does not change while the picture is moved.
#[component]
pub(super) fn Scene(props: &SceneProps) -> Html {
    let drawing = &props.drawing;
    let picture = &drawing.picture;
    let lit = props.looked_at.and_then(|node| drawing.lit(node));
    let dim = |is_lit: &dyn Fn(&Lit) -> bool| match &lit {
        Some(lit) if is_lit(lit) => Some("is-lit"),
        Some(_) => Some("is-dim"),
        None => None,
    };
    html! {
        <>
            <g class="web-lines" aria-hidden="true">
                { for picture.lines.iter().map(|line| {
                    let class = classes!(color_class(Some(drawing.slots[line.hub])), dim(&|lit| lit.has_line(line)));
                    html! { <path {class} d={rounded(&line.points)} /> }
                }) }
            </g>
            { for picture.nodes.iter().enumerate().map(|(place, node)| {
                let stop = Stop {
                    id: node_id(place),
                    tabindex: if props.current == Some(place) { "0" } else { "-1" },
                    onfocus: props.on_focus.reform(move |_: FocusEvent| place),
                };
                let key = drawing.key(place).unwrap_or_default();
                let class = dim(&|lit| lit.has_node(drawing, &node.body));
                let drawn = match &node.body {
                    Body::Region(hub) => region(drawing, *hub, node.frame, stop),
                    Body::Around(_) => html! { <g class="web-around" aria-hidden="true">{ plate(node.frame) }</g> },
                    Body::Fold { group, is_open, hidden } =>
                        fold(drawing, *group, (*is_open, *hidden), props.on_toggle.clone(), node.frame, stop),
                    Body::Instance(id) => instance(drawing, id, node.frame, stop),
                };
                html! { <g {key} {class}>{ drawn }</g> }
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

/// A line through its corners, each of which is rounded as far as what is between them lets it.
fn rounded(points: &[(i32, i32)]) -> String {
    let mut path = String::new();
    for (place, &(x, y)) in points.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| points.get(place));
        let step = match (before, points.get(place + 1)) {
            (None, _) => format!("M{x} {y}"),
            (Some(_), None) => format!("L{x} {y}"),
            (Some(&from), Some(&to)) => {
                let toward = |other: (i32, i32)| {
                    let (by_x, by_y) = (other.0 - x, other.1 - y);
                    let far = (by_x.abs().max(by_y.abs()) / 2).min(CORNER);
                    (x + by_x.signum() * far, y + by_y.signum() * far)
                };
                let (from, to) = (toward(from), toward(to));
                format!("L{} {}Q{x} {y} {} {}", from.0, from.1, to.0, to.1)
            }
        };
        path.push_str(&step);
    }
    path
}

fn plate(frame: Frame) -> Html {
    html! {
        <rect x={frame.x.to_string()} y={frame.y.to_string()} width={frame.width.to_string()} height={frame.height.to_string()} rx={CORNER.to_string()} />
    }
}

/// The ground of a region's header: round where the region is.
fn head(frame: Frame) -> Html {
    let (across, down) = (frame.width - 2 * CORNER, HEADER - CORNER);
    let d = if frame.height <= HEADER {
        let down = down - CORNER;
        format!(
            "M{} {}h{across}q6 0 6 6v{down}q0 6 -6 6h-{across}q-6 0 -6 -6v-{down}q0 -6 6 -6z",
            frame.x + CORNER,
            frame.y
        )
    } else {
        format!("M{} {}v-{down}q0 -6 6 -6h{across}q6 0 6 6v{down}z", frame.x, frame.y + HEADER)
    };
    html! { <path class="web-head" {d} /> }
}

fn label(x: i32, y: i32, class: &'static str, text: String) -> Html {
    html! { <text {class} x={x.to_string()} y={y.to_string()}>{ text }</text> }
}

fn dot(x: i32, y: i32, class: &'static str) -> Html {
    html! { <circle class={classes!("web-dot", class)} cx={x.to_string()} cy={y.to_string()} r="4" /> }
}

/// How many letters of this width there is room for.
fn letters(width: i32, letter: i32) -> usize {
    usize::try_from((width - BEFORE - AFTER) / letter).unwrap_or(0)
}

fn region(drawing: &Drawing, hub: usize, frame: Frame, stop: Stop) -> Html {
    let vpc = drawing.vpc(hub);
    let said = drawing.hub_label(hub);
    let count = vpc.members.len();
    let members = t!("vpcs-count", n = count, count = format::grouped(count as u64));
    let below = match vpc.subnets.first() {
        Some(subnet) => format!("{subnet} · {members}"),
        None => members,
    };
    let href = members_of(&vpc.name).to_string();
    let name = ellipsised(&vpc.name, letters(frame.width, LETTER));
    html! {
        <a class="web-node web-region" id={stop.id} {href} tabindex={stop.tabindex} aria-label={said.clone()} onfocus={stop.onfocus} draggable="false"
            data-testid="web-network">
            <title>{ said }</title>
            <g class={color_class(Some(drawing.slots[hub]))}>
                { plate(frame) }
                { head(frame) }
                <circle class="web-dot" cx={(frame.x + 15).to_string()} cy={(frame.y + 17).to_string()} r="4" />
            </g>
            { label(frame.x + BEFORE + 2, frame.y + 21, "web-name", name) }
            { " " }
            { label(frame.x + BEFORE + 2, frame.y + 37, "web-note", ellipsised(&below, letters(frame.width, SMALL_LETTER))) }
        </a>
    }
}

fn fold(
    drawing: &Drawing,
    group: usize,
    (is_open, hidden): (bool, usize),
    toggle: Callback<String>,
    frame: Frame,
    stop: Stop,
) -> Html {
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
    let sign = if is_open { "−" } else { "+" };
    html! {
        <g class={classes!("web-node", "web-fold", is_open.then_some("is-open"))} role="button" id={stop.id} tabindex={stop.tabindex} aria-label={said}
            aria-expanded={if is_open { "true" } else { "false" }} onfocus={stop.onfocus} {onclick} {onkeydown} data-testid="web-group">
            { plate(frame) }
            { label(frame.x + 9, frame.y + 23, "web-name", sign.to_owned()) }
            { label(frame.x + BEFORE, frame.y + 16, "web-name", title) }
            { " " }
            { label(frame.x + BEFORE, frame.y + 31, "web-note", note) }
        </g>
    }
}

fn instance(drawing: &Drawing, id: &InstanceId, frame: Frame, stop: Stop) -> Html {
    let said = drawing.instance_label(id);
    let known = drawing.instance(id);
    let name = known.map_or(id.short(), |known| known.name.as_str());
    let hue = known.map_or(Hue::Off, Hue::of_instance);
    let href = Route::of_instance(id).to_string();
    let note = drawing.place_note(id).or_else(|| known.map(|known| words::state(known.state)));
    let note = note.unwrap_or_default();
    html! {
        <a class="web-node web-instance" id={stop.id} {href} tabindex={stop.tabindex} aria-label={said.clone()} onfocus={stop.onfocus} draggable="false"
            data-testid="web-instance">
            <title>{ said }</title>
            { plate(frame) }
            { dot(frame.x + 13, frame.y + 12, hue.class()) }
            { label(frame.x + BEFORE, frame.y + 16, "web-name", ellipsised(name, letters(frame.width, LETTER))) }
            { " " }
            { label(frame.x + BEFORE, frame.y + 31, "web-note", ellipsised(&note, letters(frame.width, SMALL_LETTER))) }
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_round_where_there_is_room() {
        assert_eq!(rounded(&[(0, 0), (0, 40)]), "M0 0L0 40");
        let far = rounded(&[(0, 0), (0, 40), (60, 40)]);
        assert_eq!(far, "M0 0L0 34Q0 40 6 40L60 40");
        let near = rounded(&[(0, 0), (0, 4), (60, 4)]);
        assert_eq!(near, "M0 0L0 2Q0 4 6 4L60 4", "no further than half of the way");
    }
}
