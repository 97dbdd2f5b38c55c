//! What came of reading and asking: onto the board with it, or another way from here on.

use super::files::{FilesNews, KernelFiles};
use super::polls::{Answer, Part, Told};
use super::rounds::{Outcome, Rounds, Whose};
use super::run::Way;
use super::{Sampler, Turn};
use crate::collector::board::{Fresh, NetworkEvidence};
use mini_aws_domain::SampleSource;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tracing::{debug, info, warn};

/// The second round of a session follows the first after this time, rather than with the next tick: CPU takes two readings, and somebody
/// waits for the first chart.
const SECOND_ROUND_AFTER: Duration = Duration::from_millis(250);

impl Sampler {
    /// Takes what became of the kernel's files.
    pub(super) fn take_news(&mut self, news: FilesNews) -> Turn {
        match news {
            FilesNews::Known(Ok(kernel)) => {
                info!("instances are read in the kernel's files");
                let engine = self.client.info().clone();
                let rounds = Rounds::new(kernel, engine, self.live.now());
                self.files = KernelFiles::Here(Box::new(rounds));
            }
            FilesNews::Known(Err(elsewhere)) => {
                info!(reason = %elsewhere, "the engine is asked for all numbers");
                self.files = KernelFiles::Elsewhere(Arc::from(elsewhere.to_string()));
            }
            FilesNews::Broken(error) => {
                warn!(%error, "the kernel's files are no longer read");
                self.files = KernelFiles::Elsewhere(Arc::from("reading them broke off"));
            }
            FilesNews::Read(outcome) => return self.take_round(outcome),
        }
        self.arrange();
        Turn::Other
    }

    fn take_round(&mut self, mut outcome: Outcome) -> Turn {
        let now = Instant::now();
        let whose = outcome.whose;
        let mut is_news = !outcome.failed.is_empty();
        for (id, process, error) in outcome.failed.drain(..) {
            debug!(instance = id.short(), %error, "the kernel's files cannot be read");
            if let Some(run) = self.running.get_mut(&id).filter(|run| run.reads(process)) {
                run.unreadable(&error, now);
            }
        }
        let mut is_baseline = false;
        self.live.meters().sampled(outcome.told.len() as u64);
        let told = outcome.told.drain(..).filter_map(|told| {
            let mut sample = told.sample;
            let run = self.running.get_mut(&sample.instance)?;
            if !run.reads(told.process) {
                return None;
            }
            is_baseline |= sample.cpu_percent.is_none();
            is_news |= run.read(told.has_network);
            // What was tried for one that the engine tells of is not put in the place of what it told.
            if run.way != Way::Kernel {
                return None;
            }
            let network = run.add_network(&mut sample, now);
            Some(Fresh { sample, basis: told.basis, provenance: told.provenance, network })
        });
        self.board.put_all(told);
        if let Some(rounds) = self.files.rounds() {
            rounds.recycle(outcome);
        }
        if is_baseline && !self.framed {
            self.second_at = Some(now + SECOND_ROUND_AFTER);
        }
        if is_news {
            self.arrange();
        }
        if whose == Whose::All { Turn::Round } else { Turn::Other }
    }

    /// Begins the round of newcomers that is due.
    pub(super) fn begin_newcomers(&mut self) {
        self.newcomers_at = None;
        if let Some(rounds) = self.files.rounds() {
            rounds.begin(Whose::Newcomers);
        }
    }

    /// Begins the second round of the session, which is due.
    pub(super) fn begin_second(&mut self) {
        self.second_at = None;
        if let Some(rounds) = self.files.rounds() {
            rounds.begin(Whose::All);
        }
    }

    /// Takes what the engine answered to a poll.
    pub(super) fn take_answer(&mut self, answer: Answer) -> Turn {
        let Answer { id, track, part, told, cadence } = answer;
        let Some(run) = self.running.get_mut(&id) else { return Turn::Other };
        let reading = match told {
            Told::Reading(reading) => reading,
            Told::NotRunning => {
                // Whatever it is doing, its last sample is not what it does now.
                match part {
                    Part::Whole => self.board.remove(&id),
                    Part::Network => run.forget_network(),
                }
                return Turn::Stopped(id);
            }
            Told::Nothing => {
                if part == Part::Whole {
                    self.board.overdue(&id);
                }
                return Turn::Other;
            }
        };
        self.live.meters().answered(1);
        let Some((sample, basis)) = track.observe(&id, reading, cadence) else {
            return Turn::Other;
        };
        match part {
            Part::Whole => {
                self.live.meters().sampled(1);
                let provenance = track.provenance(SampleSource::Poll);
                self.board.put(Fresh { sample, basis, provenance, network: None }, || true);
            }
            Part::Network => {
                let received_at = self.board.now();
                let evidence = NetworkEvidence { basis, source: SampleSource::Poll, received_at };
                run.set_network(sample, evidence, cadence, Instant::now());
            }
        }
        Turn::Other
    }
}
