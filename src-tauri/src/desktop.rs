//! The app as a guest of the desktop: what it was allowed to do, and what it does when its window is closed.

use crate::choices::{Choice, Choices};
use crate::notify::Teller;
use crate::speech::SharedSpeech;
use crate::tray::{Standing, Tray, TrayAction};
use crate::window::{self, MainWindow, SharedWindow};
use crate::{autostart, menu, notify, show, starters, theme, tray};
use mini_aws_backend::Console;
use mini_aws_domain::{DesktopChoice, DesktopStatus, EngineStarter, Page, Place, Problem};
use mini_aws_words::t;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Manager as _};
use tracing::{error, info, warn};

/// How long the desktop may take to say whether it shows the tray icon.
const TRAY_WITHIN: Duration = Duration::from_secs(5);

/// What the app knows of its desktop.
pub(crate) struct Desktop {
    console: Console,
    choices: Arc<Choices>,
    speech: SharedSpeech,
    tray: Tray,
    teller: Teller,
}

impl Desktop {
    /// Settles in: the tray icon, what is told outside of the window, and the colours of the desktop.
    pub(crate) fn start(
        app: &AppHandle,
        console: &Console,
        choices: Choices,
        speech: SharedSpeech,
        window: SharedWindow,
    ) -> Self {
        let choices = Arc::new(choices);
        let wanted = Arc::clone(&choices);
        let teller = notify::start(console.clone(), SharedSpeech::clone(&speech), move || {
            wanted.is(Choice::Notifications)
        });
        theme::follow(app.clone());
        menu::follow(app, &speech);
        let (acting, collecting) = (app.clone(), console.clone());
        let shown = window.clone();
        let tray = tray::start(app, console.clone(), SharedSpeech::clone(&speech), move |action| {
            act(&acting, &collecting, &window, action);
        });
        tauri::async_runtime::spawn(show_without_tray(app.clone(), shown, tray.clone()));
        Self { console: console.clone(), choices, speech, tray, teller }
    }

    /// Whether the person can open the window from the tray, once the desktop has said so.
    pub(crate) async fn has_tray(&self) -> bool {
        let mut states = self.tray.changes();
        let known = states.wait_for(|state| *state != Standing::Starting);
        match tokio::time::timeout(TRAY_WITHIN, known).await {
            Ok(Ok(state)) => *state == Standing::Shown,
            Ok(Err(_)) | Err(_) => false,
        }
    }

    /// Whether the app goes on when its last window is gone.
    pub(crate) fn goes_on_without_window(&self) -> bool {
        // On macOS the Dock brings the window back, whatever there is in the menu bar.
        cfg!(target_os = "macos")
            || (self.tray.state() == Standing::Shown && self.choices.is(Choice::KeepInTray))
    }

    /// The person closes the window.
    pub(crate) fn window_closes(&self, app: &AppHandle, window: &MainWindow) {
        if !self.goes_on_without_window() {
            return;
        }
        if let Some(closing) = app.get_webview_window(window::MAIN_WINDOW) {
            window.put_away(&closing);
        }
        // Who closes a window for the first time expects that to be the end.
        if cfg!(target_os = "macos") || self.choices.is(Choice::ToldOfTray) {
            return;
        }
        let (title, body) = self.speech.say(|| (t!("news-in-tray"), t!("news-in-tray.text")));
        self.teller.tell(title, body);
        let (console, choices) = (self.console.clone(), Arc::clone(&self.choices));
        tauri::async_runtime::spawn(async move {
            if let Err(error) = choices.make(&console, Choice::ToldOfTray, true).await {
                warn!(%error, "the person will be told of the tray again");
            }
        });
    }

    /// How it behaves now.
    pub(crate) fn status(&self) -> DesktopStatus {
        DesktopStatus {
            autostart: autostart::is_on()
                .inspect_err(|error| info!(%error, "whether the app starts by itself is not known"))
                .ok(),
            start_hidden: self.choices.is(Choice::StartHidden),
            notifications: self.choices.is(Choice::Notifications),
            keep_in_tray: self.choices.is(Choice::KeepInTray),
            tray: self.speech.say(|| self.tray.state().say()),
            logs: self.logs().map(|path| path.display().to_string()),
        }
    }

