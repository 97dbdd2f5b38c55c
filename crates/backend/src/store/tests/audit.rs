//! The audit log, part by part and as a file.

use super::export::Sink;
use super::*;
use mini_aws_domain::{AuditExport, AuditPlace, AuditQuery, ExportFormat, LastUsage};
use proptest::prelude::*;

const SUBJECTS: [SubjectKind; 5] = [
    SubjectKind::Instance,
    SubjectKind::Volume,
    SubjectKind::Vpc,
    SubjectKind::Engine,
    SubjectKind::Console,
];
const OUTCOMES: [Outcome; 3] = [Outcome::Ok, Outcome::Warning, Outcome::Failed];
const SOURCES: [Source; 2] = [Source::Engine, Source::Console];
const WORDS: [&str; 9] =
    ["web", "Web-1", "100%", "a_b", "ΣΑΣ", "exit 137", "'; DROP TABLE activity", "İ", ""];

/// Moments that lie close together, so that many share one.
fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    (0..40_i64).prop_map(|quarter| at(0.0) + TimeDelta::microseconds(quarter * 250))
}

fn words() -> impl Strategy<Value = String> {
    prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned)
}

prop_compose! {
    fn entry()(
        timestamp in moment(),
        source in prop::sample::select(SOURCES.to_vec()),
        kind in prop::sample::select(ActivityKind::ALL.to_vec()),
        subject in prop::sample::select(SUBJECTS.to_vec()),
        outcome in prop::sample::select(OUTCOMES.to_vec()),
        (id, name, detail) in (words(), words(), words()),
        exit_code in prop::option::of(-1..256_i64),
        last in prop::option::of((moment(), prop::option::of(0.0..400.0), prop::option::of(0..1_u64 << 40))),
    ) -> Activity {
        let subject = Subject { kind: subject, id, name };
        let last = last.map(|(at, cpu_percent, memory_bytes)| {
            LastUsage { at, cpu_percent, memory_bytes, memory_limit_bytes: None }
        });
        Activity { id: 0, timestamp, source, kind, subject, outcome, detail, exit_code, last }
    }
}

