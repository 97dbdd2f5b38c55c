//! Files of history.

use super::*;
use mini_aws_domain::{ExportFormat, ExportRequest};
use std::io::{self, Write};

/// What is written to it can be looked at.
#[derive(Clone, Default)]
pub(super) struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct FullDisk;

impl Write for FullDisk {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn request(subject: HistorySubject, to: f64, format: ExportFormat) -> ExportRequest {
    let metrics = vec![Metric::Cpu, Metric::Memory];
    ExportRequest { subject, metrics, from: at(0.0), to: at(to), format }
}

async fn export(fixture: &Fixture, request: ExportRequest) -> (String, ExportSummary) {
    let sink = Sink::default();
    let summary = fixture.store.export(request, Box::new(sink.clone())).await.unwrap();
    (sink.text(), summary)
}

#[tokio::test]
async fn a_short_range_is_its_samples_with_units_in_the_header() {
    let fixture = Fixture::new();
    let odd = InstanceRecord { name: "odd, \"name\"".to_owned(), ..record("a", "a") };
    fixture.store.upsert_instances(vec![odd], at(0.0));
    fixture.record(frame(at(0.0), vec![sample("a", None, Some(4096))])).await;
    fixture.record(frame(at(1.0), vec![sample("a", Some(12.34), Some(8192))])).await;
    let (csv, summary) =
        export(&fixture, request(HistorySubject::Total, 60.0, ExportFormat::Csv)).await;
    assert_eq!((summary.rows, summary.resolution_ms), (4, 1_000));
    let expected = "time,id,name,samples,\
        cpu_avg_percent_of_one_core,cpu_min_percent_of_one_core,cpu_max_percent_of_one_core,\
        memory_avg_bytes,memory_min_bytes,memory_max_bytes\r\n\
        2026-11-23T00:00:00.000Z,,total,1,,,,4096,4096,4096\r\n\
        2026-11-23T00:00:00.000Z,a,\"odd, \"\"name\"\"\",1,,,,4096,4096,4096\r\n\
        2026-11-23T00:00:01.000Z,,total,1,12.34,12.34,12.34,8192,8192,8192\r\n\
        2026-11-23T00:00:01.000Z,a,\"odd, \"\"name\"\"\",1,12.34,12.34,12.34,8192,8192,8192\r\n";
    assert_eq!(csv, expected);

    let (json, _) = export(&fixture, request(of("a"), 60.0, ExportFormat::Json)).await;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["units"]["cpu"], "percent_of_one_core");
    assert_eq!(json["resolution_ms"], 1000);
    assert_eq!(json["rows"].as_array().unwrap().len(), 2);
    assert_eq!(json["rows"][1]["cpu"]["max"], 12.34);
    assert_eq!(json["rows"][0].get("cpu"), None, "what is not known is not there");
}

#[tokio::test]
async fn a_long_range_comes_from_archive_rows_and_frames_without_a_seam() {
    let fixture = Fixture::new();
    let frames: Vec<Frame> = (0..10_000)
        .map(|n| frame(at(f64::from(n) * 10.0), vec![sample("a", Some(f64::from(n % 50)), None)]))
        .collect();
    for batch in frames.chunks(1000) {
        fixture.store.import_frames(batch.to_vec()).await.unwrap();
    }
    let whole = request(of("a"), 100_000.0, ExportFormat::Csv);
    let (csv, summary) = export(&fixture, whole).await;
    assert_eq!(summary.resolution_ms, 60_000, "the first hours are older than a day");
    // The last minute is not whole: it comes from the buckets of ten seconds, and from the last frame.
    assert_eq!(summary.rows, 1666 + 3 + 1);
    let times: Vec<&str> = csv.lines().skip(1).map(|line| &line[..24]).collect();
    assert!(times.is_sorted_by(|a, b| a < b), "each minute once, in order");
    let samples: u64 = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(3).unwrap().parse::<u64>().unwrap())
        .sum();
    assert_eq!(samples, 10_000, "not one is lost");
    let recent =
        ExportRequest { from: at(50_000.0), ..request(of("a"), 100_000.0, ExportFormat::Csv) };
    let (_, summary) = export(&fixture, recent).await;
    assert_eq!((summary.rows, summary.resolution_ms), (5000, 10_000));
}

#[tokio::test]
async fn what_cannot_be_written_is_an_error_and_the_store_goes_on() {
    let fixture = Fixture::new();
    fixture.record(frame(at(0.0), vec![sample("a", Some(1.0), None)])).await;
    let request = request(HistorySubject::Total, 60.0, ExportFormat::Json);
    let refused = fixture.store.export(request.clone(), Box::new(FullDisk)).await;
    assert!(matches!(refused, Err(StoreError::Export(_))));
    assert_eq!(export(&fixture, request).await.1.rows, 2);
}
