//! What is told outside of the window: that the engine is lost, and that it is found again.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod native;

use crate::speech::SharedSpeech;
#[cfg(target_os = "linux")]
use linux::Desktop;
use mini_aws_backend::Console;
use mini_aws_domain::{EngineStatus, EventType};
use mini_aws_words::{away_next_step, away_reason, t};
#[cfg(not(target_os = "linux"))]
use native::Desktop;
use tokio::sync::mpsc;
use tracing::info;

/// How many messages may wait to be told.
const WAITING: usize = 8;

/// The way to whoever shows notifications.
#[derive(Debug, Clone)]
pub(crate) struct Teller(mpsc::Sender<News>);

/// Tells of the engine for as long as the console runs, whenever `is_wanted` says so, and whatever else it is given to tell.
pub(crate) fn start(
    console: Console,
    speech: SharedSpeech,
    is_wanted: impl Fn() -> bool + Send + Sync + 'static,
) -> Teller {
    let (teller, mut told) = mpsc::channel(WAITING);
    tauri::async_runtime::spawn(async move {
        let mut events = console.subscribe();
        let mut engine = Engine::default();
        // One for all: some desktops take back what was shown for somebody who left.
        let mut desktop = Desktop::default();
        engine.becomes(&console.engine_status());
        loop {
            let news = tokio::select! {
                Some(news) = told.recv() => Some(news),
                event = events.next() => {
                    let Some(event) = event else { return };
                    // After a resync something may have been missed.
                    match event.event_type() {
                        EventType::EngineStatus | EventType::Resync => {
                            let status = console.engine_status();
                            speech.say(|| engine.becomes(&status)).filter(|_| is_wanted())
                        }
                        _ => None,
                    }
                }
            };
            let Some(news) = news else { continue };
            if let Err(error) = desktop.show(&news).await {
                info!(%error, title = news.title, "the person was not told");
            }
        }
    });
    Teller(teller)
}

impl Teller {
    /// Tells the person something else, once.
    pub(crate) fn tell(&self, title: String, body: String) {
        let news = News { title, body, is_good: true };
        if let Err(error) = self.0.try_send(news) {
            info!(%error, "the person was not told");
        }
    }
}

/// What the desktop is told.
#[derive(Debug, Clone, PartialEq, Eq)]
struct News {
    /// In a few words.
    title: String,
    /// What is the matter and what to do, in sentences.
    body: String,
    /// Whether it is good news.
    is_good: bool,
}

/// The engine, as far as somebody was told of it.
#[derive(Debug, Default, PartialEq, Eq)]
enum Engine {
    /// It was not there since the app started, or since a pause: that it is away is no news.
    #[default]
    Unknown,
    /// It answered when it was last heard of.
    There,
    /// It was there, and was lost.
    Lost,
}

impl Engine {
    /// Takes note of how it is now; what is there to tell, if anything, in the language of the thread.
    fn becomes(&mut self, status: &EngineStatus) -> Option<News> {
        let (next, news) = match (&*self, status) {
            // A pause was asked for, and whoever asked for it knows; what comes after it begins anew.
            (_, EngineStatus::Paused { .. }) => (Self::Unknown, None),
            (Self::There, EngineStatus::Away { reason, next_step, attempts, .. }) => {
                let next_step = away_next_step(reason, next_step, attempts);
                let said = [away_reason(reason, attempts), next_step];
                let body = said.join(" ").trim().to_owned();
                let title = t!("news-lost");
                (Self::Lost, Some(News { title, body, is_good: false }))
            }
            (Self::Lost, EngineStatus::Connected { engine, .. }) => {
                let title = t!("news-back");
                let (engine, version) = (engine.kind.as_str(), &engine.version);
                let body = t!("news-back.text", engine = engine, version = version);
                (Self::There, Some(News { title, body, is_good: true }))
            }
            (_, EngineStatus::Connected { .. }) => (Self::There, None),
            (_, EngineStatus::Connecting | EngineStatus::Away { .. }) => return None,
        };
        *self = next;
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};
    use mini_aws_domain::{CgroupVersion, ContainerOs, EngineInfo, EngineKind};
    use mini_aws_words::Language;

    const SINCE: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn there() -> EngineStatus {
        EngineStatus::Connected {
            since: SINCE,
            engine: EngineInfo {
                kind: EngineKind::Podman,
                version: "5.4.0".to_owned(),
                api_version: "1.41".to_owned(),
                endpoint: String::new(),
                found_by: String::new(),
                host: String::new(),
                os: ContainerOs::Linux,
                cgroup: CgroupVersion::V2,
                cpus: 1,
                memory_bytes: 0,
            },
            attempts: Vec::new(),
        }
    }

    fn away(reason: &str) -> EngineStatus {
        EngineStatus::Away {
            since: SINCE,
            reason: reason.to_owned(),
            next_step: "Start it.".to_owned(),
            retry_at: SINCE,
            attempts: Vec::new(),
        }
    }

    /// The titles of what is told along this way.
    fn told(way: &[EngineStatus]) -> Vec<String> {
        let mut engine = Engine::default();
        way.iter().filter_map(|status| engine.becomes(status)).map(|news| news.title).collect()
    }

    #[test]
    fn a_loss_is_told_once_and_so_is_its_end() {
        let way = [
            EngineStatus::Connecting,
            there(),
            away("Docker was lost."),
            away("There is no socket."),
            EngineStatus::Connecting,
            away("There is no socket."),
            there(),
            there(),
            away("Docker was lost."),
        ];
        assert_eq!(
            told(&way),
            ["The engine was lost", "The engine is back", "The engine was lost"]
        );
    }

    #[test]
    fn an_engine_that_never_was_there_is_no_news() {
        assert_eq!(told(&[EngineStatus::Connecting, away("x"), away("y"), there()]), [""; 0]);
    }

    #[test]
    fn a_pause_is_no_loss_and_its_end_no_find() {
        let paused = EngineStatus::Paused { since: SINCE };
        assert_eq!(told(&[there(), paused.clone(), EngineStatus::Connecting, there()]), [""; 0]);
        assert_eq!(told(&[there(), paused.clone(), away("x"), there()]), [""; 0]);
        assert_eq!(told(&[there(), away("x"), paused, there()]), ["The engine was lost"]);
    }

    #[test]
    fn the_reason_and_the_next_step_are_told() {
        let mut engine = Engine::There;
        let news = engine.becomes(&away("Docker was lost.")).unwrap();
        assert_eq!((news.body.as_str(), news.is_good), ("Docker was lost. Start it.", false));
        let news = engine.becomes(&there()).unwrap();
        assert_eq!((news.body.as_str(), news.is_good), ("Podman 5.4.0 answers again.", true));
    }

    #[test]
    fn it_is_told_in_the_language() {
        Language::German.within(|| {
            let mut engine = Engine::There;
            let news = engine.becomes(&away("Docker was lost.")).unwrap();
            assert_eq!(news.title, "Die Engine ist weg");
            let body = "Die Engine antwortet nicht mehr: Docker was lost. Start it.";
            assert_eq!(news.body, body, "what has no code is kept");
            let news = engine.becomes(&there()).unwrap();
            assert_eq!(news.title, "Die Engine ist wieder da");
            assert_eq!(news.body, "Podman 5.4.0 antwortet wieder.");
        });
    }
}
