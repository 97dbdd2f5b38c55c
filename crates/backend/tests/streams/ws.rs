//! What is said over a WebSocket, from the handshake to the close.

use crate::client::{Listener, Socket, samples};
use crate::hall::Hall;
use axum::body::Bytes;
use futures_util::{SinkExt, StreamExt};
use mini_aws_backend::gateway::streams::Limits;
use mini_aws_demo::InstanceSpec;
use mini_aws_domain::{ClientMessage, EventType, InstanceId, Payload, ReplyBody, SubjectKind};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::error::Error;
use tokio_tungstenite::tungstenite::protocol::Message;

#[tokio::test]
async fn connect_listen_and_leave() {
    let hall = Hall::with(3, Limits::default()).await;
    assert_eq!(hall.streams.ws_connections(), 0);
    let mut socket = Socket::open(&hall).await;
    assert_eq!(hall.streams.ws_connections(), 1);
    let mut last = socket.until(EventType::MetricUpdate).await;
    assert_eq!(samples(&last), Some(3));
    hall.bustle("new", 5);
    let mut volumes = 0;
    while volumes < 5 {
        let event = socket.event().await;
        assert_eq!(event.seq, last.seq + 1, "no gap");
        volumes += usize::from(event.event_type() == EventType::VolumeCreated);
        last = event;
    }
    socket.stream.send(Message::Ping(Bytes::from_static(b"there?"))).await.unwrap();
    loop {
        if let Message::Pong(said) = socket.stream.next().await.unwrap().unwrap() {
            assert_eq!(said, "there?");
            break;
        }
    }
    socket.stream.close(None).await.unwrap();
    while let Some(Ok(_)) = socket.stream.next().await {}
    hall.until_sockets(0).await;

    // Who goes without a word is counted out as well.
    let socket = Socket::open(&hall).await;
    hall.until_sockets(1).await;
    drop(socket);
    hall.until_sockets(0).await;
    hall.console.shutdown().await;
}

