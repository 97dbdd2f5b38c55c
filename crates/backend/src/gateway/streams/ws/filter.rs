//! What a client asked for.

use mini_aws_domain::{
    Activity, ClientMessage, Event, EventType, Frame, InstanceId, Payload, SubjectKind,
};
use std::collections::HashSet;

/// A subscription; the default one is to everything.
#[derive(Debug, Default)]
pub(super) struct Filter {
    types: Option<HashSet<EventType>>,
    instances: Option<HashSet<InstanceId>>,
}

/// How much of an event a client gets.
#[derive(Debug, PartialEq)]
pub(super) enum Share {
    /// All of it, as everybody does.
    Whole,
    /// A part, for this client alone.
    Part(Box<Event>),
    /// Nothing.
    Nothing,
}

impl From<&ClientMessage> for Filter {
    fn from(message: &ClientMessage) -> Self {
        let ClientMessage::Subscribe { types, instances } = message;
        Self {
            types: types.as_ref().map(|types| types.iter().copied().collect()),
            instances: instances.as_ref().map(|instances| instances.iter().cloned().collect()),
        }
    }
}

impl Filter {
    /// How much of `event` is for this client. A `RESYNC` always is.
    pub(super) fn share(&self, event: &Event) -> Share {
        let event_type = event.event_type();
        let is_wanted = |types: &HashSet<EventType>| types.contains(&event_type);
        if event_type != EventType::Resync && !self.types.as_ref().is_none_or(is_wanted) {
            return Share::Nothing;
        }
        let Some(instances) = &self.instances else { return Share::Whole };
        if let Payload::MetricUpdate(frame) = &event.payload {
            let (seq, timestamp) = (event.seq, event.timestamp);
            let payload = Payload::MetricUpdate(samples_of(frame, instances));
            return Share::Part(Box::new(Event { seq, timestamp, payload }));
        }
        match instance(&event.payload) {
            Some(id) if !instances.iter().any(|wanted| wanted.as_str() == id) => Share::Nothing,
            _ => Share::Whole,
        }
    }
}

/// The frame with these samples only. It is sent even if that leaves none: the tick says that they have none.
fn samples_of(frame: &Frame, instances: &HashSet<InstanceId>) -> Frame {
    let wanted = frame.samples.iter().filter(|sample| instances.contains(&sample.instance));
    Frame { samples: wanted.cloned().collect(), ..Frame { samples: Vec::new(), ..*frame } }
}

/// The instance that it is about, if it is about one.
fn instance(payload: &Payload) -> Option<&str> {
    match payload {
        Payload::InstanceCreated(instance)
        | Payload::InstanceStarted(instance)
        | Payload::InstanceStopped(instance)
        | Payload::InstanceUpdated(instance) => Some(instance.id.as_str()),
        Payload::InstanceTerminated(id) => Some(id.as_str()),
        Payload::AuditLog(Activity { subject, .. }) => {
            (subject.kind == SubjectKind::Instance).then_some(subject.id.as_str())
        }
        Payload::VolumeCreated(_)
        | Payload::VolumeAttached(_)
        | Payload::VolumeUpdated(_)
        | Payload::VolumeDeleted(_)
        | Payload::VpcCreated(_)
        | Payload::VpcUpdated(_)
        | Payload::VpcDeleted(_)
        | Payload::MetricUpdate(_)
        | Payload::SummaryUpdate(_)
        | Payload::EngineStatus(_)
        | Payload::OwnCost(_)
        | Payload::Notices(_)
        | Payload::StorageMeasure(_)
        | Payload::Resync(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use mini_aws_domain::{
        ActivityKind, Outcome, ResourceSummary, ResyncReason, Sample, Source, Subject,
    };

    fn filter(types: Option<&[EventType]>, instances: Option<&[&str]>) -> Filter {
        let message = ClientMessage::Subscribe {
            types: types.map(<[_]>::to_vec),
            instances: instances.map(|ids| ids.iter().copied().map(InstanceId::new).collect()),
        };
        Filter::from(&message)
    }

    fn event(payload: Payload) -> Event {
        Event { seq: 7, timestamp: DateTime::UNIX_EPOCH, payload }
    }

    fn frame(instances: &[&str]) -> Event {
        event(Payload::MetricUpdate(Frame {
            timestamp: DateTime::UNIX_EPOCH,
            interval_ms: 1000,
            samples: instances.iter().map(|id| Sample::empty(InstanceId::new(*id))).collect(),
        }))
    }

    fn part(instances: &[&str]) -> Share {
        Share::Part(Box::new(frame(instances)))
    }

    fn activity(kind: SubjectKind, id: &str) -> Event {
        event(Payload::AuditLog(Activity {
            id: 1,
            timestamp: DateTime::UNIX_EPOCH,
            source: Source::Engine,
            kind: ActivityKind::Started,
            subject: Subject { kind, id: id.to_owned(), name: "web".to_owned() },
            outcome: Outcome::Ok,
            detail: String::new(),
            exit_code: None,
            last: None,
        }))
    }

    fn gone(id: &str) -> Event {
        event(Payload::InstanceTerminated(InstanceId::new(id)))
    }

    fn resync() -> Event {
        event(Payload::Resync(ResyncReason::Relisted))
    }

    #[test]
    fn at_first_it_is_everything() {
        for event in [frame(&["a"]), gone("a"), resync(), activity(SubjectKind::Volume, "v")] {
            assert_eq!(Filter::default().share(&event), Share::Whole);
        }
    }

    #[test]
    fn types_choose_and_a_resync_always_comes() {
        let only = filter(Some(&[EventType::AuditLog]), None);
        assert_eq!(only.share(&activity(SubjectKind::Instance, "a")), Share::Whole);
        assert_eq!(only.share(&frame(&["a"])), Share::Nothing);
        assert_eq!(only.share(&gone("a")), Share::Nothing);
        assert_eq!(only.share(&resync()), Share::Whole);
        let nothing = filter(Some(&[]), None);
        assert_eq!(nothing.share(&frame(&["a"])), Share::Nothing);
        assert_eq!(nothing.share(&resync()), Share::Whole);
    }

    #[test]
    fn instances_choose_events_and_samples_and_leave_the_rest() {
        let only = filter(None, Some(&["a", "b"]));
        assert_eq!(only.share(&gone("a")), Share::Whole);
        assert_eq!(only.share(&gone("c")), Share::Nothing);
        assert_eq!(only.share(&activity(SubjectKind::Instance, "c")), Share::Nothing);
        assert_eq!(only.share(&activity(SubjectKind::Volume, "c")), Share::Whole);
        let summary = event(Payload::SummaryUpdate(ResourceSummary::default()));
        assert_eq!(only.share(&summary), Share::Whole);
        assert_eq!(only.share(&resync()), Share::Whole);
        assert_eq!(only.share(&frame(&["a", "b", "c"])), part(&["a", "b"]));
        assert_eq!(only.share(&frame(&["c"])), part(&[]));
    }
}
