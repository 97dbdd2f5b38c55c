//! What only the shell can do: its commands, and those of its plugin for other programs.

use super::{IpcBackend, Shell, problem};
use crate::backend::Answer;
use crate::t;
use js_sys::{Array, Object, Reflect};
use mini_aws_domain::{DesktopChoice, DesktopStatus, EngineStarter, Problem, Visit};
use mini_aws_words::Manner;
use serde::Deserialize;
use wasm_bindgen::JsValue;

/// How many letters of what a program wrote are shown.
const LONGEST: usize = 300;

/// How a program ended.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Ended {
    /// Absent if a signal ended it.
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Shell for IpcBackend {
    fn next_visit(&self, shown: Option<u64>) -> Answer<Visit> {
        self.ask_about("next_visit", "shown", &shown)
    }

    fn desktop(&self) -> Answer<DesktopStatus> {
        self.ask("desktop")
    }

    fn change_desktop(&self, choice: DesktopChoice) -> Answer<DesktopStatus> {
        self.ask_about("change_desktop", "choice", &choice)
    }

    fn speak(&self, manner: Manner) -> Answer<()> {
        self.ask_about("speak", "manner", &manner)
    }

    fn open_logs(&self) -> Answer<()> {
        self.tell("open_logs", &Object::new())
    }

    fn open_port(&self, url: &str) -> Answer<()> {
        self.ask_about("open_port", "url", &url)
    }

    fn engine_starters(&self) -> Answer<Vec<EngineStarter>> {
        self.ask("engine_starters")
    }

    fn start_engine(&self, starter: &EngineStarter) -> Answer<()> {
        let title = starter.title.clone();
        let ended = execution(&starter.name)
            .map(|arguments| self.ask_with::<Ended>("plugin:shell|execute", &arguments));
        Box::pin(async move {
            match ended {
                Ok(ended) => judge(&title, ended.await),
                Err(error) => Err(problem(&error)),
            }
        })
    }
}

/// What the plugin is told: a name of its list, and none of the arguments, which are in its list as well.
fn execution(program: &str) -> Result<Object, JsValue> {
    let arguments = Object::new();
    Reflect::set(&arguments, &"program".into(), &program.into())?;
    Reflect::set(&arguments, &"args".into(), &Array::new())?;
    Reflect::set(&arguments, &"options".into(), &Object::new())?;
    Ok(arguments)
}

/// Whether it was started, and if not, why: in the program's own words where it has any.
fn judge(title: &str, ended: Result<Ended, Problem>) -> Result<(), Problem> {
    let reason = match ended {
        Ok(Ended { code: Some(0), .. }) => return Ok(()),
        Ok(ended) => last_words(&ended),
        Err(problem) => problem.message,
    };
    Err(Problem {
        code: "engine_not_started".to_owned(),
        message: t!("shell-not-started", title = title, reason = reason.trim_end_matches('.')),
        next_step: t!("shell-not-started.next"),
    })
}

/// The last line that a program wrote, for errors are at the end.
fn last_words(ended: &Ended) -> String {
    let line = |text: &str| {
        let line = text.lines().map(str::trim).rfind(|line| !line.is_empty())?;
        Some(line.chars().take(LONGEST).collect())
    };
    line(&ended.stderr).or_else(|| line(&ended.stdout)).unwrap_or_else(|| match ended.code {
        Some(code) => t!("shell-ended-with", code = code.to_string()),
        None => t!("shell-ended-by-signal"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(code: Option<i32>, stdout: &str, stderr: &str) -> Ended {
        Ended { code, stdout: stdout.to_owned(), stderr: stderr.to_owned() }
    }

    #[test]
    fn what_failed_says_so_in_its_own_words() {
        let message = |code, stdout, stderr| {
            judge("Colima", Ok(ended(code, stdout, stderr))).unwrap_err().message
        };
        assert_eq!(
            message(Some(1), "starting", "first\nno room on disk.\n\n"),
            "Colima could not be started: no room on disk."
        );
        assert_eq!(message(Some(1), "no VM\n", " \n"), "Colima could not be started: no VM.");
        assert!(message(Some(125), "", "").contains("exit code 125"));
        assert!(message(None, "", "").contains("a signal"));
        let long = "x".repeat(5_000);
        assert!(message(Some(1), "", &long).len() < 400);
    }

    #[test]
    fn what_ended_well_is_started_whatever_it_wrote() {
        assert_eq!(judge("Colima", Ok(ended(Some(0), "done", "a warning"))), Ok(()));
    }

    #[test]
    fn what_may_not_be_run_was_not_started() {
        let refused = Problem {
            code: "ipc".to_owned(),
            message: "Not allowed.".to_owned(),
            next_step: String::new(),
        };
        let told = judge("Colima", Err(refused)).unwrap_err();
        assert_eq!(told.message, "Colima could not be started: Not allowed.");
    }

    #[test]
    fn the_plugins_answer_is_read() {
        let json = r#"{"code": 1, "signal": null, "stdout": "", "stderr": "no"}"#;
        assert_eq!(serde_json::from_str::<Ended>(json).unwrap(), ended(Some(1), "", "no"));
    }
}
