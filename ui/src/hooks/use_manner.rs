//! Has the app around the page speak as the page does.

use crate::{backend::Backend, platform};
use mini_aws_words::Manner;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Tells the app around the page, if there is one, how the person wants to be spoken to: at once, and whenever that changes. That is before
/// anything below is drawn, so what is asked there is answered like this already.
#[hook]
pub fn use_manner(backend: Option<&Rc<dyn Backend>>, manner: Manner) {
    let shell = backend.filter(|backend| backend.shell().is_some()).cloned();
    use_memo(manner, move |manner| {
        let Some(told) = shell.as_ref().and_then(|backend| tell(backend.as_ref(), *manner)) else {
            return;
        };
        spawn_local(async move {
            // The page is as the person wants it, and the tray is at the next start at the latest.
            if let Err(problem) = told.await {
                platform::log_error(&problem.message);
            }
        });
    });
}

fn tell(backend: &dyn Backend, manner: Manner) -> Option<crate::backend::Answer<()>> {
    backend.shell().map(|shell| shell.speak(manner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        backend::FakeBackend,
        units::{CpuShare, MemoryUnits, Units},
        words::{Language, LanguageChoice},
    };

    #[tokio::test]
    async fn the_app_around_the_page_is_told_what_was_chosen() {
        let backend = FakeBackend::default();
        assert!(tell(&backend, Manner::default()).is_none(), "a browser has none");
        backend.is_shell.set(true);
        let chosen = Manner {
            language: LanguageChoice::Always(Language::German),
            units: Units { memory: MemoryUnits::Decimal, cpu: CpuShare::Machine },
        };
        for manner in [Manner::default(), chosen] {
            let told = tell(&backend, manner).unwrap();
            assert_eq!(told.await, Ok(()));
        }
        let asked = backend.asked.borrow();
        assert_eq!(*asked, ["speak system binary core", "speak de decimal machine"]);
    }
}
