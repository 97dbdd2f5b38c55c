//! How much is to be remembered, as it is typed.

use crate::{format, t};
use mini_aws_domain::{DatabaseCost, Retention};

const MIB_BYTES: u64 = 1 << 20;
const GIB_BYTES: u64 = 1 << 30;

/// What is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub days: String,
    pub size: String,
    pub is_gib: bool,
}

/// A size in the unit in which it is a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub count: u64,
    pub is_gib: bool,
}

impl Size {
    pub fn of(bytes: u64) -> Self {
        if bytes >= GIB_BYTES && bytes.is_multiple_of(GIB_BYTES) {
            Self { count: bytes / GIB_BYTES, is_gib: true }
        } else {
            Self { count: bytes / MIB_BYTES, is_gib: false }
        }
    }

    pub fn words(self) -> String {
        let unit = if self.is_gib { Draft::GIB } else { Draft::MIB };
        format!("{}{}{unit}", format::grouped(self.count), format::SPACE)
    }
}

/// Why what is typed cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mistake {
    Days,
    Size,
}

impl Mistake {
    /// It in a sentence, with what to do.
    pub fn words(self) -> String {
        match self {
            Self::Days => t!(
                "retention-bad-days",
                least = format::grouped(Retention::LEAST_DAYS.into()),
                most = format::grouped(Retention::MOST_DAYS.into())
            ),
            Self::Size => t!(
                "retention-bad-size",
                least = Size::of(Retention::LEAST_BYTES).words(),
                most = Size::of(Retention::MOST_BYTES).words()
            ),
        }
    }
}

impl Draft {
    pub const MIB: &str = "MiB";
    pub const GIB: &str = "GiB";

    pub fn of(kept: Retention) -> Self {
        let Size { count, is_gib } = Size::of(kept.cap_bytes);
        Self { days: kept.history_days.to_string(), size: count.to_string(), is_gib }
    }

    /// What was meant, if it can be chosen.
    pub fn read(&self) -> Result<Retention, Mistake> {
        let history_days = self.days.trim().parse().map_err(|_| Mistake::Days)?;
        let count: u64 = self.size.trim().parse().map_err(|_| Mistake::Size)?;
        let unit = if self.is_gib { GIB_BYTES } else { MIB_BYTES };
        let cap_bytes = count.checked_mul(unit).ok_or(Mistake::Size)?;
        let days = Retention { history_days, cap_bytes: Retention::LEAST_BYTES };
        if !days.is_possible() {
            return Err(Mistake::Days);
        }
        let wanted = Retention { history_days, cap_bytes };
        if wanted.is_possible() { Ok(wanted) } else { Err(Mistake::Size) }
    }
}

/// Whether something that is remembered now may be forgotten by that.
pub(super) fn forgets(kept: Retention, wanted: Retention, database: Option<DatabaseCost>) -> bool {
    let is_too_large = database.is_some_and(|now| now.bytes > wanted.cap_bytes);
    wanted.history_days < kept.history_days || is_too_large
}
