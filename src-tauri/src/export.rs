//! Where history, activity and logs are saved to: the dialog that asks for it.

use mini_aws_domain::ExportFormat;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tauri::{Manager as _, WebviewWindow};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;
use tracing::warn;

/// Asks the person where to save a file, in a dialog over the window with that title; `None` if it is cancelled.
pub(crate) async fn ask_where(
    window: &WebviewWindow,
    title: &str,
    name: &str,
    format: ExportFormat,
) -> Option<PathBuf> {
    let kind = match format {
        ExportFormat::Csv => "Comma-separated values",
        ExportFormat::Json => "JSON",
    };
    ask(window, title, name, (kind, format.extension())).await
}

/// The same for a text.
pub(crate) async fn ask_where_for_text(
    window: &WebviewWindow,
    title: &str,
    name: &str,
) -> Option<PathBuf> {
    ask(window, title, name, ("Text", "txt")).await
}

async fn ask(
    window: &WebviewWindow,
    title: &str,
    name: &str,
    (kind, extension): (&str, &str),
) -> Option<PathBuf> {
    let (tell, told) = oneshot::channel();
    let mut dialog = window.dialog().file();
    if let Some(folder) = window.state::<SavedIn>().or_downloads(window) {
        dialog = dialog.set_directory(folder);
    }
    dialog
        .set_parent(window)
        .set_title(title)
        .set_file_name(name)
        .add_filter(kind, &[extension])
        .save_file(|file| {
            // Nobody waits any more if the app ends meanwhile.
            let _ = tell.send(file);
        });
    let file = told.await.ok()??;
    // On a desktop it is a path.
    let path =
        file.into_path().inspect_err(|error| warn!(%error, "that is no file to write to")).ok()?;
    window.state::<SavedIn>().remember(&path);
    Some(path)
}

/// Where the person saved last, for as long as the app runs.
#[derive(Debug, Default)]
pub(crate) struct SavedIn(Mutex<Option<PathBuf>>);

impl SavedIn {
    fn remember(&self, file: &Path) {
        let folder = file.parent().map(Path::to_path_buf);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = folder;
    }

    /// That folder, or the one for downloads: the folder that the app was started in is nobody's choice. and without one their own.
    fn or_downloads(&self, window: &WebviewWindow) -> Option<PathBuf> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let downloads = || window.path().download_dir().ok();
        last.filter(|folder| folder.is_dir())
            .or_else(|| downloads().filter(|folder| folder.is_dir()))
            .or_else(|| window.path().home_dir().ok())
    }
}
