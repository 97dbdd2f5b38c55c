//! The app as a guest of the desktop: it is light or dark as the desktop is, tells of the engine, and starts with the desktop if it may.

use crate::support::display::Desktop;
use crate::support::scenario;
use crate::support::services::{NotificationServer, Portal, Preference};
use crate::support::tray_host::TrayHost;
use crate::support::window::{Launch, PROGRAM, SOON, Window};
use mini_aws_demo::{Config, DemoEngine};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

/// How long the engine is away, and after which it is sought again at the latest.
const AWAY: Duration = Duration::from_secs(2);
const RECOVERY: Duration = Duration::from_secs(45);

#[test]
fn the_page_is_light_or_dark_as_the_desktop_is() {
    scenario::run("light and dark", Duration::from_secs(120), async || {
        let desktop = Desktop::start()?;
        let portal = Portal::start(&desktop, Preference::Dark).await;
        let window = Window::open(&desktop, "theme", &Launch::demo(3)).await;
        is_dark(&window, true).await;
        window.mark_document().await;
        portal.prefer(Preference::Light).await;
        is_dark(&window, false).await;
        portal.prefer(Preference::Dark).await;
        is_dark(&window, true).await;
        portal.prefer(Preference::None).await;
        is_dark(&window, false).await;
        assert!(window.is_marked().await.unwrap(), "live, that is without a reload");
        window.close().await;
        Ok(())
    });
}

async fn is_dark(window: &Window, wanted: bool) {
    let ask = "return matchMedia('(prefers-color-scheme: dark)').matches;";
    window
        .until(&format!("a page that is dark: {wanted}"), SOON, async || {
            match window.script::<bool>(ask, &[]).await? {
                dark if dark == wanted => Ok(()),
                dark => Err(format!("dark: {dark}")),
            }
        })
        .await;
}

#[test]
fn the_desktop_is_told_when_the_engine_is_lost_and_found() {
    scenario::run("notifications", Duration::from_secs(240), async || {
        let desktop = Desktop::start()?;
        let server = NotificationServer::start(&desktop).await;
        let engine = DemoEngine::start(Config { instances: 2, ..Config::default() })
            .await
            .expect("the pretend engine starts");
        let window = Window::open(&desktop, "told", &Launch::host(&engine.endpoint())).await;
        window.wait_for("engine-status", RECOVERY, |text| text.contains("Docker")).await;

        engine.restart_engine(AWAY).await.expect("it restarts");
        let told = window
            .until("two notifications", RECOVERY, async || match &server.shown()[..] {
                [lost, found] => Ok([lost.clone(), found.clone()]),
                other => Err(format!("{other:?}")),
            })
            .await;
        let [lost, found] = told;
        assert_eq!((lost.title.as_str(), lost.replaces), ("The engine was lost", 0));
        assert!(
            lost.body.contains("lost") && lost.body.contains(". "),
            "why, and what to do: {lost:?}"
        );
        assert_eq!((found.title.as_str(), found.replaces), ("The engine is back", 1));

        // Somebody who does not want to be told is not told.
        let off = json!({ "choice": "notifications", "on": false });
        assert_eq!(change(&window, off).await["notifications"], false);
        engine.restart_engine(AWAY).await.expect("it restarts");
        window.wait_for("engine-status", RECOVERY, |text| !text.contains("Docker")).await;
        window.wait_for("engine-status", RECOVERY, |text| text.contains("Docker")).await;
        assert_eq!(server.shown().len(), 2, "{:?}", server.shown());
        window.close().await;
        Ok(())
    });
}

#[test]
fn it_starts_with_the_desktop_only_if_it_is_told_to() {
    scenario::run("starting with the desktop", Duration::from_secs(120), async || {
        let desktop = Desktop::start()?;
        let file = desktop.new_folder("config").join("autostart/mini-aws-console.desktop");
        let window = Window::open(&desktop, "autostart", &Launch::demo(3)).await;
        let status: Value = invoke(&window, "desktop", json!({})).await;
        assert_eq!(status["autostart"], false, "off until somebody wants it: {status}");
        assert!(!file.exists());

        let status = change(&window, json!({ "choice": "autostart", "on": true })).await;
        assert_eq!(status["autostart"], true);
        assert_eq!(command(&file), format!("\"{PROGRAM}\" --hidden"));
        change(&window, json!({ "choice": "start_hidden", "on": false })).await;
        assert_eq!(command(&file), format!("\"{PROGRAM}\""));
        let status = change(&window, json!({ "choice": "autostart", "on": false })).await;
        assert_eq!(status["autostart"], false);
        assert!(!file.exists());
        window.close().await;
        Ok(())
    });
}

