//! The backend in a browser: requests by `fetch`, events over a WebSocket. The cookie that the link has set lets both in.

mod answer;
mod client;
mod connection;
mod download;
mod file;
mod pace;
mod request;
mod socket;
mod wire;

use self::{client::Client, socket::Socket};
use super::{Answer, Backend, Listener, Subscription};
use js_sys::{Function, Promise};
use mini_aws_domain::{
    Activity, ActivityQuery, Attention, AuditExport, AuditPage, AuditQuery, DashboardStats,
    DoorKey, DoorLink, DoorStatus, EngineOptions, EnginePick, Explanation, ExportRequest, Exported,
    History, HistoryQuery, InstanceDetail, InstanceId, LogBatch, LogSession, LogsQuery, Metric,
    PastInstance, Problem, Retention, Saved, Snapshot, Sparklines,
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use yew::Callback;

/// Speaks to the server that this page came from.
pub struct HttpBackend {
    client: Rc<Client>,
    events_url: String,
    socket: Rc<RefCell<Option<Rc<Socket>>>>,
}

impl HttpBackend {
    /// The server that this page came from, if it came from one.
    #[must_use]
    pub fn find() -> Option<Self> {
        let location = web_sys::window()?.location();
        let scheme = match location.protocol().ok()?.as_str() {
            "http:" => "ws",
            "https:" => "wss",
            _ => return None,
        };
        let host = location.host().ok()?;
        Some(Self {
            client: Rc::new(Client::new(location.origin().ok()?)),
            events_url: format!("{scheme}://{host}{}", request::EVENTS),
            socket: Rc::default(),
        })
    }

    fn with_socket(&self, then: impl FnOnce(&Rc<Socket>)) {
        // What is done with it may end it, so it is not borrowed meanwhile.
        let socket = self.socket.borrow().clone();
        if let Some(socket) = socket {
            then(&socket);
        }
    }
}

impl Backend for HttpBackend {
    fn snapshot(&self) -> Answer<Snapshot> {
        self.client.get(request::SNAPSHOT.to_owned())
    }

    fn stats(&self) -> Answer<DashboardStats> {
        self.client.get(request::STATS.to_owned())
    }

    fn subscribe(&self, listener: Listener) -> Answer<Subscription> {
        let mut ready = None;
        let stands = Promise::new(&mut |resolve: Function, _| ready = Some(resolve));
        let on_first = move || {
            // A promise's own function throws nothing.
            let _ = ready.map(|ready| ready.call0(&JsValue::UNDEFINED));
        };
        let client = Rc::clone(&self.client);
        let socket = Socket::open(self.events_url.clone(), client, listener, on_first);
        {
            let socket = Rc::downgrade(&socket);
            self.client.on_refused(Callback::from(move |problem| {
                if let Some(socket) = socket.upgrade() {
                    socket.refuse(problem);
                }
            }));
        }
        self.socket.replace(Some(Rc::clone(&socket)));
        let kept = Rc::clone(&self.socket);
        let subscription = Subscription::new(move || {
            // Another window may have its own by now, which goes on.
            let is_mine = kept.borrow().as_ref().is_some_and(|kept| Rc::ptr_eq(kept, &socket));
            if is_mine {
                kept.take();
            }
            socket.end();
        });
        Box::pin(async move {
            JsFuture::from(stands)
                .await
                .map_err(|error| answer::browser(answer::Wish::Wait, &client::reason(&error)))?;
            Ok(subscription)
        })
    }

    fn reconnect(&self) {
        self.with_socket(Socket::retry_now);
    }

    fn set_watching(&self, watching: bool) -> Answer<()> {
        self.with_socket(|socket| socket.set_watching(watching));
        Box::pin(std::future::ready(Ok(())))
    }

    fn attend(&self, attention: &Attention) -> Answer<()> {
        self.client.post_with(request::ATTENTION, attention)
    }

    fn retry_engine(&self) -> Answer<()> {
        self.client.post(request::RETRY_ENGINE)
    }

    fn set_collecting(&self, on: bool) -> Answer<()> {
        self.client.post(if on { request::RESUME_ENGINE } else { request::PAUSE_ENGINE })
    }

    fn measure_storage(&self) -> Answer<()> {
        self.client.post(request::MEASURE_STORAGE)
    }

    fn explain(&self, instance: &InstanceId, metric: Metric) -> Answer<Explanation> {
        self.client.get(request::explanation(instance, metric))
    }

    fn history(&self, query: HistoryQuery) -> Answer<History> {
        self.client.get(request::history(&query))
    }

    fn activity_between(&self, query: ActivityQuery) -> Answer<Vec<Activity>> {
        self.client.get(request::activity(&query))
    }

    fn past_instances(&self) -> Answer<Vec<PastInstance>> {
        self.client.get(request::PAST_INSTANCES.to_owned())
    }

    fn sparklines(&self) -> Answer<Sparklines> {
        self.client.get(request::SPARKLINES.to_owned())
    }

    fn export_history(&self, request: ExportRequest) -> Answer<Option<Exported>> {
        let client = Rc::clone(&self.client);
        Box::pin(async move { download::save(&client, &request).await.map(Some) })
    }

    fn cancel_measure(&self) -> Answer<()> {
        self.client.post(request::CANCEL_MEASURE)
    }

    fn detail(&self, instance: &InstanceId, reveal: bool) -> Answer<InstanceDetail> {
        if reveal {
            self.client.ask_by_post(request::revealed(instance))
        } else {
            self.client.get(request::detail(instance))
        }
    }

    fn read_logs(&self, query: LogsQuery) -> Answer<LogSession> {
        self.client.ask_with(request::LOGS, &query)
    }

    fn next_logs(&self, session: &LogSession) -> Answer<LogBatch> {
        self.client.get(request::next_logs(session))
    }

    fn end_logs(&self, session: &LogSession) -> Answer<()> {
        self.client.post(&request::end_logs(session))
    }

    fn save_logs(&self, instance: &InstanceId, timestamps: bool) -> Answer<Option<Saved>> {
        let (client, path) = (Rc::clone(&self.client), request::log_file(instance, timestamps));
        Box::pin(async move { download::save_lines(&client, &path).await.map(Some) })
    }

    fn audit(&self, query: AuditQuery) -> Answer<AuditPage> {
        self.client.ask_with(request::AUDIT, &query)
    }

    fn save_audit(&self, export: AuditExport) -> Answer<Option<Saved>> {
        let client = Rc::clone(&self.client);
        Box::pin(async move { download::save_audit(&client, &export).await.map(Some) })
    }

    fn engine_options(&self) -> Answer<EngineOptions> {
        self.client.get(request::ENGINE_OPTIONS.to_owned())
    }

    fn pick_engine(&self, pick: EnginePick) -> Answer<EngineOptions> {
        self.client.ask_with(request::PICK_ENGINE, &pick)
    }

    fn retention(&self) -> Answer<Retention> {
        self.client.get(request::RETENTION.to_owned())
    }

    fn set_retention(&self, retention: Retention) -> Answer<Retention> {
        self.client.ask_with(request::RETENTION, &retention)
    }

    fn door_key(&self) -> Answer<DoorKey> {
        not_here()
    }

    fn door(&self) -> Answer<DoorStatus> {
        self.client.get(request::DOOR.to_owned())
    }

    fn set_door(&self, _open: bool) -> Answer<DoorStatus> {
        not_here()
    }

    fn door_link(&self) -> Answer<DoorLink> {
        not_here()
    }

    fn rotate_key(&self) -> Answer<DoorStatus> {
        not_here()
    }
}

/// The answer to what only the console's own window can do.
fn not_here<T: 'static>() -> Answer<T> {
    let problem: Problem = answer::not_here();
    Box::pin(std::future::ready(Err(problem)))
}
