//! What a history's numbers mean.

use super::*;
use mini_aws_domain::GapReason;

fn names(history: &History) -> Vec<&str> {
    history.series.iter().map(|series| series.name.as_str()).collect()
}

/// Twenty seconds: `whole` runs at 10 % all the time, `part` at 100 % in the seconds 5 to 9; nobody looks in 10 to 14; and
/// nothing runs in the last five.
async fn twenty_seconds() -> Fixture {
    let fixture = Fixture::new();
    let instances = vec![record("whole-id", "whole"), record("part-id", "part")];
    fixture.store.upsert_instances(instances, at(0.0));
    for second in (0..10_u32).chain(15..20) {
        let mut samples = Vec::new();
        if second < 15 {
            samples.push(sample("whole-id", Some(10.0), Some(4096)));
        }
        if (5..10).contains(&second) {
            samples.push(sample("part-id", Some(100.0), Some(20 * 4096)));
        }
        fixture.record(frame(at(second.into()), samples)).await;
    }
    fixture
}

#[tokio::test]
async fn the_total_counts_each_instance_for_its_share_and_a_gap_is_no_zero() {
    let fixture = twenty_seconds().await;
    let cpu = fixture.ask(HistorySubject::Total, Metric::Cpu, 0.0, 20.0, 2).await;
    assert_eq!((cpu.bucket_ms, cpu.resolution_ms, cpu.begins), (10_000, 10_000, at(0.0)));
    assert_eq!(names(&cpu), ["total", "part", "whole"]);
    assert_eq!(
        cpu.series[0].avg,
        [Some(60.0), Some(0.0)],
        "(10 × 10 + 5 × 100) ÷ 10, and a true zero"
    );
    assert_eq!(cpu.series[0].min, [Some(10.0), Some(0.0)]);
    assert_eq!(
        cpu.series[0].max,
        [Some(110.0), Some(0.0)],
        "the highest sum, which was at one time"
    );
    assert_eq!(cpu.series[1].avg, [Some(100.0), None], "its own mean, while it lived");
    assert_eq!(cpu.series[2].avg, [Some(10.0), None]);
    assert_eq!(cpu.series[1].subject, Some(of("part-id")));
    assert_eq!(cpu.series[0].instances, 2);
    assert_eq!(cpu.series[0].mean, Some(40.0), "600 over fifteen frames");
    assert_eq!(cpu.series[1].mean, Some(33.333), "500 over fifteen frames");
    let memory = fixture.ask(HistorySubject::Total, Metric::Memory, 0.0, 20.0, 2).await;
    assert_eq!(memory.series[0].avg, [Some(11.0 * 4096.0), Some(0.0)]);

    let finer = fixture.ask(HistorySubject::Total, Metric::Cpu, 0.0, 20.0, 10).await;
    assert_eq!((finer.bucket_ms, finer.resolution_ms), (2_000, 1_000));
    let known = [10.0, 10.0, 60.0, 110.0, 110.0].map(Some);
    assert_eq!(finer.series[0].avg[..5], known);
    assert_eq!(finer.series[0].avg[5..7], [None, None], "nobody looked");
    assert_eq!(finer.series[0].avg[7..], [Some(0.0); 3], "and a true zero");
    assert_eq!(finer.gaps.len(), 1);
    assert_eq!((finer.gaps[0].from, finer.gaps[0].to), (at(9.0), at(15.0)));
    assert_eq!(finer.gaps[0].reason, GapReason::Unknown);
}

#[tokio::test]
async fn what_has_no_line_of_its_own_is_the_rest_of_the_total() {
    let fixture = twenty_seconds().await;
    let query = |top| HistoryQuery {
        subject: HistorySubject::Total,
        metric: Metric::Cpu,
        from: at(0.0),
        to: at(10.0),
        points: 1,
        top,
        pinned: Vec::new(),
    };
    let history = fixture.store.history(query(1), at(20.0)).await.unwrap();
    assert_eq!(names(&history), ["total", "part", "others"]);
    let others = &history.series[2];
    assert_eq!((others.subject.clone(), others.instances), (None, 1));
    assert_eq!(others.avg, [Some(10.0)], "60 less half of 100");
    assert_eq!((others.min.len(), others.max.len()), (0, 0), "nobody knows");
    let nobody = fixture.store.history(query(0), at(20.0)).await.unwrap();
    assert_eq!(names(&nobody), ["total"]);
    assert_eq!(nobody.series[0].instances, 2);
}

