//! The app as a guest of the desktop: what its settings show and change, where the window is asked to go, how an engine is started.

use crate::{InstanceId, Page};
use serde::{Deserialize, Serialize};

/// How the app behaves on this desktop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesktopStatus {
    /// Whether it starts when the person logs in; absent where that cannot be arranged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autostart: Option<bool>,
    /// Whether it then starts without showing its window.
    pub start_hidden: bool,
    /// Whether it tells, outside of its window, that the engine is lost or found.
    pub notifications: bool,
    /// Whether closing the window leaves the app in the tray, where there is one.
    pub keep_in_tray: bool,
    /// Whether there is a tray icon.
    pub tray: TrayState,
    /// The folder with the logs; absent where nothing can be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logs: Option<String>,
}

/// Whether there is a tray icon.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TrayState {
    /// The desktop was not heard of yet.
    #[default]
    Starting,
    /// The desktop shows it.
    Shown,
    /// It does not.
    Absent {
        /// In a sentence: why.
        reason: String,
    },
}

/// A choice of the person about how the app behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "choice", content = "on", rename_all = "snake_case")]
pub enum DesktopChoice {
    /// To start when the person logs in.
    Autostart(bool),
    /// To start then without a window.
    StartHidden(bool),
    /// To tell of the engine outside of the window.
    Notifications(bool),
    /// To stay in the tray when the window is closed.
    KeepInTray(bool),
}

/// A place that the window is to go to. The page asks for the next one, and by asking again says that it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Which visit it is.
    pub number: u64,
    /// The page; absent to stay where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// The instance whose page it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<InstanceId>,
}

/// A way to start an engine that is installed here and does not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineStarter {
    /// The name under which the shell may run it, and nothing else.
    pub name: String,
    /// What is started, such as "Docker Desktop".
    pub title: String,
    /// The very command, for the person to read before it is run.
    pub command: String,
}
