//! The tray: what its menu says, what can be chosen from it, and what the app does with and without one.

use crate::support::display::Desktop;
use crate::support::process::{self, Service, eventually};
use crate::support::scenario;
use crate::support::tray_host::TrayHost;
use crate::support::window::{Launch, PROGRAM, SOON, Window};
use futures_util::StreamExt as _;
use mini_aws_backend::DataDir;
use mini_aws_backend::local::{LocalClient, Socket};
use mini_aws_domain::{Frame, Instance, InstanceState};
use mini_aws_words::format::{SPACE, memory_rough};
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long the demo may take to have instances, in a build without optimisation.
const LONG: Duration = Duration::from_secs(60);
/// How often figures are looked at by the app.
const LOOKS: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_millis(100);
const TITLE: &str = "Mini AWS Console";
const DEMO: &str = "24";

/// The app without WebDriver, on a pretend engine.
fn start(desktop: &Desktop, data: &Path) -> Service {
    start_with(desktop, data, &[])
}

/// The same with these arguments as well.
fn start_with(desktop: &Desktop, data: &Path, arguments: &[&str]) -> Service {
    let mut command = process::command(PROGRAM);
    desktop.dress(&mut command);
    command.env_remove("TAURI_WEBVIEW_AUTOMATION");
    command.args(["--demo", DEMO, "--data-dir"]).arg(data).args(arguments);
    Service::start_alone(desktop.user(), &command, &desktop.log("tray-app.log"))
}

#[test]
fn the_tray_says_what_the_console_knows() {
    scenario::run("the tray's menu", Duration::from_secs(240), async || {
        let desktop = Desktop::start()?;
        let tray = TrayHost::start(&desktop).await;
        let data = desktop.new_folder("tray");
        let mut app = start(&desktop, &data);

        assert_eq!(tray.property::<String>("Id").await, "mini-aws-console");
        assert_eq!(tray.property::<String>("Title").await, TITLE);
        let pictures = tray.pictures().await;
        assert!(pictures.iter().any(|(width, ..)| *width == 22), "a panel's usual size");
        for (width, height, data) in &pictures {
            assert_eq!((height, data.len()), (width, (width * width * 4) as usize));
            assert!(data.chunks(4).any(|pixel| pixel[0] == 255), "something is to be seen");
        }
        says_what_is_measured(&tray, &data).await;
        pauses_and_goes_on(&tray).await;

        tray.choose("Quit").await;
        assert!(eventually(SOON, || !app.is_running()), "quit is quit");
        Ok(())
    });
}

/// The figures are those of some frame, all of them of the same.
async fn says_what_is_measured(tray: &TrayHost, data: &Path) {
    let streaming = console(data).await;
    let stream = streaming.stream("/api/dashboard/stream", SOON).await.expect("there is a stream");
    let mut stream = Box::pin(stream);
    let (mut text, mut known, mut said) = (String::new(), Vec::<Vec<String>>::new(), Vec::new());
    let deadline = Instant::now() + LONG;
    loop {
        assert!(Instant::now() < deadline, "the menu says {said:?}, and it was {known:#?}");
        let bytes = stream.next().await.expect("it goes on").expect("it can be read");
        text.push_str(&String::from_utf8_lossy(&bytes));
        let frames = take_frames(&mut text);
        if frames.is_empty() {
            continue;
        }
        let listed = console(data).await.get::<Vec<Instance>>("/api/instances").await;
        let instances = listed.expect("there are instances");
        known.extend(frames.iter().map(|frame| expected(frame, &instances)));
        said = tray.menu().await.into_iter().map(|line| line.label).collect();
        let figures: Vec<_> = said.iter().skip(1).take(5).cloned().collect();
        if known.contains(&figures) {
            break;
        }
    }
    assert!(said[0].starts_with("Docker "), "{said:?}");
    assert_eq!(said[6..], ["Open console", "Pause collecting", "Settings", "Quit"]);
}

