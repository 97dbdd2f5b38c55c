//! `cloud dashboard watch`: a view that follows, until somebody ends it.

use super::view;
use crate::error::CliError;
use crate::signals::Signals;
use crate::source::{Running, Source, now};
use crate::terminal::{Terminal, print, reader_gone, separated};
use mini_aws_backend::reading::NoEngine;
use mini_aws_backend::{CommonOptions, Console, system_clock};
use mini_aws_domain::{EngineStatus, Snapshot};
use std::io::{self, Write as _};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often it looks.
const TICK: Duration = Duration::from_secs(1);

const HIDE_CURSOR: &str = "\u{1b}[?25l";
const SHOW_CURSOR: &str = "\u{1b}[?25h";
const CLEAR_BELOW: &str = "\u{1b}[J";

/// Who is looked at.
enum Watched {
    /// The console that runs.
    Running(Running),
    /// One of our own, which remembers nothing: CPU takes a while to be measured.
    Own(Box<Console>),
}

/// `cloud dashboard watch`.
///
/// # Errors
/// [`CliError`]
pub async fn watch(common: &CommonOptions) -> Result<(), CliError> {
    let mut signals = Signals::listen().map_err(CliError::Signals)?;
    let terminal = Terminal::of_stdout();
    // A console that is slow to answer keeps nobody here.
    let source = tokio::select! {
        found = Source::find(common) => found?,
        () = signals.next() => return Ok(()),
        () = reader_gone() => return Ok(()),
    };
    let (watched, direct) = match source {
        Source::Console(running) => (Watched::Running(running), None),
        Source::Engine(direct) => {
            let console = Console::start_unrecorded(direct.choice(), system_clock()).await;
            (Watched::Own(Box::new(console)), Some(direct))
        }
    };
    let ended = tokio::select! {
        ended = follow(&watched, &terminal) => ended,
        () = signals.next() => Ok(()),
        () = reader_gone() => Ok(()),
    };
    if let Watched::Own(console) = &watched {
        console.shutdown().await;
    }
    if let Some(direct) = direct {
        direct.close().await;
    }
    ended
}

async fn follow(watched: &Watched, terminal: &Terminal) -> Result<(), CliError> {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    first(watched).await?;
    let mut screen = Screen::begin(terminal)?;
    loop {
        ticks.tick().await;
        let snapshot = watched.look().await?;
        screen.show(&snapshot)?;
    }
}

/// Waits until there is an engine. One that is lost later is shown as lost; to begin without one is to fail.
async fn first(watched: &Watched) -> Result<(), CliError> {
    const POLL: Duration = Duration::from_millis(50);
    loop {
        match watched.look().await?.engine {
            EngineStatus::Connecting => tokio::time::sleep(POLL).await,
            EngineStatus::Away { reason, next_step, attempts, .. } => {
                return Err(NoEngine { reason, next_step, attempts }.into());
            }
            EngineStatus::Connected { .. } | EngineStatus::Paused { .. } => return Ok(()),
        }
    }
}

impl Watched {
    async fn look(&self) -> Result<Snapshot, CliError> {
        match self {
            Self::Own(console) => Ok(console.snapshot()),
            Self::Running(running) => running.look().await,
        }
    }
}

/// What the view is drawn on; the cursor is back when it goes.
struct Screen {
    /// How many lines the last view had; `None` where views follow one another.
    drawn: Option<usize>,
}

impl Screen {
    fn begin(terminal: &Terminal) -> Result<Self, CliError> {
        if terminal.can_redraw {
            let screen = Self { drawn: Some(0) };
            print(HIDE_CURSOR)?;
            return Ok(screen);
        }
        print(&separated(&view::FIELDS, []))?;
        Ok(Self { drawn: None })
    }

    fn show(&mut self, snapshot: &Snapshot) -> Result<(), CliError> {
        let Some(before) = self.drawn else {
            let line = view::line(snapshot, now()).join("\t");
            return print(&format!("{line}\n"));
        };
        // The window may have another size by now.
        let view = view::draw(snapshot, now(), &Terminal::of_stdout().style);
        let back = if before > 0 { format!("\u{1b}[{before}A\r") } else { String::new() };
        // All at once, and each line is wiped as it is written: a view that is cleared first flickers.
        let lines = view.replace('\n', "\u{1b}[K\n");
        print(&format!("{back}{lines}{CLEAR_BELOW}"))?;
        self.drawn = Some(view.lines().count());
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if self.drawn.is_some() {
            let mut out = io::stdout();
            // Who went away needs no cursor.
            let _ = out.write_all(SHOW_CURSOR.as_bytes()).and_then(|()| out.flush());
        }
    }
}
