//! Measuring: the button, how far it is, what became of it.

use crate::{
    backend::{Answer, Backend, Door},
    format,
    hooks::use_seconds,
    platform, t,
    time::{Clock, duration},
    words,
};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{MeasureState, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The engine does not say how far it is, so what is guessed never says that it is done.
const ALMOST: f64 = 0.97;

/// What measuring shows.
#[derive(Properties, PartialEq)]
pub(super) struct MeasureProps {
    pub measure: MeasureState,
    pub door: Door,
    pub clock: Clock,
}

/// A button that has the volumes measured, or how far that is and a button that calls it off.
#[component]
pub(super) fn Measure(props: &MeasureProps) -> Html {
    let refused = use_state_eq(|| None::<Problem>);
    let button = use_node_ref();
    let is_pressed = use_mut_ref(|| false);
    {
        let (button, is_pressed) = (button.clone(), is_pressed.clone());
        let is_running = matches!(props.measure, MeasureState::Running { .. });
        // The button that was pressed goes away: the one in its place follows it.
        use_effect_with(is_running, move |_| {
            if is_pressed.replace(false) && platform::is_focus_lost() {
                platform::focus_node(&button);
            }
        });
    }
    let ask = |request: fn(&dyn Backend) -> Answer<()>| {
        let (door, refused) = (props.door.clone(), refused.setter());
        let is_pressed = is_pressed.clone();
        Callback::from(move |_: MouseEvent| {
            refused.set(None);
            is_pressed.replace(true);
            let answer = request(door.backend().as_ref());
            let (refused, is_pressed) = (refused.clone(), is_pressed.clone());
            spawn_local(async move {
                if let Err(problem) = answer.await {
                    is_pressed.replace(false);
                    refused.set(Some(problem));
                }
            });
        })
    };
    let said = match (&*refused, &props.measure) {
        (Some(problem), _) | (None, MeasureState::Failed { problem, .. }) => failed(problem),
        (None, measure) => told(measure, props.clock),
    };
    let control = if let MeasureState::Running { since, volumes, expected_ms } = &props.measure {
        html! {
            <>
                <Progress since={*since} volumes={*volumes} expected_ms={*expected_ms} />
                <button ref={button} type="button" class="button" onclick={ask(|backend| backend.cancel_measure())} data-testid="measure-cancel">{ t!("volumes-cancel") }</button>
            </>
        }
    } else {
        html! {
            <button ref={button} type="button" class="button" title={t!("volumes-measure-hint")} onclick={ask(|backend| backend.measure_storage())}
                data-testid="measure">{ t!("volumes-measure") }</button>
        }
    };
    html! {
        <div class="measure">
            <span class="measure-said" role="status">{ said }</span>
            { control }
        </div>
    }
}

fn failed(problem: &Problem) -> Html {
    let (message, next_step) = words::problem(problem);
    let whole = format!("{message} {next_step}");
    html! { <span class="measure-failed" title={whole}><i class="dot k-bad" aria-hidden="true"></i>{ message }{ " " }{ next_step }</span> }
}

/// `480 ms`, `12 s`, `3 min`.
fn length(millis: u64) -> String {
    match u32::try_from(millis) {
        Ok(millis) if millis < 1_000 => format::interval(millis),
        Ok(_) | Err(_) => {
            let millis = i64::try_from(millis).unwrap_or(i64::MAX);
            duration(TimeDelta::try_milliseconds(millis).unwrap_or(TimeDelta::MAX))
        }
    }
}

/// What became of it.
fn told(measure: &MeasureState, clock: Clock) -> Html {
    let text = match measure {
        MeasureState::Done { at, took_ms } => {
            t!("volumes-measured", at = clock.moment(*at), took = length(*took_ms))
        }
        MeasureState::Cancelled { at } => t!("volumes-cancelled", at = clock.moment(*at)),
        MeasureState::Idle | MeasureState::Running { .. } | MeasureState::Failed { .. } => {
            return Html::default();
        }
    };
    html! { <span class="faint">{ text }</span> }
}

#[derive(Properties, PartialEq)]
struct ProgressProps {
    since: DateTime<Utc>,
    volumes: u64,
    expected_ms: Option<u64>,
}

/// How long it has been going on, and of how long about.
#[component]
fn Progress(props: &ProgressProps) -> Html {
    let now = use_seconds(props.since);
    let elapsed = (now - props.since).max(TimeDelta::zero());
    let share = share(elapsed, props.expected_ms);
    let volumes = format::grouped(props.volumes);
    let time = duration(elapsed);
    let text = match props.expected_ms.filter(|_| share.is_some_and(|share| share < ALMOST)) {
        Some(expected) => {
            t!("volumes-measuring-of", volumes = volumes, time = time, about = length(expected))
        }
        None => t!("volumes-measuring", volumes = volumes, time = time),
    };
    html! {
        <>
            <span class="measure-text" data-testid="measure-progress">{ text }</span>
            <progress class="measure-bar" aria-label={t!("volumes-progress")} max="100" value={share.map(|share| format!("{:.0}", share * 100.0))}></progress>
        </>
    }
}

/// Which part is done, if it takes as long as the last time; unknown the first time.
fn share(elapsed: TimeDelta, expected_ms: Option<u64>) -> Option<f64> {
    let expected = expected_ms.filter(|expected| *expected > 0)?;
    Some((elapsed.num_milliseconds() as f64 / expected as f64).clamp(0.0, ALMOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_never_says_that_it_is_done() {
        let share = |seconds, expected| share(TimeDelta::seconds(seconds), expected);
        assert_eq!(share(5, Some(10_000)), Some(0.5));
        assert_eq!(share(60, Some(10_000)), Some(ALMOST));
        assert_eq!((share(5, None), share(5, Some(0))), (None, None));
    }
}
