//! Lets browsers in, one request at a time.

use crate::{backend::Door, platform};
use chrono::{DateTime, Utc};
use mini_aws_domain::{DoorLink, DoorStatus, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What can be asked of the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorTask {
    /// Lets browsers in.
    Open,
    /// Lets nobody in any more.
    Close,
    /// Makes a link for one browser, and copies it.
    Link,
    /// Replaces the key.
    ReplaceKey,
}

/// What became of the last task, where the status does not say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoorNote {
    /// The link was copied, and is worth something until then.
    Copied(DateTime<Utc>),
    /// The link could not be copied: the person has to.
    Shown(DoorLink),
    /// The key was replaced.
    Replaced,
    /// It failed.
    Failed(Problem),
}

/// Where the door stands, and what can be done.
#[derive(Debug, Clone, PartialEq)]
pub struct DoorHandle {
    /// The door, or why that cannot be said; absent until it is known.
    pub status: Option<Result<DoorStatus, Problem>>,
    /// What is under way.
    pub task: Option<DoorTask>,
    /// What became of the last one.
    pub note: Option<DoorNote>,
    /// Begins one; while another is under way it does nothing.
    pub begin: Callback<DoorTask>,
    /// Asks for the status anew.
    pub retry: Callback<()>,
}

/// The door behind `door`. Its status is asked for again each time that `revision` has changed, and when the console, which could not
/// be reached, can be again (`is_reachable`); until then what was known stays.
#[hook]
pub fn use_door(door: &Door, revision: Option<i64>, is_reachable: bool) -> DoorHandle {
    let status = use_state_eq(|| None);
    let task = use_state_eq(|| None);
    let note = use_state_eq(|| None);
    let tick = use_state(|| 0_u64);
    // Rises with each question and each answer that says how the door is now.
    let number = use_mut_ref(|| 0_u64);
    let is_busy = use_mut_ref(|| false);
    {
        let (door, status, number) = (door.clone(), status.setter(), number.clone());
        use_effect_with((revision, *tick, is_reachable), move |&(_, _, is_reachable)| {
            if !is_reachable {
                return;
            }
            let asked = {
                let mut number = number.borrow_mut();
                *number += 1;
                *number
            };
            spawn_local(async move {
                let answer = door.backend().door().await;
                if *number.borrow() == asked {
                    status.set(Some(answer));
                }
            });
        });
    }
    let begin = {
        let (task, note, status) = (task.setter(), note.setter(), status.setter());
        use_callback(door.clone(), move |begun: DoorTask, door| {
            if is_busy.replace(true) {
                return;
            }
            task.set(Some(begun));
            note.set(None);
            let (task, note, status) = (task.clone(), note.clone(), status.clone());
            let (door, number, is_busy) = (door.clone(), number.clone(), is_busy.clone());
            spawn_local(async move {
                let (changed, told) = perform(&door, begun).await;
                if let Some(changed) = changed {
                    *number.borrow_mut() += 1;
                    status.set(Some(Ok(changed)));
                }
                note.set(told);
                task.set(None);
                is_busy.replace(false);
            });
        })
    };
    let retry = {
        let tick = tick.clone();
        Callback::from(move |()| tick.set(*tick + 1))
    };
    DoorHandle { status: (*status).clone(), task: *task, note: (*note).clone(), begin, retry }
}

/// Does it: how the door is then, if it says so, and what else there is to say.
async fn perform(door: &Door, task: DoorTask) -> (Option<DoorStatus>, Option<DoorNote>) {
    let backend = door.backend();
    let (changed, told) = match task {
        DoorTask::Open => (backend.set_door(true).await, None),
        DoorTask::Close => (backend.set_door(false).await, None),
        DoorTask::ReplaceKey => (backend.rotate_key().await, Some(DoorNote::Replaced)),
        DoorTask::Link => {
            let told = match backend.door_link().await {
                Ok(link) if platform::copy(&link.url).await => DoorNote::Copied(link.expires_at),
                Ok(link) => DoorNote::Shown(link),
                Err(problem) => DoorNote::Failed(problem),
            };
            return (None, Some(told));
        }
    };
    match changed {
        Ok(status) => (Some(status), told),
        Err(problem) => (None, Some(DoorNote::Failed(problem))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::FakeBackend;
    use crate::testing;
    use std::rc::Rc;

    fn door() -> (Rc<FakeBackend>, Door) {
        let backend = Rc::new(FakeBackend::default());
        let door = Door::new(Rc::clone(&backend) as Rc<dyn crate::backend::Backend>);
        (backend, door)
    }

    #[tokio::test]
    async fn each_task_asks_for_one_thing() {
        let (backend, door) = door();
        let open = Some(testing::door_open());
        assert_eq!(perform(&door, DoorTask::Open).await, (open.clone(), None));
        assert_eq!(perform(&door, DoorTask::Close).await, (open.clone(), None));
        let replaced = Some(DoorNote::Replaced);
        assert_eq!(perform(&door, DoorTask::ReplaceKey).await, (open, replaced));
        let shown = DoorNote::Shown(testing::door_link());
        assert_eq!(perform(&door, DoorTask::Link).await, (None, Some(shown)), "no clipboard here");
        let asked = ["open the door", "close the door", "rotate_key", "door_link"];
        assert_eq!(*backend.asked.borrow(), asked);
    }

    #[tokio::test]
    async fn what_fails_leaves_the_door_as_it_was_known() {
        let (backend, door) = door();
        let problem = Problem {
            code: "not_here".to_owned(),
            message: "Not from here.".to_owned(),
            next_step: String::new(),
        };
        *backend.door.borrow_mut() = Err(problem.clone());
        *backend.door_link.borrow_mut() = Err(problem.clone());
        for task in [DoorTask::Open, DoorTask::Close, DoorTask::Link, DoorTask::ReplaceKey] {
            let failed = Some(DoorNote::Failed(problem.clone()));
            assert_eq!(perform(&door, task).await, (None, failed), "{task:?}");
        }
    }
}
