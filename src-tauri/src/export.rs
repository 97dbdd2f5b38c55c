//! Where history, activity and logs are saved to: the dialog that asks for it.

use mini_aws_domain::ExportFormat;
use std::path::PathBuf;
use tauri::WebviewWindow;
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
    window
        .dialog()
        .file()
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
    file.into_path().inspect_err(|error| warn!(%error, "that is no file to write to")).ok()
}
