//! Whether the machine runs on its battery, asked now and then.

use crate::power;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

/// How often it is asked.
const EVERY: Duration = Duration::from_secs(60);

/// What was told last.
#[derive(Debug)]
pub(super) struct Battery {
    is_in_use: bool,
    asked: Option<JoinHandle<Option<bool>>>,
    ask_at: Instant,
}

impl Battery {
    /// Asks for the first time at `now`; until it is told, there is none.
    pub(super) fn new(now: Instant) -> Self {
        Self { is_in_use: false, asked: None, ask_at: now }
    }

    /// Whether the machine runs on it.
    pub(super) fn is_in_use(&self) -> bool {
        self.is_in_use
    }

    /// Waits until that is another. Cancel-safe.
    pub(super) async fn changed(&mut self) {
        loop {
            let Some(asked) = &mut self.asked else {
                sleep_until(self.ask_at).await;
                self.ask_at = Instant::now() + EVERY;
                self.asked = Some(tokio::task::spawn_blocking(power::on_battery));
                continue;
            };
            let told = asked.await;
            self.asked = None;
            // A system that does not tell, or a question that broke off, is no battery.
            let is_in_use = matches!(told, Ok(Some(true)));
            if std::mem::replace(&mut self.is_in_use, is_in_use) != is_in_use {
                return;
            }
        }
    }
}
