//! Letting go: of what is too old, of what is too much, and of the space that it took.

use super::{CLOCK_JUMP, Writer};
use crate::store::{
    StoreError, gaps, open, preferences, retention, rollup, settings::Settings, tiers::TIERS,
};
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::Retention;

/// How often, by the frames' clock, what is old is looked for.
const TIDY_EVERY: TimeDelta = TimeDelta::minutes(1);
/// For so long a clock has to have run evenly before what is too old by it goes.
const CLOCK_TRUSTED_AFTER: TimeDelta = TimeDelta::minutes(10);

impl Writer {
    /// Deletes the history from before `before`, in every tier, and gives the space back.
    pub(in crate::store) fn prune(&mut self, before: DateTime<Utc>) -> Result<(), StoreError> {
        let before = before.timestamp_millis();
        for tier in TIERS {
            while self.tidy_up(|transaction, _| retention::prune_tier(transaction, tier, before))? {
            }
        }
        self.tidy_up(|transaction, _| gaps::prune(transaction, before))?;
        let limit = open::largest_file(self.settings.cap);
        while self.tidy_up(|transaction, _| retention::shrink(transaction, limit))? {}
        Ok(())
    }

    /// Keeps so much from now on, and remembers that. What is too much goes bit by bit: see [`Writer::tidy_once`].
    pub(in crate::store) fn keep(&mut self, retention: Retention) -> Result<(), StoreError> {
        let json = preferences::retention_json(&retention)?;
        let before = self.settings;
        self.settings = self.settings.keeping(retention);
        // Where the file is full, this is the room to write that in.
        open::limit_size(&self.connection, self.settings.cap.max(before.cap))?;
        let written = self
            .write(|transaction, _| preferences::write(transaction, preferences::RETENTION, &json));
        if written.is_err() {
            self.settings = before;
        } else {
            self.retention.send_replace(retention);
        }
        self.is_limited = open::limit_size(&self.connection, self.settings.cap)?;
        written
    }

    /// Tidies up one slice because a person wants it now, and says whether there is more. A clock that is far from where it was, and has not
    /// run evenly since for a while, may be wrong: then what was known last tells the time.
    pub(in crate::store) fn tidy_once(&mut self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        // It may also have jumped since the last frame: then it runs evenly only since now.
        let even = self.clock.filter(|(last, _)| (now - *last).abs() <= CLOCK_JUMP);
        let since = even.map_or(now, |(_, since)| since);
        let mut by = now.timestamp_millis();
        if now - since < CLOCK_TRUSTED_AFTER
            && let Some(known) = gaps::last_known(&self.connection, since.timestamp_millis() - 1)?
            && by - known > CLOCK_JUMP.num_milliseconds()
        {
            by = known;
        }
        self.tidy_slice(by, true)
    }

    /// Packs away what is whole and deletes some of what is too old or too much, once a minute, or at every tick as long as there
    /// is much of it.
    pub(super) fn tidy(&mut self, now: DateTime<Utc>) {
        let rested = self.tidied_at.map(|at| now.signed_duration_since(at));
        // A clock that was set back must not keep old samples until it has caught up.
        let due = rested.is_none_or(|rested| rested >= TIDY_EVERY || rested < TimeDelta::zero());
        if !due && !self.untidy {
            return;
        }
        self.tidied_at = Some(now);
        // A clock that stands in the wrong year for a moment must not cost the years between.
        let trusted = self.clock.is_some_and(|(_, since)| now - since >= CLOCK_TRUSTED_AFTER);
        match self.tidy_slice(now.timestamp_millis(), trusted) {
            Ok(more) => self.untidy = more,
            Err(error) => {
                tracing::debug!(%error, "old samples stay for now");
                self.tidied_at = None; // again with the next frame: on a full disk this is what makes room
            }
        }
    }

    fn tidy_slice(&mut self, now: i64, trusted: bool) -> Result<bool, StoreError> {
        let Settings { activities, history_days, cap, .. } = self.settings;
        let too_full = self.tidy_up(|transaction, _| {
            retention::prune_to(transaction, now, open::largest_file(cap))
        })?;
        let more = self.tidy_up(|transaction, known| {
            retention::prune_activities(transaction, activities)?;
            if !trusted {
                return Ok(false);
            }
            let more = retention::prune_tiers(transaction, now, history_days)?;
            let longest = TIERS[TIERS.len() - 1].kept_for(history_days);
            gaps::prune(transaction, now.saturating_sub(longest))?;
            if retention::prune_instances(transaction, now)? > 0 {
                known.clear();
            }
            Ok(more)
        })?;
        let to_archive = self.tidy_up(|transaction, _| rollup::archive_next(transaction))?;
        let to_shrink =
            self.tidy_up(|transaction, _| retention::shrink(transaction, open::largest_file(cap)))?;
        if !self.is_limited {
            // It is smaller by now.
            self.is_limited = open::limit_size(&self.connection, cap)?;
        }
        Ok(too_full || more || to_archive || to_shrink)
    }
}
