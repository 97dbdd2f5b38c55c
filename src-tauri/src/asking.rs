//! What the window may ask about one instance. Each command is one line over the backend.

#![allow(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]

use crate::commands::{Answer, problem};
use crate::export::{self, Saving};
use mini_aws_backend::Console;
use mini_aws_domain::{InstanceDetail, InstanceId, LogBatch, LogSession, LogsQuery, Saved};
use tauri::{State, WebviewWindow};

#[tauri::command]
pub(crate) async fn detail(
    console: State<'_, Console>,
    instance: InstanceId,
    reveal: bool,
) -> Answer<InstanceDetail> {
    console.detail(&instance, reveal).await.map_err(problem)
}

#[tauri::command]
pub(crate) async fn read_logs(console: State<'_, Console>, query: LogsQuery) -> Answer<LogSession> {
    console.read_logs(query).await.map_err(problem)
}

/// The next lines of a log; answered once there are some, or after some seconds.
#[tauri::command]
pub(crate) async fn next_logs(
    console: State<'_, Console>,
    session: LogSession,
) -> Answer<LogBatch> {
    console.next_logs(&session).await.map_err(problem)
}

#[tauri::command]
pub(crate) async fn end_logs(console: State<'_, Console>, session: LogSession) -> Answer<()> {
    console.end_logs(&session);
    Ok(())
}

/// Asks where to, and writes the whole log there; `None` if the person thinks better of it.
#[tauri::command]
pub(crate) async fn save_logs(
    window: WebviewWindow,
    console: State<'_, Console>,
    instance: InstanceId,
    timestamps: bool,
) -> Answer<Option<Saved>> {
    let name = console.log_name(&instance).await.map_err(problem)?;
    let Some(path) = export::ask_where(&window, Saving::Log, &name).await else {
        return Ok(None);
    };
    console.save_logs(&instance, timestamps, &path).await.map(Some).map_err(problem)
}
