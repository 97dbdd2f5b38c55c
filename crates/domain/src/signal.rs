//! Signals by which processes end.

/// Exit codes above this stand for a signal.
const SIGNALLED: i64 = 128;
/// The highest number that a signal has on Linux.
const HIGHEST: i64 = 64;

/// A signal that ended a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// Its number.
    pub number: i64,
    /// Its name on Linux for the usual machines; absent for those that have none of their own.
    pub name: Option<&'static str>,
}

impl Signal {
    /// The signal that an exit code stands for: 128 and its number, as shells and engines say it.
    #[must_use]
    pub fn of_exit(code: i64) -> Option<Self> {
        let number = code.checked_sub(SIGNALLED).filter(|number| (1..=HIGHEST).contains(number))?;
        Some(Self { number, name: name(number) })
    }
}

fn name(number: i64) -> Option<&'static str> {
    Some(match number {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        10 => "SIGUSR1",
        11 => "SIGSEGV",
        12 => "SIGUSR2",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        24 => "SIGXCPU",
        25 => "SIGXFSZ",
        31 => "SIGSYS",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_above_128_is_a_signal() {
        let named = |code| Signal::of_exit(code).map(|signal| signal.name);
        assert_eq!(named(137), Some(Some("SIGKILL")));
        assert_eq!(named(128 + 40), Some(None));
        for code in [0, 1, 128, 128 + 65, 255, -1, i64::MIN, i64::MAX] {
            assert_eq!(Signal::of_exit(code), None, "{code}");
        }
    }
}