#[tokio::test]
async fn only_the_types_that_were_asked_for() {
    let hall = Hall::with(2, Limits::default()).await;
    let mut socket = Socket::open(&hall).await;
    let before = socket.until(EventType::MetricUpdate).await;
    socket.say(r#"{"action":"subscribe","types":["VOLUME_CREATED"]}"#).await;
    let reply = socket.reply().await;
    let types = Some(vec![EventType::VolumeCreated]);
    let expected = ClientMessage::Subscribe { types, instances: None };
    assert_eq!(reply.body, ReplyBody::Subscribed(expected));
    assert!(reply.seq >= before.seq);
    hall.bustle("new", 3);
    for _ in 0..3 {
        let event = socket.event().await;
        assert_eq!(event.event_type(), EventType::VolumeCreated);
        assert!(event.seq > reply.seq);
    }
    // All of it again, in place of that.
    socket.say(r#"{"action":"subscribe"}"#).await;
    socket.reply().await;
    socket.until(EventType::MetricUpdate).await;
    hall.console.shutdown().await;
}

#[tokio::test]
async fn only_the_instances_that_were_asked_for() {
    let hall = Hall::with(3, Limits::default()).await;
    let mut socket = Socket::open(&hall).await;
    let wanted = hall.engine.create_instance(InstanceSpec::new("wanted")).unwrap();
    socket.say(&format!(r#"{{"action":"subscribe","instances":["{wanted}"]}}"#)).await;
    socket.reply().await;
    hall.engine.create_instance(InstanceSpec::new("other")).unwrap();
    hall.engine.stop_instance("other").unwrap();
    hall.bustle("volume", 1);
    let (mut frames, mut volumes, mut stops) = (0, 0, 0);
    let wanted = InstanceId::new(wanted);
    while frames < 2 || volumes == 0 || stops == 0 {
        match socket.event().await.payload {
            Payload::MetricUpdate(frame) => {
                assert!(frame.samples.iter().all(|sample| sample.instance == wanted));
                frames += frame.samples.len();
                if frames == 2 {
                    hall.engine.stop_instance("wanted").unwrap();
                }
            }
            Payload::InstanceCreated(instance)
            | Payload::InstanceStarted(instance)
            | Payload::InstanceUpdated(instance) => assert_eq!(instance.id, wanted),
            Payload::InstanceStopped(instance) => {
                assert_eq!(instance.id, wanted);
                stops += 1;
            }
            Payload::AuditLog(activity) if activity.subject.kind == SubjectKind::Instance => {
                assert_eq!(activity.subject.id, wanted.as_str());
            }
            Payload::VolumeCreated(_) => volumes += 1,
            _ => {}
        }
    }
    hall.console.shutdown().await;
}

#[tokio::test]
async fn what_is_not_understood_is_answered_and_too_much_of_it_is_not() {
    let hall = Hall::with(1, Limits { bad_messages: 4, ..Limits::default() }).await;
    let mut socket = Socket::open(&hall).await;
    for (said, code) in [
        ("{", "bad_json"),
        ("[]", "bad_message"),
        (r#"{"action":"shout"}"#, "unknown_action"),
        (r#"{"action":"subscribe","types":["CPU"]}"#, "unknown_type"),
    ] {
        socket.say(said).await;
        let ReplyBody::Error(problem) = socket.reply().await.body else { panic!("{said}") };
        assert_eq!(problem.code, code);
        assert!(problem.message.ends_with('.') && !problem.next_step.is_empty());
    }
    socket.say(r#"{"action":"subscribe","types":["METRIC_UPDATE"]}"#).await;
    assert!(matches!(socket.reply().await.body, ReplyBody::Subscribed(_)));
    socket.until(EventType::MetricUpdate).await;
    socket.say("once more").await;
    assert_eq!(socket.closed().await.0, 1008);
    hall.until_sockets(0).await;
    hall.console.shutdown().await;
}

#[tokio::test]
async fn what_cannot_be_taken_ends_it() {
    let hall = Hall::with(1, Limits::default()).await;
    let longest = format!("{{\"action\":\"subscribe\"{}}}", " ".repeat((16 << 10) - 22));
    assert_eq!(longest.len(), 16 << 10);
    let mut socket = Socket::open(&hall).await;
    socket.say(&longest).await;
    assert!(matches!(socket.reply().await.body, ReplyBody::Subscribed(_)));

    let too_long = |bytes: usize| Message::text(" ".repeat(bytes));
    for (said, code) in [
        (Message::binary(vec![0; 10]), 1003),
        (too_long((16 << 10) + 1), 1009),
        (too_long(60 << 10), 1009),
        // More than is read at all: the close must not be overtaken by the reset of the connection.
        (too_long(100 << 10), 1009),
        (too_long(3 << 20), 1009),
    ] {
        let mut socket = Socket::open(&hall).await;
        let length = said.len();
        // The server may have closed before it was all sent.
        let _ = socket.stream.send(said).await;
        assert_eq!(socket.closed().await.0, code, "{length} bytes");
    }
    socket.stream.close(None).await.unwrap();
    hall.until_sockets(0).await;
    hall.console.shutdown().await;
}

#[tokio::test]
async fn the_subprotocol_is_one_that_was_offered() {
    let hall = Hall::with(1, Limits::default()).await;
    for (offered, selected) in [
        (&[][..], None),
        (&["mini-aws.v1"][..], Some("mini-aws.v1")),
        (&["mini-aws.key.00ff", "mini-aws.v1"][..], Some("mini-aws.v1")),
        (&["mini-aws.key.00ff", "other"][..], Some("other")),
        (&["mini-aws.key.00ff"][..], Some("mini-aws.key.00ff")),
    ] {
        let stream = TcpStream::connect(hall.address).await.unwrap();
        let mut socket = Socket::over(stream, offered).await.unwrap();
        assert_eq!(socket.protocol.as_deref(), selected);
        socket.until(EventType::MetricUpdate).await;
    }
    hall.console.shutdown().await;
}

#[tokio::test]
async fn there_are_so_many_sockets_and_no_more() {
    let hall = Hall::with(1, Limits { ws_connections: 2, ..Limits::default() }).await;
    let first = Socket::open(&hall).await;
    let mut second = Socket::open(&hall).await;
    let stream = TcpStream::connect(hall.address).await.unwrap();
    let Err(Error::Http(refusal)) = Socket::over(stream, &[]).await else { panic!("let in") };
    assert_eq!(refusal.status(), 503);
    assert!(refusal.headers().contains_key("retry-after"));
    assert_eq!(refusal.headers()["content-type"], "application/problem+json");
    assert_eq!(hall.streams.ws_connections(), 2);
    second.until(EventType::MetricUpdate).await;

    drop(first);
    hall.until_sockets(1).await;
    Socket::open(&hall).await.until(EventType::MetricUpdate).await;
    hall.console.shutdown().await;
}

#[tokio::test]
async fn who_comes_without_a_websocket_is_told_so() {
    let hall = Hall::with(1, Limits::default()).await;
    let answer = Listener::at(&hall, "/ws", None).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.rest().await["code"], "not_a_websocket");
    assert_eq!(hall.streams.ws_connections(), 0);
    hall.console.shutdown().await;
}
