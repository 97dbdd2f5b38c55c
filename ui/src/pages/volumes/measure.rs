//! Measuring: the button, how far it is, what became of it.

use crate::{
    backend::{Answer, Backend, Door},
    format,
    hooks::use_seconds,
    t,
    time::{Clock, duration},
    words,
};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{MeasureState, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The engine does not say how far it is, so what is guessed never says that it is done.
const ALMOST: f64 = 0.97;

/// What the button needs.
#[derive(Properties, PartialEq)]
pub(super) struct MeasureProps {
    pub measure: MeasureState,
    pub door: Door,
    /// Hears why it was refused, and with nothing that it was asked anew.
    pub on_refused: Callback<Option<Problem>>,
}

/// A button that has the volumes measured, and calls it off while that goes on. It stays where it is and as wide as it is.
#[component]
pub(super) fn Measure(props: &MeasureProps) -> Html {
    let ask = |request: fn(&dyn Backend) -> Answer<()>| {
        let (door, on_refused) = (props.door.clone(), props.on_refused.clone());
        Callback::from(move |_: MouseEvent| {
            on_refused.emit(None);
            let answer = request(door.backend().as_ref());
            let on_refused = on_refused.clone();
            spawn_local(async move {
                if let Err(problem) = answer.await {
                    on_refused.emit(Some(problem));
                }
            });
        })
    };
    // One button, so that it keeps the focus.
    let is_running = matches!(props.measure, MeasureState::Running { .. });
    let (label, title, onclick, test_id) = if is_running {
        let cancel = ask(|backend| backend.cancel_measure());
        (t!("volumes-cancel"), None, cancel, "measure-cancel")
    } else {
        let measure = ask(|backend| backend.measure_storage());
        (t!("volumes-measure"), Some(t!("volumes-measure-hint")), measure, "measure")
    };
    html! {
        <button type="button" class="button measure-button" {title} {onclick} data-testid={test_id}>{ label }</button>
    }
}

/// What is said of measuring.
#[derive(Properties, PartialEq)]
pub(super) struct MeasuredProps {
    pub measure: MeasureState,
    /// Why it was refused the last time.
    pub refused: Option<Problem>,
    pub clock: Clock,
}

/// How far measuring is, or what became of it.
#[component]
pub(super) fn Measured(props: &MeasuredProps) -> Html {
    let said = match (&props.refused, &props.measure) {
        (Some(problem), _) | (None, MeasureState::Failed { problem, .. }) => failed(problem),
        (None, measure) => told(measure, props.clock),
    };
    html! {
        <div class="measure">
            <span class="measure-said" role="status">{ said }</span>
            if let MeasureState::Running { since, volumes, expected_ms } = &props.measure {
                <Progress since={*since} volumes={*volumes} expected_ms={*expected_ms} />
            }
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
