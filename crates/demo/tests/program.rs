//! The engine as a program of its own.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};
use support::until;

#[tokio::test]
async fn it_prints_its_endpoint_and_leaves_nothing_behind() {
    for signal in ["-TERM", "-INT"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("engine.sock");
        let mut program = Command::new(env!("CARGO_BIN_EXE_demo-engine"))
            .args(["--instances", "3", "--churn", "--socket"])
            .arg(&path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, format!("unix://{}\n", path.display()));
        assert!(path.exists());
        let sent = Command::new("kill").args([signal, &program.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let mut ended = None;
        until("the program ends", || {
            ended = program.try_wait().unwrap();
            ended.is_some()
        })
        .await;
        assert!(ended.unwrap().success());
        assert!(!path.exists());
    }
}