#[test]
fn the_settings_know_whether_there_is_a_tray() {
    scenario::run("trays that come and go", Duration::from_secs(180), async || {
        let desktop = Desktop::start()?;
        let window = Window::open(&desktop, "trays", &Launch::demo(3)).await;
        tray_is(&window, "has no tray").await;
        let tray = TrayHost::start_without_panel(&desktop).await;
        tray_is(&window, "no panel").await;
        tray.add_panel().await;
        tray_is(&window, "shown").await;
        tray.end().await;
        tray_is(&window, "has no tray").await;
        let _tray = TrayHost::start(&desktop).await;
        tray_is(&window, "shown").await;
        window.close().await;

        for address in ["nonsense", "unix:path=/nonexistent/bus", "unix:"] {
            let launch = Launch::demo(3).variable("DBUS_SESSION_BUS_ADDRESS", address);
            let window = Window::open(&desktop, "no-bus", &launch).await;
            tray_is(&window, "session bus").await;
            window.close().await;
        }
        Ok(())
    });
}

/// Waits until the tray is in this state, or absent for a reason with these words.
async fn tray_is(window: &Window, wanted: &str) {
    window
        .until(&format!("a tray that is or says {wanted:?}"), SOON, async || {
            let tray = invoke(window, "desktop", json!({})).await["tray"].take();
            let reason = tray["reason"].as_str().unwrap_or_default();
            let is_it = tray["state"] == wanted || reason.contains(wanted);
            if is_it { Ok(()) } else { Err(tray.to_string()) }
        })
        .await;
}

/// The command of a desktop entry.
fn command(file: &std::path::Path) -> String {
    let entry = fs::read_to_string(file).expect("there is an entry");
    let line = entry.lines().find_map(|line| line.strip_prefix("Exec="));
    line.unwrap_or_else(|| panic!("no command in {entry}")).to_owned()
}

#[test]
fn the_page_may_start_an_engine_and_nothing_else() {
    scenario::run("starting an engine", Duration::from_secs(120), async || {
        let desktop = Desktop::start()?;
        let programs = desktop.new_folder("programs");
        let (colima, called) = (programs.join("colima"), programs.join("called"));
        fs::write(&colima, format!("#!/bin/sh\necho \"$@\" > {}\n", called.display()))
            .expect("a program can be written");
        fs::set_permissions(&colima, fs::Permissions::from_mode(0o755)).expect("it is ours");
        let path = std::env::var("PATH").unwrap_or_default();
        let path = format!("{}:{path}", programs.display());
        let launch = Launch::host("unix:///nonexistent.sock").variable("PATH", &path);
        let window = Window::open(&desktop, "starters", &launch).await;

        let starters: Value = invoke(&window, "engine_starters", json!({})).await;
        let ours =
            json!({ "name": "start-colima-linux", "title": "Colima", "command": "colima start" });
        assert!(starters.as_array().is_some_and(|all| all.contains(&ours)), "{starters}");
        let run = |name: &str| json!({ "program": name, "args": ["rm", "-rf"], "options": {} });
        let ended: Value = invoke(&window, "plugin:shell|execute", run("start-colima-linux")).await;
        assert_eq!(ended["code"], 0, "{ended}");
        let arguments = fs::read_to_string(&called).expect("it was called");
        assert_eq!(arguments, "start\n", "the page's own arguments do not count");

        for other in ["colima", "sh", "/bin/sh"] {
            let refused = try_invoke(&window, "plugin:shell|execute", run(other)).await;
            assert!(refused.is_err(), "{other}: {refused:?}");
        }
        let spawned = try_invoke(&window, "plugin:shell|spawn", run("start-colima-linux")).await;
        assert!(spawned.is_err(), "{spawned:?}");
        window.close().await;
        Ok(())
    });
}

/// Makes a choice; the status after it.
async fn change(window: &Window, choice: Value) -> Value {
    invoke(window, "change_desktop", json!({ "choice": choice })).await
}

/// Asks as the page does.
async fn invoke(window: &Window, command: &str, arguments: Value) -> Value {
    let answer = try_invoke(window, command, arguments).await;
    answer.unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
}

async fn try_invoke(window: &Window, command: &str, arguments: Value) -> Result<Value, String> {
    let ask = "return window.__TAURI__.core.invoke(arguments[0], arguments[1])
        .then((answer) => ({ answer }), (error) => ({ error }));";
    let mut answer: Value =
        window.script(ask, &[command.into(), arguments]).await.expect("the page answers");
    match answer.get_mut("error") {
        Some(error) => Err(error.take().to_string()),
        None => Ok(answer["answer"].take()),
    }
}
