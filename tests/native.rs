//! The product as a person has it: the real window, on a real Docker engine and on what a machine can have instead of one.
//!
//! Each scenario brings its own display, session bus and home, and those that need one a real engine. Where that cannot be
//! had a scenario is skipped and says why; in CI, as root, it fails. Screenshots of all of them are in `target/e2e/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what went wrong by failing, and what it did by printing"
)]
#![cfg(target_os = "linux")]

mod scenarios;
mod support;

use scenarios::explained;
use std::cell::Cell;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::time::Duration;
use support::display::Desktop;
use support::engine::{Counts, RealEngine};
use support::http::Impostor;
use support::scenario::{self, Skip};
use support::screenshot::Picture;
use support::window::{Launch, PROGRAM, SOON, Window};

/// How soon after it happened a change is to be on the screen; generous, since the machine may be busy with other tests.
const CHANGE: Duration = Duration::from_secs(15);
/// Longer than the longest pause between two tries to reach the engine.
const RECOVERY: Duration = Duration::from_secs(45);
/// Fewer colours than this is a page on which something is missing: text alone has more.
const COLOURS: usize = 60;
/// Whoever owns nothing.
const NOBODY: u32 = 65_534;

#[test]
fn the_window_follows_a_real_engine() {
    scenario::run("the window on a real engine", Duration::from_secs(240), async || {
        let mut engine = RealEngine::start()?;
        let traces = engine.traces();
        let desktop = Desktop::start()?;
        populate(&engine);

        let window = Window::open(&desktop, "real-engine", &Launch::host(&engine.endpoint())).await;
        window.resize(1280, 800).await;
        window.mark_document().await;
        shows_what_is_there(&window, &engine).await;
        shows_what_starts(&window, &engine).await;
        reads_what_docker_reads(&window, &engine).await;
        shows_what_ends(&window, &engine).await;
        outlives_the_engine(&window, &mut engine).await;
        assert!(window.is_marked().await.unwrap(), "all of this must happen without a reload");
        window.close().await;

        drop(desktop);
        drop(engine);
        assert_eq!(traces.remaining(), Vec::<String>::new(), "nothing is left behind");
        Ok(())
    });
}

/// What the engine has before the window opens: 3 running, 1 exited, 2 volumes of which 1 is attached, 1 network.
fn populate(engine: &RealEngine) {
    engine.create_network("shop");
    engine.create_volume("orders");
    engine.create_volume("unused");
    // With a restart policy, so that they come back with the engine.
    let always = "--restart=always";
    engine.run("web", &[always, "--network=shop"], &[]);
    // Holds 64 MiB: `dd` has read one block, and can write no more of it than the pipe takes.
    let hold = "dd if=/dev/zero bs=64M count=1 2>/dev/null | sleep 1000000";
    engine.run("holder", &[always, "--volume=orders:/data"], &["sh", "-c", hold]);
    // The same, and as much again of page cache, which the engine counts as usage and people do not.
    let cached = format!("dd if=/dev/zero of=/file bs=1M count=96 2>/dev/null; {hold}");
    engine.run("cacher", &[always], &["sh", "-c", &cached]);
    engine.run("batch", &[], &["true"]);
    assert!(
        support::process::eventually(CHANGE, || engine.counts().stopped == 1),
        "{:?}",
        engine.counts()
    );
    let expected =
        Counts { instances: 4, running: 3, stopped: 1, volumes: 2, attached: 1, vpcs: 1 };
    assert_eq!(engine.counts(), expected);
}

async fn shows_what_is_there(window: &Window, engine: &RealEngine) {
    window.wait_for("engine-status", SOON, |text| text.contains("Docker")).await;
    cards_equal(window, &engine.counts()).await;
    for id in ["chart-cpu", "chart-memory"] {
        window
            .until(&format!("lines in {id}"), CHANGE, async || {
                let chart = window.chart(id).await?;
                let drawn = chart.painted && chart.points >= 2 && chart.text.contains("holder");
                if drawn { Ok(()) } else { Err(format!("{chart:?}")) }
            })
            .await;
    }
    assert_eq!(window.count("activity-feed").await, Ok(1));
    is_drawn(&window.screenshot("real-engine-dashboard").await);
}

