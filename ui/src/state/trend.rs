//! How many of a resource there were in the last day: counted back from how many there are, by what was made and removed since.

use super::Shared;
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{Activity, ActivityKind, SubjectKind};

/// How far back a trend looks.
pub const TREND: TimeDelta = TimeDelta::hours(24);

/// What was made and removed in the last day. A clone costs nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// Oldest first.
    steps: Shared<Vec<Step>>,
    /// From when on they are all known.
    since: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    at: DateTime<Utc>,
    what: SubjectKind,
    by: i64,
}

impl Changes {
    /// The changes among `activities`, in whatever order they come; all are known since `since`.
    #[must_use]
    pub fn of<'a>(
        activities: impl IntoIterator<Item = &'a Activity>,
        since: DateTime<Utc>,
    ) -> Self {
        let mut steps: Vec<Step> = activities.into_iter().filter_map(Step::of).collect();
        steps.sort_by_key(|step| step.at);
        Self { steps: Shared::new(steps), since: Some(since) }
    }

    /// How many there were of `what` at `points` moments at equal distances, the last one now, when there are `count`; `None` for when
    /// that is not known.
    #[must_use]
    pub fn line(
        &self,
        what: SubjectKind,
        count: u64,
        now: DateTime<Utc>,
        points: usize,
    ) -> Vec<Option<f64>> {
        let Some(since) = self.since else { return Vec::new() };
        let distance = TREND / i32::try_from(points.saturating_sub(1).max(1)).unwrap_or(i32::MAX);
        let mut line = vec![None; points];
        let mut later = self.steps.iter().rev().filter(|step| step.what == what).peekable();
        let mut known = i64::try_from(count).unwrap_or(i64::MAX);
        let mut at = now;
        for place in line.iter_mut().rev() {
            if at < since {
                break;
            }
            while let Some(step) = later.next_if(|step| step.at > at) {
                known -= step.by;
            }
            // What was made before it was watched for, and removed since, would count below nothing.
            *place = Some(known.max(0) as f64);
            at -= distance;
        }
        line
    }
}

impl Step {
    fn of(activity: &Activity) -> Option<Self> {
        let what = activity.subject.kind;
        let is_resource =
            matches!(what, SubjectKind::Instance | SubjectKind::Volume | SubjectKind::Vpc);
        let by = match activity.kind {
            ActivityKind::Created => 1,
            ActivityKind::Terminated | ActivityKind::Deleted => -1,
            _ => return None,
        };
        is_resource.then_some(Self { at: activity.timestamp, what, by })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{activity, ago, now};

    fn at(seconds: i64, kind: ActivityKind, subject: SubjectKind) -> Activity {
        Activity { timestamp: ago(seconds), ..activity(1, kind, subject, "a") }
    }

    fn line(changes: &Changes, what: SubjectKind, count: u64) -> Vec<Option<f64>> {
        changes.line(what, count, now(), 5)
    }

    #[test]
    fn it_is_counted_back_from_what_there_is() {
        const HOUR: i64 = 3_600;
        let happened = [
            at(HOUR, ActivityKind::Created, SubjectKind::Instance),
            at(7 * HOUR, ActivityKind::Terminated, SubjectKind::Instance),
            at(7 * HOUR, ActivityKind::Deleted, SubjectKind::Volume),
            at(13 * HOUR, ActivityKind::Created, SubjectKind::Instance),
            at(2 * HOUR, ActivityKind::Started, SubjectKind::Instance),
        ];
        let changes = Changes::of(&happened, ago(24 * HOUR));
        let instances = [Some(2.0), Some(2.0), Some(3.0), Some(2.0), Some(3.0)];
        assert_eq!(line(&changes, SubjectKind::Instance, 3), instances);
        let volumes = [Some(2.0), Some(2.0), Some(2.0), Some(1.0), Some(1.0)];
        assert_eq!(line(&changes, SubjectKind::Volume, 1), volumes);
        assert_eq!(line(&changes, SubjectKind::Vpc, 4), [Some(4.0); 5]);
    }

    #[test]
    fn what_is_not_known_is_not_drawn_and_nothing_counts_below_nothing() {
        let happened = [at(60, ActivityKind::Created, SubjectKind::Vpc)];
        let changes = Changes::of(&happened, ago(7 * 3_600));
        assert_eq!(line(&changes, SubjectKind::Vpc, 0), [None, None, None, Some(0.0), Some(0.0)]);
        assert_eq!(line(&Changes::default(), SubjectKind::Vpc, 3), []);
    }
}
