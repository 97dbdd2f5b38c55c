//! All that the engine says of an instance, as it says it.

use super::reveal::use_reveal;
use crate::{
    backend::Door,
    components::{LineBox, LineText, SearchBar},
    hooks::use_search,
    logs::{Pages, pieces},
    platform,
    state::Shared,
    t,
};
use mini_aws_domain::InstanceDetail;
use std::{borrow::Cow, cell::RefCell, rc::Rc};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The box with the lines.
const BOX: &str = "inspect-lines";

#[derive(Properties, PartialEq)]
pub(super) struct InspectProps {
    pub detail: Shared<InstanceDetail>,
    pub door: Door,
    /// Whether the engine can still be asked for secrets.
    pub can_reveal: bool,
}

/// The lines of a text.
struct Text(Vec<String>);

impl Pages for Text {
    fn first(&self) -> u64 {
        0
    }

    fn end(&self) -> u64 {
        self.0.len() as u64
    }

    fn line(&self, number: u64) -> Option<Cow<'_, str>> {
        let line = self.0.get(usize::try_from(number).ok()?)?;
        Some(crate::logs::plain(line))
    }
}

/// The text, of which only what is seen is in the page; to search and to copy.
#[component]
pub(super) fn Inspect(props: &InspectProps) -> Html {
    let revealed = use_reveal(&props.detail, &props.door, props.can_reveal);
    let shown = use_memo(revealed.detail.clone(), |detail| {
        let lines: Vec<String> = detail.inspect.lines().map(ToOwned::to_owned).collect();
        let longest = lines.iter().map(String::len).max().unwrap_or_default();
        (Rc::new(RefCell::new(Text(lines))), longest)
    });
    let (text, longest) = (Rc::clone(&shown.0), shown.1);
    html! {
        // Another text is another box, with a search of its own.
        <Lines key={format!("{} {}", revealed.detail.read_at, revealed.detail.revealed)} text={Lined(text)} {longest} detail={revealed.detail.clone()} tools={revealed.button} />
    }
}

#[derive(Clone)]
struct Lined(Rc<RefCell<Text>>);

impl PartialEq for Lined {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
struct LinesProps {
    text: Lined,
    longest: usize,
    detail: Shared<InstanceDetail>,
    tools: Html,
}

#[component]
fn Lines(props: &LinesProps) -> Html {
    let top = use_mut_ref(|| 0_u64);
    let field = use_node_ref();
    let search = use_search(&props.text.0, 0, &top);
    let copied = use_state_eq(|| None::<bool>);
    let copy = {
        let (detail, copied) = (props.detail.clone(), copied.setter());
        Callback::from(move |_: MouseEvent| {
            let (detail, copied) = (detail.clone(), copied.clone());
            spawn_local(async move { copied.set(Some(platform::copy(&detail.inspect).await)) });
        })
    };
    let count = props.text.0.borrow().0.len();
    let row = {
        let (text, search) = (props.text.clone(), search.clone());
        Callback::from(move |place: usize| {
            let text = text.0.borrow();
            let Some(line) = text.0.get(place) else { return Html::default() };
            let text = LineText {
                pieces: pieces(line),
                needle: search.needle.clone(),
                line: place as u64,
                current: search.current,
            };
            html! { <div key={place} class="line"><span class="line-text">{ text.draw() }</span></div> }
        })
    };
    html! {
        <section class="card output" data-testid="inspect">
            <div class="output-tools">
                <SearchBar search={search.clone()} label={t!("inspect-search")} {field} on_leave={Callback::from(|()| platform::focus(BOX))} />
                <div class="output-choices">
                    <span class="faint" role="status">
                        { match *copied {
                            Some(true) => t!("inspect-copied"),
                            Some(false) => t!("inspect-not-copied"),
                            None => String::new(),
                        } }
                    </span>
                    <button type="button" class="button" onclick={copy} data-testid="inspect-copy">{ t!("pairs-copy") }</button>
                    { props.tools.clone() }
                </div>
            </div>
            <div class="output-lines">
                <LineBox id={BOX} label={t!("tab-inspect")} {count} longest={props.longest} {row} target={search.target} {top} />
            </div>
        </section>
    }
}
