//! Steps: what is done is said before, how long it took after, and the whole at the end.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task's output is its purpose")]

use std::time::{Duration, Instant};

use crate::error::Error;

/// How a step ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Done,
    Failed,
    Skipped(String),
}

#[derive(Debug)]
struct Record {
    name: String,
    outcome: Outcome,
    took: Duration,
}

/// The steps of one task, in the order in which they ran.
#[derive(Debug, Default)]
pub struct Steps {
    records: Vec<Record>,
}

impl Steps {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many there were.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Runs one step.
    pub fn run<T>(
        &mut self,
        name: &str,
        work: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        println!("==> {name}");
        let begun = Instant::now();
        let result = work();
        let took = begun.elapsed();
        let outcome = if result.is_ok() { Outcome::Done } else { Outcome::Failed };
        match outcome {
            Outcome::Done => println!("    done in {}", seconds(took)),
            _ => println!("    failed after {}", seconds(took)),
        }
        self.records.push(Record { name: name.to_owned(), outcome, took });
        result
    }

    /// Runs one step that the rest can do without. Where it fails it counts as left out, and the reason and what to type are told.
    pub fn attempt(&mut self, name: &str, work: impl FnOnce() -> Result<(), Error>) {
        println!("==> {name}");
        let begun = Instant::now();
        let result = work();
        let took = begun.elapsed();
        let outcome = match result {
            Ok(()) => {
                println!("    done in {}", seconds(took));
                Outcome::Done
            }
            Err(error) => {
                let why = reason(&error);
                println!("    left out: {why}");
                Outcome::Skipped(why)
            }
        };
        self.records.push(Record { name: name.to_owned(), outcome, took });
    }

    /// Says that a step was left out, and why.
    pub fn skip(&mut self, name: &str, why: impl Into<String>) {
        let why = why.into();
        println!("==> {name}\n    skipped: {why}");
        self.records.push(Record {
            name: name.to_owned(),
            outcome: Outcome::Skipped(why),
            took: Duration::ZERO,
        });
    }

    /// Prints a table of what was done.
    pub fn print_summary(&self) {
        println!("\n{}", self.summary());
    }

    fn summary(&self) -> String {
        let width = self.records.iter().map(|r| r.name.chars().count()).max().unwrap_or(0);
        let line = |record: &Record| {
            let (word, rest) = match &record.outcome {
                Outcome::Done => ("done", seconds(record.took)),
                Outcome::Failed => ("FAILED", seconds(record.took)),
                Outcome::Skipped(why) => ("skipped", why.clone()),
            };
            format!("  {:<width$}  {word:<7}  {rest}", record.name)
        };
        self.records.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// Says something on the way.
pub fn note(text: &str) {
    println!("    {text}");
}

/// Prints why a task stopped, and what to type.
pub fn print_failure(error: &Error) {
    eprintln!("\nerror: {error}");
    if let Some(line) = error.what_to_do() {
        eprintln!("\n  {line}");
    }
}

/// Why a step was left out, in one line.
fn reason(error: &Error) -> String {
    match error.what_to_do() {
        Some(line) => format!("{error}; to have it: {line}"),
        None => error.to_string(),
    }
}

/// A time as people read it.
fn seconds(took: Duration) -> String {
    let all = took.as_secs();
    if all >= 60 {
        format!("{} min {:02} s", all / 60, all % 60)
    } else {
        format!("{:.1} s", took.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        assert_eq!(seconds(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn the_summary_tells_done_failed_and_skipped_apart() {
        let mut steps = Steps::new();
        steps.run("first", || Ok(())).unwrap();
        steps.run("second one", || Err::<(), _>(Error::NoDisplay)).unwrap_err();
        steps.skip("third", "no engine here");
        for record in &mut steps.records {
            record.took = Duration::ZERO;
        }
        let expected = "  first       done     0.0 s\n  second one  FAILED   0.0 s\n  third       skipped  no engine here";
        assert_eq!(steps.summary(), expected);
    }

    #[test]
    fn what_the_rest_can_do_without_is_left_out_with_its_reason() {
        let lacking = || Error::NotInstalled {
            what: "a tool".to_owned(),
            how: "apt install tool".to_owned(),
        };
        let mut steps = Steps::new();
        steps.attempt("first", || Err(lacking()));
        steps.attempt("second", || Ok(()));
        steps.records[1].took = Duration::ZERO;
        let expected = "  first   skipped  a tool must be installed first; to have it: apt install tool\n  second  done     0.0 s";
        assert_eq!(steps.summary(), expected);
    }
}
