//! What goes wrong on request.

use std::time::Duration;

/// How many faults can be set at once; later ones are refused by dropping the oldest.
const MOST: usize = 64;

/// Something that goes wrong with the requests that it matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The method, such as `GET`; `None` for any.
    pub method: Option<String>,
    /// The path without the version prefix, such as `/containers/*/stats`. A `*` stands for any characters but `/`,
    /// `**` for any characters at all.
    pub path: String,
    /// What goes wrong.
    pub kind: FaultKind,
    /// How many requests it applies to; `None` for all until it is cleared.
    pub times: Option<u32>,
}

impl Fault {
    /// A fault for any method, until it is cleared.
    #[must_use]
    pub fn new(path: impl Into<String>, kind: FaultKind) -> Self {
        Self { method: None, path: path.into(), kind, times: None }
    }

    /// The same for this many requests only.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// The answer comes this much later, and is then as it should be.
    Delay(Duration),
    /// The answer is this status with Docker's `{"message": …}`. A number that is no HTTP status becomes 500.
    Status {
        /// The HTTP status, such as 404, 409 or 500.
        code: u16,
        /// The message in the body.
        message: String,
    },
    /// The answer is 200 with a body that is not JSON.
    NotJson,
    /// The answer is not HTTP.
    NotHttp,
    /// The request is taken and never answered, until the fault is cleared (then the connection is closed).
    Silence,
    /// After this many whole frames the connection breaks in the middle of the next one. An answer that is no stream
    /// has one frame.
    Cut {
        /// Whole frames before it.
        after_frames: usize,
    },
    /// After this many frames a stream stays open and says nothing more, until the fault is cleared (then the
    /// connection breaks).
    Mute {
        /// Frames before it.
        after_frames: usize,
    },
    /// Every frame comes this much later than it should.
    Slow(Duration),
}

/// The faults that are set.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    set: Vec<Fault>,
}

impl Faults {
    /// Adds one; the newest that matches wins.
    pub fn add(&mut self, fault: Fault) {
        if self.set.len() >= MOST {
            self.set.remove(0);
        }
        self.set.push(fault);
    }

    /// Removes all.
    pub fn clear(&mut self) {
        self.set.clear();
    }

    /// The fault for a request, which uses up one of its times.
    pub fn take(&mut self, method: &str, path: &str) -> Option<FaultKind> {
        let index = self.set.iter().rposition(|fault| {
            fault.method.as_ref().is_none_or(|m| m.eq_ignore_ascii_case(method))
                && fault.times != Some(0)
                && matches(&fault.path, path)
        })?;
        let fault = self.set.get_mut(index)?;
        let kind = fault.kind.clone();
        if let Some(times) = &mut fault.times {
            *times -= 1;
            if *times == 0 {
                self.set.remove(index);
            }
        }
        Some(kind)
    }
}

/// Whether a path fits a pattern with `*` and `**`.
pub(crate) fn matches(pattern: &str, path: &str) -> bool {
    let Some(star) = pattern.find('*') else {
        return pattern == path;
    };
    let (before, rest) = pattern.split_at(star);
    let Some(tail) = path.strip_prefix(before) else {
        return false;
    };
    let (deep, rest) = match rest.strip_prefix("**") {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix('*').unwrap_or(rest)),
    };
    tail.char_indices()
        .map(|(index, _)| index)
        .chain([tail.len()])
        .take_while(|&end| deep || !tail[..end].contains('/'))
        .any(|end| matches(rest, &tail[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_paths() {
        assert!(matches("/events", "/events"));
        assert!(!matches("/events", "/events/"));
        assert!(matches("/containers/*/stats", "/containers/abc/stats"));
        assert!(!matches("/containers/*/stats", "/containers/a/b/stats"));
        assert!(matches("/containers/*/json", "/containers//json"));
        assert!(matches("/containers/**", "/containers/a/b/stats"));
        assert!(matches("**", "/anything/at/all"));
        assert!(matches("/v*", "/volumes"));
        assert!(!matches("/v*", "/volumes/x"));
        assert!(matches("/ü*", "/üä"));
    }

    #[test]
    fn the_newest_fault_wins_and_wears_off() {
        let mut faults = Faults::default();
        faults.add(Fault::new("/events", FaultKind::NotJson));
        faults.add(Fault::new("/**", FaultKind::Silence).times(1));
        assert_eq!(faults.take("GET", "/events"), Some(FaultKind::Silence));
        assert_eq!(faults.take("GET", "/events"), Some(FaultKind::NotJson));
        assert_eq!(faults.take("GET", "/info"), None);
        faults.clear();
        assert_eq!(faults.take("GET", "/events"), None);
    }
}
