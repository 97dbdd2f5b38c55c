//! The icon in the desktop's tray: how the instances do, at a glance, and the way back to the window.
//!
//! What it says is made in `quick` and drawn in `gauge`, without any desktop; `linux` and `native` hand that over to one.

mod gauge;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod native;
mod quick;
mod standing;

use crate::speech::SharedSpeech;
use mini_aws_backend::Console;
use mini_aws_domain::{EventType, InstanceId};
use quick::QuickStats;
pub(crate) use standing::Standing;
use std::sync::Arc;
use std::time::Duration;
use tauri::AppHandle;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

/// How often the figures are looked at. They are handed on only if they read differently from before.
const INTERVAL: Duration = Duration::from_secs(2);

/// What somebody chose in the tray.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TrayAction {
    /// To see the window.
    Open,
    /// To see the page of one instance.
    Instance(InstanceId),
    /// To pause collecting, or to have it go on.
    TogglePause,
    /// To see the settings.
    Settings,
    /// To end the app.
    Quit,
}

/// Carries out what was chosen. It is called on a thread that may block.
type Actions = Arc<dyn Fn(TrayAction) + Send + Sync>;

/// Whether the desktop shows the icon.
#[derive(Debug, Clone)]
pub(crate) struct Tray {
    state: watch::Receiver<Standing>,
}

impl Tray {
    /// How it is now.
    pub(crate) fn state(&self) -> Standing {
        self.state.borrow().clone()
    }

    /// How it is from now on: a panel may come later than the app, and go before it.
    pub(crate) fn changes(&self) -> watch::Receiver<Standing> {
        self.state.clone()
    }
}

/// Puts the icon into the tray, as soon as there is one, and keeps it up to date for as long as the app runs.
pub(crate) fn start(
    app: &AppHandle,
    console: Console,
    speech: SharedSpeech,
    actions: impl Fn(TrayAction) + Send + Sync + 'static,
) -> Tray {
    let (told, state) = watch::channel(Standing::Starting);
    let (publish, stats) = watch::channel(look(&console, &speech));
    tauri::async_runtime::spawn(follow(console, speech, publish));
    #[cfg(target_os = "linux")]
    {
        // It speaks to the session bus and needs nothing of the app.
        let _ = app;
        tauri::async_runtime::spawn(linux::run(stats, Arc::new(actions), told));
    }
    #[cfg(not(target_os = "linux"))]
    tauri::async_runtime::spawn(native::run(app.clone(), stats, Arc::new(actions), told));
    Tray { state }
}

/// What there is to say now, as the person wants it.
fn look(console: &Console, speech: &SharedSpeech) -> QuickStats {
    console.glance(|present| speech.say(|| QuickStats::of(present)))
}

/// Publishes the figures whenever they read differently, until nobody looks at them.
async fn follow(console: Console, speech: SharedSpeech, publish: watch::Sender<QuickStats>) {
    let mut ticks = tokio::time::interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut events = console.subscribe();
    let mut manners = speech.changes();
    loop {
        tokio::select! {
            () = publish.closed() => return,
            _ = ticks.tick() => {}
            // Nor does another language.
            Ok(()) = manners.changed() => {}
            event = events.next() => match event {
                // An answer to "Pause collecting" does not wait for the next look.
                Some(event) if event.event_type() == EventType::EngineStatus => {}
                Some(_) => continue,
                None => return,
            },
        }
        publish_new(&publish, look(&console, &speech));
    }
}

/// Publishes figures if they read differently from those before.
fn publish_new(publish: &watch::Sender<QuickStats>, new: QuickStats) {
    publish.send_if_modified(|known| {
        let differs = *known != new;
        if differs {
            *known = new;
        }
        differs
    });
}

/// Says what somebody chose, away from the desktop's own thread, which must not wait for what follows.
fn choose(actions: &Actions, action: TrayAction) {
    let actions = Arc::clone(actions);
    tauri::async_runtime::spawn_blocking(move || actions(action));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_read_the_same_are_not_published_again() {
        let (publish, mut stats) = watch::channel(QuickStats::default());
        publish_new(&publish, QuickStats::default());
        assert!(!stats.has_changed().unwrap());
        let other = QuickStats { engine: "Docker 28.2.2".to_owned(), ..QuickStats::default() };
        publish_new(&publish, other.clone());
        assert!(stats.has_changed().unwrap());
        assert_eq!(*stats.borrow_and_update(), other);
    }
}
