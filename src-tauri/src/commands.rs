//! What the window may ask. Each command is one line over the backend.

#![allow(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]

use crate::desktop::{self, Desktop};
use crate::export::{self, Saving};
use crate::feed::Feed;
use crate::speech::SharedSpeech;
use crate::window::SharedWindow;
use mini_aws_backend::gateway::{Door, DoorError};
use mini_aws_backend::{Console, ConsoleError};
use mini_aws_domain::{
    Activity, ActivityQuery, Attention, AuditExport, AuditPage, AuditQuery, DashboardStats,
    DesktopChoice, DesktopStatus, DoorKey, DoorLink, DoorStatus, EngineOptions, EnginePick,
    EngineStarter, EngineStatus, Explanation, ExportRequest, Exported, History, HistoryQuery,
    Instance, InstanceId, Metric, PastInstance, Problem, ResourceSummary, Retention, Saved,
    Snapshot, Sparklines, Visit, Volume, Vpc,
};
use mini_aws_words::Manner;
use std::sync::Arc;
use tauri::ipc::{Channel, InvokeResponseBody};
use tauri::{State, WebviewWindow};
use tracing::warn;

pub(crate) type Answer<T> = Result<T, Problem>;

pub(crate) fn problem(error: ConsoleError) -> Problem {
    error.problem()
}

// Off the main thread: with many instances there is much to copy.
#[tauri::command(async)]
pub(crate) fn snapshot(console: State<'_, Console>) -> Snapshot {
    console.snapshot()
}

#[tauri::command]
pub(crate) async fn stats(console: State<'_, Console>) -> Answer<DashboardStats> {
    console.stats().await.map_err(problem)
}

#[tauri::command]
pub(crate) async fn recent_events(
    console: State<'_, Console>,
    limit: Option<usize>,
) -> Answer<Vec<Activity>> {
    console.recent_events(limit).await.map_err(problem)
}

#[tauri::command]
pub(crate) fn summary(console: State<'_, Console>) -> ResourceSummary {
    console.summary()
}

#[tauri::command]
pub(crate) fn instances(console: State<'_, Console>) -> Vec<Instance> {
    console.instances()
}

#[tauri::command]
pub(crate) fn volumes(console: State<'_, Console>) -> Vec<Volume> {
    console.volumes()
}

#[tauri::command]
pub(crate) fn vpcs(console: State<'_, Console>) -> Vec<Vpc> {
    console.vpcs()
}

#[tauri::command]
pub(crate) fn engine_status(console: State<'_, Console>) -> EngineStatus {
    console.engine_status()
}

#[tauri::command]
pub(crate) fn explain(
    console: State<'_, Console>,
    instance: InstanceId,
    metric: Metric,
) -> Answer<Explanation> {
    console.explain(&instance, metric).map_err(problem)
}

#[tauri::command]
pub(crate) fn attend(console: State<'_, Console>, attention: Attention) -> Answer<()> {
    console.attend(attention).map_err(problem)
}

#[tauri::command]
pub(crate) async fn history(console: State<'_, Console>, query: HistoryQuery) -> Answer<History> {
    console.history(query).await.map_err(problem)
}

#[tauri::command]
pub(crate) async fn activity_between(
    console: State<'_, Console>,
    query: ActivityQuery,
) -> Answer<Vec<Activity>> {
    console.activity_between(query).await.map_err(problem)
}

#[tauri::command]
pub(crate) async fn past_instances(console: State<'_, Console>) -> Answer<Vec<PastInstance>> {
    console.past_instances().await.map_err(problem)
}

#[tauri::command]
pub(crate) async fn sparklines(console: State<'_, Console>) -> Answer<Sparklines> {
    console.sparklines().await.map_err(problem)
}

/// Asks where to, and writes it there; `None` if the person thinks better of it.
#[tauri::command]
pub(crate) async fn export_history(
    window: WebviewWindow,
    console: State<'_, Console>,
    request: ExportRequest,
) -> Answer<Option<Exported>> {
    let name = console.export_name(&request).await.map_err(problem)?;
    let saving = Saving::History(request.format);
    let Some(path) = export::ask_where(&window, saving, &name).await else {
        return Ok(None);
    };
    console.export_to_file(request, &path).await.map(Some).map_err(problem)
}

#[tauri::command]
pub(crate) async fn audit(console: State<'_, Console>, query: AuditQuery) -> Answer<AuditPage> {
    console.audit(query).await.map_err(problem)
}

#[tauri::command]
pub(crate) fn retention(console: State<'_, Console>) -> Retention {
    console.retention()
}

#[tauri::command]
pub(crate) async fn set_retention(
    console: State<'_, Console>,
    retention: Retention,
) -> Answer<Retention> {
    console.set_retention(retention).await.map_err(problem)
}