async fn shows_what_starts(window: &Window, engine: &RealEngine) {
    engine.prefer_containers();
    engine.run("burner", &[], &["sh", "-c", "while :; do :; done"]);
    cards_equal(window, &engine.counts()).await;
    feed_says(window, "burner", "started").await;
    // Names of lines are cut where there is no room, and so in the chart itself they may not be whole.
    window
        .until("the burner in the CPU chart", CHANGE, async || {
            let chart = window.chart("chart-cpu").await?;
            if chart.text.contains("burner") { Ok(()) } else { Err(chart.text) }
        })
        .await;
    open_page(window, "nav-instances", "instance-row").await;
    window.until("a row of the burner", CHANGE, async || window.row("burner").await).await;
    let rows = window.count("instance-row").await;
    assert_eq!(rows, Ok(engine.counts().instances));
}

async fn reads_what_docker_reads(window: &Window, engine: &RealEngine) {
    // One reading may be right by accident.
    let last = Cell::new(None);
    let right = Cell::new(0);
    window
        .until("three readings of a burnt core", RECOVERY, async || {
            let cpu = window.row("burner").await?.cpu_percent()?;
            if last.replace(Some(cpu)) != Some(cpu) {
                let is_right = (90.0..=110.0).contains(&cpu);
                right.set(if is_right { right.get() + 1 } else { 0 });
            }
            if right.get() >= 3 { Ok(()) } else { Err(format!("{cpu} %")) }
        })
        .await;
    for name in ["holder", "cacher"] {
        window
            .until(&format!("the memory of {name}"), RECOVERY, async || {
                let docker = engine.stats(name).memory_bytes;
                let shown = window.row(name).await?.memory_bytes()?;
                if (shown / docker - 1.0).abs() <= 0.05 {
                    Ok(())
                } else {
                    Err(format!("{shown} B, and docker says {docker} B"))
                }
            })
            .await;
    }
    is_drawn(&window.screenshot("real-engine-instances").await);
    explained::in_the_window(window, engine, "cacher").await;
    open_page(window, "nav-dashboard", "card-instances").await;
}

async fn shows_what_ends(window: &Window, engine: &RealEngine) {
    engine.stop("burner");
    cards_equal(window, &engine.counts()).await;
    feed_says(window, "burner", "stopped").await;
    engine.remove("burner");
    cards_equal(window, &engine.counts()).await;
    feed_says(window, "burner", "terminated").await;
}

async fn outlives_the_engine(window: &Window, engine: &mut RealEngine) {
    engine.stop_daemon();
    window.wait_for("engine-status", CHANGE, |text| !text.contains("Docker")).await;
    window.wait_for_texts(CHANGE, &["Docker was lost", "next try"]).await;
    is_drawn(&window.screenshot("real-engine-away").await);

    engine.start_daemon();
    window.wait_for("engine-status", RECOVERY, |text| text.contains("Docker")).await;
    let counts = engine.counts();
    assert_eq!((counts.running, counts.stopped), (3, 1), "the containers came back");
    cards_equal(window, &counts).await;
    open_page(window, "nav-instances", "instance-row").await;
    window
        .until("readings after the restart", RECOVERY, async || {
            let memory = window.row("holder").await?.memory_bytes()?;
            if memory > 32e6 { Ok(()) } else { Err(format!("{memory} B")) }
        })
        .await;
    open_page(window, "nav-dashboard", "card-instances").await;
    is_drawn(&window.screenshot("real-engine-back").await);
}

#[test]
fn without_an_engine_the_window_says_why() {
    scenario::run("the window without an engine", Duration::from_secs(150), async || {
        let desktop = Desktop::start()?;
        no_engine(
            &desktop,
            "nowhere",
            &Launch::host("unix:///nonexistent.sock"),
            &["--host", "unix:///nonexistent.sock", "There is no socket"],
        )
        .await;

        let malformed = Launch::default().variable("DOCKER_HOST", "foo://bar");
        no_engine(&desktop, "malformed", &malformed, &["DOCKER_HOST", "foo://bar"]).await;

        // Something else may listen there, in its own protocol or even in HTTP.
        let answers: [(&str, &[u8]); 2] = [
            ("noise", b"\x00\x15 220 mail.example ESMTP\r\n"),
            (
                "website",
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\nConnection: close\r\n\r\n<p>Hello</p>",
            ),
        ];
        for (name, answer) in answers {
            let socket = desktop.new_folder("sockets").join(format!("{name}.sock"));
            let _impostor = Impostor::start(&socket, answer);
            let endpoint = format!("unix://{}", socket.display());
            no_engine(&desktop, name, &Launch::host(&endpoint), &[&endpoint, "no engine"]).await;
        }
        Ok(())
    });
}

