//! Reading an instance's log.

use super::raw::can_be_asked_for;
use super::{EngineClient, EngineError, seconds};
use bollard::errors::Error;
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt as _};
use hyper::body::Bytes;
use mini_aws_domain::InstanceId;
use std::time::Duration;

const QUESTION: &str = "read a log";
/// What engines say of a log that is not kept: Docker, and Podman.
const NOT_KEPT: [&str; 2] = ["does not support reading", "cannot read logs"];

/// Which part of a log is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LogPart {
    /// How many of the newest lines to begin with; `None` for all.
    pub(crate) tail: Option<u32>,
    /// Only from then on.
    pub(crate) since: Option<DateTime<Utc>>,
    /// Whether to go on for as long as the instance runs.
    pub(crate) follow: bool,
    /// Whether each line begins with the time at which the engine got it.
    pub(crate) timestamps: bool,
}

impl LogPart {
    fn query(&self) -> String {
        let mut query = format!(
            "stdout=true&stderr=true&follow={}&timestamps={}&tail=",
            self.follow, self.timestamps
        );
        match self.tail {
            Some(lines) => query.push_str(&lines.to_string()),
            None => query.push_str("all"),
        }
        let since = self.since.and_then(|since| since.timestamp_nanos_opt());
        if let Some(since) = since.filter(|&since| since > 0) {
            query.push_str("&since=");
            query.push_str(&seconds(since));
        }
        query
    }
}

impl EngineError {
    /// Whether the engine said that it does not keep this log, or cannot read what it keeps.
    pub(crate) fn is_log_not_kept(&self) -> bool {
        let Self::Failed { source: Error::DockerResponseServerError { message, .. }, .. } = self
        else {
            return false;
        };
        NOT_KEPT.iter().any(|words| message.contains(words))
    }
}

impl EngineClient {
    /// A log as the engine sends it: frames, or for an instance with a terminal just what it wrote. The answer has to begin within
    /// so many seconds; from then on who reads it has to bound the wait.
    pub(crate) fn log(
        &self,
        id: &InstanceId,
        part: LogPart,
        begins_within: Duration,
    ) -> impl Stream<Item = Result<Bytes, EngineError>> + Send + use<> {
        debug_assert!(can_be_asked_for(id), "it was described before");
        self.raw(&format!("/containers/{id}/logs?{}", part.query()), begins_within).map(
            move |chunk| {
                chunk.map_err(|source| match source {
                    Error::RequestTimeoutError => {
                        EngineError::TimedOut { question: QUESTION, limit: begins_within }
                    }
                    source => EngineError::Failed { question: QUESTION, source },
                })
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_written_as_engines_read_it() {
        let all = LogPart { tail: None, since: None, follow: false, timestamps: false };
        assert_eq!(all.query(), "stdout=true&stderr=true&follow=false&timestamps=false&tail=all");
        let since = DateTime::from_timestamp(1_700_000_000, 5);
        let part = LogPart { tail: Some(100), since, follow: true, timestamps: true };
        assert_eq!(
            part.query(),
            "stdout=true&stderr=true&follow=true&timestamps=true&tail=100&since=1700000000.000000005"
        );
        for beyond in [DateTime::<Utc>::MIN_UTC, DateTime::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC] {
            let part = LogPart { since: Some(beyond), ..all };
            assert_eq!(part.query(), all.query(), "{beyond}");
        }
    }
}
