//! `cargo xtask coverage`: which lines of the backend its tests reach. Done with the compiler's own instrumentation and
//! LLVM's two tools, so that nothing else has to be installed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::command::Cmd;
use crate::error::Error;
use crate::host::{Project, make_folder, remove_folder};
use crate::llvm::LlvmTools;
use crate::setup;
use crate::step::{Steps, note};

/// What the dashboard service must have, in percent of its lines.
const FLOOR: u8 = 90;

/// The dashboard service: one file, or a folder of them.
const SERVICE: [&str; 2] = ["crates/backend/src/dashboard.rs", "crates/backend/src/dashboard/"];

const BACKEND: &str = "crates/backend/src/";

/// Measures, prints, and fails below the floor.
pub fn coverage(project: &Project, steps: &mut Steps) -> Result<(), Error> {
    let tools = setup::coverage_tools(steps)?;
    let target = project.target.join("coverage");
    let profiles = target.join("profiles");
    let programs = steps.run("build the backend's tests with counters", || build_tests(&target))?;
    steps.run("run them", || {
        remove_folder(&profiles)?;
        make_folder(&profiles)?;
        instrumented(&target)
            .env("LLVM_PROFILE_FILE", profiles.join("%p-%m.profraw"))
            .args(["--", "--quiet"])
            .run()
    })?;
    let report =
        steps.run("read the counters", || read_counters(&tools, &target, &profiles, &programs))?;
    let files = measure(project, &report)?;
    judge(&files)
}

/// `cargo test` of the backend, compiled with counters into a target folder of its own.
fn instrumented(target: &Path) -> Cmd {
    let cargo = Cmd::cargo()
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-Cinstrument-coverage")
        .env("INSTA_UPDATE", "no");
    cargo.env_remove("CARGO_ENCODED_RUSTFLAGS").args([
        "test",
        "--package",
        "mini-aws-backend",
        "--lib",
        "--tests",
    ])
}

fn build_tests(target: &Path) -> Result<Vec<PathBuf>, Error> {
    // Build scripts count as well: what they write must not land in the project.
    let nowhere = target.join("build-scripts").join("%m.profraw");
    let build = instrumented(target)
        .env("LLVM_PROFILE_FILE", nowhere)
        .args(["--no-run", "--message-format=json-render-diagnostics"]);
    let programs = test_programs(&String::from_utf8_lossy(&build.output()?));
    if programs.is_empty() {
        return Err(Error::Missing { what: "cargo test", missing: "a test program".to_owned() });
    }
    Ok(programs)
}

/// The programs that cargo says it built.
fn test_programs(messages: &str) -> Vec<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| {
            message["reason"] == "compiler-artifact" && message["profile"]["test"] == true
        })
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
        .collect()
}

fn read_counters(
    tools: &LlvmTools,
    target: &Path,
    profiles: &Path,
    programs: &[PathBuf],
) -> Result<String, Error> {
    let merged = target.join("backend.profdata");
    Cmd::new(tools.profdata.to_string_lossy())
        .args(["merge", "--sparse"])
        .arg(profiles)
        .arg("-o")
        .arg(&merged)
        .run()?;
    let objects = programs.iter().enumerate().flat_map(|(i, program)| {
        let path = program.to_string_lossy().into_owned();
        if i == 0 { vec![path] } else { vec!["--object".to_owned(), path] }
    });
    let export = Cmd::new(tools.cov.to_string_lossy())
        .args(["export", "--format=lcov", "--instr-profile"])
        .arg(&merged);
    let report = export.args(objects).output()?;
    Ok(String::from_utf8_lossy(&report).into_owned())
}

/// The lines of one file that hold code, each with the number of times it ran.
type Lines = BTreeMap<u32, u64>;

/// The backend's own files, without their tests.
fn measure(project: &Project, report: &str) -> Result<BTreeMap<String, Lines>, Error> {
    let mut files = BTreeMap::new();
    for (path, mut lines) in parse_lcov(report) {
        let Ok(inside) = Path::new(&path).strip_prefix(&project.root) else {
            continue;
        };
        let name = inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        if !name.starts_with(BACKEND) || is_test_file(&name) {
            continue;
        }
        let source = fs::read_to_string(&path).map_err(Error::io(&path))?;
        let end = first_line_of_tests(&source);
        lines.retain(|line, _| *line < end);
        files.insert(name, lines);
    }
    Ok(files)
}

fn parse_lcov(report: &str) -> BTreeMap<String, Lines> {
    let mut files: BTreeMap<String, Lines> = BTreeMap::new();
    let mut file = None;
    for entry in report.lines() {
        if let Some(path) = entry.strip_prefix("SF:") {
            file = Some(path.to_owned());
        } else if let Some((line, count)) = entry.strip_prefix("DA:").and_then(line_and_count)
            && let Some(file) = &file
        {
            let present = files.entry(file.clone()).or_default().entry(line).or_default();
            *present = count.max(*present);
        }
    }
    files
}

