//! Who may come in: an API key from programs, a signed cookie from browsers, and a one-time link that sets the cookie.

mod failures;
mod key;
mod links;
mod session;
#[cfg(test)]
mod tests;
mod visitors;

pub(super) use key::random_hex;
pub use key::{ApiKey, KeyError};
pub(super) use visitors::Way;

use super::problem::Refusal;
use crate::Clock;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use chrono::{DateTime, Utc};
use failures::Failures;
use links::Links;
use mini_aws_domain::{ActivityKind, DoorKey, Outcome, WS_KEY_PREFIX};
use session::Session;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use tokio::sync::mpsc;
use tracing::warn;
use visitors::Visitors;

/// The header in which programs send the key.
const KEY_HEADER: &str = "x-api-key";
/// How many news may wait to be told in the feed. What is beyond is counted in the log.
const NEWS: usize = 64;

/// Lets clients in, or says why not.
#[derive(Debug)]
pub(super) struct Access {
    key: RwLock<ApiKey>,
    /// Where the key is kept; `None` for one that lives as long as this run.
    file: Option<PathBuf>,
    links: Mutex<Links>,
    failures: Mutex<Failures>,
    visitors: Mutex<Visitors>,
    clock: ClockOfAccess,
    news: mpsc::Sender<News>,
    refused: AtomicU64,
}

/// What the feed should hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct News {
    /// What happened.
    pub(super) kind: ActivityKind,
    /// How it ended.
    pub(super) outcome: Outcome,
    /// What there is to say of it.
    pub(super) detail: String,
}

/// The time, in a form that can be printed.
struct ClockOfAccess(Clock);

impl std::fmt::Debug for ClockOfAccess {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Clock")
    }
}

/// How somebody came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pass {
    /// With the key.
    Key,
    /// With a cookie; a fresh one goes back with the answer when it is time.
    Session {
        /// The `Set-Cookie` of a fresh one.
        renewed: Option<HeaderValue>,
    },
}

/// Why somebody was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denial {
    /// No key and no cookie.
    Missing,
    /// A key or a cookie that is none, or is none any more since the key was replaced.
    Wrong,
    /// A cookie that was good once.
    Expired,
    /// A link that was used already, or lay about for too long.
    SpentLink,
}

impl Denial {
    /// For programs.
    fn code(self) -> &'static str {
        match self {
            Self::Missing => "key_missing",
            Self::Wrong => "key_wrong",
            Self::Expired => "session_expired",
            Self::SpentLink => "link_spent",
        }
    }

    /// For people.
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::Missing => "This console asks for its API key.",
            Self::Wrong => "That is not this console's API key.",
            Self::Expired => "This browser's session has ended, so it has to come in anew.",
            Self::SpentLink => {
                "This link was used already, or is too old: each one lets one browser in, within an hour."
            }
        }
    }

    /// For the feed.
    fn clause(self) -> &'static str {
        match self {
            Self::Missing => "no key",
            Self::Wrong => "a wrong key",
            Self::Expired => "an expired session",
            Self::SpentLink => "a link that is spent",
        }
    }
}

/// What to do about each of them.
const NEXT_STEP: &str = "Send the content of the file api-key in the console's data directory as X-API-Key or as a bearer token; a \
                         browser comes in by a new link, which `cloud serve` prints when it starts, and Settings gives.";

impl Access {
    /// Reads the key, or makes one. News for the feed come out of the receiver. Blocks for as long as a disk takes.
    ///
    /// # Errors
    /// [`KeyError`]
    pub(super) fn open(
        file: Option<PathBuf>,
        clock: Clock,
    ) -> Result<(Self, mpsc::Receiver<News>), KeyError> {
        let key = match &file {
            Some(file) => ApiKey::load_or_make(file)?,
            None => ApiKey::random()?,
        };
        let (news, told) = mpsc::channel(NEWS);
        let access = Self {
            key: RwLock::new(key),
            file,
            links: Mutex::default(),
            failures: Mutex::default(),
            visitors: Mutex::default(),
            clock: ClockOfAccess(clock),
            news,
            refused: AtomicU64::new(0),
        };
        Ok((access, told))
    }

