//! Where the page is asked to go. The page asks for the next visit and is kept waiting until there is one; by asking again it says
//! that it is there, which is the only proof that somebody can see it.

use mini_aws_domain::{InstanceId, Page, Visit};
use tokio::sync::watch;

/// The visit that is wanted, and the last one that was made.
#[derive(Debug, Default)]
pub(crate) struct Visits {
    state: watch::Sender<State>,
}

#[derive(Debug, Default)]
struct State {
    wanted: Option<Visit>,
    /// The newest visit that was made.
    made: u64,
    /// How often the page has asked: only the last one who asked is answered, for the others were loaded before it.
    asked: u64,
}

impl Visits {
    /// Wants the page to go there; gives the number of the visit. One that was not made yet is given up for it.
    pub(crate) fn want(&self, page: Option<Page>, instance: Option<InstanceId>) -> u64 {
        let mut number = 0;
        self.state.send_modify(|state| {
            number = state.wanted.as_ref().map_or(0, |visit| visit.number) + 1;
            state.wanted = Some(Visit { number, page, instance });
        });
        number
    }

    /// The next visit, for a page that made the one with the number `made`, or none as yet. `None` if a page asked that was loaded later.
    pub(crate) async fn next(&self, made: Option<u64>) -> Option<Visit> {
        let mut turn = 0;
        self.state.send_modify(|state| {
            let newest = state.wanted.as_ref().map_or(0, |visit| visit.number);
            state.made = state.made.max(made.unwrap_or(0).min(newest));
            state.asked += 1;
            turn = state.asked;
        });
        let mut states = self.state.subscribe();
        let ready = |state: &State| {
            let is_new = state.wanted.as_ref().is_some_and(|visit| visit.number > state.made);
            is_new || state.asked != turn
        };
        // The sender lives as long as this does.
        let state = states.wait_for(ready).await.ok()?;
        if state.asked == turn { state.wanted.clone() } else { None }
    }

    /// Waits until this visit, or a later one, was made.
    pub(crate) async fn made(&self, number: u64) {
        let mut states = self.state.subscribe();
        // The sender lives as long as this does.
        let _ = states.wait_for(|state| state.made >= number).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[test]
    fn a_visit_is_made_once_the_page_asks_for_the_next() {
        let visits = Visits::default();
        assert_eq!(visits.next(None).now_or_never(), None, "there is none yet");
        let number = visits.want(Some(Page::Vpcs), None);
        let visit = visits.next(None).now_or_never().flatten();
        assert_eq!(visit.as_ref().map(|visit| visit.page), Some(Some(Page::Vpcs)));
        assert!(visits.made(number).now_or_never().is_none(), "it is on its way");
        assert_eq!(visits.next(Some(number)).now_or_never(), None);
        assert!(visits.made(number).now_or_never().is_some());
    }

    #[test]
    fn a_page_that_was_loaded_again_is_sent_where_the_one_before_was_going() {
        let visits = Visits::default();
        let number = visits.want(Some(Page::Settings), None);
        assert!(visits.next(None).now_or_never().flatten().is_some());
        let again = visits.next(None).now_or_never().flatten();
        assert_eq!(again.map(|visit| visit.number), Some(number));
    }

    #[test]
    fn the_newest_wish_counts_and_an_invented_number_makes_nothing() {
        let visits = Visits::default();
        let first = visits.want(Some(Page::Settings), None);
        let second = visits.want(Some(Page::Volumes), None);
        assert!(visits.next(Some(u64::MAX)).now_or_never().is_none(), "it says that it was made");
        assert!(visits.made(first).now_or_never().is_some());
        assert!(visits.made(second).now_or_never().is_some());
        let third = visits.want(None, None);
        assert!(visits.made(third).now_or_never().is_none());
    }

    #[test]
    fn only_the_page_that_asked_last_is_answered() {
        let visits = Visits::default();
        let mut before = Box::pin(visits.next(None));
        assert!(before.as_mut().now_or_never().is_none());
        let mut after = Box::pin(visits.next(None));
        assert_eq!(after.as_mut().now_or_never(), None);
        assert_eq!(before.now_or_never(), Some(None), "it is let go");
        visits.want(Some(Page::Activity), None);
        assert!(after.now_or_never().flatten().is_some());
    }
}
