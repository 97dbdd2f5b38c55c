//! `GET /metrics`: what the console knows, in Prometheus' text format. Made anew for each scrape, so that what is gone leaves nothing
//! behind.

use super::Gateway;
use crate::live::LiveState;
use mini_aws_domain::{EngineInfo, EngineStatus, Instance, InstanceState, Sample, Sampling};
use prometheus::core::Collector;
use prometheus::{Counter, CounterVec, IntCounter, IntGaugeVec};
use prometheus::{Encoder, Gauge, GaugeVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// The media type of the format.
pub(super) const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A sample that is older is told no more. Podman has one every 5 s.
const FRESH: Duration = Duration::from_secs(15);

/// Labels of what is said of an instance. The id is that of the Docker CLI: a name comes back with another instance behind it.
const INSTANCE: [&str; 4] = ["id", "name", "project", "service"];

/// Writes everything down. Blocks for as long as it takes to ask the system about this process.
pub(super) fn expose(gateway: &Gateway) -> Result<Vec<u8>, prometheus::Error> {
    let began = Instant::now();
    let page = Page { registry: Registry::new() };
    let console = &gateway.console;
    let answers = console.live().meters().answers();
    console.live().read(|state| {
        page.engine(state)?;
        page.cost(state, answers)?;
        // While the engine is away nothing is said of what is on it: what was last known is no measurement of now.
        if state.engine.engine().is_none() {
            return Ok(());
        }
        page.resources(state)?;
        page.instances(state, &console.board().newest(FRESH))
    })?;
    page.collector(gateway)?;
    page.door(gateway)?;
    page.process()?;
    let mut text = Vec::new();
    TextEncoder::new().encode(&page.registry.gather(), &mut text)?;
    gateway.counters.scraped(began.elapsed());
    Ok(text)
}

struct Page {
    registry: Registry,
}

type Written = Result<(), prometheus::Error>;

impl Page {
    fn add(&self, collector: impl Collector + 'static) -> Written {
        self.registry.register(Box::new(collector))
    }

    fn gauge(&self, name: &str, help: &str, value: f64) -> Written {
        let gauge = Gauge::new(name, help)?;
        gauge.set(value);
        self.add(gauge)
    }

    fn count(&self, name: &str, help: &str, value: u64) -> Written {
        let counter = IntCounter::new(name, help)?;
        counter.inc_by(value);
        self.add(counter)
    }

    fn number(&self, name: &str, help: &str, value: usize) -> Written {
        let gauge = IntGauge::new(name, help)?;
        gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        self.add(gauge)
    }

    fn engine(&self, state: &LiveState) -> Written {
        let engine = state.engine.engine();
        let up = if engine.is_some() { 1.0 } else { 0.0 };
        self.gauge("mini_aws_engine_up", "Whether the container engine answers.", up)?;
        let paused = matches!(state.engine, EngineStatus::Paused { .. });
        let collecting = if paused { 0.0 } else { 1.0 };
        self.gauge("mini_aws_collecting", "0 while somebody has paused collecting.", collecting)?;
        let Some(EngineInfo { kind, version, api_version, .. }) = engine else { return Ok(()) };
        let options = Opts::new("mini_aws_engine_info", "Which engine it is; always 1.");
        let info = IntGaugeVec::new(options, &["kind", "version", "api_version"])?;
        info.with_label_values(&[kind.as_str(), version, api_version]).set(1);
        self.add(info)
    }

    fn resources(&self, state: &LiveState) -> Written {
        let options = Opts::new("mini_aws_instances", "Containers by state.");
        let instances = IntGaugeVec::new(options, &["state"])?;
        for known in InstanceState::ALL {
            instances.with_label_values(&[known.as_str()]).set(0);
        }
        for instance in state.world.instances() {
            instances.with_label_values(&[instance.state.as_str()]).inc();
        }
        self.add(instances)?;
        let options =
            Opts::new("mini_aws_volumes", "Docker volumes, by whether an instance mounts them.");
        let volumes = IntGaugeVec::new(options, &["attached"])?;
        for attached in ["true", "false"] {
            volumes.with_label_values(&[attached]).set(0);
        }
        let mut bytes = 0.0;
        for volume in state.world.volumes() {
            let attached = if volume.attached_to.is_empty() { "false" } else { "true" };
            volumes.with_label_values(&[attached]).inc();
            bytes += volume.size_bytes.unwrap_or_default() as f64;
        }
        self.add(volumes)?;
        self.gauge("mini_aws_storage_bytes", "Size of all volumes whose size is known.", bytes)?;
        self.number("mini_aws_vpcs", "User-defined networks.", state.world.vpcs().count())
    }

    fn instances(&self, state: &LiveState, newest: &[(Sample, f64)]) -> Written {
        let known: HashMap<_, &Instance> =
            state.world.instances().map(|instance| (&instance.id, instance)).collect();
        let series = InstanceSeries::new()?;
        for (sample, cpu_seconds) in newest {
            if let Some(instance) = known.get(&sample.instance) {
                series.set(instance, sample, *cpu_seconds);
            }
        }
        for counter in series.counters {
            self.add(counter)?;
        }
        for gauge in series.gauges {
            self.add(gauge)?;
        }
        Ok(())
    }

    fn collector(&self, gateway: &Gateway) -> Written {
        let live = gateway.console.live();
        let meters = live.meters();
        if let Some(seconds) = meters.frame_seconds() {
            self.count(
                "mini_aws_collector_frames_total",
                "Frames that were made.",
                seconds.get_sample_count(),
            )?;
            self.add(seconds.clone())?;
        }
        let (watched, last) =
            live.read(|state| (state.watched, state.frame.as_ref().map(|frame| frame.timestamp)));
        self.number(
            "mini_aws_collector_watched_instances",
            "Running instances that are watched.",
            watched,
        )?;
        self.count(
            "mini_aws_collector_samples_total",
            "Samples that were taken, from whichever source.",
            meters.samples(),
        )?;
        if let Some(last) = last {
            self.gauge(
                "mini_aws_collector_last_frame_timestamp_seconds",
                "When the last frame was made, in seconds since 1970.",
                last.timestamp_millis() as f64 / 1e3,
            )?;
        }
        self.count(
            "mini_aws_store_dropped_frames_total",
            "Frames that could not be recorded.",
            gateway.console.store().dropped_frames(),
        )?;
        let options = Opts::new("mini_aws_events_total", "Events that were published, by type.");
        let events = IntCounterVec::new(options, &["type"])?;
        for (of, count) in meters.events() {
            events.with_label_values(&[of.as_str()]).inc_by(count);
        }
        self.add(events)
    }

    /// What watching costs, as the settings show it.
    fn cost(&self, state: &LiveState, answers: u64) -> Written {
        let Sampling { kernel, streamed, polled, poll_interval_ms, .. } = state.sampling;
        let options = Opts::new(
            "mini_aws_sampled_instances",
            "Instances by where their numbers come from: the kernel's files, a stream of the engine, or asking it.",
        );
        let instances = IntGaugeVec::new(options, &["source"])?;
        for (source, count) in [("kernel", kernel), ("stream", streamed), ("poll", polled)] {
            instances.with_label_values(&[source]).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        self.add(instances)?;
        if polled > 0 {
            self.gauge(
                "mini_aws_poll_interval_seconds",
                "Time between two times of asking the engine for one instance.",
                f64::from(poll_interval_ms) / 1e3,
            )?;
        }
        self.count(
            "mini_aws_engine_answers_total",
            "Statistics that the engine was made to tell, over streams and asking.",
            answers,
        )?;
        let Some(cost) = &state.own_cost else { return Ok(()) };
        self.gauge(
            "mini_aws_own_cpu_percent",
            "CPU of all the console's processes, its window included, in percent of one core.",
            cost.cpu_percent,
        )?;
        self.gauge(
            "mini_aws_own_memory_bytes",
            "Memory of all the console's processes, with their share of what they have in common.",
            cost.memory_bytes as f64,
        )?;
        if let Some(engine) = &cost.engine {
            self.gauge(
                "mini_aws_engine_cpu_percent",
                "CPU of the engine's own processes, in percent of one core, whatever they do.",
                engine.cpu_percent,
            )?;
            if let Some(unwatched) = engine.unwatched_cpu_percent {
                self.gauge(
                    "mini_aws_engine_unwatched_cpu_percent",
                    "The same over the last pause of collecting, for ten minutes: the difference is what watching costs.",
                    unwatched,
                )?;
            }
        }
        if let Some(database) = &cost.database {
            self.gauge(
                "mini_aws_database_bytes",
                "Size of the database, its log included.",
                database.bytes as f64,
            )?;
            self.gauge(
                "mini_aws_database_limit_bytes",
                "What the database may grow to.",
                database.cap_bytes as f64,
            )?;
            if let Some(growth) = database.growth_bytes_per_day {
                self.gauge(
                    "mini_aws_database_growth_bytes_per_day",
                    "How fast the database grew in the last hour.",
                    growth,
                )?;
            }
        }
        Ok(())
    }

    fn door(&self, gateway: &Gateway) -> Written {
        self.number(
            "mini_aws_ws_connections_active",
            "WebSocket clients that are connected.",
            gateway.streams.ws_connections(),
        )?;
        self.number(
            "mini_aws_sse_connections_active",
            "Clients of the event stream that are connected.",
            gateway.streams.sse_connections(),
        )?;
        self.count(
            "mini_aws_auth_failures_total",
            "Requests that were refused for want of a right key.",
            gateway.access.refused(),
        )?;
        let options =
            Opts::new("mini_aws_http_requests_total", "Requests that were answered, by status.");
        let requests = IntCounterVec::new(options, &["code"])?;
        for (code, count) in gateway.counters.answered() {
            requests.with_label_values(&[&code.to_string()]).inc_by(count);
        }
        self.add(requests)?;
        self.gauge(
            "mini_aws_scrape_duration_seconds",
            "Time that it took to answer the scrape before this one.",
            gateway.counters.last_scrape_seconds(),
        )?;
        let options =
            Opts::new("mini_aws_build_info", "Which version of the console it is; always 1.");
        let build = IntGaugeVec::new(options, &["version"])?;
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        self.add(build)
    }

    /// This process by itself: the names are Prometheus' own.
    fn process(&self) -> Written {
        let Ok(own) = sysinfo::get_current_pid() else { return Ok(()) };
        let mut system = System::new();
        let wanted = ProcessRefreshKind::nothing().with_cpu().with_memory();
        system.refresh_processes_specifics(ProcessesToUpdate::Some(&[own as Pid]), true, wanted);
        let Some(process) = system.process(own) else { return Ok(()) };
        let cpu = Counter::new("process_cpu_seconds_total", "CPU time that this process used.")?;
        cpu.inc_by(process.accumulated_cpu_time() as f64 / 1e3);
        self.add(cpu)?;
        let (memory, started) = (process.memory() as f64, process.start_time() as f64);
        self.gauge(
            "process_resident_memory_bytes",
            "Memory of this process that is resident.",
            memory,
        )?;
        self.gauge(
            "process_start_time_seconds",
            "When this process started, in seconds since 1970.",
            started,
        )
    }
}

/// What is said of each instance.
struct InstanceSeries {
    counters: Vec<CounterVec>,
    gauges: Vec<GaugeVec>,
}

/// A name, what it means, and where it stands in a sample.
type Told = (&'static str, &'static str, fn(&Sample, f64) -> Option<f64>);

/// What only rises, until the instance is started again.
const COUNTERS: [Told; 5] = [
    (
        "mini_aws_instance_cpu_seconds_total",
        "CPU time that the instance used since it started.",
        |_, cpu| Some(cpu),
    ),
    (
        "mini_aws_instance_network_receive_bytes_total",
        "Bytes received over all interfaces since the instance started.",
        |it, _| it.network_rx_bytes.map(float),
    ),
    (
        "mini_aws_instance_network_transmit_bytes_total",
        "Bytes sent over all interfaces since the instance started.",
        |it, _| it.network_tx_bytes.map(float),
    ),
    (
        "mini_aws_instance_disk_read_bytes_total",
        "Bytes read from block devices since the instance started.",
        |it, _| it.disk_read_bytes.map(float),
    ),
    (
        "mini_aws_instance_disk_written_bytes_total",
        "Bytes written to block devices since the instance started.",
        |it, _| it.disk_write_bytes.map(float),
    ),
];

/// What goes up and down.
const GAUGES: [Told; 4] = [
    (
        "mini_aws_instance_cpu_percent",
        "CPU in percent of one core, as docker stats shows it.",
        |it, _| it.cpu_percent,
    ),
    (
        "mini_aws_instance_memory_bytes",
        "Memory without reclaimable page cache, as docker stats shows it.",
        |it, _| it.memory_bytes.map(float),
    ),
    (
        "mini_aws_instance_memory_limit_bytes",
        "The memory limit, be it the instance's own or the host's size.",
        |it, _| it.memory_limit_bytes.map(float),
    ),
    ("mini_aws_instance_pids", "Processes and threads inside.", |it, _| it.pids.map(float)),
];

fn float(count: u64) -> f64 {
    count as f64
}

impl InstanceSeries {
    fn new() -> Result<Self, prometheus::Error> {
        let counter = |(name, help, _): &Told| CounterVec::new(Opts::new(*name, *help), &INSTANCE);
        let gauge = |(name, help, _): &Told| GaugeVec::new(Opts::new(*name, *help), &INSTANCE);
        Ok(Self {
            counters: COUNTERS.iter().map(counter).collect::<Result<_, _>>()?,
            gauges: GAUGES.iter().map(gauge).collect::<Result<_, _>>()?,
        })
    }

    fn set(&self, instance: &Instance, sample: &Sample, cpu_seconds: f64) {
        let labels = [
            instance.id.short(),
            &instance.name,
            instance.project.as_deref().unwrap_or_default(),
            instance.service.as_deref().unwrap_or_default(),
        ];
        for (counter, (_, _, told)) in self.counters.iter().zip(&COUNTERS) {
            if let Some(value) = told(sample, cpu_seconds) {
                counter.with_label_values(&labels).inc_by(value);
            }
        }
        for (gauge, (_, _, told)) in self.gauges.iter().zip(&GAUGES) {
            if let Some(value) = told(sample, cpu_seconds) {
                gauge.with_label_values(&labels).set(value);
            }
        }
    }
}
