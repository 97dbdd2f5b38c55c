//! Answers of the engine as they come over the wire.
//!
//! bollard reads answers into its own models, which leave out what they do not know, and takes a log's frames apart without a bound on
//! their length. What is shown as the engine said it, and what may be of any length, is asked for here.

use super::{EngineClient, EngineError, answer, introduce};
use bollard::errors::Error;
use futures_util::{Stream, TryStreamExt as _};
use hyper::body::Bytes;
use mini_aws_domain::InstanceId;
use serde_json::Value;
use std::pin::pin;
use std::time::Duration;

/// The longest description of an instance that is read: that of one with 500 labels is a hundredth of it.
const LONGEST_DESCRIPTION: usize = 8 << 20;
/// No engine has longer names.
const LONGEST_NAME: usize = 255;

impl EngineClient {
    /// All that the engine says of one instance; `None` if there is no such instance.
    ///
    /// # Errors
    /// If the engine fails to answer, other than by saying that there is no such container.
    pub(crate) async fn describe(&self, id: &InstanceId) -> Result<Option<Value>, EngineError> {
        const QUESTION: &str = "inspect a container";
        if !can_be_asked_for(id) {
            return Ok(None);
        }
        let path = format!("/containers/{id}/json");
        let read = answer(QUESTION, async {
            let mut chunks = pin!(self.raw(&path, super::ANSWER_TIMEOUT));
            let mut body = Vec::new();
            while let Some(chunk) = chunks.try_next().await? {
                if body.len() + chunk.len() > LONGEST_DESCRIPTION {
                    return Ok(None);
                }
                body.extend_from_slice(&chunk);
            }
            Ok(Some(body))
        });
        match read.await {
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
            Ok(None) => Err(EngineError::Broken(format!(
                "its description of {} is longer than {} MiB",
                id.short(),
                LONGEST_DESCRIPTION >> 20
            ))),
            Ok(Some(body)) => serde_json::from_slice(&body)
                .map(Some)
                .map_err(|error| EngineError::Failed { question: QUESTION, source: error.into() }),
        }
    }

    /// The body of the answer to `GET path`, which must be one that can stand in an address. The answer has to begin within so many
    /// seconds; from then on who reads it has to bound the wait.
    pub(super) fn raw(
        &self,
        path: &str,
        begins_within: Duration,
    ) -> impl Stream<Item = Result<Bytes, Error>> + Send + use<> {
        let version = self.docker.client_version();
        let path = format!("/v{}.{}{path}", version.major_version, version.minor_version);
        // The one question whose answer bollard hands on as bytes is for a container's files, so this asks that at another address.
        self.docker
            .clone()
            .with_timeout(begins_within)
            .with_request_modifier(move |mut request| {
                let address = request.uri().to_string();
                let asked = request.uri().path_and_query().map_or("", |asked| asked.as_str());
                let place = address.strip_suffix(asked).unwrap_or_default();
                if let Ok(uri) = format!("{place}{path}").parse() {
                    *request.uri_mut() = uri;
                }
                introduce(request)
            })
            .export_container("-")
    }
}

/// Whether an engine could have an instance of this id or name. Whatever else somebody may ask for must not get into an address.
pub(super) fn can_be_asked_for(id: &InstanceId) -> bool {
    let id = id.as_str();
    id.len() <= LONGEST_NAME
        && id.starts_with(|first: char| first.is_ascii_alphanumeric())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_name_never_gets_into_an_address() {
        for id in ["4a780db78679", "web", "shop-web-1", "a.b_c"] {
            assert!(can_be_asked_for(&InstanceId::new(id)), "{id}");
        }
        let long = "a".repeat(256);
        for id in ["", "..", "../info", "a/b", "a?all=1", "a#b", "a b", "a\0", "ä", long.as_str()]
        {
            assert!(!can_be_asked_for(&InstanceId::new(id)), "{id}");
        }
    }
}
