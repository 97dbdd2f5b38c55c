//! The backend inside the desktop app: commands by `invoke`, events over a channel.

mod shell;

use super::{Answer, Backend, Listener, Shell, Subscription};
use crate::platform;
use crate::t;
use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use mini_aws_domain::{
    Activity, ActivityQuery, Attention, AuditExport, AuditPage, AuditQuery, DashboardStats,
    DoorKey, DoorLink, DoorStatus, EngineOptions, EnginePick, Event, Explanation, ExportRequest,
    Exported, History, HistoryQuery, InstanceDetail, InstanceId, LogBatch, LogSession, LogsQuery,
    Metric, PastInstance, Problem, Retention, Saved, Snapshot, Sparklines,
};
use serde::{Serialize, de::DeserializeOwned};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The code of a problem on the way to the console, rather than in it.
const CODE: &str = "ipc";

/// After how many batches the shell is told that they arrived. It stops sending to a page that is four times as far behind.
const ACKNOWLEDGE_EVERY: u64 = 8;

/// Speaks to the shell through the object that it puts into its window.
#[derive(Debug, Clone)]
pub struct IpcBackend {
    core: JsValue,
}

impl IpcBackend {
    /// The shell around this page, if there is one.
    #[must_use]
    pub fn find() -> Option<Self> {
        let window = web_sys::window()?;
        let tauri = property(&window, "__TAURI__")?;
        let core = property(&tauri, "core")?;
        Some(Self { core })
    }

    /// Calls a command. The call is made now, not when the answer is awaited, so that calls keep their order.
    fn invoke(&self, command: &str, arguments: &Object) -> Answer<JsValue> {
        let called = self.call(command, arguments);
        Box::pin(async move {
            match called {
                Ok(promise) => JsFuture::from(promise).await.map_err(|error| problem(&error)),
                Err(error) => Err(problem(&error)),
            }
        })
    }

    fn call(&self, command: &str, arguments: &Object) -> Result<Promise, JsValue> {
        let invoke: Function = Reflect::get(&self.core, &"invoke".into())?.dyn_into()?;
        invoke.call2(&self.core, &command.into(), arguments)?.dyn_into()
    }

    fn ask<T: DeserializeOwned + 'static>(&self, command: &'static str) -> Answer<T> {
        self.ask_with(command, &Object::new())
    }

    fn ask_with<T: DeserializeOwned + 'static>(
        &self,
        command: &'static str,
        arguments: &Object,
    ) -> Answer<T> {
        let answer = self.invoke(command, arguments);
        Box::pin(async move { decode(&answer.await?).map_err(|error| garbled(command, &error)) })
    }

    /// Asks with one argument named `name`.
    fn ask_about<T: DeserializeOwned + 'static>(
        &self,
        command: &'static str,
        name: &str,
        value: &impl Serialize,
    ) -> Answer<T> {
        let arguments = Object::new();
        let set = encode(value).and_then(|value| Reflect::set(&arguments, &name.into(), &value));
        match set {
            Ok(_) => self.ask_with(command, &arguments),
            Err(error) => Box::pin(async move { Err(problem(&error)) }),
        }
    }

    /// Asks with two arguments.
    fn ask_about_both<T: DeserializeOwned + 'static>(
        &self,
        command: &'static str,
        one: (&str, JsValue),
        other: (&str, JsValue),
    ) -> Answer<T> {
        let arguments = Object::new();
        let set = |(name, value): (&str, JsValue)| Reflect::set(&arguments, &name.into(), &value);
        match set(one).and_then(|_| set(other)) {
            Ok(_) => self.ask_with(command, &arguments),
            Err(error) => Box::pin(async move { Err(problem(&error)) }),
        }
    }

    fn tell(&self, command: &str, arguments: &Object) -> Answer<()> {
        let answer = self.invoke(command, arguments);
        Box::pin(async move { answer.await.map(drop) })
    }

    /// Says how many batches arrived. One that gets lost is made up for by the next.
    fn acknowledge(&self, received: u64) {
        let arguments = Object::new();
        // Exact far beyond what a window lives to see.
        let count = JsValue::from_f64(received as f64);
        if Reflect::set(&arguments, &"received".into(), &count).is_ok() {
            let told = self.tell("acknowledge", &arguments);
            spawn_local(async move {
                if let Err(problem) = told.await {
                    platform::log_error(&problem.message);
                }
            });
        }
    }

    fn open_channel(&self, on_message: &Closure<dyn FnMut(JsValue)>) -> Result<Object, JsValue> {
        let constructor: Function = Reflect::get(&self.core, &"Channel".into())?.dyn_into()?;
        let channel = Reflect::construct(&constructor, &Array::new())?;
        Reflect::set(&channel, &"onmessage".into(), on_message.as_ref())?;
        let arguments = Object::new();
        Reflect::set(&arguments, &"channel".into(), &channel)?;
        Ok(arguments)
    }
}