#[tokio::test]
async fn who_is_pinned_has_a_line_and_is_none_of_the_others() {
    let fixture = twenty_seconds().await;
    let query = |top, pinned: &[&str]| HistoryQuery {
        subject: HistorySubject::Total,
        metric: Metric::Cpu,
        from: at(0.0),
        to: at(10.0),
        points: 1,
        top,
        pinned: pinned.iter().map(|id| InstanceId::new(*id)).collect(),
    };
    let ask =
        async |top, pinned| fixture.store.history(query(top, pinned), at(20.0)).await.unwrap();
    let pinned = ask(0, &["whole-id", "nobody"]).await;
    assert_eq!(names(&pinned), ["total", "whole", "others"]);
    assert_eq!(pinned.series[2].avg, [Some(50.0)], "half of 100: its share, and not its average");
    let twice = ask(1, &["part-id"]).await;
    assert_eq!(names(&twice), ["total", "part", "others"]);
    assert_eq!(names(&ask(1, &["whole-id"]).await), ["total", "part", "whole"]);
}

#[tokio::test]
async fn a_value_that_is_not_known_is_neither_zero_nor_in_the_way() {
    let fixture = Fixture::new();
    // The first frame of a run knows no CPU yet.
    let samples = || vec![sample("a", None, Some(8192)), sample("b", None, None)];
    fixture.record(frame(at(0.0), samples())).await;
    let mut known = samples();
    known[0].cpu_percent = Some(6.0);
    fixture.record(frame(at(1.0), known)).await;
    let cpu = fixture.ask(HistorySubject::Total, Metric::Cpu, 0.0, 2.0, 1).await;
    assert_eq!(names(&cpu), ["total", "a"]);
    assert_eq!((cpu.series[0].avg[0], cpu.series[1].avg[0]), (Some(6.0), Some(6.0)));
    let memory = fixture.ask(HistorySubject::Total, Metric::Memory, 0.0, 2.0, 1).await;
    assert_eq!(memory.series[0].avg, [Some(8192.0)]);
}

#[tokio::test]
async fn an_answer_has_no_more_points_than_were_asked_for_and_the_same_moment_stays_where_it_is() {
    let fixture = Fixture::new();
    for second in 0..60_u32 {
        let cpu = f64::from(second);
        fixture.record(frame(at(cpu), vec![sample("a", Some(cpu), None)])).await;
    }
    let history = fixture.ask(of("a"), Metric::Cpu, 7.0, 27.0, 6).await;
    assert_eq!((history.bucket_ms, history.begins), (4_000, at(4.0)));
    let expected = [5.5, 9.5, 13.5, 17.5, 21.5, 25.5].map(Some);
    assert_eq!(history.series[0].avg, expected);
    let later = fixture.ask(of("a"), Metric::Cpu, 9.0, 29.0, 6).await;
    assert_eq!(later.series[0].avg[..5], expected[1..], "no point moves as time passes");
    for points in 1..40 {
        let history = fixture.ask(of("a"), Metric::Cpu, 7.0, 27.0, points).await;
        assert!(history.series[0].avg.len() <= points as usize, "{points}");
        assert!(history.begins <= at(7.0));
        let covered = history.bucket_ms * i64::try_from(history.series[0].avg.len()).unwrap();
        assert!(history.begins + TimeDelta::milliseconds(covered) >= at(27.0));
    }
}

