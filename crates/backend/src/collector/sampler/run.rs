//! One run of an instance, and where its numbers come from.

use super::track::Track;
use crate::collector::board::NetworkEvidence;
use crate::kernel::{Process, Unreadable};
use chrono::{DateTime, Utc};
use mini_aws_domain::{EngineInfo, Sample};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// An instance that is not inspected yet is waited for so long before the engine is asked for its numbers: at the start of a session that
/// would be a stream for each, to be closed again at once.
const GRACE: Duration = Duration::from_secs(5);
/// Files that could not be read are tried again after this time.
const AGAIN_AFTER: Duration = Duration::from_secs(60);
/// What the engine told of the network holds for so many of the intervals in which it is told: one answer may fail, and the next be late.
const NETWORK_HOLDS: f64 = 2.5;

/// Where the numbers of an instance come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Nowhere yet: it will be known in a moment.
    Awaited,
    /// The kernel's files.
    Kernel,
    /// The engine, over a stream or asked.
    Engine,
}

/// What is known of the kernel's files in general.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Files {
    Unknown,
    Here,
    Elsewhere,
}

/// One run of an instance.
#[derive(Debug)]
pub(super) struct Run {
    /// Which one, as far as that is known.
    pub(super) started_at: Option<DateTime<Utc>>,
    /// What the engine told of it.
    pub(super) track: Arc<Track>,
    /// Where its numbers come from.
    pub(super) way: Way,
    /// Its newest CPU in percent of one core.
    pub(super) cpu: Option<f64>,
    /// Whether the kernel's files tell of its network, as far as they are read.
    pub(super) has_network: bool,
    /// Since when it is waited for.
    since: Instant,
    /// Its process, once the engine told whether it has one.
    process: Option<Option<Process>>,
    /// The process whose files are to be open.
    ordered: Option<Process>,
    refused: Option<Refused>,
    network: Option<Network>,
}

/// What the engine told of the network.
#[derive(Debug)]
struct Network {
    sample: Sample,
    evidence: Arc<NetworkEvidence>,
    until: Instant,
}

#[derive(Debug)]
struct Refused {
    why: Arc<str>,
    again_at: Instant,
}

/// What to do about an instance's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Open(Process),
    Close,
}

impl Run {
    pub(super) fn new(
        engine: &EngineInfo,
        started_at: Option<DateTime<Utc>>,
        now: Instant,
    ) -> Self {
        Self {
            started_at,
            track: Arc::new(Track::new(engine)),
            way: Way::Awaited,
            cpu: None,
            has_network: true,
            since: now,
            process: None,
            ordered: None,
            refused: None,
            network: None,
        }
    }

    /// Whether an instance that started at this time is in this run.
    pub(super) fn is_of(&self, started_at: Option<DateTime<Utc>>) -> bool {
        started_at.is_none() || self.started_at.is_none() || started_at == self.started_at
    }

    /// The engine told its process, or that it has none.
    pub(super) fn inspected(&mut self, process: Option<Process>) {
        self.process = Some(process);
    }

    /// Decides where its numbers come from now, and what is to be done for it.
    pub(super) fn decide(&mut self, files: Files, now: Instant) -> Option<Order> {
        let awaited = if now < self.since + GRACE { Way::Awaited } else { Way::Engine };
        let (way, wanted) = match (files, self.process, &self.refused) {
            (Files::Elsewhere, ..) | (Files::Here, Some(None), _) => (Way::Engine, None),
            (Files::Unknown, ..) | (Files::Here, None, _) => (awaited, None),
            (Files::Here, Some(Some(process)), None) => (Way::Kernel, Some(process)),
            // Until they can be read the engine goes on telling.
            (Files::Here, Some(Some(process)), Some(refused)) => {
                (Way::Engine, (now >= refused.again_at).then_some(process))
            }
        };
        self.way = way;
        if std::mem::replace(&mut self.ordered, wanted) == wanted {
            return None;
        }
        Some(wanted.map_or(Order::Close, Order::Open))
    }