/// The console's own door, once it listens.
async fn console(data: &Path) -> LocalClient {
    let dir = DataDir::open(Some(data), None).expect("the folder is there");
    let deadline = Instant::now() + LONG;
    loop {
        if let Ok(Some(client)) = LocalClient::connect(&dir, Socket::Console).await {
            return client;
        }
        assert!(Instant::now() < deadline, "the console does not listen");
        tokio::time::sleep(POLL).await;
    }
}

/// The frames among the events that have come whole.
fn take_frames(text: &mut String) -> Vec<Frame> {
    let end = text.rfind("\n\n").map_or(0, |end| end + 2);
    let whole: String = text.drain(..end).collect();
    // No other event has the fields of a frame.
    let events = whole.lines().filter_map(|line| line.strip_prefix("data:"));
    events.filter_map(|json| serde_json::from_str(json.trim()).ok()).collect()
}

/// What the menu has to say of a frame: counts, totals, and the three hottest.
fn expected(frame: &Frame, instances: &[Instance]) -> Vec<String> {
    let running = instances.iter().filter(|one| one.state == InstanceState::Running).count();
    let stopped = instances.iter().filter(|one| one.state.is_stopped()).count();
    let names: HashMap<_, _> = instances.iter().map(|one| (&one.id, &one.name)).collect();
    let cpu = |percent: f64| format!("{percent:.0}{SPACE}%");
    let total: f64 = frame.samples.iter().filter_map(|sample| sample.cpu_percent).sum();
    let memory: u64 = frame.samples.iter().filter_map(|sample| sample.memory_bytes).sum();
    let mut hottest: Vec<_> = frame
        .samples
        .iter()
        .filter_map(|sample| Some((sample.cpu_percent?.round(), names.get(&sample.instance)?)))
        .collect();
    hottest.sort_by(|(a, left), (b, right)| b.total_cmp(a).then_with(|| left.cmp(right)));
    let mut lines = vec![
        format!("{running} running, {stopped} stopped"),
        format!("CPU {}  ·  Memory {}", cpu(total), memory_rough(memory)),
    ];
    lines.extend(hottest.iter().take(3).map(|(busy, name)| format!("{name}  ·  {}", cpu(*busy))));
    lines
}

async fn pauses_and_goes_on(tray: &TrayHost) {
    tray.choose("Pause collecting").await;
    says(tray, "Resume collecting").await;
    let lines = says(tray, "Collecting is paused").await;
    assert_eq!(lines.len(), 5, "no figures while nothing is measured: {lines:?}");
    tray.signals();
    // Nothing changes, so nothing is to be heard for as long as it takes to look a few times.
    tokio::time::sleep(LOOKS * 3).await;
    assert_eq!(tray.signals(), Vec::<String>::new());

    tray.choose("Resume collecting").await;
    says(tray, "Pause collecting").await;
    let signals = tray.signals();
    assert!(signals.iter().any(|signal| signal == "NewIcon"), "{signals:?}");
    assert!(signals.iter().any(|signal| signal == "ItemsPropertiesUpdated"), "{signals:?}");
    assert!(!signals.iter().any(|signal| signal == "LayoutUpdated"), "it keeps its shape");
}

/// Waits until a line of the menu reads so; gives all of them.
async fn says(tray: &TrayHost, wanted: &str) -> Vec<String> {
    let deadline = Instant::now() + SOON;
    loop {
        let lines: Vec<_> = tray.menu().await.into_iter().map(|line| line.label).collect();
        if lines.iter().any(|line| line == wanted) {
            return lines;
        }
        assert!(Instant::now() < deadline, "no {wanted:?} in {lines:?}");
        tokio::time::sleep(POLL).await;
    }
}

