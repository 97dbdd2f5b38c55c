//! Events over a WebSocket that is made anew, by itself, whenever it breaks.

use super::{
    answer,
    client::{self, Client},
    connection::{Connection, Heard},
    pace, request,
    wire::{self, Incoming},
};
use crate::{
    backend::{Link, Listener},
    platform,
};
use chrono::TimeDelta;
use gloo_timers::callback::Timeout;
use mini_aws_domain::{ClientMessage, Event, Problem};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen_futures::spawn_local;

/// Events that come within so many milliseconds are one batch: about what is drawn in one go.
const BATCH_MS: u32 = 16;
/// A batch of so many does not wait for more.
const BATCH_LIMIT: usize = 512;

/// The socket, through all its connections.
pub(super) struct Socket {
    url: String,
    client: Rc<Client>,
    listener: Listener,
    stage: RefCell<Stage>,
    /// Whether anybody looks: if not, nothing is subscribed.
    watching: Cell<bool>,
    /// Whether what is subscribed next makes up for a time in which nobody looked.
    resuming: Cell<bool>,
    /// How many tries have failed in a row.
    failures: Cell<u32>,
    /// Called when the first connection stands; gone from then on.
    on_first: RefCell<Option<Box<dyn FnOnce()>>>,
    /// What was told of a way that is broken.
    down: RefCell<Option<Problem>>,
    inbox: RefCell<Vec<Event>>,
    flush: RefCell<Option<Timeout>>,
}

/// What is under way.
enum Stage {
    /// Nothing, for good.
    Ended,
    /// A connection stands, or is being made.
    Connected(Connection),
    /// It is being found out why there is none.
    Asking,
    /// The next try is due when this runs out.
    Waiting { _until: Timeout },
}

impl Socket {
    /// Connects to the address of the events. `on_first` is called when the first connection stands.
    pub(super) fn open(
        url: String,
        client: Rc<Client>,
        listener: Listener,
        on_first: impl FnOnce() + 'static,
    ) -> Rc<Self> {
        let socket = Rc::new(Self {
            url,
            client,
            listener,
            stage: RefCell::new(Stage::Ended),
            watching: Cell::new(platform::is_visible()),
            resuming: Cell::new(false),
            failures: Cell::new(0),
            on_first: RefCell::new(Some(Box::new(on_first))),
            down: RefCell::default(),
            inbox: RefCell::default(),
            flush: RefCell::default(),
        });
        socket.connect();
        socket
    }

    /// Whether anybody looks. Who looks again hears first that what is known is old.
    pub(super) fn set_watching(self: &Rc<Self>, watching: bool) {
        if self.watching.replace(watching) == watching {
            return;
        }
        self.resuming.set(watching);
        if !watching {
            self.inbox.take();
        }
        self.say_what_is_wanted();
        if watching {
            self.retry_now();
        }
    }

    /// Tries now what is due later.
    pub(super) fn retry_now(self: &Rc<Self>) {
        if !matches!(*self.stage.borrow(), Stage::Waiting { .. }) {
            return;
        }
        if let Some(problem) = self.down.borrow().clone() {
            let retry_at = platform::now();
            self.listener.on_link.emit(Link::Down { problem, retry_at });
        }
        self.connect();
    }

    /// Ends it for good.
    pub(super) fn end(&self) {
        self.stage.replace(Stage::Ended);
        self.flush.take();
        self.on_first.take();
    }

    /// Ends it since this page is let in no longer.
    pub(super) fn refuse(&self, problem: Problem) {
        self.end();
        self.listener.on_link.emit(Link::Refused(problem));
    }

    fn connect(self: &Rc<Self>) {
        let socket = Rc::downgrade(self);
        let hear = move |heard| {
            if let Some(socket) = socket.upgrade() {
                socket.hear(heard);
            }
        };
        match Connection::open(&self.url, hear) {
            Ok(connection) => drop(self.stage.replace(Stage::Connected(connection))),
            Err(error) => {
                platform::log_error(&client::reason(&error));
                self.explain();
            }
        }
    }

