//! The log of an instance.

use super::{Answer, Asked, Body, lines};
use crate::{
    DemoError,
    clock::Moment,
    logs::{Diary, KEPT, Line},
    state::Inner,
};
use futures_util::{StreamExt, stream};
use hyper::{
    Response,
    body::Bytes,
    header::{CONTENT_TYPE, HeaderValue},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// How many lines are sent at once.
const AT_ONCE: usize = 200;
/// How often it is looked for new lines.
const LOOK: Duration = Duration::from_millis(100);
/// The first version that says whether a log has frames.
const SAYS_WHETHER: u32 = 42;

/// Which lines are wanted, and how they are to look.
#[derive(Clone, Copy)]
struct Wish {
    out: bool,
    err: bool,
    timestamps: bool,
    has_terminal: bool,
}

/// Follows an instance.
struct Follower {
    inner: Arc<Inner>,
    id: String,
    last: Moment,
    wish: Wish,
    stop: watch::Receiver<bool>,
    is_over: bool,
}

pub(super) fn logs(inner: &Arc<Inner>, asked: &Asked, name: &str) -> Answer {
    let query = &asked.query;
    let (out, err) = (query.on("stdout", false), query.on("stderr", false));
    if !out && !err {
        return Err(DemoError::BadParameter(
            "Bad parameters: you must choose at least one stream".to_owned(),
        ));
    }
    let since = super::events::moment(query.get("since"))?.unwrap_or(Moment(i64::MIN));
    let world = inner.world();
    let container = world.find(name)?;
    let (id, diary, now) = (container.id.clone(), Diary::of(container), world.clock.now());
    drop(world);
    if !diary.is_kept() {
        return Err(DemoError::LogNotKept);
    }
    let has_terminal = diary.has_terminal();
    let wish = Wish { out, err, timestamps: query.on("timestamps", false), has_terminal };
    // What is no number means all of them.
    let tail = query.get("tail").and_then(|tail| tail.parse().ok()).unwrap_or(KEPT);
    // Lines of the other stream do not count.
    let most = if out && err { tail } else { KEPT };
    let past = diary.lines(Moment(since.0.saturating_sub(1)), now, most);
    let past: Vec<Line> = past.into_iter().filter(|line| wish.has(line)).collect();
    let skipped = past.len().saturating_sub(tail);
    let past: Vec<Bytes> = past
        .get(skipped..)
        .unwrap_or_default()
        .chunks(AT_ONCE)
        .map(|some| wish.bytes(some))
        .collect();
    let past = stream::iter(past);
    let mut response = if query.on("follow", false) {
        let stop = inner.stop.subscribe();
        let inner = Arc::clone(inner);
        let follower = Follower { inner, id, last: now, wish, stop, is_over: diary.is_over() };
        lines(past.chain(stream::unfold(follower, Follower::next)))
    } else {
        lines(past)
    };
    dress(&mut response, asked.minor, has_terminal);
    Ok(response)
}

fn dress(response: &mut Response<Body>, minor: u32, has_terminal: bool) {
    let media_type = if minor >= SAYS_WHETHER && !has_terminal {
        "application/vnd.docker.multiplexed-stream"
    } else {
        "application/vnd.docker.raw-stream"
    };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
}

impl Follower {
    /// The next lines; `None` once the instance has ended or is gone.
    async fn next(mut self) -> Option<(Bytes, Self)> {
        while !self.is_over {
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                _ = self.stop.changed() => return None,
            }
            let world = self.inner.world();
            let Ok(container) = world.find(&self.id) else { return None };
            let (diary, now) = (Diary::of(container), world.clock.now());
            drop(world);
            let written = diary.lines(self.last, now, KEPT);
            self.last = now;
            self.is_over = diary.is_over();
            let wanted: Vec<Line> =
                written.into_iter().filter(|line| self.wish.has(line)).collect();
            if !wanted.is_empty() {
                return Some((self.wish.bytes(&wanted), self));
            }
        }
        None
    }
}

impl Wish {
    fn has(&self, line: &Line) -> bool {
        if line.is_error && !self.has_terminal { self.err } else { self.out }
    }

    /// Lines as they go over the wire: a frame for each, but for a terminal's.
    fn bytes(self, lines: &[Line]) -> Bytes {
        let mut bytes = Vec::new();
        for line in lines {
            let time =
                if self.timestamps { format!("{} ", line.at.rfc3339()) } else { String::new() };
            let end: &[u8] = if self.has_terminal { b"\r\n" } else { b"\n" };
            if !self.has_terminal {
                let length = time.len() + line.text.len() + end.len();
                bytes.extend_from_slice(&[if line.is_error { 2 } else { 1 }, 0, 0, 0]);
                bytes.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
            }
            bytes.extend_from_slice(time.as_bytes());
            bytes.extend_from_slice(&line.text);
            bytes.extend_from_slice(end);
        }
        bytes.into()
    }
}