impl Backend for IpcBackend {
    fn snapshot(&self) -> Answer<Snapshot> {
        self.ask("snapshot")
    }

    fn stats(&self) -> Answer<DashboardStats> {
        self.ask("stats")
    }

    fn subscribe(&self, listener: Listener) -> Answer<Subscription> {
        let acknowledging = self.clone();
        let mut received = 0;
        let on_message = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
            received += 1;
            if received % ACKNOWLEDGE_EVERY == 0 {
                acknowledging.acknowledge(received);
            }
            match decode::<Vec<Event>>(&message) {
                Ok(events) => listener.on_events.emit(events),
                // A batch that is lost shows as a gap in the next one, and a gap is mended by a snapshot.
                Err(error) => platform::log_error(&format!("unreadable events: {error}")),
            }
        });
        let opened =
            self.open_channel(&on_message).map(|arguments| self.tell("subscribe", &arguments));
        let backend = Rc::new(self.clone());
        Box::pin(async move {
            opened.map_err(|error| problem(&error))?.await?;
            Ok(Subscription::new(move || {
                // The channel may still deliver what is under way, so the closure lives until the shell has let go.
                spawn_local(async move {
                    if let Err(problem) = backend.tell("unsubscribe", &Object::new()).await {
                        platform::log_error(&problem.message);
                    }
                    drop(on_message);
                });
            }))
        })
    }

    fn set_watching(&self, watching: bool) -> Answer<()> {
        let arguments = Object::new();
        match Reflect::set(&arguments, &"watching".into(), &watching.into()) {
            Ok(_) => self.tell("set_watching", &arguments),
            Err(error) => Box::pin(async move { Err(problem(&error)) }),
        }
    }

    fn attend(&self, attention: &Attention) -> Answer<()> {
        self.ask_about("attend", "attention", attention)
    }

    fn retry_engine(&self) -> Answer<()> {
        self.tell("retry_engine", &Object::new())
    }

    fn set_collecting(&self, on: bool) -> Answer<()> {
        self.ask_about("set_collecting", "on", &on)
    }

    fn measure_storage(&self) -> Answer<()> {
        self.tell("measure_storage", &Object::new())
    }

    fn explain(&self, instance: &InstanceId, metric: Metric) -> Answer<Explanation> {
        self.ask_about_both(
            "explain",
            ("instance", instance.as_str().into()),
            ("metric", metric.as_str().into()),
        )
    }

    fn history(&self, query: HistoryQuery) -> Answer<History> {
        self.ask_about("history", "query", &query)
    }

    fn activity_between(&self, query: ActivityQuery) -> Answer<Vec<Activity>> {
        self.ask_about("activity_between", "query", &query)
    }

    fn past_instances(&self) -> Answer<Vec<PastInstance>> {
        self.ask("past_instances")
    }

    fn sparklines(&self) -> Answer<Sparklines> {
        self.ask("sparklines")
    }

    fn export_history(&self, request: ExportRequest) -> Answer<Option<Exported>> {
        self.ask_about("export_history", "request", &request)
    }

    fn cancel_measure(&self) -> Answer<()> {
        self.tell("cancel_measure", &Object::new())
    }

    fn detail(&self, instance: &InstanceId, reveal: bool) -> Answer<InstanceDetail> {
        self.ask_about_both(
            "detail",
            ("instance", instance.as_str().into()),
            ("reveal", reveal.into()),
        )
    }

    fn read_logs(&self, query: LogsQuery) -> Answer<LogSession> {
        self.ask_about("read_logs", "query", &query)
    }

    fn next_logs(&self, session: &LogSession) -> Answer<LogBatch> {
        self.ask_about("next_logs", "session", session)
    }

    fn end_logs(&self, session: &LogSession) -> Answer<()> {
        self.ask_about("end_logs", "session", session)
    }

    fn save_logs(&self, instance: &InstanceId, timestamps: bool) -> Answer<Option<Saved>> {
        self.ask_about_both(
            "save_logs",
            ("instance", instance.as_str().into()),
            ("timestamps", timestamps.into()),
        )
    }

    fn audit(&self, query: AuditQuery) -> Answer<AuditPage> {
        self.ask_about("audit", "query", &query)
    }

    fn save_audit(&self, export: AuditExport) -> Answer<Option<Saved>> {
        self.ask_about("save_audit", "export", &export)
    }

    fn engine_options(&self) -> Answer<EngineOptions> {
        self.ask("engine_options")
    }

    fn pick_engine(&self, pick: EnginePick) -> Answer<EngineOptions> {
        self.ask_about("pick_engine", "pick", &pick)
    }

    fn retention(&self) -> Answer<Retention> {
        self.ask("retention")
    }

    fn set_retention(&self, retention: Retention) -> Answer<Retention> {
        self.ask_about("set_retention", "retention", &retention)
    }

    fn door_key(&self) -> Answer<DoorKey> {
        self.ask("door_key")
    }

    fn door(&self) -> Answer<DoorStatus> {
        self.ask("door")
    }

    fn set_door(&self, open: bool) -> Answer<DoorStatus> {
        self.ask_about("set_door", "open", &open)
    }

    fn door_link(&self) -> Answer<DoorLink> {
        self.ask("door_link")
    }

    fn rotate_key(&self) -> Answer<DoorStatus> {
        self.ask("rotate_key")
    }

    fn shell(&self) -> Option<&dyn Shell> {
        Some(self)
    }
}

fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// Goes through JSON text, like [`decode`].
fn encode(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let text = serde_json::to_string(value).map_err(|error| JsValue::from(error.to_string()))?;
    JSON::parse(&text)
}

/// Goes through JSON text: serde's view of tagged and flattened types is exact there, and so are large numbers.
fn decode<T: DeserializeOwned>(value: &JsValue) -> Result<T, serde_json::Error> {
    let text = match value.as_string() {
        Some(text) => text,
        None => JSON::stringify(value)
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| "null".to_owned()),
    };
    serde_json::from_str(&text)
}

/// Commands fail with a [`Problem`]; the shell itself, for one that it does not know or allow, with a string.
fn problem(error: &JsValue) -> Problem {
    if let Ok(problem) = decode::<Problem>(error) {
        return problem;
    }
    let text = error
        .as_string()
        .or_else(|| property(error, "message")?.as_string())
        .unwrap_or_else(|| t!("no-reason"));
    Problem {
        code: CODE.to_owned(),
        message: t!("ipc-lost", reason = text),
        next_step: t!("ipc-lost.next"),
    }
}

fn garbled(command: &str, error: &serde_json::Error) -> Problem {
    Problem {
        code: CODE.to_owned(),
        message: t!("ipc-garbled", command = command, error = error.to_string()),
        next_step: t!("ipc-garbled.next"),
    }
}
