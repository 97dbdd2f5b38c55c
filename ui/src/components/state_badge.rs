//! What an instance is doing.

use super::Hue;
use crate::{t, time::Clock, words};
use mini_aws_domain::{Health, Instance, InstanceState};
use yew::prelude::*;

/// What a badge shows.
#[derive(Properties, PartialEq)]
pub struct StateBadgeProps {
    /// The state's colour.
    pub hue: Hue,
    /// The state in a word or two.
    pub text: AttrValue,
    /// Since when and how.
    pub hint: AttrValue,
}

impl StateBadgeProps {
    /// What `instance` is doing.
    #[must_use]
    pub fn of(instance: &Instance, clock: &Clock) -> Self {
        Self {
            hue: Hue::of_instance(instance),
            text: text(instance).into(),
            hint: hint(instance, clock).into(),
        }
    }
}

/// A dot and a word.
#[component]
pub fn StateBadge(props: &StateBadgeProps) -> Html {
    html! {
        <span class="state-badge" title={&props.hint}>
            <i class={classes!("dot", props.hue.class())} aria-hidden="true"></i>{ &props.text }
        </span>
    }
}

/// The state, and what is wrong with it.
fn text(instance: &Instance) -> String {
    match (instance.state, instance.health, instance.exit_code) {
        (InstanceState::Running, Health::Unhealthy, _) => words::health(Health::Unhealthy),
        (InstanceState::Running, Health::Starting, _) => words::health(Health::Starting),
        (InstanceState::Exited, _, _) if instance.oom_killed => t!("state-out-of-memory"),
        (InstanceState::Exited, _, Some(code)) if code != 0 => {
            t!("state-exited-with", code = code.to_string())
        }
        (state, _, _) => words::state(state),
    }
}

fn hint(instance: &Instance, clock: &Clock) -> String {
    let state = words::state(instance.state);
    match (instance.state, instance.started_at, instance.finished_at) {
        (InstanceState::Running | InstanceState::Paused, Some(started), _) => {
            t!("state-up", state = state, time = clock.since(started))
        }
        (InstanceState::Exited | InstanceState::Dead, _, Some(finished)) => {
            let time = clock.since(finished);
            match instance.exit_code {
                Some(code) => {
                    t!("state-ended-with", state = state, code = code.to_string(), time = time)
                }
                None => t!("state-ended", state = state, time = time),
            }
        }
        _ => t!("state-made", state = state, time = clock.since(instance.created_at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{clock, exited, instance};

    #[test]
    fn the_word_says_what_is_wrong() {
        let badge = |instance: &Instance| StateBadgeProps::of(instance, &clock());
        assert_eq!(badge(&instance("a")).text, "running");
        assert_eq!(badge(&exited("a", 0)).text, "exited");
        assert_eq!(badge(&exited("a", 1)).text, "exited, 1");
        let killed = Instance { oom_killed: true, ..exited("a", 137) };
        assert_eq!(badge(&killed).text, "out of memory");
        let sick = Instance { health: Health::Unhealthy, ..instance("a") };
        assert_eq!(badge(&sick).text, "unhealthy");
        assert_eq!(badge(&sick).hue, Hue::Bad);
    }

    #[test]
    fn the_hint_says_since_when() {
        let hint = |instance: &Instance| StateBadgeProps::of(instance, &clock()).hint;
        assert_eq!(hint(&instance("a")), "running, up 1 h 6 min");
        assert_eq!(hint(&exited("a", 1)), "exited with exit code 1 10 min ago");
    }
}
