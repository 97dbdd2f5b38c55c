//! Where history is saved to: the file's name as it is suggested, and the dialog that asks for it.

use mini_aws_backend::{Console, ConsoleError};
use mini_aws_domain::{ExportFormat, ExportRequest, HistorySubject, InstanceId};
use std::path::PathBuf;
use std::time::Duration;
use tauri::WebviewWindow;
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;
use tracing::warn;

/// How much of a subject's name is in a file's.
const NAME_LENGTH: usize = 80;

/// The name that is suggested for a file, such as `mini-aws-web-1-2026-11-16_2026-11-23.csv`.
///
/// # Errors
/// The store cannot say what an instance was called that is gone.
pub(crate) async fn suggested_name(
    console: &Console,
    request: &ExportRequest,
) -> Result<String, ConsoleError> {
    let subject = match &request.subject {
        HistorySubject::Total => "total".to_owned(),
        HistorySubject::Instance { id } => instance_name(console, id).await?,
        HistorySubject::Name { name } => name.clone(),
        HistorySubject::Group { project, service: None } => project.clone(),
        HistorySubject::Group { project, service: Some(service) } => format!("{project}-{service}"),
    };
    Ok(file_name(&subject, request))
}

/// What people call an instance, be it there or gone; its short id if nobody knows.
async fn instance_name(console: &Console, id: &InstanceId) -> Result<String, ConsoleError> {
    let present = console.instances().into_iter().find(|instance| instance.id == *id);
    if let Some(instance) = present {
        return Ok(instance.name);
    }
    let gone = console.past_instances().await?.into_iter().find(|instance| instance.id == *id);
    Ok(gone.map_or_else(|| id.short().to_owned(), |instance| instance.name))
}

/// A name that every file system takes.
fn file_name(subject: &str, request: &ExportRequest) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let subject: String = subject
        .chars()
        .take(NAME_LENGTH)
        .map(|character| if allowed(character) { character } else { '-' })
        .collect();
    let first = request.from.date_naive();
    // The end is not in it: a range up to midnight ends on the day before.
    let last = (request.to - Duration::from_millis(1)).date_naive().max(first);
    let days = if first == last { format!("{first}") } else { format!("{first}_{last}") };
    format!("mini-aws-{subject}-{days}.{}", request.format.extension())
}

/// Asks the person where to save a file, in a dialog over the window; `None` if it is cancelled.
pub(crate) async fn ask_where(
    window: &WebviewWindow,
    name: &str,
    format: ExportFormat,
) -> Option<PathBuf> {
    let kind = match format {
        ExportFormat::Csv => "Comma-separated values",
        ExportFormat::Json => "JSON",
    };
    let (tell, told) = oneshot::channel();
    window
        .dialog()
        .file()
        .set_parent(window)
        .set_title("Export history")
        .set_file_name(name)
        .add_filter(kind, &[format.extension()])
        .save_file(|file| {
            // Nobody waits any more if the app ends meanwhile.
            let _ = tell.send(file);
        });
    let file = told.await.ok()??;
    // On a desktop it is a path.
    file.into_path().inspect_err(|error| warn!(%error, "that is no file to write to")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_backend::{ConsoleConfig, EngineChoice, system_clock};
    use mini_aws_demo::{Config, DemoEngine};

    fn request(from: &str, to: &str, format: ExportFormat) -> ExportRequest {
        ExportRequest {
            subject: HistorySubject::Total,
            metrics: Vec::new(),
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            format,
        }
    }

    #[test]
    fn the_name_says_whose_and_when() {
        let week = request("2026-11-16T08:00:00Z", "2026-11-23T08:00:00Z", ExportFormat::Csv);
        assert_eq!(file_name("web-1", &week), "mini-aws-web-1-2026-11-16_2026-11-23.csv");
        let day = request("2026-11-16T00:00:00Z", "2026-11-17T00:00:00Z", ExportFormat::Json);
        assert_eq!(file_name("total", &day), "mini-aws-total-2026-11-16.json");
        let nothing = request("2026-11-16T00:00:00Z", "2026-11-16T00:00:00Z", ExportFormat::Json);
        assert_eq!(file_name("total", &nothing), "mini-aws-total-2026-11-16.json");
    }

    #[test]
    fn a_name_never_leads_out_of_the_folder() {
        let day = request("2026-11-16T00:00:00Z", "2026-11-16T01:00:00Z", ExportFormat::Csv);
        assert_eq!(file_name("../a b/ü", &day), "mini-aws-..-a-b---2026-11-16.csv");
        assert!(file_name(&"x".repeat(1_000), &day).len() < 120);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_gone_is_saved_under_its_name() {
        let config = Config { instances: 5, ..Config::default() };
        let engine = DemoEngine::start(config).await.unwrap();
        let (folder, clock) = (tempfile::tempdir().unwrap(), system_clock());
        let now = clock();
        let console = Console::start(ConsoleConfig {
            engine: EngineChoice::Pretended(engine.endpoint()),
            data_dir: Some(folder.path().to_owned()),
            clock,
            past: Some(engine.past(now)),
        })
        .await;
        let gone = loop {
            // Who is gone is known once the engine has said who is there.
            match console.past_instances().await.unwrap().into_iter().find(|i| i.name == "worker") {
                Some(gone) => break gone,
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        let request = ExportRequest {
            subject: HistorySubject::Instance { id: gone.id },
            metrics: Vec::new(),
            from: now - Duration::from_secs(7 * 86_400),
            to: now,
            format: ExportFormat::Csv,
        };
        let name = suggested_name(&console, &request).await.unwrap();
        assert!(name.starts_with("mini-aws-worker-"), "{name}");
        let path = folder.path().join(name);
        let exported = console.export_to_file(request, &path).await.unwrap();
        assert_eq!(exported.path, path.display().to_string());
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count() as u64, exported.rows + 1);
        assert!(exported.rows > 1_000, "{}", exported.rows);
        console.shutdown().await;
        engine.shutdown().await;
    }
}
