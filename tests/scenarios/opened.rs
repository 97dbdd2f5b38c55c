//! `cloud dashboard open`, links and second starts: one window, at the right place, and a word why where there is none.

use crate::support::display::Desktop;
use crate::support::process::{self, eventually};
use crate::support::programs::{self, Program, apps};
use crate::support::scenario::{self, Skip};
use crate::support::window::{Launch, PROGRAM, SOON, Window};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long the demo may take to have instances, in a build without optimisation.
const LONG: Duration = Duration::from_secs(60);

#[test]
fn open_goes_to_the_place_that_it_is_told_in_the_window_that_is_open() {
    scenario::run("cloud dashboard open", Duration::from_secs(240), async || {
        let desktop = Desktop::start()?;
        let data = desktop.new_folder("opened");
        let window = Window::open(&desktop, "opened", &Launch::demo(5).data_dir(&data)).await;
        window.wait_for("card-instances", LONG, |text| text.contains('5')).await;
        window.mark_document().await;

        Program::open(&desktop, &data).arguments(&["--page", "volumes"]).run().done();
        is_at(&window, "#/volumes").await;
        let name = first_instance(&window).await;
        Program::open(&desktop, &data).arguments(&["--instance", &name]).run().done();
        is_at(&window, "#/instances?id=").await;
        Program::open(&desktop, &data).run().done();
        is_at(&window, "#/instances?id=").await;

        let nobody = Program::open(&desktop, &data).arguments(&["--instance", "nobody"]).run();
        nobody.failed(1, &["There is no instance \"nobody\"", "cloud instances"]);
        let nowhere = Program::open(&desktop, &data).arguments(&["--page", "nowhere"]).run();
        nowhere.failed(2, &["nowhere", "dashboard, instances"]);

        let second = |arguments: &[&str]| {
            Program::new(&desktop, Path::new(PROGRAM), &data).arguments(arguments).run()
        };
        second(&["mini-aws://dashboard/settings"]).done();
        is_at(&window, "#/settings").await;
        second(&[&format!("mini-aws://dashboard/instances/{name}")]).done();
        is_at(&window, "#/instances?id=").await;
        second(&["https://example.org"]).failed(2, &["is no link into the console"]);
        second(&["--hidden"]).done();

        // Two at once: both are told the truth, and there is one window.
        let both = ["vpcs", "activity"]
            .map(|page| Program::open(&desktop, &data).arguments(&["--page", page]).start());
        for one in both {
            programs::ended(one).done();
        }
        let place = window.script::<String>("return location.hash;", &[]).await;
        assert!(matches!(place.as_deref(), Ok("#/vpcs" | "#/activity")), "{place:?}");
        assert_eq!(apps(&data).len(), 1, "{:?}", apps(&data));
        assert!(window.is_marked().await.unwrap(), "all of this happens without a reload");

        hangs(&desktop, &data);
        Program::open(&desktop, &data).arguments(&["--page", "vpcs"]).run().done();
        window.close().await;
        Ok(())
    });
}

async fn is_at(window: &Window, wanted: &str) {
    let place = window.script::<String>("return location.hash;", &[]).await;
    assert!(
        place.as_ref().is_ok_and(|place| place.starts_with(wanted)),
        "the command has ended, so the window must be at {wanted}: {place:?}"
    );
}

async fn first_instance(window: &Window) -> String {
    let ask = "return window.__TAURI__.core.invoke('instances').then(all => all[0].name);";
    window.until("the name of an instance", SOON, async || window.script(ask, &[]).await).await
}