#[test]
fn without_permission_the_window_names_the_group() {
    scenario::run("the window without permission", Duration::from_secs(90), async || {
        if !scenario::is_root() {
            return Err(Skip(
                "only root can be somebody else, who may not open a socket".to_owned(),
            ));
        }
        let desktop = Desktop::start_as(Some(NOBODY))?;
        // What cargo built may lie in a home that nobody else can read.
        let program = desktop.new_folder("program").join("mini-aws-console");
        fs::copy(PROGRAM, &program).unwrap();

        let socket = desktop.new_folder("sockets").join("docker.sock");
        let _engine = Impostor::start(&socket, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
        let docker = group("docker");
        chown(&socket, Some(0), docker).unwrap();
        fs::set_permissions(&socket, fs::Permissions::from_mode(0o660)).unwrap();

        let endpoint = format!("unix://{}", socket.display());
        let launch = Launch::host(&endpoint).program(&program);
        let mut wanted = vec![endpoint.as_str(), "may not open"];
        wanted.extend(docker.map(|_| "usermod -aG docker"));
        no_engine(&desktop, "forbidden", &launch, &wanted).await;
        Ok(())
    });
}

/// A group's number, if there is such a group.
fn group(name: &str) -> Option<u32> {
    let groups = fs::read_to_string("/etc/group").unwrap_or_default();
    groups.lines().find_map(|line| {
        let fields: Vec<_> = line.split(':').collect();
        (fields.first() == Some(&name)).then(|| fields.get(2)?.parse().ok())?
    })
}

/// Opens a window that finds no engine, and waits until it says so, with these words among others.
async fn no_engine(desktop: &Desktop, name: &str, launch: &Launch, wanted: &[&str]) {
    let window = Window::open(desktop, name, launch).await;
    window.resize(1280, 800).await;
    window.wait_for_texts(RECOVERY, wanted).await;
    window.wait_for("engine-status", SOON, |text| !text.contains("Docker")).await;
    // It is still alive, and leads on to what needs no engine.
    is_drawn(&window.screenshot(&format!("no-engine-{name}")).await);
    window.click("nav-settings").await;
    window.wait_for("nav-settings", SOON, |text| !text.is_empty()).await;
    window.close().await;
}

#[test]
fn a_database_of_no_use_is_set_aside() {
    scenario::run("the window on a bad database", Duration::from_secs(90), async || {
        let desktop = Desktop::start()?;
        let unreadable = desktop.new_folder("unreadable");
        fs::write(unreadable.join("console.db"), "no database at all\n".repeat(500)).unwrap();
        sets_aside(&desktop, "unreadable", &unreadable).await;

        // The fresh one that was made in its place, as a later version of the console would leave it.
        let newer = desktop.new_folder("newer");
        fs::copy(unreadable.join("console.db"), newer.join("console.db")).unwrap();
        let database = rusqlite::Connection::open(newer.join("console.db")).unwrap();
        database.pragma_update(None, "user_version", 999).unwrap();
        drop(database);
        sets_aside(&desktop, "newer", &newer).await;
        Ok(())
    });
}

/// The window opens on a fresh database, says what became of the old one, and that is still what it was.
async fn sets_aside(desktop: &Desktop, reason: &str, data_dir: &Path) {
    let before = fs::read(data_dir.join("console.db")).unwrap();
    let name = format!("database-{reason}");
    // As a person has it who has remembered things of a real engine, which just now is not there.
    let launch = Launch::host("unix:///nonexistent.sock").data_dir(data_dir);
    let window = Window::open(desktop, &name, &launch).await;
    window.resize(1280, 800).await;

    let prefix = format!("console.db.{reason}-");
    let aside: Vec<PathBuf> = fs::read_dir(data_dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(&prefix))
        .filter(|path| !path.to_string_lossy().ends_with("-wal"))
        .filter(|path| !path.to_string_lossy().ends_with("-shm"))
        .collect();
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert_eq!(fs::read(&aside[0]).unwrap(), before, "nothing of it is lost");
    let file = aside[0].file_name().unwrap().to_string_lossy();
    window.wait_for_texts(SOON, &["database", &file]).await;
    is_drawn(&window.screenshot(&name).await);

    window.close().await;

    let fresh = rusqlite::Connection::open(data_dir.join("console.db")).unwrap();
    let version: u32 = fresh.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert!((1..999).contains(&version), "a fresh database is in its place: version {version}");
}

#[test]
fn the_window_is_drawn_in_every_size_and_theme() {
    scenario::run("the window in every size and theme", Duration::from_secs(180), async || {
        let desktop = Desktop::start()?;
        for instances in [24, 500] {
            let name = format!("demo-{instances}");
            let window = Window::open(&desktop, &name, &Launch::demo(instances)).await;
            window
                .until("the demo's instances", RECOVERY, async || {
                    let shown = window.card("card-instances").await?;
                    // Things happen in the pretend engine, so it need not be exactly this many.
                    if shown >= usize::from(instances) / 2 {
                        Ok(())
                    } else {
                        Err(shown.to_string())
                    }
                })
                .await;
            window
                .until("lines in the CPU chart", RECOVERY, async || {
                    let chart = window.chart("chart-cpu").await?;
                    if chart.painted && chart.points >= 10 {
                        Ok(())
                    } else {
                        Err(format!("{chart:?}"))
                    }
                })
                .await;
            for is_dark in [false, true] {
                put_on(&window, is_dark).await;
                let theme = if is_dark { "dark" } else { "light" };
                for (width, height) in [(1280, 800), (900, 600)] {
                    window.resize(width, height).await;
                    for (page, id) in
                        [("dashboard", "card-instances"), ("instances", "instance-row")]
                    {
                        open_page(&window, &format!("nav-{page}"), id).await;
                        let picture = window
                            .screenshot(&format!("{name}-{page}-{width}x{height}-{theme}"))
                            .await;
                        is_drawn(&picture);
                        assert_eq!(
                            (picture.width, picture.height),
                            (width as usize, height as usize)
                        );
                        assert_eq!(picture.lightness < 128.0, is_dark, "{picture:?}");
                        fits(&window).await;
                    }
                }
            }
            window.close().await;
        }
        Ok(())
    });
}

/// Goes through the themes until the page is dark, or light.
async fn put_on(window: &Window, is_dark: bool) {
    // The system's, light and dark.
    for _ in 0..3 {
        if (window.lightness().await.unwrap() < 128.0) == is_dark {
            return;
        }
        window.click("theme-toggle").await;
    }
    let lightness = window.lightness().await;
    assert_eq!(lightness.clone().map(|lightness| lightness < 128.0), Ok(is_dark), "{lightness:?}");
}

/// Nothing sticks out on the right: a window that has to be scrolled sideways is a mistake at any size.
async fn fits(window: &Window) {
    let overhang: f64 = window
        .script("return document.documentElement.scrollWidth - window.innerWidth;", &[])
        .await
        .unwrap();
    assert!(overhang <= 0.0, "{overhang} pixels stick out");
}

/// Waits until the cards say what the engine says.
async fn cards_equal(window: &Window, counts: &Counts) {
    window
        .until(&format!("{counts:?} on the cards"), CHANGE, async || {
            let shown = (
                window.card("card-instances").await?,
                window.card("card-volumes").await?,
                window.card("card-vpcs").await?,
            );
            let instances = window.text("card-instances").await?;
            let volumes = window.text("card-volumes").await?;
            let details = [
                (&instances, format!("{} running", counts.running)),
                (&instances, format!("{} stopped", counts.stopped)),
                (&volumes, format!("{} attached", counts.attached)),
            ];
            let are_equal = shown == (counts.instances, counts.volumes, counts.vpcs)
                && details.iter().all(|(card, wanted)| card.contains(wanted));
            if are_equal { Ok(()) } else { Err(format!("{shown:?}, {instances:?}, {volumes:?}")) }
        })
        .await;
}

/// Waits until an item of the feed says this of the instance.
async fn feed_says(window: &Window, name: &str, verb: &str) {
    window
        .until(&format!("{name} {verb} in the feed"), CHANGE, async || {
            let items = window.texts("activity-item").await?;
            let says = items.iter().any(|item| item.contains(name) && item.contains(verb));
            if says { Ok(()) } else { Err(format!("{items:?}")) }
        })
        .await;
}

/// Goes to a page, and waits for what is on it alone.
async fn open_page(window: &Window, link: &str, id: &str) {
    window.click(link).await;
    window
        .until(&format!("{id} after {link}"), SOON, async || match window.count(id).await? {
            0 => Err("none".to_owned()),
            _ => Ok(()),
        })
        .await;
}

fn is_drawn(picture: &Picture) {
    assert!(picture.colours >= COLOURS, "the window is as good as blank: {picture:?}");
}
