//! The panel itself: it asks anew each second, stands beside its figure, and goes when it is no longer looked at.

use super::{Place, Question, WHY, WhyCard, numbers};
use crate::{backend::Answer, platform, t};
use chrono::{DateTime, Utc};
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::{Interval, Timeout};
use mini_aws_domain::{Explanation, Problem};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

/// How often it asks while it is open: as often as there is something new.
const REFRESH_MS: u32 = 1_000;
/// How often the age is drawn anew.
const AGE_MS: u32 = 200;
const HEADING: &str = "why-heading";

/// Which figure was asked, and how to find the answer.
#[derive(Properties, PartialEq)]
pub struct WhyPanelProps {
    /// Whose number it is.
    pub question: Question,
    /// The instance's name.
    pub name: AttrValue,
    /// The figure as it was when it was asked.
    pub shown: AttrValue,
    /// The button, which gets the focus back.
    pub anchor: HtmlElement,
    /// Where the panel stands.
    pub place: Place,
    /// Asks the console.
    pub explain: Callback<Question, Answer<Explanation>>,
    /// Closes the panel.
    pub on_close: Callback<()>,
}

/// The panel. It refreshes while it is open and not held; Escape, a click elsewhere and scrolling close it.
#[component]
pub fn WhyPanel(props: &WhyPanelProps) -> Html {
    let node = use_node_ref();
    let held = use_state_eq(|| false);
    let answer = use_answer(&props.question, &props.explain, *held);
    use_leaving(&node, &props.anchor, &props.on_close);
    use_focus(&node, &props.anchor);

    let hold = {
        let held = held.clone();
        Callback::from(move |_: MouseEvent| held.set(!*held))
    };
    let close = props.on_close.reform(|_: MouseEvent| ());
    let tools = html! {
        <>
            <button type="button" class="button" aria-pressed={held.to_string()} title={t!("why-hold.hint")} onclick={hold}>{ t!("why-hold") }</button>
            <button type="button" class="button" aria-label={t!("close")} title={t!("close")} onclick={close}>{ "×" }</button>
        </>
    };
    let age = match &answer {
        Some(Ok(explanation)) => html! { <Age since={explanation.received_at} /> },
        Some(Err(_)) | None => Html::default(),
    };
    let Place { x, y } = props.place;
    html! {
        <div class="why-layer">
            // It pushes the panel to its place by its attributes: a style would be against the security policy.
            <svg class="why-spacer" width={x.to_string()} height={y.to_string()} aria-hidden="true" />
            <section ref={node} class="why-panel" role="dialog" aria-labelledby={HEADING} tabindex="-1" data-testid="why-panel">
                <WhyCard name={props.name.clone()} metric={props.question.metric} shown={props.shown.clone()} {answer}
                    heading={HEADING} {tools} {age} />
            </section>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct AgeProps {
    since: DateTime<Utc>,
}

/// "read 0.8 s ago", counting up. Not read aloud: it would never end.
#[component]
fn Age(props: &AgeProps) -> Html {
    let now = use_state_eq(platform::now);
    let setter = now.setter();
    use_effect_with(props.since, move |_| {
        setter.set(platform::now());
        let interval = Interval::new(AGE_MS, move || setter.set(platform::now()));
        move || drop(interval)
    });
    html! { <span class="countdown" aria-live="off">{ numbers::age(*now - props.since) }</span> }
}

/// The newest answer, asked for at once and then again and again, one question at a time.
#[hook]
fn use_answer(
    question: &Question,
    explain: &Callback<Question, Answer<Explanation>>,
    held: bool,
) -> Option<Result<Explanation, Problem>> {
    let answer = use_state_eq(|| None);
    let setter = answer.setter();
    let explain = explain.clone();
    use_effect_with((question.clone(), held), move |(question, held)| {
        let interval = (!held).then(|| {
            let asking = Rc::new(Cell::new(false));
            let question = question.clone();
            let ask = move || {
                if asking.replace(true) {
                    return;
                }
                let (answer, setter, asking) =
                    (explain.emit(question.clone()), setter.clone(), Rc::clone(&asking));
                spawn_local(async move {
                    setter.set(Some(answer.await));
                    asking.set(false);
                });
            };
            ask();
            Interval::new(REFRESH_MS, ask)
        });
        move || drop(interval)
    });
    (*answer).clone()
}

/// Closes when the person turns to something else.
#[hook]
fn use_leaving(node: &NodeRef, anchor: &HtmlElement, on_close: &Callback<()>) {
    let (node, on_close) = (node.clone(), on_close.clone());
    use_effect_with(anchor.clone(), move |anchor| {
        let anchor = anchor.clone();
        let listeners = web_sys::window().and_then(|window| {
            let document = window.document()?;
            let is_inside = move |event: &Event| {
                let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                node.cast::<Node>().is_some_and(|panel| panel.contains(target.as_ref()))
            };
            let on_key = {
                let on_close = on_close.clone();
                EventListener::new(&document, "keydown", move |event| {
                    if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape")
                    {
                        on_close.emit(());
                    }
                })
            };
            let on_press = {
                let (on_close, is_inside) = (on_close.clone(), is_inside.clone());
                EventListener::new(&document, "pointerdown", move |event| {
                    // A figure opens, or closes, by its click.
                    if !is_inside(event) && !is_figure(event) {
                        on_close.emit(());
                    }
                })
            };
            let on_scroll = {
                let on_close = on_close.clone();
                let options = EventListenerOptions::run_in_capture_phase();
                EventListener::new_with_options(&document, "scroll", options, move |event| {
                    if !is_inside(event) && moves(event, &anchor) {
                        on_close.emit(());
                    }
                })
            };
            let on_resize = EventListener::new(&window, "resize", move |_| on_close.emit(()));
            Some([on_key, on_press, on_scroll, on_resize])
        });
        move || drop(listeners)
    });
}

/// Whether what scrolls takes the figure with it. A log that follows its end, say, does not.
fn moves(event: &Event, anchor: &HtmlElement) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
    target.is_none_or(|target| !anchor.is_connected() || target.contains(Some(anchor)))
}

fn is_figure(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.closest(&format!("[{WHY}]")), Ok(Some(_))))
}

/// Takes the focus, and gives it back to the figure unless the person has put it elsewhere.
#[hook]
fn use_focus(node: &NodeRef, anchor: &HtmlElement) {
    let node = node.clone();
    use_effect_with(anchor.clone(), move |anchor| {
        if let Some(panel) = node.cast::<HtmlElement>()
            && panel.focus().is_err()
        {
            platform::log_error("the panel could not be given the focus");
        }
        let anchor = anchor.clone();
        move || {
            // Only then the panel is gone from the page, and with it the focus that was in it.
            Timeout::new(0, move || give_back(&anchor)).forget();
        }
    });
}

fn give_back(anchor: &HtmlElement) {
    let active = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.active_element());
    let is_nowhere =
        active.is_none_or(|active| matches!(active.tag_name().as_str(), "BODY" | "MAIN"));
    if is_nowhere && anchor.is_connected() && anchor.focus().is_err() {
        platform::log_error("the focus could not be given back");
    }
}