    /// Where the key is kept.
    pub(super) fn key_file(&self) -> Option<&PathBuf> {
        self.file.as_ref()
    }

    /// How many were refused since the start.
    pub(super) fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// Makes a one-time link's token, and says until when it is good.
    pub(super) fn make_link(&self) -> Result<(String, DateTime<Utc>), KeyError> {
        self.links.lock().unwrap_or_else(PoisonError::into_inner).make(self.now())
    }

    /// Uses a link up. Gives the `Set-Cookie` of a session, under the name of this `port`.
    pub(super) fn enter_by_link(&self, token: &str, port: u16) -> Result<HeaderValue, Entry> {
        let spent =
            self.links.lock().unwrap_or_else(PoisonError::into_inner).spend(token, self.now());
        if spent {
            self.cookie(port, self.now()).map_err(Entry::Failed)
        } else {
            Err(Entry::Denied(Denial::SpentLink))
        }
    }

    /// Lets a browser in that was told the key. Gives the `Set-Cookie` of a session.
    pub(super) fn enter_by_key(&self, key: &str, port: u16) -> Result<HeaderValue, Entry> {
        match key.trim() {
            "" => Err(Entry::Denied(Denial::Missing)),
            key if self.key(|own| own.is(key)) => {
                self.cookie(port, self.now()).map_err(Entry::Failed)
            }
            _ => Err(Entry::Denied(Denial::Wrong)),
        }
    }

    /// Takes note of somebody who was let in, and says so.
    pub(super) fn came_in(&self, address: IpAddr, way: &Way) {
        let mut visitors = self.visitors.lock().unwrap_or_else(PoisonError::into_inner);
        if visitors.note(address, way, self.now()) {
            let detail = format!("{address}, {}", way.clause());
            self.tell(News { kind: ActivityKind::KeyUsed, outcome: Outcome::Ok, detail });
        }
    }

    /// The key itself, for a person who sits before the window.
    pub(super) fn reveal_key(&self) -> DoorKey {
        DoorKey { key: self.key(|key| key.reveal().to_owned()) }
    }

    /// Whether what a request carries lets it in. Keys decide over a cookie, so that a wrong one is never made up for by it.
    pub(super) fn check(&self, headers: &HeaderMap, port: u16) -> Result<Pass, Denial> {
        // A client that can set nothing but subprotocols may as well offer the bare key as one.
        if protocols(headers).any(|name| self.key(|own| own.is(name))) {
            return Ok(Pass::Key);
        }
        let mut offered = offered_keys(headers).peekable();
        if offered.peek().is_some() {
            let is_right = offered.fold(false, |right, key| right | self.key(|own| own.is(key)));
            return if is_right { Ok(Pass::Key) } else { Err(Denial::Wrong) };
        }
        let name = cookie_name(port);
        let value =
            cookies(headers).find_map(|cookie| cookie.strip_prefix(&name)?.strip_prefix('='));
        let Some(value) = value else { return Err(Denial::Missing) };
        match self.key(|own| session::read(own, value, self.now())) {
            Session::Good { is_aging: false, .. } => Ok(Pass::Session { renewed: None }),
            Session::Good { born, is_aging: true } => {
                let renewed = self.cookie(port, born);
                let renewed =
                    renewed.inspect_err(|error| warn!(%error, "a session was not renewed"));
                Ok(Pass::Session { renewed: renewed.ok() })
            }
            Session::Expired => Err(Denial::Expired),
            Session::Forged => Err(Denial::Wrong),
        }
    }