    /// Whether it is the files of this process that are to be read.
    pub(super) fn reads(&self, process: Process) -> bool {
        self.ordered == Some(process)
    }

    /// Its files were read. Returns whether that changes anything but its numbers.
    pub(super) fn read(&mut self, has_network: bool) -> bool {
        let is_news = self.refused.take().is_some() || self.has_network != has_network;
        self.has_network = has_network;
        is_news
    }

    /// Its files cannot be read.
    pub(super) fn unreadable(&mut self, error: &Unreadable, now: Instant) {
        self.ordered = None;
        self.has_network = true;
        if *error == Unreadable::Gone {
            // It ends, or began anew: the engine will tell.
            (self.process, self.since) = (None, now);
        } else {
            let why = Arc::from(error.to_string());
            self.refused = Some(Refused { why, again_at: now + AGAIN_AFTER });
        }
    }

    /// Why its own files are not read, if that is known.
    pub(super) fn why_not(&self) -> Option<&Arc<str>> {
        self.refused.as_ref().map(|refused| &refused.why)
    }

    /// Whether the engine has to be asked for its network, while the rest is read in the kernel's files.
    pub(super) fn lacks_network(&self) -> bool {
        let on_host = self.ordered.is_some_and(|process| process.on_host_network);
        self.way == Way::Kernel && !self.has_network && !on_host
    }

    /// Takes what the engine told of its network, as it is to do every `cadence`.
    pub(super) fn set_network(
        &mut self,
        sample: Sample,
        evidence: NetworkEvidence,
        cadence: Duration,
        now: Instant,
    ) {
        let until = now + cadence.mul_f64(NETWORK_HOLDS);
        self.network = Some(Network { sample, evidence: Arc::new(evidence), until });
    }

    /// What the engine told of its network is of another time, or there is none any more.
    pub(super) fn forget_network(&mut self) {
        self.network = None;
    }

