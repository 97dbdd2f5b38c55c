//! The shell: only what needs a window or Tauri's IPC. What the console knows and does is in the backend.

mod assets;
mod commands;
mod export;
mod feed;
mod logging;
mod start;

use assets::WindowFiles;
use clap::Parser;
use mini_aws_backend::CommonOptions;
use mini_aws_backend::gateway::{Door, DoorOptions};
use std::process::ExitCode;
use std::sync::Arc;
use tauri::{Manager, RunEvent};
use tracing::{error, info};

/// The window's label, which `tauri.conf.json` and the capability file know as well.
const MAIN_WINDOW: &str = "main";

/// A native desktop console for the small cloud on your own machine: instances are containers, volumes are Docker volumes, VPCs
/// are Docker networks.
#[derive(Debug, Parser)]
#[command(name = "mini-aws-console", version)]
struct Arguments {
    #[command(flatten)]
    common: CommonOptions,
}

/// Runs the app until its window is closed.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let _log = logging::start(&arguments.common);
    match run_window(arguments.common) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!(%error, "the window could not be opened");
            say(&format!("{error}"));
            ExitCode::FAILURE
        }
    }
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
enum ShellError {
    /// There is nothing to draw on.
    #[error(
        "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). \
         Start the console from a desktop session, or over SSH with `ssh -X`."
    )]
    NoDisplay,
    /// The pretend engine does not start.
    #[error("The pretend engine could not be started: {0}.")]
    Demo(#[from] mini_aws_demo::DemoError),
    /// The windowing system or the webview fails.
    #[error("The window could not be opened: {0}.")]
    Window(#[from] tauri::Error),
}

fn run_window(options: CommonOptions) -> Result<(), ShellError> {
    if cfg!(target_os = "linux") && !has_display() {
        return Err(ShellError::NoDisplay);
    }
    let mut builder = tauri::Builder::default();
    if single_instance_is_possible() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| {
            show_main_window(app);
        }));
    }
    let app = builder
        // The page is allowed none of its commands: dialogs are opened by ours.
        .plugin(tauri_plugin_dialog::init())
        // No command is allowed to it yet: it is here for starting an engine that is down.
        .plugin(tauri_plugin_shell::init())
        .manage(feed::Feed::default())
        .invoke_handler(tauri::generate_handler![
            commands::acknowledge,
            commands::activity_between,
            commands::door,
            commands::door_link,
            commands::engine_status,
            commands::explain,
            commands::export_history,
            commands::history,
            commands::instances,
            commands::measure_storage,
            commands::past_instances,
            commands::recent_events,
            commands::retry_engine,
            commands::rotate_key,
            commands::set_door,
            commands::set_watching,
            commands::snapshot,
            commands::stats,
            commands::subscribe,
            commands::summary,
            commands::unsubscribe,
            commands::volumes,
            commands::vpcs,
        ])
        .build(tauri::generate_context!())?;
    // Only now: where another instance runs already, building has shown its window and ended this process. The windows, and with
    // them the first commands, come when the app runs.
    let started = tauri::async_runtime::block_on(start::start(options))?;
    app.manage(started.console.clone());
    let assets = Arc::new(WindowFiles::new(app.handle().clone()));
    let door = Door::new(started.console.clone(), assets, DoorOptions::default());
    app.manage(door.clone());
    let opening = door.clone();
    tauri::async_runtime::spawn(async move {
        // The settings tell why it is not open.
        if let Err(error) = opening.open_if_preferred().await {
            error!(%error, "the HTTP door is not open");
        }
    });
    tauri::async_runtime::spawn(exit_when_asked(app.handle().clone()));
    // Not `run`: that one ends the process, and with it whatever has yet to be written or cleared away.
    app.run_return(|_, event| {
        if matches!(event, RunEvent::Exit) {
            info!("closing");
        }
    });
    tauri::async_runtime::block_on(async {
        door.close().await;
        started.end().await;
    });
    Ok(())
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

/// Brings the window to the front. Each step may be refused by the window manager, and the next one still makes sense.
fn show_main_window(app: &tauri::AppHandle) {
    let Some(window) = app.get_webview_window(MAIN_WINDOW) else {
        return;
    };
    for step in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(error) = step {
            tracing::warn!(%error, "the window manager refused to bring the window up");
        }
    }
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// On Linux a second start finds the first over the session bus; without a usable address the plugin would panic.
fn single_instance_is_possible() -> bool {
    !cfg!(target_os = "linux")
        || std::env::var("DBUS_SESSION_BUS_ADDRESS").is_ok_and(|address| {
            ["unix:", "tcp:", "nonce-tcp:", "unixexec:"]
                .iter()
                .any(|kind| address.starts_with(kind))
        })
}

/// Tells a person at a terminal.
#[allow(clippy::print_stderr, reason = "there is no window to say it in")]
fn say(message: &str) {
    eprintln!("mini-aws-console: {message}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
