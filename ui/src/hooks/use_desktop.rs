//! How the app behaves on its desktop, changed one choice at a time.

use crate::backend::{Answer, Door, Shell};
use gloo_timers::callback::Timeout;
use mini_aws_domain::{DesktopChoice, DesktopStatus, Problem, TrayState};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long until it is asked again whether there is a tray, while that is not known.
const TRAY_MS: u32 = 2_000;

/// What can be asked of the desktop app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DesktopTask {
    /// To behave like this.
    Change(DesktopChoice),
    /// To open the folder with the logs.
    OpenLogs,
}

/// How the app behaves, and what can be done.
#[derive(Debug, Clone, PartialEq)]
pub struct DesktopHandle {
    /// How it behaves, or why that cannot be said; absent until it is known.
    pub status: Option<Result<DesktopStatus, Problem>>,
    /// What is under way.
    pub task: Option<DesktopTask>,
    /// Why the last one failed.
    pub problem: Option<Problem>,
    /// Begins one; while another is under way it does nothing.
    pub begin: Callback<DesktopTask>,
    /// Asks for the status anew.
    pub retry: Callback<()>,
}

/// The app around the page, if there is one.
#[hook]
pub fn use_desktop(door: &Door) -> DesktopHandle {
    let status = use_state_eq(|| None);
    let task = use_state_eq(|| None);
    let problem = use_state_eq(|| None);
    let tick = use_state(|| 0_u64);
    // Rises with each question and each answer that says how the app behaves now.
    let number = use_mut_ref(|| 0_u64);
    let is_busy = use_mut_ref(|| false);
    {
        let (door, status, number) = (door.clone(), status.setter(), number.clone());
        use_effect_with(*tick, move |_| {
            let Some(answer) = ask(&door, |shell| shell.desktop()) else { return };
            let asked = {
                let mut number = number.borrow_mut();
                *number += 1;
                *number
            };
            spawn_local(async move {
                let answer = answer.await;
                if *number.borrow() == asked {
                    status.set(Some(answer));
                }
            });
        });
    }
    let retry = {
        let tick = tick.clone();
        Callback::from(move |()| tick.set(*tick + 1))
    };
    let is_starting = matches!(&*status, Some(Ok(status)) if status.tray == TrayState::Starting);
    {
        let retry = retry.clone();
        use_effect_with((is_starting, *tick), move |&(is_starting, _)| {
            let timeout = is_starting.then(|| Timeout::new(TRAY_MS, move || retry.emit(())));
            move || drop(timeout)
        });
    }
    let begin = {
        let (task, problem, status) = (task.setter(), problem.setter(), status.setter());
        use_callback(door.clone(), move |begun: DesktopTask, door| {
            if is_busy.replace(true) {
                return;
            }
            task.set(Some(begun));
            problem.set(None);
            let (task, problem, status) = (task.clone(), problem.clone(), status.clone());
            let (door, number, is_busy) = (door.clone(), number.clone(), is_busy.clone());
            spawn_local(async move {
                match perform(&door, begun).await {
                    Ok(Some(changed)) => {
                        *number.borrow_mut() += 1;
                        status.set(Some(Ok(changed)));
                    }
                    Ok(None) => {}
                    Err(failed) => problem.set(Some(failed)),
                }
                task.set(None);
                is_busy.replace(false);
            });
        })
    };
    DesktopHandle {
        status: (*status).clone(),
        task: *task,
        problem: (*problem).clone(),
        begin,
        retry,
    }
}

/// Asks the shell, if there is one.
fn ask<T>(door: &Door, question: impl FnOnce(&dyn Shell) -> Answer<T>) -> Option<Answer<T>> {
    door.backend().shell().map(question)
}

/// Does it: how the app behaves then, if that was changed.
async fn perform(door: &Door, task: DesktopTask) -> Result<Option<DesktopStatus>, Problem> {
    match task {
        DesktopTask::Change(choice) => match ask(door, |shell| shell.change_desktop(choice)) {
            Some(changed) => changed.await.map(Some),
            None => Ok(None),
        },
        DesktopTask::OpenLogs => match ask(door, |shell| shell.open_logs()) {
            Some(opened) => opened.await.map(|()| None),
            None => Ok(None),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::FakeBackend;
    use crate::testing;
    use std::rc::Rc;

    fn door(is_shell: bool) -> (Rc<FakeBackend>, Door) {
        let backend = Rc::new(FakeBackend::default());
        backend.is_shell.set(is_shell);
        let door = Door::new(Rc::clone(&backend) as Rc<dyn crate::backend::Backend>);
        (backend, door)
    }

    #[tokio::test]
    async fn each_task_asks_for_one_thing() {
        let (backend, door) = door(true);
        let change = DesktopTask::Change(DesktopChoice::KeepInTray(false));
        assert_eq!(perform(&door, change).await, Ok(Some(testing::desktop())));
        assert_eq!(perform(&door, DesktopTask::OpenLogs).await, Ok(None));
        assert_eq!(*backend.asked.borrow(), ["KeepInTray(false)", "open_logs"]);
    }

    #[tokio::test]
    async fn what_fails_says_so() {
        let (backend, door) = door(true);
        let problem = Problem {
            code: "no_autostart".to_owned(),
            message: "The folder cannot be written.".to_owned(),
            next_step: String::new(),
        };
        *backend.desktop.borrow_mut() = Err(problem.clone());
        *backend.started.borrow_mut() = Err(problem.clone());
        let change = DesktopTask::Change(DesktopChoice::Autostart(true));
        assert_eq!(perform(&door, change).await, Err(problem.clone()));
        assert_eq!(perform(&door, DesktopTask::OpenLogs).await, Err(problem));
    }

    #[tokio::test]
    async fn without_a_shell_nothing_is_asked() {
        let (backend, door) = door(false);
        assert_eq!(perform(&door, DesktopTask::OpenLogs).await, Ok(None));
        assert!(backend.asked.borrow().is_empty());
    }
}
