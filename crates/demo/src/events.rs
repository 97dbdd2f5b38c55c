//! What happened: the bounded log that `since` replays from, and the live feed.

use crate::clock::Moment;
use hyper::body::Bytes;
use serde_json::json;
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, OnceLock},
};
use tokio::sync::broadcast;

/// How many events a slow reader may be behind before it misses some.
const FEED: usize = 1024;

/// Something that happened to a container, a volume or a network.
#[derive(Debug)]
pub(crate) struct Event {
    /// `container`, `volume` or `network`.
    pub kind: &'static str,
    /// What happened, such as `start` or `health_status: healthy`.
    pub action: String,
    /// The id of what it happened to; of a volume its name.
    pub id: String,
    /// More about it, its name and image among others.
    pub attributes: BTreeMap<String, String>,
    /// When; no two events of a run have the same moment.
    pub at: Moment,
    line: OnceLock<Bytes>,
}

impl Event {
    /// The line of JSON that the engine sends, made once for all who listen.
    pub fn line(&self) -> Bytes {
        self.line
            .get_or_init(|| {
                let mut event = json!({
                    "Type": self.kind,
                    "Action": self.action,
                    "Actor": { "ID": self.id, "Attributes": self.attributes },
                    "scope": "local",
                    "time": self.at.unix(),
                    "timeNano": self.at.0,
                });
                if self.kind == "container" {
                    event["status"] = json!(self.action);
                    event["id"] = json!(self.id);
                    event["from"] = json!(self.attributes.get("image"));
                }
                Bytes::from(format!("{event}\n"))
            })
            .clone()
    }

    /// Whether the event passes the filters of a request: any value of each key. Keys that don't apply let it pass.
    pub fn passes(&self, filters: &BTreeMap<String, Vec<String>>) -> bool {
        filters.iter().all(|(key, values)| {
            let any = |test: &dyn Fn(&str) -> bool| values.iter().any(|value| test(value));
            let actor = |kind: &str| {
                self.kind == kind
                    && any(&|v| {
                        self.id.starts_with(v)
                            || self.attributes.get("name").is_some_and(|name| name == v)
                    })
            };
            match key.as_str() {
                "type" => any(&|v| self.kind == v),
                "event" => any(&|v| self.action == v || self.action.starts_with(&format!("{v}: "))),
                "container" | "volume" | "network" => actor(key),
                "image" => {
                    self.kind == "container"
                        && any(&|v| {
                            self.attributes.get("image").is_some_and(|image| {
                                image == v || image.split(':').next() == Some(v)
                            })
                        })
                }
                "label" => any(&|v| match v.split_once('=') {
                    Some((label, value)) => self.attributes.get(label).is_some_and(|a| a == value),
                    None => self.attributes.contains_key(v),
                }),
                "scope" => any(&|v| v == "local"),
                _ => true,
            }
        })
    }
}

/// The log and the feed.
#[derive(Debug)]
pub(crate) struct EventLog {
    past: VecDeque<Arc<Event>>,
    limit: usize,
    last: Moment,
    feed: broadcast::Sender<Arc<Event>>,
}

impl EventLog {
    /// An empty log that keeps this many events.
    pub fn new(limit: usize) -> Self {
        Self {
            past: VecDeque::new(),
            limit,
            last: Moment(i64::MIN),
            feed: broadcast::channel(FEED).0,
        }
    }

    /// Records an event and tells everybody. It is dated `at`, or just after the last one if that is not later.
    pub fn record(
        &mut self,
        at: Moment,
        kind: &'static str,
        action: impl Into<String>,
        id: &str,
        attributes: BTreeMap<String, String>,
    ) {
        let at = at.max(Moment(self.last.0.saturating_add(1)));
        self.last = at;
        let event = Arc::new(Event {
            kind,
            action: action.into(),
            id: id.to_owned(),
            attributes,
            at,
            line: OnceLock::new(),
        });
        if self.past.len() >= self.limit {
            self.past.pop_front();
        }
        self.past.push_back(event.clone());
        // An error only says that nobody listens.
        let _ = self.feed.send(event);
    }

    /// The past events from `since` on, and the feed of all later ones without a gap or a double.
    pub fn subscribe(
        &self,
        since: Option<Moment>,
    ) -> (VecDeque<Arc<Event>>, broadcast::Receiver<Arc<Event>>) {
        let past = match since {
            Some(since) => self.past.iter().filter(|e| e.at >= since).cloned().collect(),
            None => VecDeque::new(),
        };
        (past, self.feed.subscribe())
    }

    /// The oldest event that is in the log.
    pub fn oldest(&self) -> Option<Moment> {
        self.past.front().map(|event| event.at)
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.feed.receiver_count()
    }

    /// Forgets the past, as an engine does that restarts.
    pub fn forget(&mut self) {
        self.past.clear();
        self.last = Moment(i64::MIN);
    }
}