    /// Lays over a sample of the kernel's files what the engine told of the network; returns what that was made of.
    pub(super) fn add_network(
        &self,
        sample: &mut Sample,
        now: Instant,
    ) -> Option<Arc<NetworkEvidence>> {
        let network = self.network.as_ref().filter(|network| now < network.until)?;
        if !self.lacks_network() {
            return None;
        }
        sample.network_rx_bytes = network.sample.network_rx_bytes;
        sample.network_tx_bytes = network.sample.network_tx_bytes;
        sample.network_rx_rate = network.sample.network_rx_rate;
        sample.network_tx_rate = network.sample.network_tx_rate;
        Some(Arc::clone(&network.evidence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docker::stats::{Basis, NoCpu, Reading};
    use mini_aws_domain::{CgroupVersion, ContainerOs, EngineKind, InstanceId, SampleSource};

    const PROCESS: Process = Process { pid: 7, on_host_network: false };

    fn run(now: Instant) -> Run {
        let engine = EngineInfo {
            kind: EngineKind::Docker,
            version: String::new(),
            api_version: String::new(),
            endpoint: String::new(),
            found_by: String::new(),
            host: String::new(),
            os: ContainerOs::Linux,
            cgroup: CgroupVersion::V2,
            cpus: 1,
            memory_bytes: 1,
        };
        Run::new(&engine, None, now)
    }

    #[test]
    fn nothing_is_asked_for_while_its_process_may_still_be_told() {
        let now = Instant::now();
        let mut run = run(now);
        assert_eq!((run.decide(Files::Unknown, now), run.way), (None, Way::Awaited));
        assert_eq!((run.decide(Files::Here, now), run.way), (None, Way::Awaited));
        run.inspected(Some(PROCESS));
        assert_eq!(run.decide(Files::Here, now), Some(Order::Open(PROCESS)));
        assert_eq!((run.decide(Files::Here, now), run.way), (None, Way::Kernel));
        let other = Process { pid: 8, ..PROCESS };
        run.inspected(Some(other));
        assert_eq!(run.decide(Files::Here, now), Some(Order::Open(other)), "another process");
    }

    #[test]
    fn one_that_is_not_inspected_for_long_is_asked_for_all_the_same() {
        let now = Instant::now();
        let mut run = run(now);
        assert_eq!((run.decide(Files::Here, now + GRACE), run.way), (None, Way::Engine));
        assert_eq!((run.decide(Files::Elsewhere, now), run.way), (None, Way::Engine));
        run.inspected(None);
        assert_eq!((run.decide(Files::Here, now), run.way), (None, Way::Engine));
    }

    #[test]
    fn files_that_cannot_be_read_are_tried_again_while_the_engine_tells() {
        let now = Instant::now();
        let mut run = run(now);
        run.inspected(Some(PROCESS));
        run.decide(Files::Here, now);
        run.unreadable(&Unreadable::TooManyFiles, now);
        assert_eq!((run.decide(Files::Here, now), run.way), (None, Way::Engine));
        assert_eq!(
            run.why_not().map(AsRef::as_ref),
            Some("this program may not hold more files open")
        );
        let later = now + AGAIN_AFTER;
        assert_eq!(run.decide(Files::Here, later), Some(Order::Open(PROCESS)));
        assert_eq!((run.decide(Files::Here, later), run.way), (None, Way::Engine));
        assert!(run.read(true), "that is news");
        assert_eq!((run.decide(Files::Here, later), run.way), (None, Way::Kernel));
        assert!(!run.read(true));
    }

    #[test]
    fn one_whose_process_went_is_waited_for() {
        let now = Instant::now();
        let mut run = run(now);
        run.inspected(Some(PROCESS));
        run.decide(Files::Here, now);
        let later = now + GRACE * 3;
        run.unreadable(&Unreadable::Gone, later);
        assert_eq!((run.decide(Files::Here, later), run.way), (None, Way::Awaited));
        run.inspected(Some(PROCESS));
        assert_eq!(run.decide(Files::Here, later), Some(Order::Open(PROCESS)));
    }

    #[test]
    fn what_the_engine_told_of_the_network_is_laid_over_until_it_is_old() {
        let now = Instant::now();
        let mut run = run(now);
        run.inspected(Some(PROCESS));
        run.decide(Files::Here, now);
        assert!(run.read(false) && run.lacks_network());
        let id = InstanceId::new("a");
        let told = Sample { network_rx_bytes: Some(5), ..Sample::empty(id.clone()) };
        let body = r#"{"read":"2026-01-01T10:00:00Z","cpu_stats":{"cpu_usage":{"total_usage":7}}}"#;
        let reading = Reading::from_body(&serde_json::from_str(body).unwrap());
        let evidence = NetworkEvidence {
            basis: Basis { before: None, now: reading.unwrap(), cpu: Err(NoCpu::FirstReading) },
            source: SampleSource::Poll,
            received_at: DateTime::UNIX_EPOCH,
        };
        // A slow engine is asked once a minute.
        let cadence = Duration::from_secs(60);
        run.set_network(told, evidence, cadence, now);
        let received = |run: &Run, at: Instant| {
            let mut sample = Sample::empty(id.clone());
            let evidence = run.add_network(&mut sample, at);
            assert_eq!(evidence.is_some(), sample.network_rx_bytes.is_some());
            sample.network_rx_bytes
        };
        assert_eq!(received(&run, now), Some(5));
        assert_eq!(received(&run, now + cadence * 2), Some(5));
        assert_eq!(received(&run, now + cadence * 3), None);
        run.read(true);
        assert_eq!(received(&run, now), None, "the files tell themselves");
        run.inspected(Some(Process { on_host_network: true, ..PROCESS }));
        run.decide(Files::Here, now);
        run.read(false);
        assert!(!run.lacks_network(), "it is the machine's");
    }
}
