//! What only the desktop app around the page can do.

use super::Answer;
use mini_aws_domain::{DesktopChoice, DesktopStatus, EngineStarter, Visit};
use mini_aws_words::Manner;

/// Everything that the window asks of the app around it.
pub trait Shell {
    /// The next place to go to. It is answered when there is one, which may be never. To ask again with the number of the last one
    /// (`shown`) is to say that its page is on the screen now; a page that was just loaded has shown none.
    fn next_visit(&self, shown: Option<u64>) -> Answer<Visit>;

    /// How the app behaves on this desktop.
    fn desktop(&self) -> Answer<DesktopStatus>;

    /// Changes that; how it behaves from then on.
    fn change_desktop(&self, choice: DesktopChoice) -> Answer<DesktopStatus>;

    /// Has the app speak like this outside of the page, now and at its next start: its tray, its menu, its notifications and dialogs. What is
    /// asked afterwards is answered like this.
    fn speak(&self, manner: Manner) -> Answer<()>;

    /// Opens the folder with the logs in the desktop's file manager.
    fn open_logs(&self) -> Answer<()>;

    /// Opens what listens at a port in the system's browser.
    fn open_port(&self, url: &str) -> Answer<()>;

    /// The engines that are installed here and could be started.
    fn engine_starters(&self) -> Answer<Vec<EngineStarter>>;

    /// Starts one of them; good once its command has ended well. That the engine answers comes as an event.
    fn start_engine(&self, starter: &EngineStarter) -> Answer<()>;
}