fn line_and_count(entry: &str) -> Option<(u32, u64)> {
    let mut parts = entry.split(',');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn is_test_file(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

/// Tests run all of their own lines, so counting them would flatter. Those that stand in the file itself stand at its end.
fn first_line_of_tests(source: &str) -> u32 {
    let lines: Vec<_> = source.lines().collect();
    let begins = |at: &usize| {
        let item = lines[at + 1..].iter().find(|line| !line.starts_with("#["));
        lines[*at] == "#[cfg(test)]"
            && item.is_some_and(|item| item.starts_with("mod ") && item.ends_with('{'))
    };
    let before = (0..lines.len()).find(begins).unwrap_or(lines.len());
    u32::try_from(before + 1).unwrap_or(u32::MAX)
}

/// Covered and all lines.
fn count<'a>(files: impl IntoIterator<Item = &'a Lines>) -> (usize, usize) {
    files
        .into_iter()
        .flat_map(BTreeMap::values)
        .fold((0, 0), |(hit, all), runs| (hit + usize::from(*runs > 0), all + 1))
}

#[allow(clippy::cast_precision_loss, reason = "no project has 2^52 lines")]
fn percent((hit, all): (usize, usize)) -> f64 {
    if all == 0 { 0.0 } else { 100.0 * hit as f64 / all as f64 }
}

fn judge(files: &BTreeMap<String, Lines>) -> Result<(), Error> {
    let row = |name: &str, counted: (usize, usize)| {
        note(&format!(
            "{name:<44} {:>6} of {:>6} {:>7.1} %",
            counted.0,
            counted.1,
            percent(counted)
        ));
    };
    for (name, lines) in files {
        row(name, count([lines]));
    }
    let service: Vec<_> = files.iter().filter(|(name, _)| is_of_service(name)).collect();
    for (name, lines) in &service {
        let unreached = ranges(lines.iter().filter(|(_, runs)| **runs == 0).map(|(line, _)| *line));
        if !unreached.is_empty() {
            note(&format!("not reached in {name}: {unreached}"));
        }
    }
    let counted = count(service.into_iter().map(|(_, lines)| lines));
    row("the dashboard service", counted);
    row("the whole backend", count(files.values()));
    if percent(counted) < f64::from(FLOOR) {
        return Err(Error::CoverageTooLow {
            what: "the dashboard service",
            percent: percent(counted),
            floor: FLOOR,
        });
    }
    Ok(())
}

fn is_of_service(name: &str) -> bool {
    let [file, folder] = SERVICE;
    name == file || name.starts_with(folder)
}

/// Numbers as people write them: `3-5, 9`.
fn ranges(numbers: impl IntoIterator<Item = u32>) -> String {
    let mut found: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match found.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => found.push((number, number)),
        }
    }
    let text = |(first, last): &(u32, u32)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    found.iter().map(text).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_by_file_and_line() {
        let files = parse_lcov(
            "SF:/p/a.rs\nFN:1,f\nDA:1,3\nDA:2,0\nend_of_record\nSF:/p/b.rs\nDA:9,1\nend_of_record\n",
        );
        assert_eq!(files["/p/a.rs"], Lines::from([(1, 3), (2, 0)]));
        assert_eq!(count(files.values()), (2, 3));
    }

    #[test]
    fn a_line_that_one_program_reached_is_reached() {
        let files = parse_lcov(
            "SF:a\nDA:1,0\nend_of_record\nSF:a\nDA:1,2\nend_of_record\nSF:a\nDA:1,0\nend_of_record\n",
        );
        assert_eq!(files["a"], Lines::from([(1, 2)]));
    }

    #[test]
    fn tests_at_the_end_of_a_file_do_not_count() {
        assert_eq!(first_line_of_tests("fn f() {}\n\n#[cfg(test)]\nmod tests {\n}\n"), 3);
        assert_eq!(first_line_of_tests("#[cfg(test)]\n#[allow(x)]\nmod tests {\n}\n"), 1);
        assert_eq!(first_line_of_tests("#[cfg(test)]\nmod tests;\nfn f() {}\n"), 4);
        assert_eq!(first_line_of_tests("fn f() {}\n"), 2);
        assert!(is_test_file("crates/backend/src/dashboard/tests.rs"));
        assert!(!is_test_file("crates/backend/src/dashboard/summary.rs"));
    }

    #[test]
    fn the_service_is_a_file_or_a_folder() {
        assert!(is_of_service("crates/backend/src/dashboard.rs"));
        assert!(is_of_service("crates/backend/src/dashboard/summary.rs"));
        assert!(!is_of_service("crates/backend/src/dashboards.rs"));
    }

    #[test]
    fn below_the_floor_is_a_failure_and_no_lines_are_not_all_lines() {
        let file = |covered: u32| (0..100).map(|n| (n, u64::from(n < covered))).collect::<Lines>();
        let name = SERVICE[0].to_owned();
        assert!(judge(&BTreeMap::from([(name.clone(), file(90))])).is_ok());
        assert!(judge(&BTreeMap::from([(name, file(89))])).is_err());
        assert!(judge(&BTreeMap::new()).is_err());
    }

    #[test]
    fn only_test_programs_are_taken() {
        let messages = r#"{"reason":"compiler-artifact","profile":{"test":false},"executable":"/t/build-script"}
{"reason":"compiler-artifact","profile":{"test":true},"executable":"/t/backend-1"}
{"reason":"compiler-artifact","profile":{"test":true},"executable":null}
not json
{"reason":"build-finished","success":true}"#;
        assert_eq!(test_programs(messages), [PathBuf::from("/t/backend-1")]);
    }

    #[test]
    fn neighbours_are_drawn_together() {
        assert_eq!(ranges([3, 4, 5, 9]), "3-5, 9");
        assert_eq!(ranges([]), "");
    }
}
