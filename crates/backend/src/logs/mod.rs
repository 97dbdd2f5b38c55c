//! Instances' logs: read by whoever asks for the next lines, or saved to a file.

mod error;
mod reading;
mod saving;
mod sessions;

pub use error::LogsError;
pub(crate) use sessions::LogSessions;

use crate::console::Console;
use crate::docker::{LogPart, detail};
use crate::error::ConsoleError;
use mini_aws_domain::{InstanceId, LogBatch, LogEnd, LogSession, LogsQuery};
use reading::Source;
use sessions::Fed;

impl Console {
    /// Begins to read a log. Its lines are had by [`Console::next_logs`]; when nobody asked for them for a minute, it ends.
    ///
    /// # Errors
    /// If too many lines are asked for, there is no such instance or no engine that answers, or too many logs are being read.
    pub async fn read_logs(&self, query: LogsQuery) -> Result<LogSession, ConsoleError> {
        if query.tail > LogsQuery::MOST {
            return Err(LogsError::TooManyLines(query.tail).into());
        }
        let (source, _) = self.log_source(&query.instance).await?;
        let (session, out) = self.log_sessions().open(source.engine.client.endpoint().is_far())?;
        let public = session.public();
        let part = LogPart {
            tail: Some(query.tail),
            since: query.since,
            follow: query.follow,
            timestamps: true,
        };
        let console = self.clone();
        self.spawn_until_shutdown(async move {
            let reading = async {
                let end = tokio::select! {
                    read = reading::read(&source, part, &out) => match read {
                        Ok(()) => LogEnd::Done,
                        Err(error) => LogEnd::Failed { problem: error.problem() },
                    },
                    () = source.engine.over.cancelled() => {
                        LogEnd::Failed { problem: console.why_no_engine().problem() }
                    }
                };
                // Nobody may be there to hear it.
                let _ = out.send(Fed::End(end)).await;
                std::future::pending::<()>().await;
            };
            tokio::select! {
                () = session.stop.cancelled() => {}
                // What was read is there for as long as somebody asks for it.
                () = session.until_idle() => {}
                () = reading => {}
            }
            console.log_sessions().close(&session.public());
        });
        Ok(public)
    }

    /// The next lines of a log that is being read: those that came, or if there are none, those that come within ten seconds.
    ///
    /// # Errors
    /// If it is not being read any more.
    pub async fn next_logs(&self, session: &LogSession) -> Result<LogBatch, ConsoleError> {
        let session = self.log_sessions().find(session)?;
        Ok(session.next().await)
    }

    /// Ends reading a log. Nothing happens if it has ended.
    pub fn end_logs(&self, session: &LogSession) {
        self.log_sessions().close(session);
    }

    /// Where the log of an instance is read, and the instance's name.
    async fn log_source(&self, instance: &InstanceId) -> Result<(Source, String), LogsError> {
        let engine = self.engine_to_ask()?;
        let inspected = self.described(&engine, instance).await?;
        let driver = inspected["HostConfig"]["LogConfig"]["Type"].as_str().unwrap_or_default();
        let source = Source {
            id: detail::id_of(&inspected, instance),
            has_terminal: detail::has_terminal(&inspected),
            driver: driver.to_owned(),
            engine,
        };
        Ok((source, detail::name_of(&inspected, instance)))
    }
}
