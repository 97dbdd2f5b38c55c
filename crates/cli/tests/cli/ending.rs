//! How what goes on ends: by Ctrl-C, by a reader that went away, and with the console.

use crate::support::{Console, Engine, Running, cloud, folder, on_terminal, output, signal, wait};
use std::io::Read as _;
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let (engine, data) = (Engine::start(24), folder());
    for command in [&["instances"][..], &["events"], &["dashboard", "watch"]] {
        let line = [command, &["--host", engine.host()]].concat();
        let mut cloud = cloud(data.path(), &line);
        let mut child = cloud.spawn().unwrap();
        let head = Command::new("head")
            .arg("-1")
            .stdin(child.stdout.take().unwrap())
            .stdout(Stdio::piped())
            .output()
            .unwrap();
        let status = wait(&mut child);
        let mut said = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
        assert_eq!(String::from_utf8(head.stdout).unwrap().lines().count(), 1);
        assert!(status.success() && said.is_empty(), "{command:?}: {status} {said}");
    }
}

#[test]
fn who_follows_hears_what_happens_until_ctrl_c() {
    let (engine, data) = (Engine::start(4), folder());
    let console = Console::start(data.path(), &["--host", engine.host()]);
    console.measured();
    let straight = folder();
    let host = engine.host();
    let lines = [
        console.ask(&["events", "--follow", "--json", "-n", "1"]),
        cloud(straight.path(), &["events", "--follow", "--json", "-n", "1", "--host", host]),
    ];
    for command in lines {
        engine.demo.stop_instance("api").unwrap();
        let mut running = Running::start(command);
        running.line();
        engine.demo.start_instance("api").unwrap();
        loop {
            let event: serde_json::Value = serde_json::from_str(&running.line()).unwrap();
            if event["kind"] == "started" && event["subject"]["name"] == "api" {
                break;
            }
        }
        signal("INT", running.child.id());
        let (status, _) = running.rest();
        assert_eq!(status.code(), Some(0));
    }
}

#[test]
fn who_waits_for_a_silent_console_may_end() {
    let data = folder();
    let console = UnixListener::bind(data.path().join("console.sock")).unwrap();
    for what in [&["dashboard", "watch"][..], &["events", "--follow"]] {
        let line = [what, &["--host", "unix:///nowhere.sock"]].concat();
        let mut child = cloud(data.path(), &line).spawn().unwrap();
        let (mut asking, _) = console.accept().unwrap();
        assert!(asking.read(&mut [0; 1024]).unwrap() > 0, "it asks");
        signal("INT", child.id());
        assert_eq!(wait(&mut child).code(), Some(0), "{what:?}");
    }
}

#[test]
fn a_pretend_engine_goes_with_who_asked_it() {
    let (data, temporary) = (folder(), folder());
    let is_pretending = || {
        let names = crate::support::files(temporary.path());
        names.iter().any(|name| name.starts_with("mini-aws-demo-"))
    };
    let mut list = cloud(data.path(), &["instances", "--demo", "1000"]);
    let mut child = list.env("TMPDIR", temporary.path()).spawn().unwrap();
    crate::support::eventually("it pretends nothing", is_pretending);
    signal("INT", child.id());
    assert_eq!(wait(&mut child).code(), Some(130), "before it has listed a thousand");
    assert!(!is_pretending());
}

#[test]
fn who_follows_a_silent_engine_notices_that_nobody_reads() {
    let (engine, data) = (Engine::start(2), folder());
    let line = ["events", "--follow", "--host", engine.host()];
    let mut running = Running::start(cloud(data.path(), &line));
    assert!(running.line().starts_with("timestamp\t"));
    let mut child = running.stop_reading();
    assert!(wait(&mut child).success());
}

#[test]
fn who_follows_a_console_that_ends_says_so() {
    let (engine, data) = (Engine::start(2), folder());
    let console = Console::start(data.path(), &["--host", engine.host()]);
    console.measured();
    let mut follow = console.ask(&["events", "--follow"]);
    let mut child = follow.spawn().unwrap();
    let mut out = std::io::BufReader::new(child.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut out, &mut String::new()).unwrap();
    console.end();
    assert_eq!(wait(&mut child).code(), Some(1));
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
    assert!(said.contains("The console ended."), "{said}");
}

#[test]
fn the_live_view_is_a_line_a_second_through_a_pipe() {
    let (engine, data) = (Engine::start(4), folder());
    for console in [None, Some(Console::start(data.path(), &["--host", engine.host()]))] {
        if let Some(console) = &console {
            console.measured();
        }
        let line = ["dashboard", "watch", "--host", engine.host()];
        let mut running = Running::start(cloud(data.path(), &line));
        assert_eq!(running.line(), "time\tengine\trunning\tstopped\tcpu_percent\tmemory_bytes\n");
        let first = running.line();
        assert!(first.contains("\tconnected\t"), "{first}");
        // Without a console it takes two readings until CPU is known.
        let measured = (0..20).map(|_| running.line()).find(|line| !line.contains("\t\t"));
        let measured = measured.expect("it measures nothing");
        assert!(measured.split('\t').nth(4).unwrap().parse::<f64>().unwrap() > 0.0, "{measured}");
        signal("INT", running.child.id());
        let (status, rest) = running.rest();
        assert_eq!(status.code(), Some(0), "{rest}");
    }
    assert!(crate::support::files(data.path()).contains(&"console.db".to_owned()));
}

#[test]
#[cfg(target_os = "linux")]
fn the_live_view_gives_the_cursor_back() {
    let (engine, data) = (Engine::start(4), folder());
    let line = ["dashboard", "watch", "--host", engine.host()];
    let watch = cloud(data.path(), &line);
    let mut limited = Command::new("timeout");
    limited.args(["--preserve-status", "-s", "INT", "3"]);
    limited.arg(watch.get_program()).args(watch.get_args());
    let terminal = on_terminal(&limited, 90);
    let told = output(terminal);
    let text = String::from_utf8_lossy(&told.stdout);
    assert_eq!(told.status.code(), Some(0), "{text}");
    let (hidden, shown) = (text.find("\u{1b}[?25l").unwrap(), text.rfind("\u{1b}[?25h").unwrap());
    assert!(hidden < shown && text[shown..].trim_end() == "\u{1b}[?25h", "{text:?}");
    assert!(text.contains("Ctrl-C ends it") && text.contains("A\r"), "it redraws: {text:?}");
    assert_eq!(crate::support::files(data.path()), Vec::<String>::new(), "it leaves nothing");
}
