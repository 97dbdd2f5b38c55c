//! A real Prometheus: it finds nothing wrong with what it scrapes, and answers questions about it. The configuration and the dashboard
//! in `docs/` are the ones that are tested.

use crate::cloud::Cloud;
use crate::http;
use crate::support::process::{self, Service};
use crate::support::scenario::{self, Skip};
use crate::tools;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

const CONFIGURATION: &str = "docs/prometheus/prometheus.yml";
const DASHBOARD: &str = "docs/grafana/mini-aws-console.json";
const TOOL_LIMIT: Duration = Duration::from_secs(20);
/// Until something is scraped that happened; scrapes are a second apart.
const SOON: Duration = Duration::from_secs(20);

#[test]
fn promtool_finds_nothing_wrong_with_the_metrics() {
    scenario::run("promtool on /metrics", Duration::from_secs(90), async || {
        let promtool = promtool()?;
        let mut cloud = Cloud::start(&["--demo", "3"]);
        let metrics = measured(&mut cloud);
        let file = cloud.new_folder("promtool").join("metrics.txt");
        fs::write(&file, &metrics).unwrap();
        let mut check = Command::new("sh");
        check.args(["-c", "exec \"$0\" check metrics < \"$1\" 2>&1"]).arg(promtool).arg(&file);
        // What it has to complain of it may say without failing.
        assert_eq!(process::run(TOOL_LIMIT, &check).as_deref(), Ok(""), "{metrics}");
        Ok(())
    });
}

#[test]
fn a_real_prometheus_scrapes_it_and_answers() {
    scenario::run("a real Prometheus", Duration::from_secs(120), async || {
        let mut cloud = Cloud::start(&["--demo", "3"]);
        measured(&mut cloud);
        let prometheus = Prometheus::start(&cloud)?;
        prometheus.until("up{job=\"mini-aws-console\"} == 1", |found| found.len() == 1);

        let idle = prometheus.until("mini_aws_ws_connections_active", |found| found.len() == 1);
        assert_eq!(number(&idle[0]), 0.0);
        let socket = http::open_web_socket(cloud.address(), "/ws", &[&cloud.key_header()]);
        prometheus.until("mini_aws_ws_connections_active == 1", |found| found.len() == 1);
        drop(socket);
        prometheus.until("mini_aws_ws_connections_active == 0", |found| found.len() == 1);

        let running =
            prometheus.until("mini_aws_instance_memory_bytes > 0", |found| !found.is_empty());
        for series in &running {
            let labels = &series["metric"];
            assert_eq!(labels["id"].as_str().map(str::len), Some(12), "{labels}");
            assert!(labels["name"].as_str().is_some_and(|name| !name.is_empty()), "{labels}");
        }
        prometheus.until("sum(rate(mini_aws_instance_cpu_seconds_total[10s])) > 0", |found| {
            found.len() == 1
        });
        prometheus.until("mini_aws_engine_up == 1", |found| found.len() == 1);

        // What asks for a rate needs two scrapes, and a series that begins later two more.
        for query in dashboard_queries() {
            prometheus.until(&filled_in(&query), |found| !found.is_empty());
        }
        Ok(())
    });
}

#[test]
fn the_dashboard_asks_for_what_there_is() {
    scenario::run("the Grafana dashboard", Duration::from_secs(90), async || {
        let wanted: BTreeSet<String> =
            dashboard_queries().iter().flat_map(|query| metric_names(query)).collect();
        assert!(wanted.len() > 15, "{wanted:?}");
        let cloud = Cloud::start(&["--demo", "3"]);
        let mut missing = Vec::new();
        let all = process::eventually(SOON, || {
            let metrics = cloud.get("/metrics").map(|answer| answer.body).unwrap_or_default();
            let known = |name: &&String| {
                metrics.lines().any(|line| {
                    line.strip_prefix(name.as_str())
                        .is_some_and(|rest| rest.starts_with(['{', ' ']))
                })
            };
            missing = wanted.iter().filter(|name| !known(name)).cloned().collect();
            missing.is_empty()
        });
        assert!(all, "not on /metrics: {missing:?}");
        Ok(())
    });
}

/// What `/metrics` says once instances have been measured.
fn measured(cloud: &mut Cloud) -> String {
    let mut seen = String::new();
    let is_measured = process::eventually(SOON, || {
        let answer = cloud.get("/metrics");
        seen = answer
            .map_or_else(|error| error, |answer| format!("{}\n{}", answer.status, answer.body));
        seen.contains("mini_aws_instance_cpu_percent{")
    });
    cloud.assert_sound();
    assert!(is_measured, "{seen}");
    seen.split_once('\n').unwrap_or_default().1.to_owned()
}

fn promtool() -> Result<PathBuf, Skip> {
    tools::find("promtool", "prometheus/usr/bin/promtool")
}

