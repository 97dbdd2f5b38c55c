//! Requests by the browser's `fetch`. None waits for ever.

use super::answer::{self, Raw};
use crate::backend::Answer;
use crate::t;
use gloo_timers::callback::Timeout;
use js_sys::Promise;
use mini_aws_domain::Problem;
use serde::{Serialize, de::DeserializeOwned};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCache, RequestInit, Response};
use yew::Callback;

/// How long an answer may take until its last byte, in milliseconds.
const DEADLINE_MS: u32 = 20_000;
/// How long an answer may take that only tells whether there is any, in milliseconds.
const PROBE_MS: u32 = 5_000;

/// Asks the server that this page came from. The browser adds the cookie by itself.
pub(super) struct Client {
    origin: String,
    on_refused: RefCell<Callback<Problem>>,
}

impl Client {
    /// A client of the server at `origin`, such as `http://127.0.0.1:8787`.
    pub(super) fn new(origin: String) -> Self {
        Self { origin, on_refused: RefCell::new(Callback::noop()) }
    }

    /// Where the server is.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// `hear` is told when an answer says that this page may not ask.
    pub(super) fn on_refused(&self, hear: Callback<Problem>) {
        self.on_refused.replace(hear);
    }

    /// Asks for something.
    pub(super) fn get<T: DeserializeOwned + 'static>(self: &Rc<Self>, path: String) -> Answer<T> {
        let call = Call::begin("GET", &path, None, Some(DEADLINE_MS));
        let client = Rc::clone(self);
        Box::pin(async move { client.raw(call).await?.read(&path) })
    }

    /// Asks for something that is about `what`, or that changes by it.
    pub(super) fn ask_with<T: DeserializeOwned + 'static>(
        self: &Rc<Self>,
        path: &'static str,
        what: &impl Serialize,
    ) -> Answer<T> {
        let body = serde_json::to_string(what).map_err(|error| JsValue::from(error.to_string()));
        let begin = |body: String| Call::begin("POST", path, Some(&body), Some(DEADLINE_MS));
        let call = body.and_then(begin);
        let client = Rc::clone(self);
        Box::pin(async move { client.raw(call).await?.read(path) })
    }

    /// Asks for something that leaves a trace.
    pub(super) fn ask_by_post<T: DeserializeOwned + 'static>(
        self: &Rc<Self>,
        path: String,
    ) -> Answer<T> {
        let call = Call::begin("POST", &path, None, Some(DEADLINE_MS));
        let client = Rc::clone(self);
        Box::pin(async move { client.raw(call).await?.read(&path) })
    }

    /// Has something done, whose outcome comes as events.
    pub(super) fn post(self: &Rc<Self>, path: &str) -> Answer<()> {
        self.settle(Call::begin("POST", path, None, Some(DEADLINE_MS)))
    }

    /// Tells the server something, as JSON.
    pub(super) fn post_with(self: &Rc<Self>, path: &str, what: &impl Serialize) -> Answer<()> {
        let body = serde_json::to_string(what).map_err(|error| JsValue::from(error.to_string()));
        let begin = |body: String| Call::begin("POST", path, Some(&body), Some(DEADLINE_MS));
        self.settle(body.and_then(begin))
    }

    /// Asks whether the server answers at all, and this page.
    pub(super) fn probe(self: &Rc<Self>, path: &str) -> Answer<()> {
        self.settle(Call::begin("GET", path, None, Some(PROBE_MS)))
    }

    /// Only whether it is good counts.
    fn settle(self: &Rc<Self>, call: Result<Call, JsValue>) -> Answer<()> {
        let client = Rc::clone(self);
        Box::pin(async move {
            let raw = client.raw(call).await?;
            if raw.is_good() { Ok(()) } else { Err(raw.problem()) }
        })
    }

    /// Asks for something that may be large and may take its time: the answer once it has begun.
    pub(super) async fn open(&self, path: &str) -> Result<Response, Problem> {
        let call = Call::begin("GET", path, None, None);
        let response = self.begun(&call).await?;
        if response.ok() {
            return Ok(response);
        }
        Err(self.whole(&call, &response).await?.problem())
    }

    async fn raw(&self, call: Result<Call, JsValue>) -> Result<Raw, Problem> {
        let response = self.begun(&call).await?;
        self.whole(&call, &response).await
    }

    async fn begun(&self, call: &Result<Call, JsValue>) -> Result<Response, Problem> {
        let call =
            call.as_ref().map_err(|error| answer::browser(answer::Wish::Ask, &reason(error)))?;
        let response = JsFuture::from(call.answer.clone()).await.map_err(|_| self.lost(call))?;
        response.dyn_into().map_err(|_| self.lost(call))
    }

    async fn whole(
        &self,
        call: &Result<Call, JsValue>,
        response: &Response,
    ) -> Result<Raw, Problem> {
        let call =
            call.as_ref().map_err(|error| answer::browser(answer::Wish::Ask, &reason(error)))?;
        let text = response.text().map_err(|_| self.lost(call))?;
        let body = JsFuture::from(text).await.map_err(|_| self.lost(call))?;
        let content_type = header(response, "content-type").unwrap_or_default();
        let body = body.as_string().unwrap_or_default();
        let raw = Raw { status: response.status(), content_type, body };
        if raw.is_refusal() {
            let hear = self.on_refused.borrow().clone();
            hear.emit(answer::refused());
        }
        Ok(raw)
    }

    /// Why no answer came. The browser does not tell; whether it was the deadline is known here.
    fn lost(&self, call: &Call) -> Problem {
        if call.is_late.get() {
            answer::late(&self.origin)
        } else {
            answer::unreachable(&self.origin)
        }
    }
}

/// A request under way. It was sent when it was made, not when its answer is awaited, so that requests keep their order.
struct Call {
    answer: Promise,
    is_late: Rc<Cell<bool>>,
    _deadline: Option<Timeout>,
}

impl Call {
    /// Sends a request, with `body` as JSON if there is one.
    fn begin(
        method: &str,
        path: &str,
        body: Option<&str>,
        deadline_ms: Option<u32>,
    ) -> Result<Self, JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let controller = AbortController::new()?;
        let headers = Headers::new()?;
        // Not HTML: a browser's own requests are answered with a page.
        headers.set("accept", "application/json")?;
        let options = RequestInit::new();
        options.set_method(method);
        if let Some(body) = body {
            headers.set("content-type", "application/json")?;
            options.set_body(&JsValue::from_str(body));
        }
        options.set_cache(RequestCache::NoStore);
        options.set_headers_headers(&headers);
        options.set_signal(Some(&controller.signal()));
        let is_late = Rc::new(Cell::new(false));
        let deadline = deadline_ms.map(|deadline_ms| {
            let is_late = Rc::clone(&is_late);
            Timeout::new(deadline_ms, move || {
                is_late.set(true);
                controller.abort();
            })
        });
        let answer = window.fetch_with_str_and_init(path, &options);
        Ok(Self { answer, is_late, _deadline: deadline })
    }
}

/// What a header says.
pub(super) fn header(response: &Response, name: &str) -> Option<String> {
    // It fails for names that are none, and these are.
    response.headers().get(name).ok().flatten()
}

/// What an error of the browser says.
pub(super) fn reason(error: &JsValue) -> String {
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    message.or_else(|| error.as_string()).unwrap_or_else(|| t!("no-reason"))
}
