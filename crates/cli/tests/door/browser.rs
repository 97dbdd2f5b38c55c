//! The console in a real browser, on a real engine. What is looked at is written in `tests/browser`; here is what it stands on.

use crate::cloud::Cloud;
use crate::control::Control;
use crate::support::engine::RealEngine;
use crate::support::process::{self, Service};
use crate::support::scenario::{self, Skip};
use crate::tools;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// Inherited by everything that Playwright starts, so that no browser is left behind.
const MARK: &str = "MINI_AWS_BROWSER_TESTS";
/// What Chromium is called, first what Debian calls it.
const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const LIMIT: Duration = Duration::from_secs(900);
const POLL: Duration = Duration::from_millis(10);
/// What stands in the last line when every test passed.
const PASSED: &str = "Playwright ended with 0";

#[test]
fn the_console_works_in_a_real_browser() {
    scenario::run("the console in a real browser", LIMIT + Duration::from_secs(60), async || {
        let playwright = Playwright::find()?;
        let mut engine = RealEngine::start()?;
        let traces = engine.traces();
        populate(&engine);
        let mut cloud = Cloud::start(&["--host", &engine.endpoint()]);
        let control = Control::start();

        let mut run = playwright.start(&cloud, &control);
        let watch = tokio::time::timeout(LIMIT, async {
            while run.is_running() {
                control.obey(&mut engine, &mut cloud);
                tokio::time::sleep(POLL).await;
            }
        });
        let in_time = watch.await.is_ok();
        let said = run.output();
        drop(run);
        process::sweep(MARK, control.url());
        assert!(in_time, "not done within {LIMIT:?}:\n{said}");
        assert!(
            said.trim_end().ends_with(PASSED),
            "{said}\nTraces and pictures: {}",
            artefacts().display()
        );
        println!("{said}");

        cloud.assert_sound();
        cloud.stop();
        drop(engine);
        assert_eq!(traces.remaining(), Vec::<String>::new(), "nothing is left behind");
        Ok(())
    });
}

/// What the engine has at first: 3 running, 1 exited, 2 volumes of which 1 is attached, 1 network.
fn populate(engine: &RealEngine) {
    engine.create_network("shop");
    engine.create_volume("orders");
    engine.create_volume("unused");
    // With a restart policy, so that they come back with the engine.
    let always = "--restart=always";
    engine.run("web", &[always, "--network=shop"], &[]);
    engine.run("db", &[always, "--volume=orders:/data"], &[]);
    // Works a little, so that there is something to draw.
    let work = "while :; do i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; sleep 1; done";
    engine.run("worker", &[always], &["sh", "-c", work]);
    engine.run("batch", &[], &["true"]);
    let has_ended = process::eventually(Duration::from_secs(15), || engine.counts().stopped == 1);
    assert!(has_ended, "{:?}", engine.counts());
}

/// Node.js, Playwright and the browser.
struct Playwright {
    node: PathBuf,
    folder: PathBuf,
    browser: PathBuf,
}

impl Playwright {
    fn find() -> Result<Self, Skip> {
        let lacking =
            |what: &str| Skip(format!("{what} is not installed; to have it: cargo xtask setup"));
        let node = process::find_program("node").ok_or_else(|| lacking("Node.js"))?;
        let browser = BROWSERS.iter().find_map(|name| process::find_program(name));
        let browser = browser.ok_or_else(|| lacking("Chromium"))?;
        let folder = tools::project().join("tests/browser");
        if !folder.join(Self::PROGRAM).is_file() {
            return Err(lacking("Playwright in tests/browser"));
        }
        Ok(Self { node, folder, browser })
    }

    const PROGRAM: &str = "node_modules/@playwright/test/cli.js";

    fn start(&self, cloud: &Cloud, control: &Control) -> Service {
        let artefacts = artefacts();
        let mut command = process::command("sh");
        // How a program ended cannot be read off its output, unless somebody writes it there.
        command.args(["-c", "\"$@\"; echo \"Playwright ended with $?\"", "sh"]);
        command.arg(&self.node).args([Self::PROGRAM, "test"]).current_dir(&self.folder);
        // A part of a test's name, for who works on one.
        command.args(
            std::env::var("MINI_AWS_BROWSER_ONLY")
                .map(|only| ["--grep".to_owned(), only])
                .into_iter()
                .flatten(),
        );
        command
            .env(MARK, control.url())
            .env("MINI_AWS_LINK", cloud.link())
            .env("MINI_AWS_KEY", cloud.key())
            .env("MINI_AWS_CONTROL", control.url())
            .env("MINI_AWS_ARTEFACTS", &artefacts)
            .env("MINI_AWS_BROWSER", &self.browser)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .env("NO_COLOR", "1")
            .env_remove("FORCE_COLOR")
            .env("NO_PROXY", "*")
            .env("TZ", "UTC");
        Service::start(&command, &cloud.new_folder("playwright").join("output.log"))
    }
}

/// Where traces and pictures go, fresh for each run.
fn artefacts() -> PathBuf {
    let folder = scenario::artefacts().join("browser");
    fs::create_dir_all(&folder).expect("the folder for artefacts can be made");
    folder
}