#[test]
fn the_tray_speaks_the_language_that_was_chosen_in_the_window() {
    scenario::run("the tray's language", Duration::from_secs(240), async || {
        let desktop = Desktop::start()?;
        let tray = TrayHost::start(&desktop).await;
        let data = desktop.new_folder("spoken");
        let window = Window::open(&desktop, "spoken", &Launch::demo(5).data_dir(&data)).await;
        says(&tray, "Open console").await;

        window.click("nav-settings").await;
        choose(&window, "language", "de").await;
        let lines = says(&tray, "Konsole öffnen").await;
        assert_eq!(lines[lines.len() - 3..], ["Erfassung anhalten", "Einstellungen", "Beenden"]);
        says_like(&tray, |line| line.contains("Speicher ") && line.ends_with("iB")).await;
        choose(&window, "memory-units", "decimal").await;
        says_like(&tray, |line| line.contains("Speicher ") && !line.ends_with("iB")).await;
        window.close().await;
        tray.end().await;

        // No page is loaded now that could tell it again.
        let tray = TrayHost::start(&desktop).await;
        let mut app = start_with(&desktop, &data, &["--hidden"]);
        says(&tray, "Konsole öffnen").await;
        says_like(&tray, |line| line.contains("Speicher ") && !line.ends_with("iB")).await;
        tray.choose("Beenden").await;
        assert!(eventually(SOON, || !app.is_running()), "quit is quit");
        Ok(())
    });
}

/// Chooses this in the settings.
async fn choose(window: &Window, group: &str, value: &str) {
    const CLICK: &str = "const [group, value] = arguments; \
        const choice = document.querySelector(`input[name=\"${group}\"][value=\"${value}\"]`); \
        choice?.click(); return choice !== null;";
    window
        .until(&format!("{value} for {group}"), SOON, async || {
            match window.script::<bool>(CLICK, &[group.into(), value.into()]).await? {
                true => Ok(()),
                false => Err("no such choice".to_owned()),
            }
        })
        .await;
}

/// Waits until some line of the menu is like this.
async fn says_like(tray: &TrayHost, is_wanted: impl Fn(&str) -> bool) {
    let deadline = Instant::now() + LONG;
    loop {
        let lines: Vec<_> = tray.menu().await.into_iter().map(|line| line.label).collect();
        if lines.iter().any(|line| is_wanted(line)) {
            return;
        }
        assert!(Instant::now() < deadline, "none such in {lines:?}");
        tokio::time::sleep(POLL).await;
    }
}

#[test]
fn closed_to_the_tray_the_console_goes_on() {
    scenario::run("closed to the tray", Duration::from_secs(180), async || {
        let desktop = Desktop::start()?;
        let _manager = desktop.window_manager()?;
        let tray = TrayHost::start(&desktop).await;
        let data = desktop.new_folder("tray");
        let mut app = start(&desktop, &data);
        let window = desktop.window_named(TITLE);
        says(&tray, "Open console").await;
        desktop.close(window);
        let console = console(&data).await;
        console.get::<serde_json::Value>("/api/dashboard/summary").await.expect("it goes on");

        tray.activate().await;
        let window = desktop.window_named(TITLE);
        desktop.close(window);
        assert!(app.is_running());
        // A desktop that loses its tray gets the window back, since nothing else leads to it any more.
        tray.end().await;
        let window = desktop.window_named(TITLE);
        desktop.close(window);
        assert!(eventually(LONG, || !app.is_running()), "there is no tray to close it to");
        Ok(())
    });
}

#[test]
fn without_a_tray_closing_the_window_ends_the_app() {
    scenario::run("without a tray", Duration::from_secs(180), async || {
        let desktop = Desktop::start()?;
        let _manager = desktop.window_manager()?;
        let data = desktop.new_folder("tray");
        let close = |app: &mut Service| {
            let window = desktop.window_named(TITLE);
            console_listens(&data);
            desktop.close(window);
            // What the demo was just making up is written to its end first.
            assert!(eventually(LONG, || !app.is_running()), "nothing would lead back to it");
        };
        close(&mut start(&desktop, &data));

        // A tray without a panel is none either.
        let _tray = TrayHost::start_without_panel(&desktop).await;
        close(&mut start(&desktop, &data));
        Ok(())
    });
}

fn console_listens(data: &Path) {
    let socket = data.join(Socket::Console.file_name());
    assert!(eventually(LONG, || socket.exists()), "the console listens");
}
