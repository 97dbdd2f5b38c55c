//! What the console asks the browser for. Natively, where only tests run, each function has a fixed, harmless answer.

use chrono::{DateTime, Utc};

/// The current time.
#[must_use]
pub fn now() -> DateTime<Utc> {
    #[cfg(target_arch = "wasm32")]
    let millis = js_sys::Date::now() as i64;
    #[cfg(not(target_arch = "wasm32"))]
    let millis = 0;
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// Seconds that local time is ahead of UTC at `time`. It depends on the day: clocks change in spring and autumn.
#[must_use]
pub fn local_offset_seconds(time: DateTime<Utc>) -> i32 {
    #[cfg(target_arch = "wasm32")]
    {
        let date =
            js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(time.timestamp_millis() as f64));
        // The browser counts minutes *behind* UTC.
        -(date.get_timezone_offset() * 60.0) as i32
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = time;
        0
    }
}

/// The part of the address after `#`, with it; empty natively.
#[must_use]
pub fn location_hash() -> String {
    #[cfg(target_arch = "wasm32")]
    if let Some(window) = web_sys::window() {
        return window.location().hash().unwrap_or_default();
    }
    String::new()
}

/// The host that this page came from, for links to what else it serves; `None` in the app's own window.
#[must_use]
pub fn page_host() -> Option<String> {
    #[cfg(target_arch = "wasm32")]
    {
        let location = web_sys::window()?.location();
        let is_served = matches!(location.protocol().ok()?.as_str(), "http:" | "https:");
        let host = location.hostname().ok()?;
        (is_served && host != "tauri.localhost").then_some(host)
    }
    #[cfg(not(target_arch = "wasm32"))]
    Some("localhost".to_owned())
}

