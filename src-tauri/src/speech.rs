//! What language the app speaks outside of its window, and with which units: as the page does, which tells it what the person chose. That is
//! kept, for the tray speaks before there is a page; until somebody chose it is the system's language.

use mini_aws_backend::Console;
use mini_aws_words::{Language, Manner};
use std::sync::Arc;
use tokio::sync::{Mutex, watch};
use tracing::warn;

/// Under which name the manner is remembered.
const NAME: &str = "manner";

/// The one place that knows how the person is spoken to. A language is a thread's, and the app has many threads: whatever is said is said
/// within [`Speech::say`].
#[derive(Debug)]
pub(crate) struct Speech {
    manner: watch::Sender<Manner>,
    /// What the system prefers, best first.
    system: Vec<String>,
    /// Held by who writes the choice down, so that the last word is the one that stays.
    keeping: Mutex<()>,
}

/// The speech as the app manages it.
pub(crate) type SharedSpeech = Arc<Speech>;

impl Speech {
    /// Speaks as nobody chose yet.
    pub(crate) fn of_system() -> Self {
        Self::on_system(system_languages())
    }

    fn on_system(system: Vec<String>) -> Self {
        Self { manner: watch::Sender::default(), system, keeping: Mutex::default() }
    }

    /// Reads what was chosen before. What cannot be read was not chosen.
    pub(crate) async fn read(console: &Console) -> Self {
        let speech = Self::of_system();
        let kept = match console.preference(NAME).await {
            Ok(kept) => kept,
            Err(error) => {
                warn!(%error, "the language that was chosen could not be read");
                None
            }
        };
        match kept.as_deref().map(serde_json::from_str) {
            Some(Ok(manner)) => {
                speech.manner.send_replace(manner);
            }
            Some(Err(error)) => warn!(%error, "the language that was chosen makes no sense"),
            None => {}
        }
        speech
    }

    /// Says something as the person wants it. Nothing may be waited for meanwhile.
    pub(crate) fn say<T>(&self, work: impl FnOnce() -> T) -> T {
        let manner = *self.manner.borrow();
        manner.speak(self.system.iter().map(String::as_str), work)
    }

    /// The language that is spoken now.
    #[cfg_attr(target_os = "linux", allow(dead_code, reason = "there is no menu bar"))]
    pub(crate) fn language(&self) -> Language {
        self.say(Language::current)
    }

    /// How the person wants it from now on, which is told to whoever follows the changes; whether it is another than before.
    pub(crate) fn becomes(&self, manner: Manner) -> bool {
        self.manner.send_if_modified(|known| {
            let differs = *known != manner;
            *known = manner;
            differs
        })
    }

    /// Remembers how the person wants it for the next start. Of choices made one right after the other the last one stays, whichever
    /// is written down first.
    pub(crate) async fn keep(&self, console: &Console) {
        let _one_at_a_time = self.keeping.lock().await;
        let manner = *self.manner.borrow();
        let kept = match serde_json::to_string(&manner) {
            Ok(kept) => kept,
            Err(error) => {
                warn!(%error, "what was chosen cannot be written down");
                return;
            }
        };
        if let Err(error) = console.prefer(NAME, kept).await {
            // The window has a notice that nothing is remembered.
            warn!(%error, "the language that was chosen holds for this run only");
        }
    }

    /// Every change of it from now on.
    pub(crate) fn changes(&self) -> watch::Receiver<Manner> {
        self.manner.subscribe()
    }
}

/// What the system prefers, best first. The webview of Linux asks the same library, and so the page comes to the same.
#[cfg(target_os = "linux")]
fn system_languages() -> Vec<String> {
    gtk::glib::language_names().iter().map(ToString::to_string).collect()
}

/// What the system prefers, best first.
#[cfg(not(target_os = "linux"))]
fn system_languages() -> Vec<String> {
    sys_locale::get_locales().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_backend::{ConsoleConfig, EngineChoice, SamplingChoice, system_clock};
    use mini_aws_demo::{Config, DemoEngine};
    use mini_aws_words::{LanguageChoice, t};

    fn german() -> Manner {
        Manner { language: LanguageChoice::Always(Language::German), ..Manner::default() }
    }

    #[test]
    fn without_a_choice_it_is_the_systems_language() {
        let of = |system: &str| Speech::on_system(vec![system.to_owned(), "C".to_owned()]);
        assert_eq!(of("de_AT.UTF-8").say(|| t!("tray-quit")), "Beenden");
        assert_eq!(of("fr_FR").say(|| t!("tray-quit")), "Quit");
    }

    #[test]
    fn a_change_is_told_once_and_spoken_on_every_thread() {
        let speech = Arc::new(Speech::on_system(Vec::new()));
        let mut changes = speech.changes();
        assert!(speech.becomes(german()));
        assert!(changes.has_changed().unwrap());
        changes.mark_unchanged();
        assert!(!speech.becomes(german()), "the page tells it again whenever it is loaded");
        assert!(!changes.has_changed().unwrap());
        let elsewhere = Arc::clone(&speech);
        let said = std::thread::spawn(move || elsewhere.say(|| t!("tray-open"))).join().unwrap();
        assert_eq!(said, "Konsole öffnen");
        assert_eq!(t!("tray-open"), "Open console", "nobody speaks it here");
    }

    #[test]
    fn the_last_choice_is_the_one_that_is_found_at_the_next_start() {
        tauri::async_runtime::block_on(async {
            let engine = DemoEngine::start(Config { instances: 0, ..Config::default() });
            let (engine, data) = (engine.await.unwrap(), tempfile::tempdir().unwrap());
            let console = Console::start(ConsoleConfig {
                engine: EngineChoice::Pretended(engine.endpoint()),
                data_dir: Some(data.path().to_owned()),
                clock: system_clock(),
                past: None,
                sampling: SamplingChoice::default(),
            });
            let console = console.await;
            let speech = Speech::on_system(Vec::new());
            assert!(speech.becomes(german()));
            let first = speech.keep(&console);
            let english = LanguageChoice::Always(Language::English);
            assert!(speech.becomes(Manner { language: english, ..Manner::default() }));
            // The choice that was made later is written down before the other one.
            speech.keep(&console).await;
            first.await;
            let found = *Speech::read(&console).await.manner.borrow();
            assert_eq!(found.language, english);
        });
    }
}
