//! A window started as a person starts it: by no driver, and with nothing in its page that is not always there.

use super::Options;
use super::engine::Engine;
use crate::support::display::Desktop;
use crate::support::process::{self, Service};
use crate::support::window::PROGRAM;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Inherited by one window's processes alone.
const MARK: &str = "MINI_AWS_BENCH_WINDOW";
const END_LIMIT: Duration = Duration::from_secs(15);

/// An open window, and all processes that belong to it.
#[derive(Debug)]
pub struct App {
    service: Service,
    mark: String,
    /// When it was started.
    pub begun: Instant,
}

/// Memory in MiB.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Memory {
    /// Its own, and its share of what it has in common with others.
    pub proportional: f64,
    /// What it took for itself, whoever else runs.
    pub own: f64,
}

impl App {
    /// Ours, on this engine and these data.
    pub fn console(options: &Options, desktop: &Desktop, engine: &Engine, data: &Path) -> Self {
        let mut arguments = vec![OsString::from("--data-dir"), data.into()];
        arguments.extend(["--host", engine.endpoint()].map(OsString::from));
        Self::start(options, desktop, &options.app, &arguments)
    }

    /// The blank one.
    pub fn blank(options: &Options, desktop: &Desktop) -> Self {
        let beside = || Path::new(PROGRAM).with_file_name("examples").join("blank-window");
        let program = options.blank.clone().unwrap_or_else(beside);
        assert!(
            program.exists(),
            "{} is not built: use `cargo xtask bench window`",
            program.display()
        );
        Self::start(options, desktop, &program, &[])
    }

    fn start(options: &Options, desktop: &Desktop, program: &Path, arguments: &[OsString]) -> Self {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let mark = format!("{}-{number}", std::process::id());
        let mut command = Command::new(program);
        command.args(arguments);
        desktop.dress(&mut command);
        // A window that can be driven is another than a person's.
        command.env_remove("TAURI_WEBVIEW_AUTOMATION").env(MARK, &mark);
        if !options.no_compositing {
            command.env_remove("WEBKIT_DISABLE_COMPOSITING_MODE");
        }
        let log = desktop.log(&format!("window-{number}.log"));
        let begun = Instant::now();
        Self { service: Service::start_as(desktop.user(), &command, &log), mark, begun }
    }

    /// The memory of all its processes, by the names of their programs.
    pub fn memory(&self) -> BTreeMap<String, Memory> {
        memory_of(process::bearing(MARK, &self.mark))
    }

    /// Ends it as the end of the session does, so that it keeps what it knows.
    pub fn end(mut self) {
        process::signal("TERM", self.service.id());
        if !self.service.wait(END_LIMIT) {
            eprintln!("the window does not end:\n{}", self.service.tail());
        }
        process::sweep(MARK, &self.mark);
    }

    /// What it said.
    pub fn said(&self) -> String {
        self.service.tail()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        process::sweep(MARK, &self.mark);
    }
}

fn memory_of(processes: impl IntoIterator<Item = u32>) -> BTreeMap<String, Memory> {
    let mut memory = BTreeMap::<String, Memory>::new();
    for pid in processes {
        // A process that has just ended has none.
        let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        let field = |name: &str| {
            let line = rollup.lines().find_map(|line| line.strip_prefix(name));
            let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
            kib.unwrap_or(0.0) / 1024.0
        };
        let of_it = memory.entry(name_of(pid)).or_default();
        of_it.proportional += field("Pss:");
        of_it.own += field("Anonymous:");
    }
    memory
}

fn name_of(pid: u32) -> String {
    let program = fs::read_link(format!("/proc/{pid}/exe")).unwrap_or_default();
    let name = program.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    match &*name {
        "WebKitWebProcess" | "WebKitNetworkProcess" => name.into_owned(),
        _ => "the app".to_owned(),
    }
}