/// Goes to an address of this page: one that can be gone back from, or one in place of the present one.
pub fn go_to(hash: &str, in_place: bool) {
    #[cfg(target_arch = "wasm32")]
    if let Some(window) = web_sys::window() {
        let location = window.location();
        let gone = if in_place { location.replace(hash) } else { location.set_hash(hash) };
        if gone.is_err() {
            log_error("the address could not be changed");
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (hash, in_place);
}

/// The width in CSS pixels of what `selector` finds first within an element; 0 if it finds nothing.
#[must_use]
pub fn width_within(place: &yew::NodeRef, selector: &str) -> u32 {
    place
        .cast::<web_sys::Element>()
        .and_then(|element| element.query_selector(selector).ok()?)
        .map_or(0, |found| u32::try_from(found.client_width()).unwrap_or_default())
}

/// Reads a setting that the browser keeps. `None` where there is none, or storage is switched off.
#[must_use]
pub fn read_setting(key: &str) -> Option<String> {
    #[cfg(target_arch = "wasm32")]
    {
        web_sys::window()?.local_storage().ok()??.get_item(key).ok()?
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = key;
        None
    }
}

/// Keeps a setting in the browser. Where storage is switched off the setting lasts as long as the window.
pub fn write_setting(key: &str, value: &str) {
    #[cfg(target_arch = "wasm32")]
    if let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) {
        // A full or forbidden storage costs the memory of a choice, nothing else.
        let _ = storage.set_item(key, value);
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (key, value);
}

/// The languages that the person prefers, best first, as tags such as `de-CH`; none natively.
#[must_use]
pub fn languages() -> Vec<String> {
    #[cfg(target_arch = "wasm32")]
    {
        let navigator = web_sys::window().map(|window| window.navigator());
        let preferred = navigator.map(|navigator| navigator.languages().to_vec());
        preferred.unwrap_or_default().iter().filter_map(wasm_bindgen::JsValue::as_string).collect()
    }
    #[cfg(not(target_arch = "wasm32"))]
    Vec::new()
}

/// Says in which language the page is.
pub fn set_page_language(tag: &str) {
    #[cfg(target_arch = "wasm32")]
    {
        let document = web_sys::window().and_then(|window| window.document());
        let root = document.and_then(|document| document.document_element());
        if root.is_some_and(|root| root.set_attribute("lang", tag).is_err()) {
            log_error("the page's language could not be said");
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = tag;
}

/// Tells the developer something that is no matter for the person in front of the window.
pub fn log_error(message: &str) {
    #[cfg(target_arch = "wasm32")]
    web_sys::console::error_1(&wasm_bindgen::JsValue::from_str(message));
    #[cfg(not(target_arch = "wasm32"))]
    let _ = message;
}

/// Whether anybody can see the window; nobody can natively.
#[must_use]
pub fn is_visible() -> bool {
    #[cfg(target_arch = "wasm32")]
    {
        let document = web_sys::window().and_then(|window| window.document());
        document.is_some_and(|document| !document.hidden())
    }
    #[cfg(not(target_arch = "wasm32"))]
    false
}

/// Waits so many milliseconds; natively not at all.
pub async fn pause(milliseconds: u32) {
    #[cfg(target_arch = "wasm32")]
    {
        let over = js_sys::Promise::new(&mut |done, _| {
            gloo_timers::callback::Timeout::new(milliseconds, move || {
                if done.call0(&wasm_bindgen::JsValue::NULL).is_err() {
                    log_error("what waited does not go on");
                }
            })
            .forget();
        });
        if wasm_bindgen_futures::JsFuture::from(over).await.is_err() {
            log_error("the window did not wait");
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = milliseconds;
}

/// A number by chance, 0 … 1; always the middle natively.
#[must_use]
pub fn chance() -> f64 {
    #[cfg(target_arch = "wasm32")]
    return js_sys::Math::random();
    #[cfg(not(target_arch = "wasm32"))]
    0.5
}

/// Puts text where the person can paste it from; whether the browser let it be done. It never does natively.
pub async fn copy(text: &str) -> bool {
    #[cfg(target_arch = "wasm32")]
    {
        let Some(navigator) = web_sys::window().map(|window| window.navigator()) else {
            return false;
        };
        // Pages that came without encryption from another machine have none.
        let is_there = js_sys::Reflect::get(&navigator, &"clipboard".into())
            .is_ok_and(|clipboard| !clipboard.is_undefined());
        let written = is_there.then(|| navigator.clipboard().write_text(text));
        match written {
            Some(written) => wasm_bindgen_futures::JsFuture::from(written).await.is_ok(),
            None => false,
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = text;
        false
    }
}

/// Selects all that is in a field.
pub fn select_all(field: &yew::NodeRef) {
    if let Some(field) = field.cast::<web_sys::HtmlInputElement>() {
        field.select();
    }
}

/// Does something before the window is drawn next; natively, where nothing is drawn, at once.
pub fn next_frame(then: impl FnOnce() + 'static) {
    #[cfg(target_arch = "wasm32")]
    {
        use wasm_bindgen::JsCast;
        let then = wasm_bindgen::closure::Closure::once_into_js(then);
        let asked = web_sys::window()
            .map(|window| window.request_animation_frame(then.unchecked_ref()).is_ok());
        if asked != Some(true) {
            log_error("the window does not say when it is drawn");
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    then();
}

/// Opens the page of this server anew from its beginning.
pub fn go_home() {
    if let Some(window) = web_sys::window()
        && window.location().assign("/").is_err()
    {
        log_error("the page could not be left");
    }
}

/// Opens the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window()
        && window.location().reload().is_err()
    {
        log_error("the page could not be opened anew");
    }
}

/// Whether the keyboard is a Mac's, which has ⌘ where others have Ctrl; it is not natively.
#[must_use]
pub fn is_mac() -> bool {
    #[cfg(target_arch = "wasm32")]
    {
        let navigator = web_sys::window().map(|window| window.navigator());
        // Deprecated, but there is nothing else that each browser and each web view knows.
        let platform = navigator.and_then(|navigator| navigator.platform().ok());
        platform.is_some_and(|platform| platform.starts_with("Mac"))
    }
    #[cfg(not(target_arch = "wasm32"))]
    false
}

/// Whether the system asks for a light theme; it does not natively.
#[must_use]
pub fn system_is_light() -> bool {
    #[cfg(target_arch = "wasm32")]
    {
        let query = web_sys::window()
            .and_then(|window| window.match_media("(prefers-color-scheme: light)").ok()?);
        query.is_some_and(|query| query.matches())
    }
    #[cfg(not(target_arch = "wasm32"))]
    false
}

/// Puts the keyboard's focus on an element that a component drew, if it is there.
pub fn focus_node(node: &yew::NodeRef) {
    if let Some(element) = node.cast::<web_sys::HtmlElement>()
        && element.focus().is_err()
    {
        log_error("the focus could not be moved");
    }
}

/// Whether an element that a component drew has the keyboard's focus.
#[must_use]
pub fn has_focus(node: &yew::NodeRef) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let active = document.and_then(|document| document.active_element());
    active.is_some() && active == node.cast::<web_sys::Element>()
}

/// Whether nothing has the keyboard's focus, as after what had it went away.
#[must_use]
pub fn is_focus_lost() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let focused = document.and_then(|document| document.active_element());
    focused.is_none_or(|focused| focused.tag_name().eq_ignore_ascii_case("body"))
}

/// Opens a dialog that a component drew, over everything else.
pub fn show_modal(node: &yew::NodeRef) {
    if let Some(dialog) = node.cast::<web_sys::HtmlDialogElement>()
        && dialog.show_modal().is_err()
    {
        // It was drawn open, or is not in the page any more.
        log_error("a dialog could not be opened");
    }
}

/// Scrolls an element back to its beginning.
pub fn scroll_to_top(element_id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(element) = document.and_then(|document| document.get_element_by_id(element_id)) {
        element.set_scroll_top(0);
    }
}

/// Scrolls until the upper edge of an element is in sight.
pub fn scroll_into_view(element_id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(element) = document.and_then(|document| document.get_element_by_id(element_id)) {
        element.scroll_into_view();
    }
}

/// Puts the keyboard's focus on an element.
pub fn focus(element_id: &str) {
    use wasm_bindgen::JsCast;
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(element_id))
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element
        && element.focus().is_err()
    {
        log_error("the focus could not be moved");
    }
}

/// Puts the keyboard's focus on what `selector` finds first, with all that is typed in it selected; whether there was such a thing.
#[must_use]
pub fn focus_found(selector: &str) -> bool {
    use wasm_bindgen::JsCast;
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.query_selector(selector).ok()?);
    let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return false;
    };
    if element.focus().is_err() {
        log_error("the focus could not be moved");
        return false;
    }
    if let Some(field) = element.dyn_ref::<web_sys::HtmlInputElement>() {
        field.select();
    }
    true
}

/// Scrolls as little as it takes to have all of an element in sight.
pub fn reveal(element_id: &str) {
    use wasm_bindgen::JsCast;
    let document = web_sys::window().and_then(|window| window.document());
    let Some(element) = document.and_then(|document| document.get_element_by_id(element_id)) else {
        return;
    };
    let Some(frame) = element.parent_element() else { return };
    let (Some(item), Some(list)) =
        (element.dyn_ref::<web_sys::HtmlElement>(), frame.dyn_ref::<web_sys::HtmlElement>())
    else {
        return;
    };
    let (top, bottom) = (item.offset_top(), item.offset_top() + item.offset_height());
    if top < list.scroll_top() {
        list.set_scroll_top(top);
    } else if bottom > list.scroll_top() + list.client_height() {
        list.set_scroll_top(bottom - list.client_height());
    }
}

/// Puts the keyboard's focus on an element of a drawing.
pub fn focus_drawn(element_id: &str) {
    use wasm_bindgen::JsCast;
    let document = web_sys::window().and_then(|window| window.document());
    // Not of HTML, so that a checked cast would refuse it; what takes the focus is called the same there.
    if let Some(element) = document.and_then(|document| document.get_element_by_id(element_id))
        && element.unchecked_ref::<web_sys::HtmlElement>().focus().is_err()
    {
        log_error("the focus could not be moved");
    }
}

/// What was chosen in the list that an event is of; empty if it is of none.
#[must_use]
pub fn chosen(event: &web_sys::Event) -> String {
    let target = event.target();
    let value = target.and_then(|list| js_sys::Reflect::get(&list, &"value".into()).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}
