//! What the engine is asked again and again.

use crate::docker::EngineError;

/// A question that is asked one at a time; when it is wanted again during an answer, it is asked again after it.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Question {
    /// Whether to ask it as soon as that may be.
    pub(super) wanted: bool,
    /// Whether it was asked, and not answered yet.
    pub(super) asked: bool,
    /// How many answers in a row failed.
    pub(super) misses: u32,
}

impl Question {
    /// One that is to be asked at once.
    pub(super) fn wanted() -> Self {
        Self { wanted: true, ..Self::default() }
    }

    /// Whether to ask now.
    pub(super) fn take(&mut self) -> bool {
        let ask = self.wanted && !self.asked;
        if ask {
            (self.wanted, self.asked) = (false, true);
        }
        ask
    }

    /// Takes note of an answer; one that failed is tried again with the next ping.
    pub(super) fn answered<T>(&mut self, answer: &Result<T, EngineError>) {
        self.asked = false;
        self.misses = if answer.is_ok() { 0 } else { self.misses + 1 };
    }

    /// Wants it again if the last answer failed.
    pub(super) fn retry(&mut self) {
        self.wanted |= self.misses > 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_asked_once_at_a_time_and_again_if_it_is_wanted_meanwhile() {
        let mut question = Question::wanted();
        assert!(question.take() && !question.take());
        question.wanted = true;
        assert!(!question.take(), "the answer before is not there yet");
        question.answered(&Ok(()));
        assert!(question.take());
    }

    #[test]
    fn one_that_failed_is_wanted_again_when_it_is_time() {
        let mut question = Question::wanted();
        question.take();
        question.answered::<()>(&Err(EngineError::Ended));
        assert!(!question.take());
        question.retry();
        assert!(question.take());
        assert_eq!(question.misses, 1);
    }
}
