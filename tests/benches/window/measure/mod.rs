//! What is measured, and by which promises.

mod app;
mod engine;
mod eye;
mod figures;
mod memory;
mod responsive;
mod screen;
mod soak;
mod start;

use crate::support::scenario::Skip;
use crate::support::window::PROGRAM;
use clap::{Parser, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Clone, Parser)]
pub struct Options {
    /// What to measure: all but the soak, unless something is named.
    parts: Vec<Part>,
    /// How often each window is opened.
    #[arg(long, default_value_t = 7)]
    runs: usize,
    /// How many instances the engine has; 24 where nothing is said, 1,000 for `responsive`, 200 for `soak`.
    #[arg(long)]
    instances: Option<usize>,
    /// How many starts are watched until they are on the screen.
    #[arg(long, default_value_t = 50)]
    starts: usize,
    /// How long the soak is.
    #[arg(long, default_value_t = 30)]
    minutes: u64,
    /// Draws without WebKit's compositor, in `start`, `memory` and `soak`. The blank window then sometimes waits for half a second.
    #[arg(long)]
    no_compositing: bool,
    /// Another build of the app.
    #[arg(long, default_value = PROGRAM)]
    app: PathBuf,
    /// The window to compare it with; where nothing is said, the one that the build put beside the app.
    #[arg(long)]
    blank: Option<PathBuf>,
    /// Cargo says so if this is run as a bench and not along with the tests.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// From launch to the first chart with data, beside the blank window.
    Start,
    /// The memory of all processes, beside those of the blank window.
    Memory,
    /// From the start of a container until its row is painted.
    Screen,
    /// From an input until it is painted, while frames of many instances arrive.
    Responsive,
    /// Whether memory stays as it is for as long as the window is open.
    Soak,
    /// A pretended engine; prints its endpoint, and is there until its input ends.
    #[value(hide = true)]
    Engine,
}

/// Runs what is asked for; it fails where a promise is broken.
pub fn main() -> ExitCode {
    let options = Options::parse();
    match options.parts[..] {
        [Part::Engine] => return engine::serve(options.instances.unwrap_or(engine::USUAL)),
        _ if !options.bench => {
            println!("a bench: cargo xtask bench window");
            return ExitCode::SUCCESS;
        }
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let usual = [Part::Start, Part::Memory, Part::Screen, Part::Responsive];
    let parts = if options.parts.is_empty() { &usual[..] } else { &options.parts };
    let mut kept = true;
    for part in parts {
        println!("\n{}; {}", part.to_possible_value().unwrap().get_name(), figures::load());
        match runtime.block_on(measure(*part, &options)) {
            Ok(well) => kept &= well,
            Err(Skip(why)) => {
                eprintln!("The window cannot be measured here: {why}");
                return ExitCode::FAILURE;
            }
        }
    }
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn measure(part: Part, options: &Options) -> Result<bool, Skip> {
    match part {
        Part::Start => start::run(options).await,
        Part::Memory => memory::run(options).await,
        Part::Screen => screen::run(options).await,
        Part::Responsive => responsive::run(options).await,
        Part::Soak => soak::run(options),
        Part::Engine => unreachable!("that is a process of its own"),
    }
}