    /// Does what the person chose.
    pub(crate) async fn change(&self, choice: DesktopChoice) -> Result<(), Problem> {
        let (choice, yes) = match choice {
            DesktopChoice::Autostart(yes) => {
                let before = self.status().autostart;
                set_autostart(yes, self.choices.is(Choice::StartHidden))?;
                if before != Some(yes) {
                    self.tell("starts at login", yes).await;
                }
                return Ok(());
            }
            DesktopChoice::StartHidden(yes) => (Choice::StartHidden, yes),
            DesktopChoice::Notifications(yes) => (Choice::Notifications, yes),
            DesktopChoice::KeepInTray(yes) => (Choice::KeepInTray, yes),
        };
        let before = self.choices.is(choice);
        if let Err(error) = self.choices.make(&self.console, choice, yes).await {
            // The window has a notice that nothing is remembered.
            warn!(%error, "what was chosen holds for this run only");
        }
        if before != yes {
            self.tell(choice.words(), yes).await;
        }
        // How it starts stands in what starts it.
        if choice == Choice::StartHidden && self.status().autostart == Some(true) {
            set_autostart(true, yes)?;
        }
        Ok(())
    }

    /// Tells the feed what was chosen.
    async fn tell(&self, what: &str, yes: bool) {
        let how = if yes { "on" } else { "off" };
        self.console.tell_setting(format!("{what}: {how}")).await;
    }

    /// Opens the folder with the logs.
    pub(crate) async fn open_logs(&self) -> Result<(), Problem> {
        let Some(logs) = self.logs() else {
            return Err(problem("The console keeps no logs, since it has no data directory."));
        };
        let path = logs.display().to_string();
        let opened =
            tokio::task::spawn_blocking(move || tauri_plugin_opener::open_path(logs, None::<&str>))
                .await;
        match opened {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(problem(&format!("{path} could not be opened: {error}."))),
            Err(error) => Err(problem(&format!("{path} could not be opened: {error}."))),
        }
    }

    fn logs(&self) -> Option<PathBuf> {
        let dir = self.console.data_dir()?;
        dir.logs().inspect_err(|error| warn!(%error, "there are no logs")).ok()
    }
}

fn problem(message: &str) -> Problem {
    Problem {
        code: "not_opened".to_owned(),
        message: message.to_owned(),
        next_step: "Open it by hand: the settings show its path.".to_owned(),
    }
}

fn set_autostart(on: bool, hidden: bool) -> Result<(), Problem> {
    autostart::set(on, hidden).map_err(|error| {
        error!(%error, "starting by itself could not be arranged");
        Problem {
            code: "no_autostart".to_owned(),
            message: format!("That could not be arranged: {error}."),
            next_step: "Arrange it in the settings of your desktop.".to_owned(),
        }
    })
}

/// Does what was chosen in the tray.
fn act(app: &AppHandle, console: &Console, window: &SharedWindow, action: TrayAction) {
    match action {
        TrayAction::Open => show(window, Place::default()),
        TrayAction::Settings => {
            show(window, Place { page: Some(Page::Settings), instance: None });
        }
        TrayAction::Instance(id) => show(window, window::page_of(&id)),
        TrayAction::TogglePause => {
            let on = !console.is_collecting();
            let console = console.clone();
            tauri::async_runtime::spawn(async move { console.set_collecting(on).await });
        }
        TrayAction::Quit => app.exit(0),
    }
}

/// Shows the window again when the tray goes from which it could have been opened.
async fn show_without_tray(app: AppHandle, window: SharedWindow, tray: Tray) {
    let mut states = tray.changes();
    let mut was_shown = false;
    while states.changed().await.is_ok() {
        let is_shown = *states.borrow_and_update() == Standing::Shown;
        // The Dock of macOS brings it back, tray or not.
        let is_lost = was_shown && !is_shown && !cfg!(target_os = "macos");
        was_shown = is_shown;
        if is_lost && app.get_webview_window(window::MAIN_WINDOW).is_none() {
            info!("the window is shown again, for the tray is gone");
            window.show_or_log(Place::default()).await;
        }
    }
}

/// The engines that could be started here.
pub(crate) async fn engine_starters() -> Vec<EngineStarter> {
    // Looking around on a disk may take its time.
    tokio::task::spawn_blocking(starters::starters).await.unwrap_or_else(|error| {
        error!(%error, "nobody can say which engines could be started");
        Vec::new()
    })
}