/// Asks where to, and writes it there; `None` if the person thinks better of it.
#[tauri::command]
pub(crate) async fn save_audit(
    window: WebviewWindow,
    console: State<'_, Console>,
    export: AuditExport,
) -> Answer<Option<Saved>> {
    let name = console.audit_export_name(&export);
    let saving = Saving::Activity(export.format);
    let Some(path) = export::ask_where(&window, saving, &name).await else {
        return Ok(None);
    };
    console.export_audit_to_file(export, &path).await.map(Some).map_err(problem)
}

#[tauri::command]
pub(crate) fn retry_engine(console: State<'_, Console>) {
    console.retry_engine();
}

#[tauri::command]
pub(crate) async fn engine_options(console: State<'_, Console>) -> Answer<EngineOptions> {
    console.engine_options().await.map_err(problem)
}

#[tauri::command]
pub(crate) async fn pick_engine(
    console: State<'_, Console>,
    pick: EnginePick,
) -> Answer<EngineOptions> {
    console.pick_engine(pick).await.map_err(problem)
}

#[tauri::command]
pub(crate) fn measure_storage(console: State<'_, Console>) {
    console.measure_storage();
}

#[tauri::command]
pub(crate) fn cancel_measure(console: State<'_, Console>) {
    console.cancel_measure();
}

#[tauri::command]
pub(crate) fn door(door: State<'_, Door>) -> DoorStatus {
    door.status()
}

/// Opens or closes the HTTP door, and says how it is then: that it could not be opened is a state of it, too.
#[tauri::command]
pub(crate) async fn set_door(door: State<'_, Door>, open: bool) -> Answer<DoorStatus> {
    match door.set(open).await {
        Ok(()) | Err(DoorError::Address { .. } | DoorError::Key(_)) => Ok(door.status()),
        Err(error @ DoorError::NotRemembered(_)) => {
            // The window has a notice that nothing is remembered.
            warn!(%error, "whether the HTTP door is open is not remembered");
            Ok(door.status())
        }
        Err(error) => Err(error.problem()),
    }
}

#[tauri::command]
pub(crate) fn door_link(door: State<'_, Door>) -> Answer<DoorLink> {
    door.link().map_err(|error| error.problem())
}

#[tauri::command]
pub(crate) fn door_key(door: State<'_, Door>) -> Answer<DoorKey> {
    door.key().map_err(|error| error.problem())
}

#[tauri::command]
pub(crate) async fn rotate_key(door: State<'_, Door>) -> Answer<DoorStatus> {
    door.rotate_key().await.map_err(|error| error.problem())?;
    Ok(door.status())
}

#[tauri::command]
pub(crate) async fn set_collecting(console: State<'_, Console>, on: bool) -> Answer<()> {
    console.set_collecting(on).await;
    Ok(())
}

/// Where the window is to go next, for a page that is where it was asked to go before. Answered when there is somewhere to go.
#[tauri::command]
pub(crate) async fn next_visit(
    window: State<'_, SharedWindow>,
    shown: Option<u64>,
) -> Answer<Visit> {
    window.visits().next(shown).await.ok_or_else(|| Problem {
        code: "superseded".to_owned(),
        message: "The page was loaded again, and that one is asked to go places.".to_owned(),
        next_step: String::new(),
    })
}

#[tauri::command]
pub(crate) async fn desktop(desktop: State<'_, Arc<Desktop>>) -> Answer<DesktopStatus> {
    Ok(desktop.status())
}

#[tauri::command]
pub(crate) async fn change_desktop(
    desktop: State<'_, Arc<Desktop>>,
    choice: DesktopChoice,
) -> Answer<DesktopStatus> {
    desktop.change(choice).await?;
    Ok(desktop.status())
}

/// In which language the person is spoken to outside of the page, and with which units. The page says so when it is loaded, and whenever
/// that is changed. Not off the main thread: what the page asks next is answered like this already.
#[tauri::command]
pub(crate) fn speak(console: State<'_, Console>, speech: State<'_, SharedSpeech>, manner: Manner) {
    if speech.becomes(manner) {
        let (console, speech) = (Console::clone(&console), SharedSpeech::clone(&speech));
        tauri::async_runtime::spawn(async move { speech.keep(&console).await });
    }
}

/// Opens the folder with the logs in the system's own program for folders.
#[tauri::command]
pub(crate) async fn open_logs(desktop: State<'_, Arc<Desktop>>) -> Answer<()> {
    desktop.open_logs().await
}

#[tauri::command]
pub(crate) async fn engine_starters() -> Answer<Vec<EngineStarter>> {
    Ok(desktop::engine_starters().await)
}

#[tauri::command]
pub(crate) fn subscribe(
    console: State<'_, Console>,
    feed: State<'_, Feed>,
    channel: Channel<InvokeResponseBody>,
) {
    feed.open(&console, channel);
}

#[tauri::command]
pub(crate) fn unsubscribe(feed: State<'_, Feed>) {
    feed.close();
}

#[tauri::command]
pub(crate) fn set_watching(feed: State<'_, Feed>, watching: bool) {
    feed.set_watching(watching);
}

#[tauri::command]
pub(crate) fn acknowledge(feed: State<'_, Feed>, received: u64) {
    feed.acknowledge(received);
}
