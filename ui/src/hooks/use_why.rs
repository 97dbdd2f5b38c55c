//! Which figure is asked why it is what it is.

use crate::{
    backend::{Answer, Backend},
    components::why::{Place, Question, WHY, place},
    route::Page,
};
use mini_aws_domain::{Explanation, HistorySubject};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The figure that is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Whose number it is.
    pub question: Question,
    /// The figure as it was.
    pub shown: AttrValue,
    /// Its button.
    pub anchor: HtmlElement,
    /// Where the panel stands.
    pub place: Place,
}

/// The figure that is asked, one at a time, and how to ask.
#[derive(Debug, Clone, PartialEq)]
pub struct WhyHandle {
    /// The figure that is asked.
    pub asked: Option<Asked>,
    /// Hears every click in the content of the page; those on a figure ask it, or no longer.
    pub on_click: Callback<MouseEvent>,
    /// Asks no longer.
    pub close: Callback<()>,
    /// Asks the console.
    pub explain: Callback<Question, Answer<Explanation>>,
}

/// Hears clicks on figures. Another page asks nothing.
#[hook]
pub fn use_why(backend: &Rc<dyn Backend>, page: (Page, Option<HistorySubject>)) -> WhyHandle {
    let asked = use_state_eq(|| None::<Asked>);
    let on_click = use_callback(asked.clone(), |event: MouseEvent, asked| {
        let Some(found) = figure_of(&event) else { return };
        let again = asked.as_ref().is_some_and(|asked| asked.anchor == found.anchor);
        asked.set((!again).then_some(found));
    });
    let close = {
        let setter = asked.setter();
        use_callback((), move |(), ()| setter.set(None))
    };
    {
        let close = close.clone();
        use_effect_with(page, move |_| close.emit(()));
    }
    let explain = {
        let backend = Rc::clone(backend);
        use_callback((), move |question: Question, ()| {
            backend.explain(&question.instance, question.metric)
        })
    };
    WhyHandle { asked: (*asked).clone(), on_click, close, explain }
}

/// The figure that was clicked, if one was.
fn figure_of(event: &MouseEvent) -> Option<Asked> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let anchor: HtmlElement = target.closest(&format!("[{WHY}]")).ok()??.dyn_into().ok()?;
    let question = Question::read(|name| anchor.get_attribute(name))?;
    let window = web_sys::window()?;
    let size = (window.inner_width().ok()?.as_f64()?, window.inner_height().ok()?.as_f64()?);
    let area = anchor.get_bounding_client_rect();
    Some(Asked {
        question,
        shown: anchor.text_content().unwrap_or_default().into(),
        place: place(area.left(), area.top(), area.bottom(), size),
        anchor,
    })
}
