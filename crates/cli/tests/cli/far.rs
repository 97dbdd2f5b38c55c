//! An engine on another machine, by whichever `ssh` is on the search path.

use crate::support::{Engine, answer, cloud, folder, run};
use std::fs;
use std::io;
use std::net::{Shutdown, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::Command;
use std::thread;

/// `cloud instances` on an engine behind a program that plays `ssh`.
fn instances(data: &Path, programs: &Path, script: &str) -> Command {
    let program = programs.join("ssh");
    fs::write(&program, format!("#!/bin/bash\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = cloud(data, &["instances", "--json", "--host", "ssh://ada@far"]);
    command.env("PATH", format!("{}:/usr/bin:/bin", programs.display()));
    command
}

/// Hands connections from a port on to an engine's socket: a script can open a port.
fn port_of(engine: &Engine) -> u16 {
    let socket = engine.host().trim_start_matches("unix://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut asking, engine) = (stream.unwrap(), UnixStream::connect(&socket).unwrap());
            let (mut from, mut to) = (asking.try_clone().unwrap(), engine.try_clone().unwrap());
            thread::spawn(move || {
                // Either side may hang up whenever it likes.
                let _ = io::copy(&mut from, &mut to);
                let _ = to.shutdown(Shutdown::Write);
            });
            thread::spawn(move || {
                let _ = io::copy(&mut &engine, &mut asking);
                let _ = asking.shutdown(Shutdown::Both);
            });
        }
    });
    port
}

#[test]
fn an_engine_is_reached_through_ssh() {
    let (engine, data, programs) = (Engine::start(3), folder(), folder());
    let port = port_of(&engine);
    let script = format!("exec 3<>/dev/tcp/127.0.0.1/{port}; cat <&3 & exec cat >&3");
    let told = answer(instances(data.path(), programs.path(), &script));
    let listed: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 3, "{told}");
}

#[test]
fn what_keeps_ssh_out_is_told_with_what_to_do() {
    let (data, programs) = (folder(), folder());
    let script = "echo 'ada@far: Permission denied (publickey).' >&2; exit 255";
    let told = run(instances(data.path(), programs.path(), script));
    assert_eq!(told.code, Some(3), "{}", told.said);
    assert!(told.said.contains("far does not let ssh in"), "{}", told.said);
    assert!(told.said.contains("ssh-add"), "{}", told.said);
}
