//! One WebSocket of the browser, from its opening to its end.

use super::pace::{self, Silence};
use crate::platform;
use chrono::{DateTime, TimeDelta, Utc};
use gloo_events::EventListener;
use gloo_timers::callback::{Interval, Timeout};
use mini_aws_domain::{ClientMessage, WS_PROTOCOL};
use std::{
    cell::Cell,
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, WebSocket};

/// How long it may take until it stands, in milliseconds.
const DEADLINE_MS: u32 = 10_000;
/// How often its silence is looked at, in milliseconds.
const LOOK_MS: u32 = 2_500;

/// What is heard of a connection.
pub(super) enum Heard {
    /// It stands.
    Opened,
    /// The console said something.
    Message(String),
    /// The console has said nothing for so long that it should be asked something.
    Nothing,
    /// It broke, after it held for so long. Nothing is heard after it.
    Broke {
        /// How long it held.
        held: TimeDelta,
    },
    /// It never stood, or nobody is at its other end. Nothing is heard after it.
    Dead,
}

/// A connection. Dropping it closes it, and then nothing is heard of it any more.
pub(super) struct Connection {
    wire: Rc<Wire>,
    _listeners: [EventListener; 3],
    _look: Interval,
    _deadline: Timeout,
}

struct Wire {
    socket: WebSocket,
    hear: Box<dyn Fn(Heard)>,
    opened_at: Cell<Option<DateTime<Utc>>>,
    heard_at: Cell<DateTime<Utc>>,
    asked_at: Cell<Option<DateTime<Utc>>>,
    is_over: Cell<bool>,
}

impl Connection {
    /// Begins to connect; `hear` is called later, never from within.
    pub(super) fn open(url: &str, hear: impl Fn(Heard) + 'static) -> Result<Self, JsValue> {
        let wire = Rc::new(Wire {
            socket: WebSocket::new_with_str(url, WS_PROTOCOL)?,
            hear: Box::new(hear),
            opened_at: Cell::new(None),
            heard_at: Cell::new(platform::now()),
            asked_at: Cell::new(None),
            is_over: Cell::new(false),
        });
        let weak = Rc::downgrade(&wire);
        let on_open = on(&wire, "open", |wire, _| wire.open());
        let on_message = on(&wire, "message", Wire::message);
        // An error is always followed by this.
        let on_close = on(&wire, "close", |wire, _| wire.broke());
        let look = {
            let weak = Weak::clone(&weak);
            Interval::new(LOOK_MS, move || with(&weak, Wire::look))
        };
        let deadline = Timeout::new(DEADLINE_MS, move || {
            with(&weak, |wire| {
                if wire.opened_at.get().is_none() {
                    wire.end(Heard::Dead);
                }
            });
        });
        let listeners = [on_open, on_message, on_close];
        Ok(Self { wire, _listeners: listeners, _look: look, _deadline: deadline })
    }

    /// Says something, if the connection stands. The console has an answer to everything, so silence after it means something.
    pub(super) fn send(&self, message: &ClientMessage) {
        if self.wire.socket.ready_state() != WebSocket::OPEN {
            return;
        }
        let sent = serde_json::to_string(message)
            .map_err(|error| error.to_string())
            .and_then(|text| self.wire.socket.send_with_str(&text).map_err(|e| format!("{e:?}")));
        match sent {
            Ok(()) => self.wire.asked_at.set(Some(platform::now())),
            Err(error) => {
                platform::log_error(&format!("the console could not be told something: {error}"));
            }
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.wire.is_over.set(true);
        // It only fails for codes that are none.
        if self.wire.socket.close().is_err() {
            platform::log_error("the connection could not be closed");
        }
    }
}

impl Wire {
    fn open(&self) {
        let now = platform::now();
        self.opened_at.set(Some(now));
        self.heard_at.set(now);
        (self.hear)(Heard::Opened);
    }

    fn message(&self, event: &web_sys::Event) {
        self.heard_at.set(platform::now());
        self.asked_at.set(None);
        let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
        match text {
            Some(text) => (self.hear)(Heard::Message(text)),
            None => platform::log_error("a message without text"),
        }
    }

    fn look(&self) {
        if self.opened_at.get().is_none() {
            return;
        }
        let now = platform::now();
        let asked = self.asked_at.get().map(|asked| now - asked);
        match pace::judge(now - self.heard_at.get(), asked) {
            Silence::Fine => {}
            Silence::Ask => (self.hear)(Heard::Nothing),
            Silence::Dead => self.end(Heard::Dead),
        }
    }

    fn broke(&self) {
        self.end(match self.opened_at.get() {
            Some(opened) => Heard::Broke { held: platform::now() - opened },
            None => Heard::Dead,
        });
    }

    fn end(&self, last: Heard) {
        if !self.is_over.replace(true) {
            (self.hear)(last);
        }
    }
}

fn on(
    wire: &Rc<Wire>,
    event: &'static str,
    mut then: impl FnMut(&Wire, &web_sys::Event) + 'static,
) -> EventListener {
    let weak = Rc::downgrade(wire);
    EventListener::new(&wire.socket, event, move |event| {
        with(&weak, |wire| then(wire, event));
    })
}

/// Does something with a connection that is still wanted.
fn with(wire: &Weak<Wire>, then: impl FnOnce(&Wire)) {
    if let Some(wire) = wire.upgrade()
        && !wire.is_over.get()
    {
        then(&wire);
    }
}
