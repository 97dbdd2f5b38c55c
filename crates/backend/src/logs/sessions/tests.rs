use super::*;
use mini_aws_domain::LogStream;

fn line(text: &str) -> LogLine {
    LogLine { at: None, stream: LogStream::Out, text: text.to_owned(), is_cut: false }
}

fn numbers(count: usize) -> Fed {
    Fed::Lines((0..count).map(|number| line(&number.to_string())).collect())
}

#[tokio::test(start_paused = true)]
async fn lines_come_in_bounded_batches_and_the_end_with_the_last_one() {
    let sessions = LogSessions::default();
    let (session, send) = sessions.open(false).unwrap();
    send.send(numbers(3_000)).await.unwrap();
    send.send(Fed::End(LogEnd::Done)).await.unwrap();
    let first = session.next().await;
    assert_eq!((first.lines.len(), first.end), (BATCH_LINES, None));
    let last = session.next().await;
    assert_eq!((last.lines.len(), last.end), (1_000, Some(LogEnd::Done)));
    assert_eq!(last.lines[999].text, "2999");
    let again = session.next().await;
    assert_eq!((again.lines.len(), again.end), (0, Some(LogEnd::Done)), "for who lost the answer");
}

#[tokio::test(start_paused = true)]
async fn long_lines_make_short_batches() {
    let sessions = LogSessions::default();
    let (session, send) = sessions.open(false).unwrap();
    let long = line(&"x".repeat(16 * 1024));
    send.send(Fed::Lines(vec![long; 100])).await.unwrap();
    assert_eq!(session.next().await.lines.len(), 32);
}

#[tokio::test(start_paused = true)]
async fn a_quiet_log_is_waited_for_and_not_for_ever() {
    let sessions = LogSessions::default();
    let (session, _send) = sessions.open(false).unwrap();
    let began = Instant::now();
    let (one, other) = tokio::join!(session.next(), session.next());
    assert_eq!((one, other), (LogBatch::default(), LogBatch::default()));
    assert_eq!(began.elapsed(), WAIT, "also where two ask");
}

#[tokio::test(start_paused = true)]
async fn a_log_is_idle_once_nobody_asked_for_a_minute() {
    let sessions = LogSessions::default();
    let (session, _send) = sessions.open(false).unwrap();
    let began = Instant::now();
    let asking = async {
        for _ in 0..20 {
            session.next().await;
        }
    };
    tokio::join!(session.until_idle(), asking);
    assert!(began.elapsed() >= WAIT * 20 + IDLE, "{:?}", began.elapsed());
    assert!(began.elapsed() < WAIT * 20 + IDLE * 2);
}

#[tokio::test(start_paused = true)]
async fn the_one_that_was_not_asked_for_longest_makes_room() {
    let sessions = LogSessions::default();
    let mut open = Vec::new();
    for _ in 0..MOST {
        open.push(sessions.open(false).unwrap());
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    open[0].1.send(numbers(1)).await.unwrap();
    open[0].0.next().await;
    sessions.open(false).unwrap();
    assert!(open[1].0.stop.is_cancelled());
    assert!(matches!(sessions.find(&open[1].0.public()), Err(LogsError::NoLog)));
    assert!(sessions.find(&open[0].0.public()).is_ok() && !open[0].0.stop.is_cancelled());
}

#[tokio::test(start_paused = true)]
async fn nobody_who_waits_has_to_make_room() {
    let sessions = LogSessions::default();
    let open: Vec<_> = (0..MOST).map(|_| sessions.open(false).unwrap()).collect();
    let waiting = futures_util::future::join_all(open.iter().map(|(session, _)| session.next()));
    let another = async {
        tokio::task::yield_now().await;
        sessions.open(false).map(drop)
    };
    let (_, refused) = tokio::join!(waiting, another);
    assert!(matches!(refused, Err(LogsError::TooMany(MOST))));
    sessions.close(&open[3].0.public());
    assert!(open[3].0.stop.is_cancelled() && sessions.open(false).is_ok());
}

#[tokio::test(start_paused = true)]
async fn who_asks_after_the_reader_is_gone_is_told() {
    let sessions = LogSessions::default();
    let (session, send) = sessions.open(false).unwrap();
    drop(send);
    let batch = session.next().await;
    assert!(matches!(batch.end, Some(LogEnd::Failed { problem }) if problem.code == "no_log"));
}

#[tokio::test(start_paused = true)]
async fn fewer_are_read_where_each_is_a_process() {
    let sessions = LogSessions::default();
    let open: Vec<_> = (0..MOST_FAR).map(|_| sessions.open(true).unwrap()).collect();
    let waiting: Vec<_> =
        open.iter().map(|(session, _)| session.feed.try_lock().unwrap()).collect();
    assert!(matches!(sessions.open(true), Err(LogsError::TooMany(MOST_FAR))));
    assert!(sessions.open(false).is_ok(), "there is room where it costs nothing");
    drop(waiting);
}

#[tokio::test(start_paused = true)]
async fn no_more_is_gathered_than_is_told_at_once() {
    let sessions = LogSessions::default();
    let (session, send) = sessions.open(false).unwrap();
    for _ in 0..WAITING {
        send.send(Fed::Lines(vec![line(&"x".repeat(16 * 1024)); 8])).await.unwrap();
    }
    assert_eq!(session.next().await.lines.len(), 32);
    assert_eq!(send.capacity(), WAITING / 2, "the rest waits where it came from");
}
