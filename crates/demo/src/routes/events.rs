//! The events stream: what happened since, then what happens, until.

use super::{Answer, Asked, lines, query::Filters};
use crate::{DemoError, clock::Moment, events::Event, state::Inner};
use futures_util::stream;
use std::{collections::VecDeque, sync::Arc, time::Duration};
use tokio::{
    sync::{broadcast, watch},
    time::{Instant, sleep_until},
};

const KNOWN: [&str; 12] = [
    "config",
    "container",
    "daemon",
    "event",
    "image",
    "label",
    "network",
    "node",
    "plugin",
    "scope",
    "type",
    "volume",
];

struct Listener {
    past: VecDeque<Arc<Event>>,
    feed: broadcast::Receiver<Arc<Event>>,
    filters: Filters,
    until: Option<(Moment, Instant)>,
    stop: watch::Receiver<bool>,
    /// Whether the socket should be there.
    wanted: watch::Receiver<bool>,
    _telling: Telling,
}

/// Counted as long as it is there.
struct Telling(watch::Sender<usize>);

impl Telling {
    fn new(count: &watch::Sender<usize>) -> Self {
        count.send_modify(|streams| *streams += 1);
        Self(count.clone())
    }
}

impl Drop for Telling {
    fn drop(&mut self) {
        self.0.send_modify(|streams| *streams -= 1);
    }
}

pub(super) fn stream(inner: &Inner, asked: &Asked) -> Answer {
    let since = moment(asked.query.get("since"))?;
    let until = moment(asked.query.get("until"))?;
    let filters = asked.query.filters(&KNOWN)?;
    let world = inner.world();
    let now = world.clock.now();
    let (past, feed) = world.log.subscribe(since);
    drop(world);
    let listener = Listener {
        past,
        feed,
        filters,
        until: until.map(|at| {
            let wait = at.since(now).min(Duration::from_secs(366 * 86_400));
            (at, Instant::now() + wait)
        }),
        stop: inner.stop.subscribe(),
        wanted: inner.wanted.subscribe(),
        _telling: Telling::new(&inner.telling),
    };
    Ok(lines(stream::unfold(listener, |mut listener| async {
        let event = listener.next().await?;
        Some((event.line(), listener))
    })))
}

impl Listener {
    async fn next(&mut self) -> Option<Arc<Event>> {
        loop {
            let event = match self.past.pop_front() {
                Some(event) => event,
                None => self.hear().await?,
            };
            if self.until.is_some_and(|(until, _)| event.at > until) {
                continue;
            }
            if event.passes(&self.filters) {
                return Some(event);
            }
        }
    }

    async fn hear(&mut self) -> Option<Arc<Event>> {
        loop {
            let deadline = self.until.map(|(_, at)| at);
            let over = async {
                match deadline {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            // What happened is told first, in this order.
            tokio::select! {
                biased;
                heard = self.feed.recv() => match heard {
                    Ok(event) => return Some(event),
                    // A real engine drops what a slow reader does not take.
                    Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
                () = over => return None,
                _ = self.stop.changed() => return None,
                _ = self.wanted.wait_for(|wanted| !*wanted) => return None,
            }
        }
    }
}

/// Seconds since the epoch with up to nine decimals, as the engine reads them. Nothing and zero are no moment.
pub(super) fn moment(text: Option<&str>) -> Result<Option<Moment>, DemoError> {
    let Some(text) = text.filter(|text| !text.is_empty() && *text != "0") else {
        return Ok(None);
    };
    let wrong = || DemoError::BadParameter(format!("invalid timestamp: {text:?}"));
    let (secs, nanos) = text.split_once('.').unwrap_or((text, "0"));
    if !nanos.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(wrong());
    }
    let secs: i64 = secs.parse().map_err(|_| wrong())?;
    let nanos: i64 =
        format!("{nanos:0<9}").get(..9).and_then(|nanos| nanos.parse().ok()).ok_or_else(wrong)?;
    Ok(Some(Moment(secs.saturating_mul(1_000_000_000).saturating_add(nanos))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_read_as_the_engine_does() {
        let read = |text| moment(Some(text)).ok().flatten();
        assert_eq!(read("1700000000"), Some(Moment(1_700_000_000_000_000_000)));
        assert_eq!(read("1700000000.5"), Some(Moment(1_700_000_000_500_000_000)));
        assert_eq!(read("1700000000.000000001"), Some(Moment(1_700_000_000_000_000_001)));
        assert_eq!(moment(None).unwrap(), None);
        assert_eq!(read("99999999999999"), Some(Moment(i64::MAX)));
        for wrong in ["yesterday", "1.x", "1.-5", "--1", "1.ü"] {
            assert!(moment(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
