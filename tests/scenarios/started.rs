//! An engine that is installed and does not run, started from the window: the one thing that its page may run.

use crate::support::display::Desktop;
use crate::support::scenario;
use crate::support::window::{Launch, SOON, Window};
use mini_aws_demo::{Config, DemoEngine};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

#[test]
fn the_window_starts_an_engine_when_it_is_told_to_and_runs_nothing_else() {
    scenario::run("starting an engine", Duration::from_secs(120), async || {
        let desktop = Desktop::start()?;
        let engine = DemoEngine::start(Config { instances: 3, ..Config::default() });
        let engine = engine.await.expect("the pretended engine starts");
        let socket = engine.endpoint().replace("unix://", "");

        // What is installed: a program that brings the engine to where the window looks for it.
        let (programs, sockets) = (desktop.new_folder("programs"), desktop.new_folder("sockets"));
        let place = sockets.join("late.sock");
        let colima = programs.join("colima");
        let script = format!(
            "#!/bin/sh\necho \"$@\" > '{}'\nln -s '{socket}' '{}'\n",
            programs.join("asked").display(),
            place.display()
        );
        fs::write(&colima, script).expect("the program can be written");
        fs::set_permissions(&colima, fs::Permissions::from_mode(0o755)).expect("it is ours");
        let path = std::env::var("PATH").unwrap_or_default();

        let launch = Launch::host(&format!("unix://{}", place.display()))
            .variable("PATH", &format!("{}:{path}", programs.display()));
        let window = Window::open(&desktop, "starting", &launch).await;
        window.wait_for("start-engine", SOON, |text| text.contains("Colima")).await;
        let run = async |program: &str| {
            let ask = "return window.__TAURI__.core.invoke('plugin:shell|execute', { program: arguments[0], args: ['delete'], \
                       options: {} }).then(() => 'run', () => 'refused');";
            window.script::<String>(ask, &[program.into()]).await
        };
        assert_eq!(run("colima").await.as_deref(), Ok("refused"), "it is not named");
        assert!(!programs.join("asked").exists(), "nothing was run");
        window.click("start-engine").await;
        window.screenshot("starting-asked").await;
        assert!(!programs.join("asked").exists(), "the person is asked first");
        window.click("start-engine-confirm").await;
        window.wait_for("engine-status", SOON, |text| text.contains("Docker")).await;
        let asked = || fs::read_to_string(programs.join("asked")).unwrap_or_default();
        assert_eq!(asked().trim(), "start");
        // What is named is run to the letter, whatever the page adds.
        fs::remove_file(programs.join("asked")).expect("it is there");
        assert_eq!(run("start-colima-linux").await.as_deref(), Ok("run"));
        assert_eq!(asked().trim(), "start");
        window.close().await;
        engine.shutdown().await;
        Ok(())
    });
}
