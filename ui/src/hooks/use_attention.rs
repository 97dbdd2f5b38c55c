//! Tells the console what is on the screen, so that it asks the engine for that first, and for less while nobody looks.

use super::use_visibility;
use crate::{
    backend::{Backend, Door},
    platform,
    state::{Looking, Part},
};
use gloo_timers::callback::{Interval, Timeout};
use mini_aws_domain::{Attention, InstanceId};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long a change waits for more of its kind: rows pass by while one scrolls.
const SETTLE_MS: u32 = 300;
/// How often the same is said again: twice before it is forgotten, should one get lost.
const AGAIN_MS: u32 = 8_000;
const _: () = assert!(2 * AGAIN_MS + SETTLE_MS < Attention::LASTS_MS);

/// Gathers what the parts of the page show, and says it: when it changes, again and again while it stays, and when the window is seen
/// again. Nothing is said while nobody can see it, or while the way to the console is broken (`is_up`).
#[hook]
pub fn use_attention(door: &Door, is_up: bool) -> Looking {
    let teller = use_memo(door.clone(), |door| Teller {
        door: door.clone(),
        looking: Looking::default(),
        is_up: Cell::new(is_up),
        waiting: RefCell::default(),
    });
    use_effect_with((Rc::clone(&teller), is_up), |(teller, is_up)| {
        teller.is_up.set(*is_up);
        teller.tell();
    });
    use_effect_with(Rc::clone(&teller), |teller| {
        teller.looking.on_change({
            let teller = Rc::downgrade(teller);
            Callback::from(move |()| {
                if let Some(teller) = teller.upgrade() {
                    teller.tell_soon();
                }
            })
        });
        let teller = Rc::clone(teller);
        let again = Rc::clone(&teller);
        let interval = Interval::new(AGAIN_MS, move || again.tell());
        move || {
            drop(interval);
            drop(teller.waiting.take());
        }
    });
    use_visibility({
        let teller = Rc::clone(&teller);
        Callback::from(move |_| teller.tell())
    });
    teller.looking.clone()
}

struct Teller {
    door: Door,
    looking: Looking,
    is_up: Cell<bool>,
    waiting: RefCell<Option<Timeout>>,
}

impl PartialEq for Teller {
    fn eq(&self, other: &Self) -> bool {
        self.door == other.door && self.looking == other.looking
    }
}

impl Teller {
    fn tell(&self) {
        if self.is_up.get() && platform::is_visible() {
            spawn_local(tell(self.door.backend().as_ref(), &self.looking));
        }
    }

    /// What is shown may change many times in a moment: the first change sets the time, and what is shown by then is said.
    fn tell_soon(self: &Rc<Self>) {
        if self.waiting.borrow().is_some() {
            return;
        }
        let teller = Rc::clone(self);
        let timeout = Timeout::new(SETTLE_MS, move || {
            drop(teller.waiting.take());
            teller.tell();
        });
        self.waiting.replace(Some(timeout));
    }
}

/// The console is told now; what is awaited is only whether it heard.
fn tell(backend: &dyn Backend, looking: &Looking) -> impl Future<Output = ()> + use<> {
    let told = backend.attend(&looking.attention());
    async move {
        // It is said again before long.
        if let Err(problem) = told.await {
            platform::log_error(&problem.message);
        }
    }
}

/// A part of the page that shows instances, for as long as its component is there. Outside a window nobody hears of it.
#[hook]
pub fn use_part() -> Rc<RefCell<Option<Part>>> {
    let looking = use_context::<Looking>();
    let part = use_mut_ref(|| looking.map(|looking| looking.part()));
    {
        let part = part.clone();
        use_effect_with((), move |()| move || drop(part.take()));
    }
    part
}

/// Has these instances on the screen while the component is there.
#[hook]
pub fn use_shown(instances: Vec<InstanceId>) {
    let part = use_part();
    use_effect_with(instances, move |instances| {
        if let Some(part) = part.borrow().as_ref() {
            part.show(instances);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::FakeBackend;

    #[tokio::test]
    async fn the_console_hears_what_is_on_the_screen_and_that_nothing_is() {
        let backend = FakeBackend::default();
        let looking = Looking::default();
        tell(&backend, &looking).await;
        let part = looking.part();
        part.show(&[InstanceId::new("a"), InstanceId::new("b")]);
        tell(&backend, &looking).await;
        drop(part);
        tell(&backend, &looking).await;
        let attended = backend.attended.borrow();
        let counts: Vec<usize> = attended.iter().map(|told| told.instances.len()).collect();
        assert_eq!(counts, [0, 2, 0]);
    }
}
