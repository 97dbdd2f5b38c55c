//! What comes over the socket, read. Nothing here needs a browser.

use chrono::{DateTime, Utc};
use mini_aws_domain::{
    ClientMessage, Event, EventType, Payload, Problem, Reply, ReplyBody, ResyncReason,
};
use serde::Deserialize;

/// One message of the console.
#[derive(Debug, PartialEq)]
pub(super) enum Incoming {
    /// Something happened.
    Event(Event),
    /// Something happened of which this page knows nothing: it is older than the console.
    Foreign {
        /// What the console calls it.
        name: String,
        /// What stands for it, so that the numbers of the events have no hole.
        stand_in: Event,
    },
    /// What was subscribed is in force; the number of the last event before, and the time.
    Subscribed {
        /// The number of the last event before it.
        seq: u64,
        /// When.
        timestamp: DateTime<Utc>,
        /// What was subscribed.
        message: ClientMessage,
    },
    /// What this page said was not understood.
    Complaint(Problem),
    /// It cannot be read, and why.
    Unreadable(String),
}

/// What every message has, whatever its type.
#[derive(Deserialize)]
struct Head {
    seq: u64,
    timestamp: DateTime<Utc>,
    #[serde(rename = "type")]
    name: String,
}

/// Reads one message.
pub(super) fn read(text: &str) -> Incoming {
    // Nearly everything is an event, so this is tried first.
    let error = match serde_json::from_str::<Event>(text) {
        Ok(event) => return Incoming::Event(event),
        Err(error) => error,
    };
    if let Ok(Reply { seq, timestamp, body }) = serde_json::from_str::<Reply>(text) {
        return match body {
            ReplyBody::Subscribed(message) => Incoming::Subscribed { seq, timestamp, message },
            ReplyBody::Error(problem) => Incoming::Complaint(problem),
        };
    }
    match serde_json::from_str::<Head>(text) {
        Ok(head) if EventType::ALL.iter().all(|known| known.as_str() != head.name) => {
            // No volume is without a name, so that it was deleted changes nothing.
            let payload = Payload::VolumeDeleted(String::new());
            let stand_in = Event { seq: head.seq, timestamp: head.timestamp, payload };
            Incoming::Foreign { name: head.name, stand_in }
        }
        Ok(head) => Incoming::Unreadable(format!("{} number {}: {error}", head.name, head.seq)),
        Err(_) => Incoming::Unreadable(error.to_string()),
    }
}

/// What is said to be sent everything, or nothing.
pub(super) fn subscribe(watching: bool) -> ClientMessage {
    ClientMessage::Subscribe { types: (!watching).then(Vec::new), instances: None }
}

/// Asks for a snapshot: nothing was sent for a while.
pub(super) fn resumed(seq: u64, timestamp: DateTime<Utc>) -> Event {
    Event { seq, timestamp, payload: Payload::Resync(ResyncReason::Resumed) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{now, snapshot};

    fn sent(value: &impl serde::Serialize) -> String {
        serde_json::to_string(value).unwrap()
    }

    #[test]
    fn an_event_is_read_as_it_was_sent() {
        let payload = Payload::MetricUpdate(snapshot().frame.unwrap());
        let event = Event { seq: 7, timestamp: now(), payload };
        assert_eq!(read(&sent(&event)), Incoming::Event(event));
    }

    #[test]
    fn what_is_unknown_leaves_no_hole_and_changes_nothing() {
        let text =
            r#"{"seq":8,"type":"MOON_ROSE","timestamp":"2026-03-03T14:15:42Z","payload":[1]}"#;
        let Incoming::Foreign { name, stand_in } = read(text) else { panic!("it is foreign") };
        assert_eq!((name.as_str(), stand_in.seq), ("MOON_ROSE", 8));
        assert_eq!(stand_in.payload, Payload::VolumeDeleted(String::new()));
    }

    #[test]
    fn what_is_known_and_unreadable_is_a_hole() {
        let text = r#"{"seq":9,"type":"OWN_COST","timestamp":"2026-03-03T14:15:42Z","payload":1}"#;
        let Incoming::Unreadable(why) = read(text) else { panic!("it is unreadable") };
        assert!(why.starts_with("OWN_COST number 9: "), "{why}");
        assert!(matches!(read("hello"), Incoming::Unreadable(_)));
    }

    #[test]
    fn replies_are_told_from_events() {
        for watching in [true, false] {
            let message = subscribe(watching);
            let body = ReplyBody::Subscribed(message.clone());
            let reply = Reply { seq: 4, timestamp: now(), body };
            let expected = Incoming::Subscribed { seq: 4, timestamp: now(), message };
            assert_eq!(read(&sent(&reply)), expected);
        }
        let problem = Problem {
            code: "not_understood".to_owned(),
            message: "That is no message.".to_owned(),
            next_step: String::new(),
        };
        let reply = Reply { seq: 4, timestamp: now(), body: ReplyBody::Error(problem.clone()) };
        assert_eq!(read(&sent(&reply)), Incoming::Complaint(problem));
    }

    #[test]
    fn who_does_not_watch_subscribes_to_nothing() {
        assert_eq!(sent(&subscribe(false)), r#"{"action":"subscribe","types":[]}"#);
        assert_eq!(sent(&subscribe(true)), r#"{"action":"subscribe"}"#);
    }
}
