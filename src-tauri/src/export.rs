//! Where history, activity and logs are saved to: the dialog that asks for it.

use crate::speech::SharedSpeech;
use mini_aws_domain::ExportFormat;
use mini_aws_words::t;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tauri::{Manager as _, WebviewWindow};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;
use tracing::warn;

/// What is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saving {
    /// What was measured.
    History(ExportFormat),
    /// What happened.
    Activity(ExportFormat),
    /// What an instance wrote.
    Log,
}

impl Saving {
    /// What the dialog is called, and the kind of file, in the language of the thread.
    fn words(self) -> (String, String) {
        let kind = |format| match format {
            ExportFormat::Csv => t!("file-csv"),
            ExportFormat::Json => t!("file-json"),
        };
        match self {
            Self::History(format) => (t!("save-history"), kind(format)),
            Self::Activity(format) => (t!("save-activity"), kind(format)),
            Self::Log => (t!("save-log"), t!("file-text")),
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::History(format) | Self::Activity(format) => format.extension(),
            Self::Log => "txt",
        }
    }
}

/// Asks the person where to save a file, in a dialog over the window; `None` if it is cancelled.
pub(crate) async fn ask_where(
    window: &WebviewWindow,
    saving: Saving,
    name: &str,
) -> Option<PathBuf> {
    let (title, kind) = window.state::<SharedSpeech>().say(|| saving.words());
    let (tell, told) = oneshot::channel();
    let mut dialog = window.dialog().file();
    if let Some(folder) = window.state::<SavedIn>().or_downloads(window) {
        dialog = dialog.set_directory(folder);
    }
    dialog
        .set_parent(window)
        .set_title(title)
        .set_file_name(name)
        .add_filter(kind, &[saving.extension()])
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

    /// That folder, or the one for downloads: the folder that the app was started in is nobody's choice. Without either, their own.
    fn or_downloads(&self, window: &WebviewWindow) -> Option<PathBuf> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let downloads = || window.path().download_dir().ok();
        last.filter(|folder| folder.is_dir())
            .or_else(|| downloads().filter(|folder| folder.is_dir()))
            .or_else(|| window.path().home_dir().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_words::Language;

    #[test]
    fn the_dialog_says_what_is_saved_in_the_language() {
        let said = |saving: Saving| {
            let (title, kind) = Language::German.within(|| saving.words());
            format!("{title} ({kind}, .{})", saving.extension())
        };
        let csv = said(Saving::History(ExportFormat::Csv));
        assert_eq!(csv, "Verlauf exportieren (Kommagetrennte Werte, .csv)");
        assert_eq!(
            said(Saving::Activity(ExportFormat::Json)),
            "Aktivität exportieren (JSON, .json)"
        );
        assert_eq!(said(Saving::Log), "Log speichern (Text, .txt)");
        assert_eq!(Saving::Log.words().0, "Save log");
    }
}
