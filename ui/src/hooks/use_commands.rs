//! What the command palette's entries come to.

use super::{ConsoleHandle, ExportHandle, LanguageHandle, ThemeHandle};
use crate::{
    backend::Door,
    components::{ExportSubject, export_request},
    palette::Command,
    platform, t,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Everything that can be done.
#[derive(Clone)]
pub struct Hands {
    /// The console behind the window.
    pub door: Door,
    /// What can be asked of it.
    pub console: ConsoleHandle,
    /// The theme.
    pub theme: ThemeHandle,
    /// The language; absent outside of the window.
    pub language: Option<LanguageHandle>,
    /// Where an export stands.
    pub export: ExportHandle,
    /// What the page's charts show, if it has charts.
    pub exported: Option<ExportSubject>,
    /// Says what became of it, where nothing else does.
    pub say: Callback<AttrValue>,
    /// Lists the keys.
    pub list_keys: Callback<()>,
}

impl Hands {
    /// Does it.
    pub fn take(&self, command: Command) {
        match command {
            Command::Go(address) => platform::go_to(&address, false),
            Command::Theme(choice) => self.theme.choose.emit(choice),
            Command::Language(choice) => {
                if let Some(language) = &self.language {
                    language.choose.emit(choice);
                }
            }
            Command::Collect(on) => self.console.set_collecting.emit(on),
            Command::Measure => self.console.measure_storage.emit(()),
            Command::CancelMeasure => self.cancel_measure(),
            Command::RetryEngine => self.console.retry_engine.emit(()),
            Command::Export(format) => {
                if let Some(shown) = self.exported.as_ref().filter(|_| !self.export.is_running) {
                    self.export.start.emit(export_request(shown, format));
                }
            }
            Command::Copy(text) => self.copy(text),
            Command::Keys => self.list_keys.emit(()),
        }
    }

    fn cancel_measure(&self) {
        let (answer, say) = (self.door.backend().cancel_measure(), self.say.clone());
        spawn_local(async move {
            if let Err(problem) = answer.await {
                say.emit(crate::words::problem_line(&problem).into());
            }
        });
    }

    fn copy(&self, text: String) {
        let say = self.say.clone();
        spawn_local(async move {
            let is_copied = platform::copy(&text).await;
            let said = if is_copied {
                t!("palette-copied", text = text)
            } else {
                t!("palette-not-copied", text = text)
            };
            say.emit(said.into());
        });
    }
}
