//! Which stretch of time charts show: a while that ends now, or one that stands still.

use super::span_words;
use crate::t;
use crate::time::Clock;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

/// The shortest stretch that one can zoom into.
pub const SHORTEST: TimeDelta = TimeDelta::seconds(10);
/// The longest stretch, some ten years: nothing is kept for longer.
pub const LONGEST: TimeDelta = TimeDelta::days(3_660);

/// A while that ends now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Preset {
    /// 15 minutes.
    #[default]
    Quarter,
    /// An hour.
    Hour,
    /// Six hours.
    SixHours,
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// Thirty days.
    Month,
    /// 365 days.
    Year,
}

impl Preset {
    /// Every preset, the shortest first.
    pub const ALL: [Self; 7] =
        [Self::Quarter, Self::Hour, Self::SixHours, Self::Day, Self::Week, Self::Month, Self::Year];

    /// Its word in the address.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Quarter => "15m",
            Self::Hour => "1h",
            Self::SixHours => "6h",
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Month => "30d",
            Self::Year => "1y",
        }
    }

    /// Its label: `15 m`.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Quarter => t!("range-label-quarter"),
            Self::Hour => t!("range-label-hour"),
            Self::SixHours => t!("range-label-six-hours"),
            Self::Day => t!("range-label-day"),
            Self::Week => t!("range-label-week"),
            Self::Month => t!("range-label-month"),
            Self::Year => t!("range-label-year"),
        }
    }

    /// It in a sentence: `last 15 minutes`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Quarter => t!("range-quarter"),
            Self::Hour => t!("range-hour"),
            Self::SixHours => t!("range-six-hours"),
            Self::Day => t!("range-day"),
            Self::Week => t!("range-week"),
            Self::Month => t!("range-month"),
            Self::Year => t!("range-year"),
        }
    }

    /// How long it is.
    #[must_use]
    pub fn length(self) -> TimeDelta {
        match self {
            Self::Quarter => TimeDelta::minutes(15),
            Self::Hour => TimeDelta::hours(1),
            Self::SixHours => TimeDelta::hours(6),
            Self::Day => TimeDelta::hours(24),
            Self::Week => TimeDelta::days(7),
            Self::Month => TimeDelta::days(30),
            Self::Year => TimeDelta::days(365),
        }
    }
}

/// A stretch of time with both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// From when, inclusive.
    pub from: DateTime<Utc>,
    /// Until when, exclusive; after `from`.
    pub to: DateTime<Utc>,
}

impl Span {
    /// How long it is.
    #[must_use]
    pub fn length(self) -> TimeDelta {
        self.to - self.from
    }

    /// The nearest stretch that can be shown: it does not reach beyond `now`, and is neither too short nor too long. One of
    /// another length keeps its middle.
    #[must_use]
    fn fitted(self, now: DateTime<Utc>) -> Self {
        let length = self.length().clamp(SHORTEST, LONGEST);
        let middle = self.from + self.length() / 2;
        let from = if length == self.length() { self.from } else { middle - length / 2 };
        let to = (from + length).min(now);
        Self { from: to - length, to }
    }
}

/// Which stretch of time charts show.
///
/// It lives in the address, so that going back, going on and loading the page anew keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ChartRange {
    /// The while that ends now, or the one to go back to from a stretch that stands still.
    pub preset: Preset,
    /// The stretch that stands still: chosen by its ends, or zoomed into.
    pub fixed: Option<Span>,
}

impl ChartRange {
    /// A while that ends now.
    #[must_use]
    pub fn live(preset: Preset) -> Self {
        Self { preset, fixed: None }
    }

    /// The same preset to go back to, and a stretch that stands still: as near to `span` as can be shown `now`.
    #[must_use]
    pub fn zoomed(self, span: Span, now: DateTime<Utc>) -> Self {
        Self { fixed: Some(span.fitted(now)), ..self }
    }

    /// Back to the while that ends now.
    #[must_use]
    pub fn reset(self) -> Self {
        Self::live(self.preset)
    }

    /// Whether it ends now, and so moves.
    #[must_use]
    pub fn is_live(self) -> bool {
        self.fixed.is_none()
    }

    /// It in a sentence: `last 6 hours`, `2 Mar 13:15 – 14:15`.
    #[must_use]
    pub fn phrase(self, clock: Clock) -> String {
        match self.fixed {
            Some(span) => span_words(span, clock),
            None => self.preset.words(),
        }
    }

    /// Its ends.
    #[must_use]
    pub fn span(self, now: DateTime<Utc>) -> Span {
        self.fixed.unwrap_or(Span { from: now - self.preset.length(), to: now })
    }

    /// Moved by half its length, into the past or towards now.
    #[must_use]
    pub fn panned(self, to_past: bool, now: DateTime<Utc>) -> Self {
        let span = self.span(now);
        let step = if to_past { -span.length() / 2 } else { span.length() / 2 };
        self.zoomed(Span { from: span.from + step, to: span.to + step }, now)
    }

    /// Half as long or twice as long, around `around` where that is inside and else around the middle.
    #[must_use]
    pub fn scaled(self, closer: bool, around: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Self {
        let span = self.span(now);
        let inside = |at: &DateTime<Utc>| (span.from..=span.to).contains(at);
        let around = around.filter(inside).unwrap_or(span.from + span.length() / 2);
        let scale = |part: TimeDelta| if closer { part / 2 } else { part * 2 };
        let scaled =
            Span { from: around - scale(around - span.from), to: around + scale(span.to - around) };
        self.zoomed(scaled, now)
    }

    /// Reads it from the words of an address, in which `word` finds one by its name. What makes no sense is left out.
    #[must_use]
    pub fn parse(word: impl Fn(&str) -> Option<String>) -> Self {
        let preset = word("range")
            .and_then(|slug| Preset::ALL.into_iter().find(|preset| preset.slug() == slug))
            .unwrap_or_default();
        let time = |name| DateTime::parse_from_rfc3339(&word(name)?).ok();
        let span = || {
            let span = Span { from: time("from")?.to_utc(), to: time("to")?.to_utc() };
            (SHORTEST..=LONGEST).contains(&span.length()).then_some(span)
        };
        Self { preset, fixed: span() }
    }

    /// Its words in an address, each with its name; none for the default.
    #[must_use]
    pub fn words(self) -> Vec<(&'static str, String)> {
        let mut words = Vec::new();
        if self.preset != Preset::default() {
            words.push(("range", self.preset.slug().to_owned()));
        }
        if let Some(span) = self.fixed {
            let text = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
            words.push(("from", text(span.from)));
            words.push(("to", text(span.to)));
        }
        words
    }
}