/// A Prometheus that scrapes one console every second.
struct Prometheus {
    // First what runs, and then what it writes into.
    service: Service,
    address: SocketAddr,
    _folder: TempDir,
}

impl Prometheus {
    fn start(cloud: &Cloud) -> Result<Self, Skip> {
        let program = tools::find("prometheus", "prometheus/usr/bin/prometheus")?;
        let folder = tempfile::Builder::new().prefix("mini-aws-prometheus-").tempdir().unwrap();
        let configuration = folder.path().join("prometheus.yml");
        fs::write(&configuration, configured_for(cloud)).unwrap();
        let mut check = Command::new(promtool()?);
        check.args(["check", "config"]).arg(&configuration);
        process::run(TOOL_LIMIT, &check).unwrap_or_else(|error| panic!("{CONFIGURATION}: {error}"));

        // Between choosing a port and listening on it another program may take it.
        for attempt in 1..=3 {
            let address = free_address();
            let mut command = Command::new(&program);
            command.arg(format!("--config.file={}", configuration.display()));
            command.arg(format!("--storage.tsdb.path={}", folder.path().join("data").display()));
            command.arg(format!("--web.listen-address={address}"));
            let mut service =
                Service::start(&command, &folder.path().join(format!("{attempt}.log")));
            let is_ready =
                || http::get(address, "/-/ready", &[]).is_ok_and(|answer| answer.status == 200);
            if process::eventually(SOON, || !service.is_running() || is_ready())
                && service.is_running()
            {
                return Ok(Self { service, address, _folder: folder });
            }
            eprintln!("Prometheus does not answer at {address}:\n{}", service.tail());
        }
        panic!("Prometheus does not start");
    }

    /// Asks until the answer is the one that is waited for.
    fn until(&self, query: &str, is_it: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let mut last = Err("it was not asked".to_owned());
        let found = process::eventually(SOON, || {
            last = self.query(query);
            last.as_ref().is_ok_and(|found| is_it(found))
        });
        match last {
            Ok(last) if found => last,
            last => panic!("{query}: {last:?}\n{}", self.service.tail()),
        }
    }

    /// The series that answer a query, each with its labels and its present value.
    fn query(&self, query: &str) -> Result<Vec<Value>, String> {
        let answer = http::get(
            self.address,
            &format!("/api/v1/query?query={}", percent_encoded(query)),
            &[],
        )?;
        let json: Value = serde_json::from_str(&answer.body)
            .map_err(|error| format!("{error}: {}", answer.body))?;
        match json["data"]["result"].as_array() {
            Some(found) if json["status"] == "success" => Ok(found.clone()),
            _ => Err(answer.body),
        }
    }
}

/// The configuration from `docs/`, for this console and with less patience.
fn configured_for(cloud: &Cloud) -> String {
    let mut text = tools::read(CONFIGURATION);
    let places = [
        ("127.0.0.1:8787", cloud.address().to_string()),
        ("/etc/prometheus/mini-aws-api-key", cloud.key_file().display().to_string()),
        ("15s", "1s".to_owned()),
    ];
    for (documented, own) in places {
        assert!(text.contains(documented), "{CONFIGURATION} does not mention {documented}");
        text = text.replace(documented, &own);
    }
    text
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
    listener.local_addr().expect("it has an address")
}

/// A series' present value.
fn number(series: &Value) -> f64 {
    series["value"][1].as_str().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
}

/// Every query of the dashboard, also those in rows.
fn dashboard_queries() -> Vec<String> {
    fn collect(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("expr").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| collect(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    let dashboard: Value =
        serde_json::from_str(&tools::read(DASHBOARD)).expect("the dashboard is JSON");
    let mut found = Vec::new();
    collect(&dashboard, &mut found);
    found
}

/// A query with what Grafana puts in place of its variables.
fn filled_in(query: &str) -> String {
    ["$console", "$project", "$name"]
        .iter()
        .fold(query.replace("$__rate_interval", "1m"), |query, variable| {
            query.replace(variable, ".*")
        })
}

/// The project's metrics and the process's own in a query.
fn metric_names(query: &str) -> Vec<String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    query
        .split(|letter| !is_part(letter))
        .filter(|word| word.starts_with("mini_aws_") || word.starts_with("process_"))
        .map(str::to_owned)
        .collect()
}

fn percent_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn the_configuration_is_sound_as_it_is() {
    scenario::run("the Prometheus configuration", Duration::from_secs(60), async || {
        let file = tools::project().join(CONFIGURATION);
        assert!(Path::new(&file).is_file());
        let mut check = Command::new(promtool()?);
        // The key's file is somewhere else on every machine, so that it is there is not asked.
        check.args(["check", "config", "--syntax-only"]).arg(&file);
        process::run(TOOL_LIMIT, &check).unwrap_or_else(|error| panic!("{error}"));
        Ok(())
    });
}
