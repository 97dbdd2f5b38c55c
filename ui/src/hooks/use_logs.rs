//! Keeps the newest lines of an instance's log, for as long as somebody looks.

use super::use_visibility;
use crate::{
    backend::Door,
    logs::{Doubles, LogBuffer, Reading, Told, read},
    platform,
};
use chrono::{DateTime, Utc};
use mini_aws_domain::{InstanceId, LogLine, LogsQuery, Problem};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Where reading stands.
#[derive(Debug, Clone, PartialEq)]
pub enum LogPhase {
    /// It was asked for.
    Opening,
    /// It is read, and what comes is added.
    Reading,
    /// There will be no more.
    Ended,
    /// It broke off.
    Failed(Problem),
}

/// The lines that are kept. Equal as long as none was added.
#[derive(Clone)]
pub struct LogLines {
    /// They.
    pub buffer: Rc<RefCell<LogBuffer>>,
    /// Rises each time that lines were added.
    pub revision: u64,
}

impl PartialEq for LogLines {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.buffer, &other.buffer) && self.revision == other.revision
    }
}

/// A log, and a way to begin again.
#[derive(Clone, PartialEq)]
pub struct LogsHandle {
    /// What is kept of it.
    pub lines: LogLines,
    /// Where reading stands.
    pub phase: LogPhase,
    /// Goes on where it broke off.
    pub retry: Callback<()>,
}

/// What is read of a log, and what it depends on: when one of these changes, reading goes on where it was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogWish {
    /// How many lines it begins with.
    pub tail: u32,
    /// Whether the instance runs.
    pub is_running: bool,
    /// When it started: once more is another run, though it was not seen to stop.
    pub started_at: Option<DateTime<Utc>>,
    /// Whether the console can be reached. While it cannot nothing is read.
    pub is_reachable: bool,
}

/// The newest lines of the log, and what is added. While the window is hidden nothing is read; then it goes on where it was.
#[hook]
pub fn use_logs(door: &Door, instance: &InstanceId, wish: LogWish) -> LogsHandle {
    let tail = wish.tail;
    let buffer = use_mut_ref(LogBuffer::default);
    let pending = use_mut_ref(Vec::<LogLine>::new);
    let revision = use_state(|| 0_u64);
    let phase = use_state_eq(|| LogPhase::Opening);
    let tick = use_state(|| 0_u64);
    let read_tail = use_mut_ref(|| tail);
    let seen = use_state_eq(platform::is_visible);
    use_visibility({
        let seen = seen.setter();
        Callback::from(move |is_visible| seen.set(is_visible))
    });
    {
        let add = Add {
            buffer: buffer.clone(),
            pending: pending.clone(),
            revision: revision.setter(),
            counter: use_mut_ref(|| 0),
        };
        let (door, phase) = (door.clone(), phase.setter());
        let deps = (instance.clone(), wish, *seen, *tick);
        use_effect_with(deps, move |(instance, wish, is_seen, _)| {
            let (instance, tail) = (instance.clone(), wish.tail);
            if read_tail.replace(tail) != tail {
                add.clear();
            }
            if !wish.is_reachable {
                phase.set(LogPhase::Opening);
            }
            let is_wanted = *is_seen && wish.is_reachable;
            let reading = is_wanted.then(|| Reading::new(Rc::clone(door.backend())));
            if let Some(reading) = reading.clone() {
                phase.set(LogPhase::Opening);
                let doubles = Rc::new(RefCell::new(None::<Doubles>));
                let known = (Rc::clone(&doubles), add.clone());
                let query = move || {
                    let (doubles, add) = &known;
                    add.now();
                    let after = Doubles::of(&add.buffer.borrow());
                    let (since, again) = after.unzip();
                    if since.is_none() {
                        add.clear();
                    }
                    let is_anew = since.is_none();
                    doubles.replace(again);
                    let tail = if is_anew { tail } else { LogsQuery::MOST };
                    LogsQuery { instance: instance.clone(), tail, since, follow: true }
                };
                let tell = move |told| {
                    phase.set(match told {
                        Told::Opened => LogPhase::Reading,
                        Told::Lines(lines) => {
                            let mut doubles = doubles.borrow_mut();
                            return add.soon(match doubles.as_mut() {
                                Some(doubles) => doubles.without(lines),
                                None => lines,
                            });
                        }
                        Told::Ended => LogPhase::Ended,
                        Told::Failed(problem) => LogPhase::Failed(problem),
                    });
                    true
                };
                spawn_local(read(reading, query, tell));
            }
            move || {
                if let Some(reading) = reading {
                    spawn_local(async move { reading.leave().await });
                }
            }
        });
    }
    let retry = {
        let tick = tick.clone();
        Callback::from(move |()| tick.set(*tick + 1))
    };
    LogsHandle { lines: LogLines { buffer, revision: *revision }, phase: (*phase).clone(), retry }
}

/// Adds lines, those of one frame of the window together: each time costs a drawing.
#[derive(Clone)]
struct Add {
    buffer: Rc<RefCell<LogBuffer>>,
    pending: Rc<RefCell<Vec<LogLine>>>,
    revision: UseStateSetter<u64>,
    counter: Rc<RefCell<u64>>,
}

impl Add {
    /// Whether there are any.
    fn soon(&self, lines: Vec<LogLine>) -> bool {
        if lines.is_empty() {
            return false;
        }
        let is_first = self.pending.borrow().is_empty();
        self.pending.borrow_mut().extend(lines);
        if is_first {
            let add = self.clone();
            platform::next_frame(move || add.now());
        }
        true
    }

    fn now(&self) {
        let lines = self.pending.take();
        if !lines.is_empty() {
            self.buffer.borrow_mut().push(lines);
            self.changed();
        }
    }

    fn clear(&self) {
        self.pending.take();
        if !self.buffer.borrow().is_empty() {
            self.buffer.borrow_mut().clear();
            self.changed();
        }
    }

    fn changed(&self) {
        let mut counter = self.counter.borrow_mut();
        *counter += 1;
        self.revision.set(*counter);
    }
}