#[tokio::test]
async fn nothing_known_is_nothing_shown_and_nonsense_is_an_error() {
    let fixture = Fixture::new();
    let history = fixture.ask(HistorySubject::Total, Metric::Cpu, 0.0, 900.0, 180).await;
    assert_eq!(names(&history), ["total"]);
    assert!(history.series[0].avg.iter().all(Option::is_none));
    assert_eq!(history.gaps, []);
    let ask = |subject: HistorySubject, from, to| {
        let points = u32::MAX;
        let query = HistoryQuery {
            subject,
            metric: Metric::Cpu,
            from,
            to,
            points,
            top: u32::MAX,
            pinned: Vec::new(),
        };
        fixture.store.history(query, at(0.0))
    };
    for (from, to) in [(at(1.0), at(1.0)), (at(2.0), at(1.0))] {
        let refused = ask(HistorySubject::Total, from, to).await;
        assert!(matches!(refused, Err(StoreError::EmptyRange)));
    }
    let nobody = HistorySubject::Name { name: "nobody".to_owned() };
    let nowhere = HistorySubject::Group { project: "nowhere".to_owned(), service: None };
    for subject in [of("none"), nobody, nowhere] {
        let refused = ask(subject, at(0.0), at(1.0)).await;
        assert!(matches!(refused, Err(StoreError::NoSuchHistory(_))));
    }
    fixture.record(frame(at(0.0), vec![sample("a", Some(1.0), None)])).await;
    let ever = ask(HistorySubject::Total, DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC).await;
    assert_eq!(ever.unwrap().series[1].avg.iter().flatten().count(), 1);
}

#[tokio::test]
async fn a_name_goes_on_with_another_id_and_a_group_is_the_sum_of_its_instances() {
    let fixture = Fixture::new();
    let of_service = |id: &str, name: &str, service: &str| InstanceRecord {
        service: Some(service.to_owned()),
        ..record(id, name)
    };
    let known = vec![
        of_service("web-old", "web", "web"),
        of_service("web-new", "web", "web"),
        of_service("worker", "worker", "worker"),
        InstanceRecord { project: None, ..record("stranger", "stranger") },
    ];
    fixture.store.upsert_instances(known, at(0.0));
    // The old one for twenty seconds, then the new one; the worker is busy when the old one is not.
    for second in 0..60_u32 {
        let web = if second < 20 { "web-old" } else { "web-new" };
        let busy = second % 2 == 0;
        let samples = vec![
            sample(web, Some(if busy { 30.0 } else { 10.0 }), None),
            sample("worker", Some(if busy { 5.0 } else { 25.0 }), None),
            sample("stranger", Some(100.0), None),
        ];
        fixture.record(frame(at(second.into()), samples)).await;
    }
    let name = HistorySubject::Name { name: "web".to_owned() };
    let group = |service: Option<&str>| HistorySubject::Group {
        project: "shop".to_owned(),
        service: service.map(str::to_owned),
    };
    // Both from the frames and from the buckets of ten seconds that were made of them.
    for points in [30, 6] {
        let web = fixture.ask(name.clone(), Metric::Cpu, 0.0, 60.0, points).await;
        assert!(web.series[0].avg.iter().all(|avg| *avg == Some(20.0)), "{web:?}");
        assert_eq!(web.series[0].instances, 2);
        assert_eq!(names(&web), ["web", "web", "web"], "each for itself as well");
        let shop = fixture.ask(group(None), Metric::Cpu, 0.0, 60.0, points).await;
        assert!(shop.series[0].avg.iter().all(|avg| *avg == Some(35.0)));
        // The sum is 35 at every moment, though each swings: the highest sum is not the sum of the highest.
        assert!(shop.series[0].max.iter().all(|max| *max == Some(35.0)), "{points}: {shop:?}");
        assert!(shop.series[0].min.iter().all(|min| *min == Some(35.0)));
        assert_eq!(shop.series[0].instances, 3);
        let service = fixture.ask(group(Some("web")), Metric::Cpu, 0.0, 60.0, points).await;
        assert!(service.series[0].avg.iter().all(|avg| *avg == Some(20.0)));
        assert_eq!(service.series[0].max[0], Some(30.0));
    }
}

