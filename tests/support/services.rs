//! What else a desktop has on its session bus: somebody who shows notifications, and a portal that tells light from dark.

use super::bus::{Bus, within};
use super::display::Desktop;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use zbus::interface;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedValue, Value};

/// One notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The one that it takes the place of; zero for none.
    pub replaces: u32,
    pub title: String,
    pub body: String,
}

/// Shows notifications, which are numbered from 1.
#[derive(Debug, Clone, Default)]
struct Notifications(Arc<Mutex<Vec<Shown>>>);

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned(), "body-markup".to_owned()]
    }

    #[allow(clippy::too_many_arguments, reason = "it is the specification's")]
    fn notify(
        &self,
        _app: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let mut shown = self.0.lock().unwrap();
        shown.push(Shown { replaces, title, body });
        if replaces == 0 { u32::try_from(shown.len()).unwrap() } else { replaces }
    }
}

/// A service that shows notifications.
#[derive(Debug)]
pub struct NotificationServer {
    shown: Notifications,
    _bus: Bus,
}

impl NotificationServer {
    /// Starts it.
    pub async fn start(desktop: &Desktop) -> Self {
        let shown = Notifications::default();
        let served = shown.clone();
        let bus = Bus::connect(desktop, move |builder| {
            builder
                .serve_at("/org/freedesktop/Notifications", served)?
                .name("org.freedesktop.Notifications")
        })
        .await;
        Self { shown, _bus: bus }
    }

    /// What was shown so far.
    pub fn shown(&self) -> Vec<Shown> {
        self.shown.0.lock().unwrap().clone()
    }
}

const PORTAL_PATH: &str = "/org/freedesktop/portal/desktop";
const GROUP: &str = "org.freedesktop.appearance";
const SCHEME: &str = "color-scheme";

/// The settings that a portal tells of: light and dark.
#[derive(Debug, Clone, Default)]
struct Settings(Arc<AtomicU32>);

#[interface(name = "org.freedesktop.portal.Settings")]
impl Settings {
    /// Wrapped twice, as this old method does.
    fn read(&self, group: &str, name: &str) -> zbus::fdo::Result<OwnedValue> {
        if (group, name) != (GROUP, SCHEME) {
            return Err(zbus::fdo::Error::InvalidArgs(format!("{group} {name}")));
        }
        let value = Value::Value(Box::new(Value::U32(self.0.load(Ordering::Relaxed))));
        Ok(value.try_into().expect("a number has no file descriptors"))
    }

    #[zbus(signal)]
    async fn setting_changed(
        emitter: &SignalEmitter<'_>,
        group: &str,
        name: &str,
        value: Value<'_>,
    ) -> zbus::Result<()>;
}

/// What a desktop prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preference {
    None = 0,
    Dark = 1,
    Light = 2,
}

/// A portal.
#[derive(Debug)]
pub struct Portal {
    settings: Settings,
    bus: Bus,
}

impl Portal {
    /// Starts it on a desktop that prefers this.
    pub async fn start(desktop: &Desktop, preference: Preference) -> Self {
        let settings = Settings::default();
        settings.0.store(preference as u32, Ordering::Relaxed);
        let served = settings.clone();
        let bus = Bus::connect(desktop, move |builder| {
            builder.serve_at(PORTAL_PATH, served)?.name("org.freedesktop.portal.Desktop")
        })
        .await;
        Self { settings, bus }
    }

    /// Has the desktop prefer something else.
    pub async fn prefer(&self, preference: Preference) {
        self.settings.0.store(preference as u32, Ordering::Relaxed);
        let emitter = SignalEmitter::new(self.bus.connection(), PORTAL_PATH).expect("it is a path");
        let value = Value::U32(preference as u32);
        let told = Settings::setting_changed(&emitter, GROUP, SCHEME, value);
        within("the change", told).await.expect("it is told");
    }
}
