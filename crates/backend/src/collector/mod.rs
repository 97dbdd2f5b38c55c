//! The collector: it finds an engine, watches it until it goes away, and looks for it again, for as long as the console runs.

mod backoff;
mod board;
mod inspections;
mod journal;
mod measuring;
mod question;
mod reached;
pub(crate) mod record;
mod sampler;
mod session;

pub(crate) use board::{Board, Evidence, NetworkEvidence};
pub(crate) use reached::{Reached, Stay};
pub(crate) use record::record;
pub(crate) use session::TICK;

use crate::attention::Onlookers;
use crate::docker::endpoint::{BACK_TO_AUTOMATIC, Candidate, Environment, candidates};
use crate::docker::{EngineClient, EngineError, connect_first};
use crate::live::Live;
use crate::options::SamplingChoice;
use crate::store::Store;
use backoff::Backoff;
use chrono::{DateTime, TimeDelta, Utc};
use mini_aws_domain::{
    Activity, ActivityKind, AttemptCode, EndpointAttempt, EnginePick, EngineStatus, GapReason,
    Notice, NoticeCode, Outcome, Source, Subject, SubjectKind,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

/// For this long after an engine was lost only the same one is looked for, so that a restart does not move the console to another
/// engine that happens to run as well.
const LOYALTY: Duration = Duration::from_secs(30);

/// What doors may ask of the collector.
#[derive(Debug)]
pub(crate) struct Requests {
    /// Look for an engine now.
    pub(crate) retry: Notify,
    /// Measure the volumes now.
    pub(crate) measure: Notify,
    /// Measure no more.
    pub(crate) cancel_measure: Notify,
    /// Whether to collect at all.
    pub(crate) collecting: watch::Sender<bool>,
    /// The engine that is watched, for what is asked of it besides.
    pub(crate) reached: Reached,
    /// Which engine is wanted.
    pub(crate) pick: watch::Sender<EnginePick>,
    /// Held by who chooses one, so that what is remembered and what is watched is the same choice.
    pub(crate) choosing: tokio::sync::Mutex<()>,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            retry: Notify::default(),
            measure: Notify::default(),
            cancel_measure: Notify::default(),
            collecting: watch::Sender::new(true),
            reached: Reached::default(),
            pick: watch::Sender::default(),
            choosing: tokio::sync::Mutex::default(),
        }
    }
}

impl Requests {
    /// Waits until collecting is paused (`false`) or goes on (`true`); returns at once if that is so.
    async fn collecting_is(&self, on: bool) {
        // It fails only once the sender is gone, which is ours.
        let _ = self.collecting.subscribe().wait_for(|now| *now == on).await;
    }
}

/// Where to look for an engine.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    /// What the candidates are derived from, each time anew.
    pub(crate) environment: Environment,
    /// Only the first candidate counts.
    pub(crate) exclusive: bool,
    /// Why nobody can pick an engine, in a sentence, if so.
    pub(crate) overruled: Option<String>,
}

impl Search {
    fn candidates(&self) -> Vec<Candidate> {
        let mut found = candidates(&self.environment);
        if self.exclusive {
            found.truncate(1);
        }
        found
    }
}

/// Watches engines, one at a time.
pub(crate) struct Collector {
    pub(crate) live: Arc<Live>,
    /// Where the samples go.
    pub(crate) board: Arc<Board>,
    pub(crate) store: Store,
    pub(crate) search: Arc<Search>,
    pub(crate) requests: Arc<Requests>,
    /// What somebody looks at.
    pub(crate) onlookers: Arc<Onlookers>,
    /// Where the samples are to come from.
    pub(crate) sampling: SamplingChoice,
    pub(crate) cancel: CancellationToken,
}

/// An engine that was lost: who it was, since when, and why.
struct Lost {
    candidate: Option<Candidate>,
    since: Instant,
    since_at: DateTime<Utc>,
    reason: String,
}