#[tokio::test]
async fn a_gap_has_the_reason_that_was_given_and_the_present_one_lasts_until_now() {
    let fixture = Fixture::new();
    fixture.record(frame(at(0.0), Vec::new())).await;
    fixture.store.explain_silence(GapReason::EngineAway, at(0.0));
    fixture.store.explain_silence(GapReason::Asleep, at(0.0));
    fixture.store.explain_silence(GapReason::EngineAway, at(0.0));
    let lasting = fixture.ask(HistorySubject::Total, Metric::Cpu, -10.0, 60.0, 10).await;
    assert_eq!(lasting.gaps.len(), 1);
    assert_eq!((lasting.gaps[0].from, lasting.gaps[0].to), (at(0.0), at(60.0)));
    assert_eq!(lasting.gaps[0].reason, GapReason::Asleep, "the rest is its consequence");
    fixture.record(frame(at(100.0), Vec::new())).await;
    fixture.record(frame(at(101.0), Vec::new())).await;
    fixture.store.explain_silence(GapReason::EngineAway, at(0.0));
    fixture.record(frame(at(102.0), Vec::new())).await;
    fixture.record(frame(at(110.0), Vec::new())).await;
    let history = fixture.ask(HistorySubject::Total, Metric::Cpu, 50.0, 112.0, 10).await;
    let told: Vec<_> = history.gaps.iter().map(|gap| (gap.from, gap.to, gap.reason)).collect();
    let asleep = (at(50.0), at(100.0), GapReason::Asleep);
    let unknown = (at(102.0), at(110.0), GapReason::Unknown);
    assert_eq!(told, [asleep, unknown], "cut to the range; a reason without a gap is void");
}

