//! What the console remembers: asked for, and written to a file.

use crate::console::Console;
use crate::error::ConsoleError;
use crate::store::{ExportSummary, StoreError};
use mini_aws_domain::{
    Activity, ActivityQuery, ExportRequest, Exported, History, HistoryQuery, HistorySubject,
    InstanceId, PastInstance, Sparklines,
};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tracing::warn;

/// How many instances that are gone are listed: those seen last.
const MAX_PAST_INSTANCES: usize = 1_000;

impl Console {
    /// One metric of the past, in at most as many buckets as were asked for; see [`Store::history`] for what its numbers mean.
    ///
    /// # Errors
    /// If the range has no length, nothing was ever heard of the subject, or the store cannot be read.
    pub async fn history(&self, query: HistoryQuery) -> Result<History, ConsoleError> {
        Ok(self.store().history(query, self.now()).await?)
    }

    /// CPU and memory of the last 15 minutes, of every instance that runs or is paused: what tables draw small lines of.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn sparklines(&self) -> Result<Sparklines, ConsoleError> {
        let running: Vec<InstanceId> = self.live().read(|state| {
            let drawn = state.world.instances().filter(|instance| !instance.state.is_stopped());
            drawn.map(|instance| instance.id.clone()).collect()
        });
        Ok(self.store().sparklines(running, self.now()).await?)
    }

    /// What happened to instances in a while, as charts mark it: newest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn activity_between(
        &self,
        query: ActivityQuery,
    ) -> Result<Vec<Activity>, ConsoleError> {
        Ok(self.store().activities_between(query).await?)
    }

    /// The instances that the engine no longer has and of which there is history, those seen last first. While no engine has
    /// listed its instances it is not known who is gone, and nobody is.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn past_instances(&self) -> Result<Vec<PastInstance>, ConsoleError> {
        let Some(present) = self.present_instances() else { return Ok(Vec::new()) };
        let wanted = MAX_PAST_INSTANCES.saturating_add(present.len());
        let known = self.store().known_instances(u32::try_from(wanted).unwrap_or(u32::MAX)).await?;
        let gone = known.into_iter().filter(|instance| !present.contains(&instance.id));
        Ok(gone.take(MAX_PAST_INSTANCES).collect())
    }

    /// Writes history to `out` as a stream, and tells the feed; see [`Store::export`].
    ///
    /// # Errors
    /// As [`Console::history`], and if `out` does not take it.
    pub async fn export(
        &self,
        request: ExportRequest,
        out: Box<dyn Write + Send>,
    ) -> Result<ExportSummary, ConsoleError> {
        let of = history_of(&request);
        let summary = self.store().export(request, out).await?;
        self.tell_export(&of, summary.rows).await;
        Ok(summary)
    }

    /// Writes history to a file. A file that is there already is replaced once the new one is whole.
    ///
    /// # Errors
    /// As [`Console::export`]; what was there before is there still.
    pub async fn export_to_file(
        &self,
        request: ExportRequest,
        path: &Path,
    ) -> Result<Exported, ConsoleError> {
        let part = Part::of(path);
        let making = part.path().to_owned();
        let file = on_disk(move || File::create_new(making)).await?;
        let ExportSummary { rows, resolution_ms } =
            self.export(request, Box::new(BufWriter::new(file))).await?;
        let (from, to) = (part.path().to_owned(), path.to_owned());
        on_disk(move || replace(&from, &to)).await?;
        Ok(Exported { path: path.display().to_string(), rows, resolution_ms })
    }
}

/// Whose history is exported, in a few words for the feed.
pub(crate) fn history_of(request: &ExportRequest) -> String {
    match &request.subject {
        HistorySubject::Total => "history of all instances".to_owned(),
        HistorySubject::Instance { id } => format!("history of {}", id.short()),
        HistorySubject::Name { name } => format!("history of {name}"),
        HistorySubject::Group { project, service: None } => format!("history of {project}"),
        HistorySubject::Group { project, service: Some(service) } => {
            format!("history of {project}/{service}")
        }
    }
}

/// A file that is being written, beside the one that it will be. What is left of it goes with this.
pub(crate) struct Part(PathBuf);

impl Part {
    /// A name beside `path` that nobody else has.
    pub(crate) fn of(path: &Path) -> Self {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{:08x}.part", fastrand::u32(..)));
        Self(name.into())
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        match std::fs::remove_file(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                warn!(%error, part = %self.0.display(), "half an export stays behind");
            }
            _ => {} // or it was never made, or is in its place by now
        }
    }
}

/// Does what may take as long as a disk takes.
pub(crate) async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| StoreError::Closed)?.map_err(StoreError::Export)
}

/// Puts a file in place of another once it is on the disk.
pub(crate) fn replace(part: &Path, path: &Path) -> io::Result<()> {
    File::open(part)?.sync_all()?;
    std::fs::rename(part, path)
}
