//! The audit log: asked for part by part, written to a file, and told of what people do to the console.

use crate::console::Console;
use crate::error::ConsoleError;
use crate::past::{Part, on_disk, replace};
use mini_aws_domain::{ActivityKind, AuditExport, AuditPage, AuditQuery, Outcome, Problem, Saved};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// What the feed calls the audit log when it is exported.
pub(crate) const AUDIT_LOG: &str = "activity";

/// Why a question to the audit log is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    /// There are more words than anybody looks for.
    #[error("At most {most} characters of text can be looked for, and these are {0}.", most = AuditQuery::LONGEST_TEXT)]
    TextTooLong(usize),
}

impl AuditError {
    /// The error as it crosses a door.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem {
            code: "text_too_long".to_owned(),
            message: self.to_string(),
            next_step: "Look for fewer words.".to_owned(),
        }
    }
}

impl Console {
    /// A part of the audit log, newest first.
    ///
    /// # Errors
    /// If too much text is looked for, or the store cannot be read.
    pub async fn audit(&self, query: AuditQuery) -> Result<AuditPage, ConsoleError> {
        check(&query)?;
        Ok(self.store().audit(query).await?)
    }

    /// Writes the audit log, newest first, to `out` as a stream, and tells the feed; says how many entries that are.
    ///
    /// # Errors
    /// As [`Console::audit`], and if `out` does not take it.
    pub async fn export_audit(
        &self,
        export: AuditExport,
        out: Box<dyn Write + Send>,
    ) -> Result<u64, ConsoleError> {
        check(&export.query)?;
        let rows = self.store().export_audit(export, out).await?;
        self.tell_export(AUDIT_LOG, rows).await;
        Ok(rows)
    }

    /// Writes the audit log to a file. A file that is there already is replaced once the new one is whole.
    ///
    /// # Errors
    /// As [`Console::export_audit`]; what was there before is there still.
    pub async fn export_audit_to_file(
        &self,
        export: AuditExport,
        path: &Path,
    ) -> Result<Saved, ConsoleError> {
        let part = Part::of(path);
        let making = part.path().to_owned();
        let file = on_disk(move || File::create_new(making)).await?;
        let rows = self.export_audit(export, Box::new(BufWriter::new(file))).await?;
        let (from, to) = (part.path().to_owned(), path.to_owned());
        on_disk(move || replace(&from, &to)).await?;
        Ok(Saved { path: path.display().to_string(), rows })
    }

    /// Tells the feed that so many rows of something left the console.
    pub(crate) async fn tell_export(&self, what: &str, rows: u64) {
        let noun = if rows == 1 { "row" } else { "rows" };
        self.tell(ActivityKind::Exported, Outcome::Ok, format!("{what}, {rows} {noun}")).await;
    }

    /// Tells the feed that a part of something left the console, and why the rest did not: "the client broke off".
    pub(crate) async fn tell_export_in_part(&self, what: &str, why: &str) {
        self.tell(ActivityKind::Exported, Outcome::Ok, format!("{what}, in part: {why}")).await;
    }

    /// Tells the feed that somebody changed a setting, and to what: "notifications: off".
    pub async fn tell_setting(&self, setting: String) {
        self.tell(ActivityKind::SettingsChanged, Outcome::Ok, setting).await;
    }
}

/// Each word is looked for in each entry, so there has to be an end to them.
fn check(query: &AuditQuery) -> Result<(), AuditError> {
    match query.text.chars().count() {
        length if length > AuditQuery::LONGEST_TEXT => Err(AuditError::TextTooLong(length)),
        _ => Ok(()),
    }
}
