//! Clients that do not keep up, and those beside them.

use crate::client::{Listener, Socket};
use crate::hall::{Hall, PATIENCE, until};
use futures_util::StreamExt;
use mini_aws_backend::gateway::streams::Limits;
use mini_aws_domain::{Event, EventType, Payload, ResyncReason};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::AsyncWriteExt;

/// Reads all the time, and keeps the numbers.
fn keeping_up(mut socket: Socket) -> (Arc<AtomicU64>, Arc<Mutex<Vec<u64>>>) {
    let (newest, all) = (Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (latest, numbers) = (Arc::clone(&newest), Arc::clone(&all));
    tokio::spawn(async move {
        while let Ok(text) = socket.text().await {
            let event: Event = serde_json::from_str(&text).unwrap();
            latest.store(event.seq, Ordering::Release);
            numbers.lock().unwrap().push(event.seq);
        }
    });
    (newest, all)
}

#[tokio::test]
async fn a_slow_socket_is_told_to_resync_then_sent_away_and_a_quick_one_misses_nothing() {
    let send_within = Duration::from_secs(60);
    let limits = Limits { kept_events: 128, lags: 2, send_within, ..Limits::default() };
    let hall = Hall::impatient(2, limits, Duration::from_secs(60)).await;
    let (newest, all) = keeping_up(Socket::open(&hall).await);
    let mut slow = Socket::over(hall.narrow().await, &[]).await.unwrap();
    hall.until_sockets(2).await;
    slow.event().await;

    // So many events behind that the ring no longer has them, whatever the system keeps in its buffers.
    let fall_behind = async |name: &str| {
        let began = hall.console.seq();
        for round in 0.. {
            if hall.console.seq() > began + 600 {
                break;
            }
            hall.bustle(&format!("{name}-{round}"), 20);
            let target = hall.console.seq() + 20;
            until("the quick one", || newest.load(Ordering::Acquire) >= target).await;
        }
    };
    fall_behind("first").await;
    let mut last = slow.event().await;
    let resync = loop {
        let event = slow.event().await;
        if event.event_type() == EventType::Resync {
            break event;
        }
        assert_eq!(event.seq, last.seq + 1, "what comes before it has no gap");
        last = event;
    };
    assert_eq!(resync.payload, Payload::Resync(ResyncReason::Lagged));
    assert!(resync.seq > last.seq);
    assert_eq!(slow.event().await.seq, resync.seq + 1, "it goes on from there");

    fall_behind("second").await;
    assert_eq!(slow.closed().await, (1008, "too slow".to_owned()));
    hall.until_sockets(1).await;

    let numbers = all.lock().unwrap().clone();
    assert!(numbers.len() > 1_200);
    assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1), "the quick one misses nothing");
    hall.console.shutdown().await;
}

#[tokio::test]
async fn a_socket_that_takes_nothing_is_dropped_and_the_others_go_on() {
    let send_within = Duration::from_millis(300);
    let limits = Limits { send_within, close_within: send_within, ..Limits::default() };
    let hall = Hall::impatient(60, limits, Duration::from_secs(60)).await;
    let (newest, all) = keeping_up(Socket::open(&hall).await);
    let _stuck = Socket::over(hall.narrow().await, &[]).await.unwrap();
    hall.until_sockets(2).await;
    hall.until_sockets(1).await;
    let then = hall.console.seq();
    until("the quick one", || newest.load(Ordering::Acquire) > then).await;
    let numbers = all.lock().unwrap().clone();
    assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1), "{numbers:?}");
    hall.console.shutdown().await;
}

#[tokio::test]
async fn a_listener_that_takes_nothing_is_dropped_and_the_others_go_on() {
    let hall = Hall::impatient(60, Limits::default(), Duration::from_millis(300)).await;
    let mut quick = Listener::open(&hall, None).await;
    let mut stuck = hall.narrow().await;
    stuck.write_all(b"GET /stream HTTP/1.1\r\nhost: here\r\n\r\n").await.unwrap();
    hall.until_listeners(2).await;
    hall.until_listeners(1).await;
    quick.until("metrics").await;
    hall.console.shutdown().await;
}

#[tokio::test]
async fn a_socket_of_which_nothing_is_heard_is_closed_and_one_that_answers_pings_is_not() {
    let (ping_every, idle_after) = (Duration::from_millis(100), Duration::from_secs(2));
    // The silent one is given the time to read why.
    let close_within = PATIENCE;
    let limits = Limits { ping_every, idle_after, close_within, ..Limits::default() };
    let hall = Hall::with(1, limits).await;
    let mut silent = Socket::open(&hall).await;
    let mut pings = Socket::open(&hall).await;
    let answering =
        tokio::spawn(async move { while let Some(Ok(_)) = pings.stream.next().await {} });
    hall.until_sockets(2).await;
    tokio::time::sleep(idle_after * 2).await;
    assert_eq!(silent.closed().await.0, 1008);
    drop(silent);
    hall.until_sockets(1).await;
    tokio::time::sleep(idle_after).await;
    assert_eq!(hall.streams.ws_connections(), 1, "the one that answers stays");
    answering.abort();
    hall.until_sockets(0).await;
    hall.console.shutdown().await;
}
