//! Whether what the window knows is whole, and what to ask for if it is not.

/// What has to be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// The snapshot: something may have changed unseen.
    Snapshot,
    /// The history too: frames were missed.
    SnapshotAndStats,
}

/// Where the window stands with its backend. At most one request is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sync {
    /// There is no subscription yet.
    #[default]
    Unsubscribed,
    /// Something is to be asked for. Events wait until it is there.
    Wanted(Want),
    /// It was asked for.
    Fetching {
        /// What was asked for.
        want: Want,
        /// What has to be asked for after it, for lack of which came to light meanwhile.
        then: Option<Want>,
    },
    /// Each event is the next one.
    Current,
}

impl Sync {
    /// The same, with `more` to be asked for.
    #[must_use]
    pub fn wanting(self, more: Want) -> Self {
        match self {
            Self::Unsubscribed | Self::Current => Self::Wanted(more),
            Self::Wanted(want) => Self::Wanted(want.max(more)),
            Self::Fetching { want, then } => Self::Fetching { want, then: then.max(Some(more)) },
        }
    }

    /// The request was sent.
    #[must_use]
    pub fn started(self) -> Self {
        match self {
            Self::Wanted(want) => Self::Fetching { want, then: None },
            Self::Unsubscribed | Self::Fetching { .. } | Self::Current => self,
        }
    }

    /// The answer came, and is whole or not.
    #[must_use]
    pub fn ended(self, whole: bool) -> Self {
        match self {
            Self::Fetching { want, then } if !whole => Self::Wanted(want.max(then.unwrap_or(want))),
            Self::Fetching { then: Some(want), .. } => Self::Wanted(want),
            Self::Fetching { then: None, .. } => Self::Current,
            Self::Unsubscribed | Self::Wanted(_) | Self::Current => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_request_is_under_way_and_the_next_waits_for_it() {
        let fetching = Sync::Unsubscribed.wanting(Want::SnapshotAndStats).started();
        let more = fetching.wanting(Want::Snapshot);
        assert!(matches!(more, Sync::Fetching { .. }));
        assert_eq!(more.started(), more);
        assert_eq!(more.ended(true), Sync::Wanted(Want::Snapshot));
    }

    #[test]
    fn wanting_more_never_makes_it_less() {
        let wanted = Sync::Current.wanting(Want::SnapshotAndStats);
        assert_eq!(wanted.wanting(Want::Snapshot), wanted);
    }

    #[test]
    fn a_failed_request_is_wanted_still() {
        let fetching = Sync::Current.wanting(Want::SnapshotAndStats).started();
        assert_eq!(
            fetching.wanting(Want::Snapshot).ended(false),
            Sync::Wanted(Want::SnapshotAndStats)
        );
    }

    #[test]
    fn a_whole_answer_makes_it_current() {
        assert_eq!(Sync::Current.wanting(Want::Snapshot).started().ended(true), Sync::Current);
    }
}