impl Collector {
    /// Runs until it is cancelled.
    pub(crate) async fn run(self) {
        let mut backoff = Backoff::default();
        let mut began = self.live.now();
        let mut lost: Option<Lost> = None;
        let mut pick = self.wanted();
        while !self.cancel.is_cancelled() {
            if !*self.requests.collecting.borrow() {
                self.rest().await;
                // What was before is no news: it begins as at the start.
                (backoff, began, lost) = (Backoff::default(), self.live.now(), None);
                continue;
            }
            let now_wanted = self.wanted();
            if now_wanted != pick {
                self.live.leave_engine();
                self.store.explain_silence(GapReason::EngineAway, self.live.now());
                (backoff, began, lost) = (Backoff::default(), self.live.now(), None);
                pick = now_wanted;
            }
            let looked = tokio::select! {
                () = self.cancel.cancelled() => return,
                () = self.requests.collecting_is(false) => continue,
                () = self.wants_other_than(&pick) => continue,
                looked = self.look(&pick, lost.as_ref()) => looked,
            };
            let attempts = match looked {
                Ok((client, candidate, attempts)) => {
                    self.greet(&client, attempts);
                    let stay = self.requests.reached.enter(&client);
                    let watched = session::watch(&self, &client, &pick).await;
                    drop(stay);
                    let Some(ended) = watched else { continue };
                    if ended.listed {
                        backoff.reset();
                        self.tell_of_loss(&client, &ended.error).await;
                    }
                    warn!(endpoint = %client.info().endpoint, error = %ended.error, "engine lost");
                    self.store.explain_silence(GapReason::EngineAway, self.live.now());
                    lost = Some(Lost::now(&self.live, &client, candidate, &ended, lost));
                    Vec::new()
                }
                Err(attempts) => {
                    self.store.explain_silence(GapReason::EngineAway, self.live.now());
                    attempts
                }
            };
            let pause = backoff.next(fastrand::f64());
            let since = lost.as_ref().map_or(began, |lost| lost.since_at);
            self.live.set_engine(self.away(&pick, since, lost.as_ref(), attempts, pause));
            tokio::select! {
                () = self.cancel.cancelled() => return,
                () = self.requests.collecting_is(false) => {}
                () = self.wants_other_than(&pick) => {}
                () = self.requests.retry.notified() => {
                    // A person who asks wants every place looked at, and soon again.
                    backoff.reset();
                    if let Some(lost) = &mut lost {
                        lost.candidate = None;
                    }
                }
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Which engine is to be looked for.
    fn wanted(&self) -> EnginePick {
        match self.search.overruled {
            Some(_) => EnginePick::Automatic,
            None => self.requests.pick.borrow().clone(),
        }
    }

    /// Waits until another engine is wanted.
    async fn wants_other_than(&self, pick: &EnginePick) {
        if self.search.overruled.is_some() {
            return std::future::pending().await;
        }
        // It fails only once the sender is gone, which is ours.
        let _ = self.requests.pick.subscribe().wait_for(|now| now != pick).await;
    }

    /// Has nothing to do with any engine until somebody resumes, or the console ends.
    async fn rest(&self) {
        let since = self.live.now();
        info!("collecting is paused");
        self.store.explain_silence(GapReason::Paused, since);
        self.live.set_engine(EngineStatus::Paused { since });
        tokio::select! {
            () = self.cancel.cancelled() => {}
            () = self.requests.collecting_is(true) => {
                info!("collecting goes on");
                self.live.set_engine(EngineStatus::Connecting);
            }
        }
        // Whatever keeps the next frame away from now on is another reason.
        if let Err(error) = self.store.end_silence(self.live.now()).await {
            warn!(%error, "the gap of the pause could not be noted");
        }
    }

    /// Looks for an engine: the one that was just lost, or else whichever answers first.
    async fn look(
        &self,
        pick: &EnginePick,
        lost: Option<&Lost>,
    ) -> Result<(EngineClient, Option<Candidate>, Vec<EndpointAttempt>), Vec<EndpointAttempt>> {
        let loyal = lost
            .filter(|lost| lost.since.elapsed() < LOYALTY)
            .and_then(|lost| lost.candidate.clone());
        let mut search = Search::clone(&self.search);
        search.environment.pick = pick.clone();
        // Contexts and sockets are looked up in the file system.
        let listed = tokio::task::spawn_blocking(move || match loyal {
            Some(candidate) => vec![candidate],
            None => search.candidates(),
        });
        let candidates = listed.await.unwrap_or_else(|error| {
            warn!(%error, "the places to look for an engine could not be listed");
            Vec::new()
        });
        let known = candidates.clone();
        let (client, attempts) = connect_first(&self.search.environment, candidates).await?;
        let candidate = known.into_iter().find(|candidate| {
            candidate.target.as_ref().is_ok_and(|endpoint| endpoint == client.endpoint())
        });
        Ok((client, candidate, attempts))
    }

    /// Says that an engine answers, and that it is another one than was asked for if that is so.
    fn greet(&self, client: &EngineClient, attempts: Vec<EndpointAttempt>) {
        let engine = client.info().clone();
        info!(endpoint = %engine.endpoint, version = %engine.version, "engine connected");
        let other = attempts.iter().find(|attempt| attempt.named).map(|attempt| Notice {
            code: NoticeCode::OtherEngine,
            message: format!(
                "{} failed, so this is the engine of {} ({}). {}",
                attempt.found_by, engine.found_by, engine.endpoint, attempt.reason
            ),
            next_step: attempt.next_step.clone(),
        });
        self.live.set_notice(NoticeCode::OtherEngine, other);
        let since = self.live.now();
        self.live.set_engine(EngineStatus::Connected { since, engine, attempts });
    }

    /// What the feed says of an engine that was reached.
    fn connected(&self, client: &EngineClient) -> Activity {
        let endpoint = client.info().endpoint.clone();
        self.of_engine(client, ActivityKind::Connected, Outcome::Ok, endpoint)
    }

    async fn tell_of_loss(&self, client: &EngineClient, error: &EngineError) {
        let lost = self.of_engine(client, ActivityKind::Lost, Outcome::Failed, error.to_string());
        record(&self.store, &self.live, vec![(lost, None)], None).await;
    }

    fn of_engine(
        &self,
        client: &EngineClient,
        kind: ActivityKind,
        outcome: Outcome,
        detail: String,
    ) -> Activity {
        let engine = client.info();
        Activity {
            id: 0,
            timestamp: self.live.now(),
            source: Source::Console,
            kind,
            subject: Subject {
                kind: SubjectKind::Engine,
                id: String::new(),
                name: format!("{} {}", engine.kind.as_str(), engine.version),
            },
            outcome,
            detail,
            exit_code: None,
            last: None,
        }
    }

    /// The state of having no engine, in words.
    fn away(
        &self,
        pick: &EnginePick,
        since: DateTime<Utc>,
        lost: Option<&Lost>,
        attempts: Vec<EndpointAttempt>,
        pause: Duration,
    ) -> EngineStatus {
        let telling = most_telling(&attempts);
        let reason = match (lost, telling) {
            (Some(lost), _) => lost.reason.clone(),
            (None, Some(attempt)) => attempt.reason.clone(),
            (None, None) => "No Docker engine was found on this machine.".to_owned(),
        };
        let mut next_step = telling.map_or_else(
            || "The console looks for it again by itself.".to_owned(),
            |attempt| attempt.next_step.clone(),
        );
        if *pick != EnginePick::Automatic {
            next_step = format!("{next_step} {BACK_TO_AUTOMATIC}");
        }
        EngineStatus::Away {
            since,
            reason,
            next_step,
            retry_at: self.live.now() + TimeDelta::from_std(pause).unwrap_or_default(),
            attempts,
        }
    }
}

impl Lost {
    /// Takes note of a loss. An engine that shakes hands and then fails again was lost when it was lost first.
    fn now(
        live: &Live,
        client: &EngineClient,
        candidate: Option<Candidate>,
        ended: &session::Ended,
        before: Option<Self>,
    ) -> Self {
        let first = before.filter(|_| !ended.listed);
        Self {
            candidate,
            since: first.as_ref().map_or_else(Instant::now, |lost| lost.since),
            since_at: first.map_or_else(|| live.now(), |lost| lost.since_at),
            reason: format!(
                "The connection to {} was lost: {}.",
                client.info().kind.as_str(),
                ended.error
            ),
        }
    }
}

/// The attempt that says most about what is wrong: what the person named, then what is there and does not work, then what is not
/// there at all.
pub(crate) fn most_telling(attempts: &[EndpointAttempt]) -> Option<&EndpointAttempt> {
    attempts.iter().min_by_key(|attempt| {
        let missing = attempt.code == AttemptCode::NotFound;
        (!attempt.named, missing)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(found_by: &str, named: bool, code: AttemptCode) -> EndpointAttempt {
        EndpointAttempt {
            found_by: found_by.to_owned(),
            named,
            endpoint: String::new(),
            code,
            reason: String::new(),
            next_step: String::new(),
        }
    }

    #[test]
    fn what_the_person_named_tells_most_and_what_is_missing_least() {
        let missing = attempt("system", false, AttemptCode::NotFound);
        let denied = attempt("rootless", false, AttemptCode::PermissionDenied);
        let named = attempt("DOCKER_HOST", true, AttemptCode::NotFound);
        let telling = |attempts: &[EndpointAttempt]| {
            most_telling(attempts).map(|attempt| attempt.found_by.clone())
        };
        assert_eq!(telling(&[]), None);
        assert_eq!(telling(std::slice::from_ref(&missing)).as_deref(), Some("system"));
        assert_eq!(telling(&[missing.clone(), denied.clone()]).as_deref(), Some("rootless"));
        assert_eq!(telling(&[missing, denied, named]).as_deref(), Some("DOCKER_HOST"));
    }
}