    fn hear(self: &Rc<Self>, heard: Heard) {
        match heard {
            Heard::Opened => self.opened(),
            Heard::Message(text) => self.message(&text),
            Heard::Nothing => self.say_what_is_wanted(),
            Heard::Broke { held } => self.broke(held),
            Heard::Dead => self.explain(),
        }
    }

    fn opened(self: &Rc<Self>) {
        self.resuming.set(false);
        // At first everything is subscribed.
        if !self.watching.get() {
            self.say_what_is_wanted();
        }
        let was_told = self.down.take().is_some();
        let on_first = self.on_first.take();
        if was_told || on_first.is_none() {
            self.listener.on_link.emit(Link::Up);
        }
        if let Some(on_first) = on_first {
            on_first();
        }
    }

    fn message(self: &Rc<Self>, text: &str) {
        match wire::read(text) {
            Incoming::Event(event) => self.put(event),
            Incoming::Foreign { name, stand_in } => {
                platform::log_error(&format!("this page knows nothing of {name}"));
                self.put(stand_in);
            }
            Incoming::Subscribed { seq, timestamp, message } => {
                let ClientMessage::Subscribe { types, .. } = message;
                if types.is_none() && self.resuming.take() {
                    self.put(wire::resumed(seq, timestamp));
                }
            }
            Incoming::Complaint(problem) => platform::log_error(&problem.message),
            // What is lost shows as a gap in the next batch, and a gap is mended by a snapshot.
            Incoming::Unreadable(why) => platform::log_error(&format!("unreadable event: {why}")),
        }
    }

    fn put(self: &Rc<Self>, event: Event) {
        // What was under way when the person looked away is told by the snapshot that follows when they look again.
        if !self.watching.get() {
            return;
        }
        let count = {
            let mut inbox = self.inbox.borrow_mut();
            inbox.push(event);
            inbox.len()
        };
        if count >= BATCH_LIMIT {
            self.hand_on();
        } else if self.flush.borrow().is_none() {
            let socket = Rc::downgrade(self);
            let flush = Timeout::new(BATCH_MS, move || {
                if let Some(socket) = socket.upgrade() {
                    socket.hand_on();
                }
            });
            self.flush.replace(Some(flush));
        }
    }

    fn hand_on(&self) {
        self.flush.take();
        let events = self.inbox.take();
        if !events.is_empty() {
            self.listener.on_events.emit(events);
        }
    }

    fn say_what_is_wanted(&self) {
        if let Stage::Connected(connection) = &*self.stage.borrow() {
            connection.send(&wire::subscribe(self.watching.get()));
        }
    }

    /// The connection broke. One that was good may be made anew before anybody notices.
    fn broke(self: &Rc<Self>, held: TimeDelta) {
        if pace::was_good(held) {
            self.failures.set(0);
            self.wait();
        } else {
            self.explain();
        }
    }

    /// Finds out why there is no connection, as a browser does not tell it of a WebSocket, and says so.
    fn explain(self: &Rc<Self>) {
        self.stage.replace(Stage::Asking);
        let asked = self.client.probe(request::ENGINE);
        let socket = Rc::downgrade(self);
        spawn_local(async move {
            let answer = asked.await;
            let Some(socket) = socket.upgrade() else { return };
            // A refusal has ended it meanwhile.
            if !matches!(*socket.stage.borrow(), Stage::Asking) {
                return;
            }
            let problem = match answer {
                Ok(()) => answer::without_events(socket.client.origin()),
                Err(problem) => problem,
            };
            socket.down.replace(Some(problem.clone()));
            let pause = socket.wait();
            let retry_at = platform::now() + TimeDelta::milliseconds(i64::from(pause));
            socket.listener.on_link.emit(Link::Down { problem, retry_at });
        });
    }

    /// Tries again after a pause, whose length in milliseconds it gives.
    fn wait(self: &Rc<Self>) -> u32 {
        let failures = self.failures.get();
        self.failures.set(failures.saturating_add(1));
        let pause = pace::pause_ms(failures, platform::chance());
        let socket = Rc::downgrade(self);
        let until = Timeout::new(pause, move || {
            if let Some(socket) = socket.upgrade() {
                socket.connect();
            }
        });
        self.stage.replace(Stage::Waiting { _until: until });
        pause
    }
}
