//! Writes history to a file, one export at a time.

use crate::{backend::Door, components::ExportNote};
use mini_aws_domain::ExportRequest;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Where an export stands, and what can be done.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportHandle {
    /// Whether the person chooses a place, or the file is being written.
    pub is_running: bool,
    /// What became of the last one.
    pub note: Option<ExportNote>,
    /// Exports.
    pub start: Callback<ExportRequest>,
    /// Takes note of what became of it.
    pub dismiss: Callback<()>,
}

/// Exports through `door`. It belongs to the window and not to a page, so that going elsewhere loses nothing.
#[hook]
pub fn use_export(door: &Door) -> ExportHandle {
    let is_running = use_state_eq(|| false);
    let note = use_state_eq(|| None);
    let start = {
        let (running, note) = (is_running.setter(), note.setter());
        use_callback(door.clone(), move |request: ExportRequest, door| {
            running.set(true);
            note.set(None);
            let answer = door.backend().export_history(request);
            let (running, note) = (running.clone(), note.clone());
            spawn_local(async move {
                let answer = answer.await;
                running.set(false);
                note.set(ExportNote::of(answer));
            });
        })
    };
    let dismiss = {
        let note = note.setter();
        use_callback((), move |(), ()| note.set(None))
    };
    ExportHandle { is_running: *is_running, note: (*note).clone(), start, dismiss }
}
