//! How grave a line says it is, where it says so beyond doubt: in JSON, or as `level=…`.

use serde_json::Value;

/// Names under which programs write how grave a line is.
const NAMES: [&str; 6] = ["level", "severity", "lvl", "levelname", "@level", "log.level"];
/// A longer line is not read for it.
const MOST_BYTES: usize = 16 << 10;

/// How grave it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Something failed.
    Error,
    /// Something may fail.
    Warn,
    /// It says that it is neither.
    Other,
}

impl Level {
    /// What a line says; `text` is [`plain`](super::plain). `None` where it does not say, or might mean something else.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MOST_BYTES {
            return None;
        }
        if text.starts_with('{') {
            return of_json(text);
        }
        of_logfmt(text)
    }

    fn of_word(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "error" | "err" | "fatal" | "panic" | "dpanic" | "critical" | "crit" | "alert"
            | "emergency" | "emerg" | "severe" => Self::Error,
            "warn" | "warning" | "wrn" => Self::Warn,
            "info" | "inf" | "information" | "informational" | "notice" | "debug" | "dbg"
            | "trace" | "trc" | "verbose" => Self::Other,
            _ => return None,
        })
    }

    /// The numbers that Node's loggers write; others count otherwise, but not up to these.
    fn of_number(number: u64) -> Option<Self> {
        match number {
            50 | 60 => Some(Self::Error),
            40 => Some(Self::Warn),
            10 | 20 | 30 => Some(Self::Other),
            _ => None,
        }
    }
}

fn of_json(text: &str) -> Option<Level> {
    // A line that is no JSON says nothing: that is no error.
    let Ok(Value::Object(members)) = serde_json::from_str::<Value>(text) else { return None };
    match NAMES.iter().find_map(|name| members.get(*name))? {
        Value::String(word) => Level::of_word(word),
        Value::Number(number) => Level::of_number(number.as_u64()?),
        _ => None,
    }
}

/// `level=warn msg="…"`: a word of the line, and not within another's quotes.
fn of_logfmt(text: &str) -> Option<Level> {
    let mut is_quoted = false;
    for word in text.split(' ') {
        if !is_quoted
            && let Some((name, value)) = word.split_once('=')
            && NAMES.contains(&name)
        {
            return Level::of_word(value.trim_matches('"'));
        }
        is_quoted ^= word.matches('"').count() % 2 == 1;
    }
    None
}
