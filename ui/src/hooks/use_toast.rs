//! Something that is said for a while.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// For how long: enough to read a sentence.
const LASTS_MS: u32 = 5_000;

/// What is said now, and how to say something else.
#[hook]
pub fn use_toast() -> (Option<AttrValue>, Callback<AttrValue>) {
    let said = use_state(|| None::<AttrValue>);
    let number = use_state(|| 0_u64);
    {
        let setter = said.setter();
        use_effect_with(*number, move |_| {
            let timeout = Timeout::new(LASTS_MS, move || setter.set(None));
            move || drop(timeout)
        });
    }
    let say = {
        let (said, number) = (said.setter(), number.clone());
        Callback::from(move |text: AttrValue| {
            said.set(Some(text));
            number.set(*number + 1);
        })
    };
    ((*said).clone(), say)
}