#[tokio::test]
async fn a_console_that_was_closed_knows_it() {
    let fixture = Fixture::new();
    let path = fixture.path();
    fixture.record(frame(at(0.0), Vec::new())).await;
    fixture.store.close().await.unwrap();
    for (opened, reason, first) in
        [(at(600.0), None, 605.0), (at(1200.0), Some(GapReason::EngineAway), 1500.0)]
    {
        let store = Store::open(&path, opened).unwrap().store;
        if let Some(reason) = reason {
            store.explain_silence(reason, opened);
        }
        store.record_frame(Arc::new(frame(at(first), Vec::new())));
        store.close().await.unwrap();
    }
    let store = Store::open(&path, at(1501.0)).unwrap().store;
    let query = HistoryQuery {
        subject: HistorySubject::Total,
        metric: Metric::Cpu,
        from: at(0.0),
        to: at(1501.0),
        points: 10,
        top: 0,
        pinned: Vec::new(),
    };
    let gaps = store.history(query, at(1501.0)).await.unwrap().gaps;
    let told: Vec<_> = gaps.iter().map(|gap| (gap.from, gap.to, gap.reason)).collect();
    let expected = [
        (at(0.0), at(605.0), GapReason::Closed),
        (at(605.0), at(1200.0), GapReason::Closed),
        (at(1200.0), at(1500.0), GapReason::EngineAway),
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_pause_has_its_own_gap_whatever_follows_it() {
    let fixture = Fixture::new();
    let path = fixture.path();
    fixture.record(frame(at(0.0), Vec::new())).await;
    fixture.store.end_silence(at(60.0)).await.unwrap();
    fixture.store.explain_silence(GapReason::Paused, at(1.0));
    fixture.store.end_silence(at(100.0)).await.unwrap();
    fixture.store.explain_silence(GapReason::EngineAway, at(101.0));
    fixture.record(frame(at(200.0), Vec::new())).await;
    fixture.store.explain_silence(GapReason::Paused, at(201.0));
    fixture.store.end_silence(at(300.0)).await.unwrap();
    fixture.store.close().await.unwrap();
    let store = Store::open(&path, at(600.0)).unwrap().store;
    store.record_frame(Arc::new(frame(at(601.0), Vec::new())));
    store.flush().await.unwrap();
    let query = HistoryQuery {
        subject: HistorySubject::Total,
        metric: Metric::Cpu,
        from: at(0.0),
        to: at(602.0),
        points: 10,
        top: 0,
        pinned: Vec::new(),
    };
    let gaps = store.history(query, at(602.0)).await.unwrap().gaps;
    let told: Vec<_> = gaps.iter().map(|gap| (gap.from, gap.to, gap.reason)).collect();
    let expected = [
        (at(0.0), at(100.0), GapReason::Paused),
        (at(100.0), at(200.0), GapReason::EngineAway),
        (at(200.0), at(300.0), GapReason::Paused),
        (at(300.0), at(601.0), GapReason::Closed),
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn many_readers_at_once_are_all_answered() {
    let fixture = twenty_seconds().await;
    let mut reads = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let store = fixture.store.clone();
        let query = HistoryQuery {
            subject: HistorySubject::Total,
            metric: Metric::Cpu,
            from: at(0.0),
            to: at(20.0),
            points: 2,
            top: 8,
            pinned: Vec::new(),
        };
        reads.spawn(async move { store.history(query, at(20.0)).await.unwrap() });
    }
    let answers = reads.join_all().await;
    assert_eq!(answers.len(), 40);
    assert!(answers.iter().all(|history| history.series[0].avg[0] == Some(60.0)));
}

#[tokio::test]
async fn charts_mark_what_happened_to_their_subject_and_failures_before_all() {
    let fixture = Fixture::new();
    fixture.store.upsert_instances(vec![record("0123456789abcdef", "web")], at(0.0));
    let mut all: Vec<NewActivity> =
        (0..10_u32).map(|n| activity(at(n.into()), "web", None)).collect();
    for new in &mut all[1..] {
        new.activity.kind = ActivityKind::Started;
        new.activity.outcome = Outcome::Ok;
    }
    all[9].activity.subject = Subject {
        kind: SubjectKind::Instance,
        id: "another".to_owned(),
        name: "another".to_owned(),
    };
    all[8].activity.kind = ActivityKind::Attached;
    fixture.store.append_activities(all, None).await.unwrap();
    let ask = |subject: HistorySubject, limit| {
        let kinds = vec![ActivityKind::Died, ActivityKind::Started];
        let query = ActivityQuery { subject, from: at(0.0), to: at(9.5), limit, kinds };
        let store = fixture.store.clone();
        async move {
            let found = store.activities_between(query).await.unwrap();
            found
                .iter()
                .map(|activity| (activity.timestamp - at(0.0)).num_seconds())
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(
        ask(HistorySubject::Total, 3).await,
        [9, 7, 0],
        "the failure is old, and the first to stay"
    );
    assert_eq!(ask(of("0123456789abcdef"), 2).await, [7, 0]);
    assert_eq!(ask(HistorySubject::Name { name: "web".to_owned() }, 2).await, [7, 0]);
    let shop = HistorySubject::Group { project: "shop".to_owned(), service: None };
    assert_eq!(ask(shop, 100).await, [7, 6, 5, 4, 3, 2, 1, 0]);
    assert_eq!(ask(of("another"), 100).await, [9]);
    let everything = ActivityQuery {
        subject: HistorySubject::Total,
        from: at(0.0),
        to: at(9.5),
        limit: 100,
        kinds: Vec::new(),
    };
    let everything = fixture.store.activities_between(everything).await.unwrap();
    assert!(everything.iter().any(|activity| activity.kind == ActivityKind::Attached));
}

#[tokio::test]
async fn a_clock_that_steps_leaves_no_gap_over_what_is_known() {
    let fixture = Fixture::new();
    let told = async |to: f64| {
        let history = fixture.ask(HistorySubject::Total, Metric::Cpu, 0.0, to, 100).await;
        let gaps = history.gaps.iter().map(|gap| (gap.from, gap.to)).collect::<Vec<_>>();
        (gaps, history.series[0].avg.iter().flatten().count())
    };
    for second in 0..100_u32 {
        fixture.record(frame(at(second.into()), Vec::new())).await;
    }
    // Ahead for one frame, and right again.
    fixture.record(frame(at(90_000.0), Vec::new())).await;
    for second in 100..200_u32 {
        fixture.record(frame(at(second.into()), Vec::new())).await;
    }
    assert_eq!(told(200.0).await.0, []);
    // Behind, as at a start without the right time, and then right.
    fixture.record(frame(at(50.5), Vec::new())).await;
    for second in 200..300_u32 {
        fixture.record(frame(at(second.into()), Vec::new())).await;
    }
    let (gaps, known) = told(300.0).await;
    assert_eq!(gaps, []);
    assert!(known >= 70, "{known}");
}

#[tokio::test]
async fn a_reason_is_not_for_a_frame_that_was_taken_before_it() {
    let fixture = Fixture::new();
    fixture.record(frame(at(0.0), Vec::new())).await;
    fixture.store.explain_silence(GapReason::EngineAway, at(1.5));
    // It waited in the queue meanwhile.
    fixture.record(frame(at(1.0), Vec::new())).await;
    fixture.record(frame(at(60.0), Vec::new())).await;
    let history = fixture.ask(HistorySubject::Total, Metric::Cpu, 0.0, 61.0, 10).await;
    assert_eq!(history.gaps.len(), 1);
    assert_eq!(history.gaps[0].reason, GapReason::EngineAway);
}