    /// Takes note of somebody who was not let in, and says so; `at` is what was wanted, without a query.
    pub(super) fn refuse(&self, denial: Denial, address: IpAddr, at: &str) -> Refusal {
        self.refused.fetch_add(1, Ordering::Relaxed);
        let verdict =
            self.failures.lock().unwrap_or_else(PoisonError::into_inner).note(address, self.now());
        if verdict.is_news {
            self.tell_refusal(format!("{address} came with {}, {at}", denial.clause()));
        }
        match verdict.wait_s {
            None => {
                Refusal::new(StatusCode::UNAUTHORIZED, denial.code(), denial.message(), NEXT_STEP)
            }
            Some(wait_s) => Refusal::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_failures",
                format!("Too many tries without the right key came from {address}."),
                format!("Wait {wait_s} s, and come with the right key: it is let in at any time."),
            )
            .retry_after(wait_s),
        }
    }

    /// Tells of the refusals that the feed has not heard of, once their minute is over.
    pub(super) fn tell_overdue(&self) {
        let overdue =
            self.failures.lock().unwrap_or_else(PoisonError::into_inner).overdue(self.now());
        for (address, count) in overdue {
            let whom = address.map_or_else(|| "other addresses".to_owned(), |it| it.to_string());
            self.tell_refusal(format!("{count} more of {whom} within a minute"));
        }
    }

    /// Replaces the key. Every client with the one before is shut out, browsers as well. Blocks for as long as a disk takes.
    ///
    /// # Errors
    /// [`KeyError`]; the one before is in force then.
    pub(super) fn rotate(&self) -> Result<(), KeyError> {
        let key = match &self.file {
            Some(file) => ApiKey::replace(file)?,
            None => ApiKey::random()?,
        };
        self.links.lock().unwrap_or_else(PoisonError::into_inner).clear();
        *self.key.write().unwrap_or_else(PoisonError::into_inner) = key;
        Ok(())
    }

    fn cookie(&self, port: u16, born: DateTime<Utc>) -> Result<HeaderValue, KeyError> {
        let value = self.key(|key| session::issue(key, self.now(), born))?;
        let name = cookie_name(port);
        let age = session::LIFE.num_seconds();
        let cookie = format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict");
        // Letters, digits and dots: always a header's value.
        Ok(HeaderValue::try_from(cookie).unwrap_or_else(|_| HeaderValue::from_static("")))
    }

    fn key<T>(&self, look: impl FnOnce(&ApiKey) -> T) -> T {
        look(&self.key.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn now(&self) -> DateTime<Utc> {
        (self.clock.0)()
    }

    fn tell_refusal(&self, detail: String) {
        warn!(refused = %detail, "access refused");
        self.tell(News { kind: ActivityKind::AccessRefused, outcome: Outcome::Warning, detail });
    }

    fn tell(&self, news: News) {
        if self.news.try_send(news).is_err() {
            warn!("the feed has too much to tell already");
        }
    }
}

/// Why a browser did not get a session.
#[derive(Debug)]
pub(super) enum Entry {
    /// It has no right to one.
    Denied(Denial),
    /// None could be made.
    Failed(KeyError),
}

/// The keys that a request carries, by whichever way.
fn offered_keys(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let plain = headers.get_all(KEY_HEADER).iter().map(|value| value.to_str().unwrap_or_default());
    // Other schemes are somebody else's: a proxy with a password of its own hands that on.
    let bearer = headers.get_all(header::AUTHORIZATION).iter().filter_map(|value| {
        let text = value.to_str().unwrap_or_default().trim();
        let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let of_protocols = protocols(headers).filter_map(|name| name.strip_prefix(WS_KEY_PREFIX));
    plain.chain(bearer).chain(of_protocols)
}

fn protocols(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter();
    lines.flat_map(|line| line.to_str().unwrap_or_default().split(',').map(str::trim))
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(header::COOKIE).iter();
    lines.flat_map(|line| line.to_str().unwrap_or_default().split(';').map(str::trim))
}

/// Cookies do not tell ports apart, so their names do: two consoles on one machine must not log each other out.
fn cookie_name(port: u16) -> String {
    format!("mini_aws_session_{port}")
}
