//! The shell: only what needs a window or Tauri's IPC. What the console knows and does is in the backend.

mod asking;
mod assets;
mod autostart;
mod choices;
mod commands;
mod desktop;
mod export;
mod feed;
mod logging;
mod menu;
mod notify;
mod options;
mod ports;
mod single;
mod speech;
mod start;
mod starters;
mod theme;
mod tray;
mod visits;
#[cfg(target_os = "linux")]
mod webkit;
mod window;

use assets::WindowFiles;
use choices::Choices;
use clap::Parser;
use desktop::Desktop;
use mini_aws_backend::gateway::{Door, DoorOptions};
use mini_aws_backend::local::LocalServer;
use mini_aws_backend::{DataDir, DataDirError};
use mini_aws_domain::Place;
use options::Options;
use single::{HandOverError, Turn};
use speech::{SharedSpeech, Speech};
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;
use tauri::{Manager, RunEvent, WindowEvent};
use tauri_plugin_window_state::StateFlags;
use tracing::{error, info, warn};
use window::{MainWindow, SharedWindow};

/// The file in the data directory that keeps the window's size and place.
const WINDOW_STATE: &str = "window.json";
/// What wrong usage is told to the shell with.
const WRONG_USAGE: u8 = 2;

/// Runs the app until it is quit, or has the one that runs already show its window.
#[must_use]
pub fn run() -> ExitCode {
    let options = Options::parse();
    let place = match options.place() {
        Ok(place) => place,
        Err(error) => {
            say(&format!("The window cannot go there: {error}."));
            return ExitCode::from(WRONG_USAGE);
        }
    };
    #[cfg(target_os = "linux")]
    webkit::prepare();
    let _log = logging::start(&options.common);
    mini_aws_words::report_with(|mistake| error!(mistake, "the catalogue of words has a mistake"));
    match run_window(options, place) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!(%error, "the window could not be opened");
            say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
enum ShellError {
    /// There is nothing to draw on.
    #[cfg(target_os = "linux")]
    #[error(
        "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). \
         Start the console from a desktop session, over SSH with `ssh -X`, or open it in a browser with `cloud serve`."
    )]
    NoDisplay,
    /// Nobody draws there.
    #[cfg(target_os = "linux")]
    #[error(
        "The display does not answer ({0}). Start the console from a desktop session, or open it in a browser with `cloud serve`."
    )]
    DeadDisplay(String),
    /// Another one runs, and is not shown.
    #[error(transparent)]
    HandOver(#[from] HandOverError),
    /// The pretend engine does not start.
    #[error("The pretend engine could not be started: {0}.")]
    Demo(#[from] mini_aws_demo::DemoError),
    /// The windowing system or the webview fails.
    #[error("The window could not be opened: {0}.")]
    Window(#[from] tauri::Error),
}

fn run_window(options: Options, place: Place) -> Result<(), ShellError> {
    let dir = data_dir(&options);
    let begun = Instant::now();
    let claim = loop {
        match (single::take_turn(dir.as_ref()), &dir) {
            (Turn::Ours(claim), _) => break claim,
            // Nobody asked to see it.
            (Turn::Theirs, _) if options.hidden => return Ok(()),
            (Turn::Theirs, Some(dir)) => {
                let shown = tauri::async_runtime::block_on(async {
                    let shown = single::hand_over(dir, &place).await?;
                    // It is just starting, or ends; then it is our turn.
                    if !shown {
                        single::wait(begun).await?;
                    }
                    Ok::<_, HandOverError>(shown)
                })?;
                if shown {
                    return Ok(());
                }
            }
            (Turn::Theirs, None) => break None,
        }
    };
    check_display()?;
    let window = SharedWindow::new(MainWindow::default());
    // From now on others can ask for the window; they wait until there is one.
    let reachable = dir.as_ref().filter(|_| claim.is_some());
    let local = tauri::async_runtime::block_on(async {
        reachable.and_then(|dir| listen(LocalServer::window(dir, window.clone()).map(Some)))
    });
    let app = build(dir.as_ref(), window.clone())?;
    let ended = run_app(app, options, place, window);
    tauri::async_runtime::block_on(async {
        if let Some(local) = local {
            local.close().await;
        }
    });
    // Only now may another app take its place.
    drop(claim);
    ended
}

/// Where the data are. That there is no such place is told in the window.
fn data_dir(options: &Options) -> Option<DataDir> {
    let common = &options.common;
    DataDir::of_console(common.data_dir.as_deref(), common.demo.is_some())
        .inspect_err(|error: &DataDirError| warn!(%error, "there is no data directory"))
        .ok()
}

/// The server at a socket. Without it the app works, and other programs cannot reach it.
fn listen(server: std::io::Result<Option<LocalServer>>) -> Option<LocalServer> {
    server
        .inspect_err(|error| error!(%error, "other programs cannot reach the console"))
        .ok()
        .flatten()
}

fn build(dir: Option<&DataDir>, window: SharedWindow) -> Result<tauri::App, tauri::Error> {
    let mut builder = tauri::Builder::default();
    // The plugin takes text. Where the path is none, the window opens in its usual place.
    if let Some(file) = dir.and_then(|dir| Some(dir.path().join(WINDOW_STATE).to_str()?.to_owned()))
    {
        let state = tauri_plugin_window_state::Builder::new()
            // An absolute name is taken as it is.
            .with_filename(file)
            // Whether it is visible is for the tray and the options to say.
            .with_state_flags(StateFlags::all() & !(StateFlags::VISIBLE | StateFlags::DECORATIONS));
        builder = builder.plugin(state.build());
    }
    menu::give(builder)
        // The page is allowed none of its commands: dialogs are opened by ours.
        .plugin(tauri_plugin_dialog::init())
        // Allowed to the page are the commands that start an engine, each to the letter, and no other.
        .plugin(tauri_plugin_shell::init())
        .manage(feed::Feed::default())
        .manage(export::SavedIn::default())
        .manage(window)
        .invoke_handler(tauri::generate_handler![
            commands::acknowledge,
            commands::activity_between,
            commands::change_desktop,
            commands::desktop,
            asking::detail,
            asking::end_logs,
            asking::next_logs,
            asking::read_logs,
            asking::save_logs,
            commands::door,
            commands::door_key,
            commands::door_link,
            commands::engine_options,
            commands::engine_starters,
            commands::engine_status,
            commands::explain,
            commands::attend,
            commands::audit,
            commands::cancel_measure,
            commands::export_history,
            commands::history,
            commands::instances,
            commands::measure_storage,
            commands::next_visit,
            commands::open_logs,
            ports::open_port,
            commands::past_instances,
            commands::sparklines,
            commands::pick_engine,
            commands::recent_events,
            commands::retention,
            commands::retry_engine,
            commands::rotate_key,
            commands::save_audit,
            commands::set_collecting,
            commands::set_door,
            commands::set_retention,
            commands::set_watching,
            commands::snapshot,
            commands::speak,
            commands::stats,
            commands::subscribe,
            commands::summary,
            commands::unsubscribe,
            commands::volumes,
            commands::vpcs,
        ])
        .build(tauri::generate_context!())
}

/// Runs the app on a console until it is quit.
fn run_app(
    app: tauri::App,
    options: Options,
    place: Place,
    window: SharedWindow,
) -> Result<(), ShellError> {
    let hidden = options.hidden;
    // Before the app runs: then the first commands come, and they need it.
    let started = tauri::async_runtime::block_on(start::start(options.common))?;
    let console = started.console.clone();
    app.manage(console.clone());
    let assets = Arc::new(WindowFiles::new(app.handle().clone()));
    let door = Door::new(console.clone(), assets, DoorOptions::default());
    app.manage(door.clone());
    let (local, choices, speech) = tauri::async_runtime::block_on(async {
        let local = listen(LocalServer::console(&console, &door, true));
        (local, Choices::read(&console).await, Speech::read(&console).await)
    });
    let speech = SharedSpeech::new(speech);
    app.manage(SharedSpeech::clone(&speech));
    let desktop = Desktop::start(app.handle(), &console, choices, speech, window.clone());
    let desktop = Arc::new(desktop);
    app.manage(Arc::clone(&desktop));

    let opening = door.clone();
    tauri::async_runtime::spawn(async move {
        // The settings tell why it is not open.
        if let Err(error) = opening.open_if_preferred().await {
            error!(%error, "the HTTP door is not open");
        }
    });
    tauri::async_runtime::spawn(exit_when_asked(app.handle().clone()));
    let mut first = Some((desktop, place));
    // Not `run`: that one ends the process, and with it whatever has yet to be written or cleared away.
    app.run_return(move |app, event| match event {
        RunEvent::Ready => {
            window.run_with(app.clone(), console.clone());
            let Some((desktop, place)) = first.take() else { return };
            let window = window.clone();
            tauri::async_runtime::spawn(async move {
                // A window that nobody could open again must not stay away.
                if !hidden || !desktop.has_tray().await {
                    window.show_or_log(place).await;
                }
            });
        }
        RunEvent::WindowEvent { label, event: WindowEvent::CloseRequested { .. }, .. }
            if label == window::MAIN_WINDOW =>
        {
            app.state::<Arc<Desktop>>().window_closes(app, &window);
        }
        // The last window is gone. Somebody who quits says so with a code.
        RunEvent::ExitRequested { code: None, api, .. }
            if app.state::<Arc<Desktop>>().goes_on_without_window() =>
        {
            api.prevent_exit();
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => show(&window, Place::default()),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            for link in urls {
                match Place::parse_link(link.as_str()) {
                    Ok(place) => show(&window, place),
                    Err(error) => warn!(%error, "a link leads nowhere"),
                }
            }
        }
        RunEvent::Exit => {
            window.end();
            info!("closing");
        }
        _ => {}
    });
    tauri::async_runtime::block_on(async {
        if let Some(local) = local {
            local.close().await;
        }
        door.close().await;
        started.end().await;
    });
    Ok(())
}

/// Shows the window, for whoever cannot wait.
fn show(window: &SharedWindow, place: Place) {
    let window = SharedWindow::clone(window);
    tauri::async_runtime::spawn(async move { window.show_or_log(place).await });
}

/// Closes the app as its window does when the session ends or somebody at the terminal presses Ctrl-C.
async fn exit_when_asked(app: tauri::AppHandle) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut terminate), Ok(mut interrupt)) =
            (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            return;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        return;
    }
    app.exit(0);
}

/// Whether there is something to draw on. The windowing library itself would panic.
#[cfg(target_os = "linux")]
fn check_display() -> Result<(), ShellError> {
    let named = ["DISPLAY", "WAYLAND_DISPLAY"]
        .into_iter()
        .filter_map(|name| {
            Some((name, std::env::var(name).ok().filter(|value| !value.is_empty())?))
        })
        .collect::<Vec<_>>();
    if named.is_empty() {
        return Err(ShellError::NoDisplay);
    }
    gtk::init().map_err(|_| {
        let named: Vec<_> = named.iter().map(|(name, value)| format!("{name}={value}")).collect();
        ShellError::DeadDisplay(named.join(", "))
    })
}

/// Elsewhere a person who is logged in has a display.
#[cfg(not(target_os = "linux"))]
fn check_display() -> Result<(), ShellError> {
    Ok(())
}

/// Tells a person at a terminal. Where there is nobody to tell, that is nobody's error. What somebody else wrote, such as a link, may
/// hold orders for the terminal; they are not passed on.
fn say(message: &str) {
    let message: String =
        message.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let _ = writeln!(std::io::stderr(), "mini-aws-console: {message}");
}
