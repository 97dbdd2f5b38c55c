//! A whole log as a file: streamed as it is read, so that one of many gigabytes needs no more memory than a line.

use super::error::LogsError;
use super::reading::{ANSWER, Source, silent};
use crate::console::Console;
use crate::docker::LogPart;
use crate::docker::logs::Frames;
use crate::error::ConsoleError;
use crate::past::{Part, on_disk, replace};
use futures_util::StreamExt as _;
use hyper::body::Bytes;
use mini_aws_domain::{InstanceId, Saved};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::pin::pin;
use tokio::sync::mpsc;

/// How many pieces wait to be written.
const WAITING: usize = 8;

impl Console {
    /// Writes all that the engine keeps of an instance's log to `out`, just as the instance wrote it, and tells the feed. Returns the
    /// number of its lines.
    ///
    /// # Errors
    /// If the engine does not give it, or `out` does not take it.
    pub async fn write_logs(
        &self,
        instance: &InstanceId,
        timestamps: bool,
        out: Box<dyn Write + Send>,
    ) -> Result<u64, ConsoleError> {
        let _turn = self.log_sessions().turn()?;
        let (source, name) = self.log_source(instance).await?;
        let (send, mut pieces) = mpsc::channel::<Bytes>(WAITING);
        let writing = on_disk(move || {
            let mut out = out;
            let (mut lines, mut is_within, mut has_begun) = (0, false, false);
            while let Some(piece) = pieces.blocking_recv() {
                out.write_all(&piece)?;
                if !has_begun {
                    // Who waits for it is to see at once that it begins, however slowly it goes on.
                    out.flush()?;
                    has_begun = true;
                }
                lines += piece.iter().filter(|&&byte| byte == b'\n').count() as u64;
                is_within = piece.last() != Some(&b'\n');
            }
            out.flush()?;
            Ok(lines + u64::from(is_within))
        });
        // It ends, and with it the writing, also where there is nobody any more who takes it: that error tells more.
        let (read, written) = tokio::join!(pump(self, &source, timestamps, send), writing);
        let lines = written?;
        read?;
        self.tell_export(&format!("log of {name}"), lines).await;
        Ok(lines)
    }

    /// Writes all that the engine keeps of an instance's log to a file. A file that is there already is replaced once the new one is whole.
    ///
    /// # Errors
    /// As [`Console::write_logs`]; what was there before is there still.
    pub async fn save_logs(
        &self,
        instance: &InstanceId,
        timestamps: bool,
        path: &Path,
    ) -> Result<Saved, ConsoleError> {
        let part = Part::of(path);
        let making = part.path().to_owned();
        let file = on_disk(move || File::create_new(making)).await?;
        let rows = self.write_logs(instance, timestamps, Box::new(BufWriter::new(file))).await?;
        let (from, to) = (part.path().to_owned(), path.to_owned());
        on_disk(move || replace(&from, &to)).await?;
        Ok(Saved { path: path.display().to_string(), rows })
    }
}

/// Hands a log on, as fast as it is taken.
async fn pump(
    console: &Console,
    source: &Source,
    timestamps: bool,
    out: mpsc::Sender<Bytes>,
) -> Result<(), LogsError> {
    let part = LogPart { tail: None, since: None, follow: false, timestamps };
    let mut chunks = pin!(source.bytes(part));
    let mut frames = Frames::new(source.has_terminal);
    loop {
        let chunk = tokio::select! {
            chunk = tokio::time::timeout(ANSWER, chunks.next()) => chunk,
            () = source.engine.over.cancelled() => return Err(console.why_no_engine().into()),
        };
        match chunk {
            Err(_) => return Err(silent()),
            Ok(None) => return Ok(frames.finish()?),
            Ok(Some(chunk)) => {
                for piece in frames.feed(chunk?)? {
                    if out.send(piece.bytes).await.is_err() {
                        return Ok(());
                    }
                }
            }
        }
    }
}
