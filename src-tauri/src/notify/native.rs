//! Notifications of macOS and Windows.

use super::News;
use notify_rust::Notification;

/// The app's identifier, as in `tauri.conf.json`: an installed app's notifications bear its name and icon.
const IDENTIFIER: &str = "dev.mini-aws.console";

/// Why nothing is shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum DesktopError {
    /// The system does not show it.
    #[error("the system shows no notification: {0}")]
    System(#[from] notify_rust::error::Error),
    /// The thread that was to ask for it is gone.
    #[error("the system was not asked: {0}")]
    Thread(#[from] tauri::Error),
}

/// Whoever shows notifications.
#[derive(Debug, Default)]
pub(super) struct Desktop {
    is_introduced: bool,
}

impl Desktop {
    /// Shows news.
    pub(super) async fn show(&mut self, news: &News) -> Result<(), DesktopError> {
        let is_first = !std::mem::replace(&mut self.is_introduced, true);
        let (title, body) = (news.title.clone(), news.body.clone());
        // It may wait for the system.
        tauri::async_runtime::spawn_blocking(move || {
            if is_first {
                introduce();
            }
            let mut notification = Notification::new();
            notification.summary(&title).body(&body);
            #[cfg(windows)]
            if is_installed() {
                notification.app_id(IDENTIFIER);
            }
            notification.show().map(|_| ())
        })
        .await??;
        Ok(())
    }
}

/// Tells macOS whose notifications they are; it can be told once.
fn introduce() {
    #[cfg(target_os = "macos")]
    if let Err(error) = notify_rust::set_application(IDENTIFIER) {
        tracing::info!(%error, "notifications bear the name of another app");
    }
}

/// Whether there is a shortcut that knows the identifier: Windows shows nothing for one that it does not know.
#[cfg(windows)]
fn is_installed() -> bool {
    let is_built_here = |program: std::path::PathBuf| {
        program.parent().is_some_and(|folder| {
            folder.ends_with("target/debug") || folder.ends_with("target/release")
        })
    };
    std::env::current_exe().is_ok_and(|program| !is_built_here(program))
}
