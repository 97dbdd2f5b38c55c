//! The stats endpoint.

use super::{Answer, Asked, lines, whole};
use crate::{
    Flavour,
    state::Inner,
    stats::{Frame, Sample, stopped_body},
};
use futures_util::stream;
use hyper::{
    Response, StatusCode,
    header::{CONTENT_TYPE, HeaderValue},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// How much longer than it should a second sample may take on a busy machine.
const SPARE: Duration = Duration::from_secs(2);

pub(super) async fn stats(inner: &Arc<Inner>, asked: &Asked, id: &str) -> Answer {
    let streaming = asked.query.on("stream", true);
    let one_shot = asked.query.on("one-shot", false);
    if streaming {
        let watcher = inner.world().find(id)?.watchers.subscribe();
        return Ok(lines(stream::unfold((watcher, true), |(mut watcher, first)| async move {
            let frame = next(&mut watcher).await?;
            Some((frame.bytes(first), (watcher, false)))
        })));
    }
    let mut watcher = {
        let world = inner.world();
        let container = world.find(id)?;
        let now = world.clock.now();
        let Some(sample) = Sample::take(&world, container, now) else {
            return Ok(json(stopped_body(container)));
        };
        // Podman has no sample before without a stream.
        if one_shot || world.flavour == Flavour::Podman {
            return Ok(json(sample.body(None)));
        }
        container.watchers.subscribe()
    };
    // The engine waits for two samples, so that there is one before. It may stop meanwhile.
    let patience = inner.config.tick * 4 + SPARE;
    let second = async {
        next(&mut watcher).await?;
        next(&mut watcher).await
    };
    if let Ok(Some(frame)) = tokio::time::timeout(patience, second).await {
        return Ok(json(frame.bytes(false)));
    }
    let world = inner.world();
    Ok(json(stopped_body(world.find(id)?)))
}

/// The next frame; `None` once the instance is removed.
async fn next(watcher: &mut Receiver<Arc<Frame>>) -> Option<Arc<Frame>> {
    loop {
        match watcher.recv().await {
            Ok(frame) => return Some(frame),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}

fn json(body: hyper::body::Bytes) -> Response<super::Body> {
    let mut response = whole(StatusCode::OK, body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
