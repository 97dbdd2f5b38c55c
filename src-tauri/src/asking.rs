//! What the window may ask about one instance. Each command is one line over the backend.

#![allow(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]

use crate::commands::{Answer, problem};
use mini_aws_backend::Console;
use mini_aws_domain::{InstanceDetail, InstanceId};
use tauri::State;

#[tauri::command]
pub(crate) async fn detail(
    console: State<'_, Console>,
    instance: InstanceId,
    reveal: bool,
) -> Answer<InstanceDetail> {
    console.detail(&instance, reveal).await.map_err(problem)
}
