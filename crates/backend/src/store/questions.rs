//! What the store is asked. Whoever asks has a connection of their own, and sees all that was committed before.

use super::history::Present;
use super::{ExportSummary, Store, StoreError, audit, export, feed, history, preferences, samples};
use chrono::{DateTime, Utc};
use mini_aws_domain::{
    Activity, ActivityQuery, AuditExport, AuditPage, AuditQuery, ExportRequest, History,
    HistoryQuery, InstanceId, PastInstance, Sparklines,
};
use rusqlite::Connection;

impl Store {
    /// How far the stream `name` was followed, as last given to [`Store::append_activities`].
    ///
    /// # Errors
    /// [`StoreError::Sqlite`], [`StoreError::Closed`].
    pub async fn checkpoint(&self, name: &str) -> Result<Option<i64>, StoreError> {
        let name = name.to_owned();
        self.read(move |connection| feed::checkpoint(connection, &name)).await
    }

    /// What the person chose under `name`, as JSON; `None` if nothing.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`], [`StoreError::Closed`].
    pub async fn preference(&self, name: &'static str) -> Result<Option<String>, StoreError> {
        self.read(move |connection| Ok(preferences::read(connection, name)?)).await
    }

    /// The newest activities by their own time, newest first; at most [`MAX_ACTIVITIES`](super::MAX_ACTIVITIES). Those that
    /// [`Store::append_activities`] returned are among them, for they are committed.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`], [`StoreError::Closed`].
    pub async fn recent_activities(&self, limit: usize) -> Result<Vec<Activity>, StoreError> {
        self.read(move |connection| feed::recent(connection, limit)).await
    }

    /// One metric over a while, in at most as many buckets as were asked for; `now` is where the present gap ends if there is one.
    ///
    /// - A value in a bucket is the mean of the samples in it; lowest and highest are those of single samples. The answer is made
    ///   of the coarsest tier that is fine enough, so a bucket is whole buckets of a tier, and spikes keep their height.
    /// - The total in a bucket is the mean over the bucket's frames of the frame's sum over all instances: Σ values ÷ number of
    ///   frames. So an instance that lived through half of a bucket adds half of its mean; and a frame at which nothing
    ///   ran counts as zero, whereas one in which something ran and no value was known does not count. A group is
    ///   likewise the sum of its instances, over the frames in which any of them ran.
    /// - The busiest instances are those that make up most of the sum over the range, so that a short-lived one counts for its share.
    ///
    /// # Errors
    /// [`StoreError::EmptyRange`] unless `from` is before `to`; [`StoreError::NoSuchHistory`]; [`StoreError::Sqlite`],
    /// [`StoreError::Closed`].
    pub async fn history(
        &self,
        query: HistoryQuery,
        now: DateTime<Utc>,
    ) -> Result<History, StoreError> {
        let present = Present { now: now.timestamp_millis(), reason: self.silence.reason() };
        self.read(move |connection| history::answer(connection, &query, present)).await
    }

    /// CPU and memory of the last 15 minutes before `now`, of those of `instances` of which anything is known in them: an average every 30
    /// seconds, coarser only where the past is. It is a few reads however many instances there are.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`], [`StoreError::Closed`].
    pub async fn sparklines(
        &self,
        instances: Vec<InstanceId>,
        now: DateTime<Utc>,
    ) -> Result<Sparklines, StoreError> {
        let now = now.timestamp_millis();
        self.read(move |connection| history::sparklines(connection, &instances, now)).await
    }

    /// Writes history as it is stored, at the finest that reaches back to the beginning, to `out`: as a stream, a row for each
    /// time and instance in the order of time. With the total, the sum has rows as well.
    ///
    /// # Errors
    /// As [`Store::history`], and [`StoreError::Export`] if `out` does not take it.
    pub async fn export(
        &self,
        request: ExportRequest,
        mut out: Box<dyn std::io::Write + Send>,
    ) -> Result<ExportSummary, StoreError> {
        let work = move |connection: &Connection| export::export(connection, &request, &mut *out);
        match &self.readers {
            Some(readers) => readers.read_long(work).await,
            None => self.read(work).await,
        }
    }

    /// What happened to instances in a while, as charts mark it: newest first.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`], [`StoreError::Closed`].
    pub async fn activities_between(
        &self,
        query: ActivityQuery,
    ) -> Result<Vec<Activity>, StoreError> {
        self.read(move |connection| feed::between(connection, &query)).await
    }

    /// A part of the audit log, newest first.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`], [`StoreError::Closed`].
    pub async fn audit(&self, query: AuditQuery) -> Result<AuditPage, StoreError> {
        self.read(move |connection| audit::page(connection, &query)).await
    }

    /// Writes the audit log, newest first, to `out` as a stream; says how many entries that are.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`], [`StoreError::Closed`], and [`StoreError::Export`] if `out` does not take it.
    pub async fn export_audit(
        &self,
        request: AuditExport,
        mut out: Box<dyn std::io::Write + Send>,
    ) -> Result<u64, StoreError> {
        let work = move |connection: &Connection| audit::export(connection, &request, &mut *out);
        match &self.readers {
            Some(readers) => readers.read_long(work).await,
            None => self.read(work).await,
        }
    }

    /// The instances of which there is history, those seen last first; whether they still exist is not known here.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`], [`StoreError::Closed`].
    pub async fn known_instances(&self, limit: u32) -> Result<Vec<PastInstance>, StoreError> {
        self.read(move |connection| Ok(samples::known_instances(connection, limit)?)).await
    }
}