prop_compose! {
    fn question()(
        text in prop::collection::vec(words(), 0..2),
        kinds in prop_oneof![Just(Vec::new()), Just(ActivityKind::ALL[..12].to_vec())],
        subjects in prop::collection::vec(prop::sample::select(SUBJECTS.to_vec()), 0..3),
        outcomes in prop::collection::vec(prop::sample::select(OUTCOMES.to_vec()), 0..3),
        sources in prop::collection::vec(prop::sample::select(SOURCES.to_vec()), 0..2),
        from in prop::option::of(moment()),
        to in prop::option::of(moment()),
        before in prop::option::of((moment(), 0..60_i64)),
        limit in 0..20_u32,
    ) -> AuditQuery {
        let text = text.join(" ").to_uppercase();
        let before = before.map(|(timestamp, id)| AuditPlace { timestamp, id });
        AuditQuery { text, kinds, subjects, outcomes, sources, from, to, before, limit }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn what_is_found_is_what_matches(
        entries in prop::collection::vec(entry(), 0..60),
        questions in prop::collection::vec(question(), 1..12),
    ) {
        let connection = open::open_in_memory().unwrap();
        let new: Vec<NewActivity> = entries
            .into_iter()
            .map(|activity| NewActivity { activity, fingerprint: None })
            .collect();
        let mut all = feed::append(&connection, &new, None).unwrap();
        all.sort_by_key(|entry| std::cmp::Reverse(AuditPlace::of(entry)));
        for query in questions {
            let found = super::super::audit::page(&connection, &query).unwrap();
            let is_before = |entry: &&Activity| {
                query.before.is_none_or(|before| AuditPlace::of(entry) < before)
            };
            let matching: Vec<Activity> =
                all.iter().filter(|it| query.matches(it)).filter(is_before).cloned().collect();
            let limit = if query.limit == 0 { 200 } else { query.limit as usize };
            prop_assert_eq!(&found.entries, &matching[..matching.len().min(limit)], "{:?}", query);
            prop_assert_eq!(found.more, matching.len() > limit);
        }
    }
}

#[tokio::test]
async fn page_after_page_has_everything_once() {
    let fixture = Fixture::new();
    let new = (0..2_500).map(|n| activity(at(f64::from(n / 7)), &format!("web-{n}"), None));
    let all = fixture.store.append_activities(new.collect(), None).await.unwrap();
    let mut query = AuditQuery { limit: u32::MAX, ..AuditQuery::default() };
    let mut found = Vec::new();
    let mut pages = 0;
    loop {
        let page = fixture.store.audit(query.clone()).await.unwrap();
        assert!(page.entries.len() <= AuditQuery::MOST as usize);
        query.before = page.entries.last().map(AuditPlace::of);
        found.extend(page.entries);
        pages += 1;
        if !page.more {
            break;
        }
    }
    assert_eq!(pages, 3);
    assert!(found.is_sorted_by_key(|entry| std::cmp::Reverse(AuditPlace::of(entry))));
    found.sort_by_key(|entry| entry.id);
    assert_eq!(found, all);
}

#[tokio::test]
async fn what_was_used_last_comes_back_to_the_millisecond_and_is_in_memory_as_well() {
    let last = LastUsage {
        at: at(1.0) + TimeDelta::microseconds(1_250),
        cpu_percent: Some(12.5),
        memory_bytes: Some(4096),
        memory_limit_bytes: None,
    };
    let mut died = activity(at(2.0), "web", Some("1"));
    died.activity.last = Some(last);
    for store in [Fixture::new().store, Store::in_memory()] {
        let told = store.append_activities(vec![died.clone()], None).await.unwrap();
        let kept = LastUsage { at: at(1.001), ..last };
        assert_eq!(told[0].last, Some(kept));
        assert_eq!(store.audit(AuditQuery::default()).await.unwrap().entries, told);
        assert_eq!(store.recent_activities(1).await.unwrap(), told);
    }
}

async fn export(store: &Store, query: AuditQuery, format: ExportFormat) -> (String, u64) {
    let sink = Sink::default();
    let rows =
        store.export_audit(AuditExport { query, format }, Box::new(sink.clone())).await.unwrap();
    (sink.text(), rows)
}

#[tokio::test]
async fn a_file_has_all_that_is_looked_for_and_no_formulas() {
    let fixture = Fixture::new();
    let mut evil = activity(at(1.0), "=HYPERLINK(\"http://x\")", None);
    evil.activity.detail = "+1, 2\r\n3".to_owned();
    evil.activity.last = Some(LastUsage {
        at: at(0.5),
        cpu_percent: Some(99.25),
        memory_bytes: Some(1024),
        memory_limit_bytes: Some(2048),
    });
    let new = vec![activity(at(0.0), "web", None), evil];
    let all = fixture.store.append_activities(new, None).await.unwrap();
    let some = AuditQuery { limit: 1, ..AuditQuery::default() };
    let (csv, rows) = export(&fixture.store, some.clone(), ExportFormat::Csv).await;
    let expected = "time,source,kind,subject_kind,subject_id,subject_name,outcome,detail,exit_code,\
        last_time,last_cpu_percent_of_one_core,last_memory_bytes,last_memory_limit_bytes\r\n\
        2026-11-23T00:00:01.000Z,engine,died,instance,0123456789abcdef,\"'=HYPERLINK(\"\"http://x\"\")\",failed,\
        \"'+1, 2\r\n3\",137,2026-11-23T00:00:00.500Z,99.25,1024,2048\r\n\
        2026-11-23T00:00:00.000Z,engine,died,instance,0123456789abcdef,web,failed,exit 137,137,,,,\r\n";
    assert_eq!((&*csv, rows), (expected, 2));

    let (json, rows) = export(&fixture.store, some, ExportFormat::Json).await;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let entries: Vec<Activity> = serde_json::from_value(json["entries"].clone()).unwrap();
    assert_eq!(rows, 2);
    assert!(entries.iter().eq(all.iter().rev()));

    let nothing = AuditQuery { text: "nobody".to_owned(), ..AuditQuery::default() };
    let (json, rows) = export(&fixture.store, nothing, ExportFormat::Json).await;
    assert_eq!((&*json, rows), ("{\"entries\":[\n]}\n", 0));
}

#[tokio::test]
async fn an_entry_that_a_later_console_wrote_hides_no_other() {
    let fixture = Fixture::new();
    let new = ["web", "odd", "db"].map(|name| activity(at(0.0), name, None)).to_vec();
    fixture.store.append_activities(new, None).await.unwrap();
    let change = |writer: &mut Writer| {
        let sql = "UPDATE activity SET kind = 'sneezed' WHERE subject_name = 'odd'";
        Ok(writer.connection().execute(sql, [])?)
    };
    assert_eq!(fixture.store.write(change).await.unwrap(), 1);
    let recent = fixture.store.recent_activities(10).await.unwrap();
    assert_eq!(names(&recent), ["db", "web"]);
    let page = fixture.store.audit(AuditQuery { limit: 2, ..AuditQuery::default() }).await.unwrap();
    assert_eq!((names(&page.entries), page.more), (vec!["db", "web"], false));
}