/// An app that is stopped is there, and says nothing: five seconds later that is what the person reads.
fn hangs(desktop: &Desktop, data: &Path) {
    let pid = app_pid(data);
    process::signal("STOP", pid);
    let begun = Instant::now();
    let ended = Program::open(desktop, data).run();
    process::signal("CONT", pid);
    ended.failed(1, &["does not answer"]);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

fn app_pid(data: &Path) -> u32 {
    let apps = apps(data);
    let words = apps.first().and_then(|line| line.split([' ', ':']).nth(1));
    words.and_then(|pid| pid.parse().ok()).unwrap_or_else(|| panic!("no app: {apps:?}"))
}

#[test]
fn open_starts_the_app_where_none_runs_and_two_start_one() {
    scenario::run("starting the app", Duration::from_secs(180), async || {
        let desktop = Desktop::start()?;
        let data = desktop.new_folder("started");
        let both = [(); 2].map(|()| Program::open(&desktop, &data).start());
        for one in both {
            programs::ended(one).done();
        }
        // Of two that were started, the one that came second has handed over and ends.
        assert!(eventually(SOON, || apps(&data).len() == 1), "{:?}", apps(&data));
        Program::open(&desktop, &data).arguments(&["--page", "instances"]).run().done();
        // One that ends is followed by another, for whoever asks just then.
        process::signal("TERM", app_pid(&data));
        Program::open(&desktop, &data).run().done();
        process::signal("TERM", app_pid(&data));
        assert!(eventually(SOON, || apps(&data).is_empty()), "{:?}", apps(&data));
        assert!(!data.join("window.sock").exists() && !data.join("console.sock").exists());

        // Killed, it leaves its sockets behind, and they hinder nobody.
        Program::open(&desktop, &data).run().done();
        process::signal("KILL", app_pid(&data));
        assert!(eventually(SOON, || apps(&data).is_empty()), "{:?}", apps(&data));
        assert!(data.join("window.sock").exists());
        Program::open(&desktop, &data).run().done();
        Ok(())
    });
}

#[test]
fn open_works_without_a_session_bus_and_with_a_malformed_one_and_says_when_there_is_no_display() {
    scenario::run("odd desktops", Duration::from_secs(180), async || {
        let desktop = Desktop::start()?;
        let bus = "DBUS_SESSION_BUS_ADDRESS";
        for (number, address) in
            [None, Some("nonsense"), Some("unix:path=/nowhere")].into_iter().enumerate()
        {
            let data = desktop.new_folder(&format!("bus-{number}"));
            let open = || Program::open(&desktop, &data).variable(bus, address);
            open().run().done();
            open().arguments(&["--page", "settings"]).run().done();
            process::signal("TERM", app_pid(&data));
            assert!(eventually(SOON, || apps(&data).is_empty()), "{:?}", apps(&data));
        }
        let data = desktop.new_folder("no-display");
        let blind = Program::open(&desktop, &data).variable("DISPLAY", None).run();
        blind.failed(1, &["display", "cloud serve"]);
        let broken = Program::open(&desktop, &data).variable("DISPLAY", Some(":4711")).run();
        broken.failed(1, &["4711"]);
        Ok(())
    });
}

#[test]
fn a_window_that_was_minimised_comes_back_and_has_the_focus() {
    scenario::run("a minimised window", Duration::from_secs(120), async || {
        let desktop = Desktop::start()?;
        let _manager = desktop.window_manager()?;
        let data = desktop.new_folder("minimised");
        Program::open(&desktop, &data).run().done();
        let window = desktop.window_named("Mini AWS Console");
        assert!(eventually(SOON, || desktop.active_window() == Some(window)), "it has the focus");
        desktop.minimise(window);
        assert!(eventually(SOON, || !desktop.is_visible(window)), "it is minimised");
        Program::open(&desktop, &data).run().done();
        assert!(desktop.is_visible(window), "the command has ended, so it is shown");
        assert!(eventually(SOON, || desktop.active_window() == Some(window)), "it has the focus");
        Ok(())
    });
}

#[test]
fn who_asks_for_an_instance_gets_a_window_also_while_nothing_is_known_and_if_there_is_none() {
    scenario::run("a cold start at an instance", Duration::from_secs(180), async || {
        let desktop = Desktop::start()?;
        let _manager = desktop.window_manager()?;
        let data = desktop.new_folder("cold");
        // The first start makes up a past, which takes its time.
        let first = Program::open(&desktop, &data).arguments(&["--instance", "api"]).run();
        assert!(matches!(first.code, Some(0 | 1)), "{first:?}");
        desktop.window_named("Mini AWS Console");
        let known = eventually(LONG, || {
            let open = Program::open(&desktop, &data).arguments(&["--instance", "api"]);
            open.run().code == Some(0)
        });
        assert!(known, "it is there as soon as it is listed");
        for _ in 0..3 {
            process::signal("TERM", app_pid(&data));
            assert!(eventually(SOON, || apps(&data).is_empty()), "{:?}", apps(&data));
            Program::open(&desktop, &data).arguments(&["--instance", "api"]).run().done();
        }
        process::signal("TERM", app_pid(&data));
        assert!(eventually(SOON, || apps(&data).is_empty()), "{:?}", apps(&data));
        let nobody = Program::open(&desktop, &data).arguments(&["--instance", "nobody"]).run();
        nobody.failed(1, &["\"nobody\""]);
        desktop.window_named("Mini AWS Console");
        Ok(())
    });
}

/// Whoever owns nothing.
const NOBODY: u32 = 65_534;

#[test]
fn two_users_have_an_app_each_and_neither_reaches_the_others() {
    scenario::run("two users", Duration::from_secs(120), async || {
        if !scenario::is_root() {
            return Err(Skip("only root can be somebody else".to_owned()));
        }
        let (ours, theirs) = (Desktop::start()?, Desktop::start_as(Some(NOBODY))?);
        // What cargo built may lie in a home that nobody else can read.
        let folder = theirs.new_folder("program");
        for program in [Path::new(PROGRAM), &programs::cloud()] {
            let name = program.file_name().expect("it has a name");
            std::fs::copy(program, folder.join(name)).expect("it can be copied");
        }
        let (our_data, their_data) = (ours.new_folder("data-1"), theirs.new_folder("data-2"));
        Program::open(&ours, &our_data).run().done();
        let open = |data: &Path| {
            Program::new(&theirs, &folder.join("cloud"), data).arguments(&["dashboard", "open"])
        };
        open(&their_data).run().done();
        // What an app starts looks like the app itself until it has begun.
        let each_has_one = || (apps(&our_data).len(), apps(&their_data).len()) == (1, 1);
        let all = || (apps(&our_data), apps(&their_data));
        assert!(eventually(SOON, each_has_one), "{:?}", all());
        open(&their_data).run().done();
        open(&our_data).run().failed(1, &["ermission denied"]);
        assert!(eventually(SOON, each_has_one), "{:?}", all());
        Ok(())
    });
}
