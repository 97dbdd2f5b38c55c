//! How an instance is, in sentences: what it does, how its last run ended, what becomes of it then.

use crate::{format, t, time::Clock};
use mini_aws_domain::{Health, Instance, InstanceDetail, InstanceState, Signal};

/// What it does, and since when; or how it ended.
pub(super) fn state(instance: &Instance, clock: &Clock) -> String {
    let since = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| clock.since(at));
    match instance.state {
        InstanceState::Running => match since(instance.started_at) {
            Some(time) => t!("instance-runs", time = time),
            None => t!("instance-runs-now"),
        },
        InstanceState::Paused => t!("instance-paused"),
        InstanceState::Created => t!("instance-created", time = clock.since(instance.created_at)),
        InstanceState::Restarting => t!("instance-restarting", how = how(instance)),
        InstanceState::Removing => t!("instance-removing"),
        InstanceState::Dead => t!("instance-dead"),
        InstanceState::Exited => match since(instance.finished_at) {
            Some(time) => t!("instance-exited", time = time, how = how(instance)),
            None => t!("instance-exited-once", how = how(instance)),
        },
        InstanceState::Unknown => t!("instance-unknown"),
    }
}

fn how(instance: &Instance) -> String {
    match instance.exit_code {
        Some(code) => exit(code, instance.oom_killed),
        None if instance.oom_killed => t!("exit-memory-alone"),
        None => t!("exit-unsaid"),
    }
}

/// What an exit code says: `with 137: killed by the kernel, out of memory`.
pub(super) fn exit(code: i64, oom_killed: bool) -> String {
    let why = match code {
        _ if oom_killed => t!("exit-memory"),
        0 => t!("exit-fine"),
        125 => t!("exit-engine"),
        126 => t!("exit-not-run"),
        127 => t!("exit-not-found"),
        137 => t!("exit-killed"),
        143 => t!("exit-asked"),
        code => match Signal::of_exit(code).and_then(|signal| signal.name) {
            Some(name) => t!("exit-signal", name = name),
            None => t!("exit-error"),
        },
    };
    t!("exit-with", code = code.to_string(), why = why)
}

/// What its health check finds; nothing while there is nothing to check.
pub(super) fn health(instance: &Instance, detail: Option<&InstanceDetail>) -> Option<String> {
    if instance.state != InstanceState::Running {
        return None;
    }
    let streak = detail.and_then(|detail| detail.health.as_ref()).map_or(0, |it| it.failing_streak);
    Some(match instance.health {
        Health::None => t!("checked-none"),
        Health::Starting => t!("checked-starting"),
        Health::Healthy => t!("checked-healthy"),
        Health::Unhealthy if streak > 1 => {
            t!("checked-unhealthy-streak", count = streak, shown = format::grouped(streak))
        }
        Health::Unhealthy => t!("checked-unhealthy"),
    })
}

/// How often the engine restarted it.
pub(super) fn restarts(detail: &InstanceDetail) -> String {
    t!("instance-restarts", count = detail.restarts, shown = format::grouped(detail.restarts))
}

/// What the engine does when it ends.
pub(super) fn policy(detail: &InstanceDetail) -> String {
    match detail.restart_policy.split_once(':') {
        Some(("on-failure", most)) if most != "0" => t!("policy-on-failure-most", most = most),
        Some(("on-failure", _)) => t!("policy-on-failure"),
        _ => match detail.restart_policy.as_str() {
            "" | "no" => t!("policy-no"),
            "always" => t!("policy-always"),
            "unless-stopped" => t!("policy-unless-stopped"),
            "on-failure" => t!("policy-on-failure"),
            other => t!("policy-other", policy = other),
        },
    }
}

/// What it may use at most.
pub(super) fn limits(detail: &InstanceDetail) -> String {
    let memory = detail.memory_limit_bytes.map(format::memory);
    let cores = detail.cpu_limit.map(|cores| {
        let shown = format!("{cores:.2}");
        let shown = shown.trim_end_matches('0').trim_end_matches('.').to_owned();
        let point = crate::words::Language::current().decimal_point().to_string();
        t!("limit-cores", cores = cores, shown = shown.replace('.', &point))
    });
    match (cores, memory) {
        (None, None) => t!("limit-none"),
        (Some(only), None) | (None, Some(only)) => t!("limit-one", limit = only),
        (Some(cores), Some(memory)) => t!("limit-both", cores = cores, memory = memory),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{clock, detail, exited, instance};

    #[test]
    fn how_it_ended_is_said_in_words() {
        let killed = Instance { oom_killed: true, ..exited("a", 137) };
        assert_eq!(
            state(&killed, &clock()),
            "Exited 10 min ago with 137: killed by the kernel, out of memory"
        );
        assert_eq!(state(&exited("a", 0), &clock()), "Exited 10 min ago with 0: it was done");
        let unsaid = Instance { exit_code: None, finished_at: None, ..exited("a", 0) };
        assert_eq!(state(&unsaid, &clock()), "Exited and the engine does not say how");
        let restarting = Instance { state: InstanceState::Restarting, ..exited("a", 1) };
        assert_eq!(
            state(&restarting, &clock()),
            "Restarting after it ended with 1: an error of its own"
        );
        assert_eq!(state(&instance("a"), &clock()), "Running for 1 h 6 min");
    }

    #[test]
    fn signals_have_their_names() {
        for (code, words) in [
            (137, "with 137: killed by SIGKILL"),
            (143, "with 143: asked to stop by SIGTERM, and did"),
            (139, "with 139: ended by SIGSEGV"),
            (127, "with 127: its command was not found"),
            (128 + 77, "with 205: an error of its own"),
            (-1, "with -1: an error of its own"),
        ] {
            assert_eq!(exit(code, false), words);
        }
    }

    #[test]
    fn every_policy_is_a_sentence() {
        let of = |policy: &str| {
            super::policy(&InstanceDetail { restart_policy: policy.to_owned(), ..detail("a") })
        };
        assert_eq!(of(""), of("no"));
        assert_eq!(of("on-failure:3"), "restarted after an error, at most 3 times");
        assert_eq!(of("on-failure:0"), of("on-failure"), "0 is no bound");
        assert_eq!(of("<new>"), "restart policy <new>");
    }

    #[test]
    fn limits_are_told_together() {
        let of = |cpu_limit, memory_limit_bytes| {
            let detail = InstanceDetail { cpu_limit, memory_limit_bytes, ..detail("a") };
            limits(&detail).replace('\u{202f}', " ")
        };
        assert_eq!(of(None, None), "no limits");
        assert_eq!(of(Some(1.0), None), "at most 1 core");
        assert_eq!(of(Some(1.5), Some(512 << 20)), "at most 1.5 cores and 512 MiB");
        assert_eq!(of(None, Some(1 << 30)), "at most 1 GiB");
    }

    #[test]
    fn a_health_check_is_told_of_what_runs() {
        let sick = Instance { health: Health::Unhealthy, ..instance("a") };
        let report = mini_aws_domain::HealthReport { failing_streak: 4, probes: Vec::new() };
        let told = InstanceDetail { health: Some(report), ..detail("a") };
        assert_eq!(
            health(&sick, Some(&told)).as_deref(),
            Some("unhealthy, failed 4 times in a row")
        );
        assert_eq!(health(&sick, None).as_deref(), Some("unhealthy"));
        assert_eq!(health(&exited("a", 0), None), None);
    }
}
