//! What was made and removed in the last day, for the trends on the cards.

use crate::{
    backend::Door,
    platform,
    state::{Changes, TREND},
    time::Clock,
};
use mini_aws_domain::{ActivityKind, AuditQuery, ResourceSummary, SubjectKind};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What was made and removed in the last day. It is asked for again when one of the counts changes, and as the minutes go by.
#[hook]
pub fn use_trend(door: &Door, summary: &ResourceSummary, clock: Clock) -> Changes {
    let changes = use_state_eq(Changes::default);
    let number = use_mut_ref(|| 0_u64);
    let counts = (summary.total_instances, summary.total_volumes, summary.total_vpcs);
    let minute = clock.now.timestamp().div_euclid(60);
    {
        let (door, changes) = (door.clone(), changes.setter());
        use_effect_with((counts, minute), move |_| {
            let asked = {
                let mut number = number.borrow_mut();
                *number += 1;
                *number
            };
            let since = platform::now() - TREND;
            let query = AuditQuery {
                kinds: vec![ActivityKind::Created, ActivityKind::Terminated, ActivityKind::Deleted],
                subjects: vec![SubjectKind::Instance, SubjectKind::Volume, SubjectKind::Vpc],
                from: Some(since),
                limit: AuditQuery::MOST,
                ..AuditQuery::default()
            };
            spawn_local(async move {
                let answer = door.backend().audit(query).await;
                if *number.borrow() != asked {
                    return;
                }
                match answer {
                    Ok(page) => {
                        // With more than one answer holds, the trend begins where they do.
                        let oldest = page.entries.last().filter(|_| page.more);
                        let since = oldest.map_or(since, |oldest| oldest.timestamp);
                        changes.set(Changes::of(&page.entries, since));
                    }
                    // A card is whole without it, and what is wrong is said where it matters.
                    Err(problem) => platform::log_error(&problem.message),
                }
            });
        });
    }
    (*changes).clone()
}
