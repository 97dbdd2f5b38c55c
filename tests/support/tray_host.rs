//! A desktop's tray: the watcher with which icons register, and the panel that shows them, as far as programs can tell.

use super::bus::{Bus, within};
use super::display::Desktop;
use futures_util::StreamExt as _;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use zbus::message::Type;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Structure, Value};
use zbus::{MatchRule, MessageStream, Proxy, interface};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";
/// How long an icon may take to appear, in a build without optimisation.
const APPEARS: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(50);

/// The service that keeps the list of icons.
#[derive(Debug, Clone, Default)]
struct Watcher {
    items: Arc<Mutex<Vec<String>>>,
    has_panel: Arc<AtomicBool>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        self.items.lock().unwrap().push(service);
    }

    async fn register_status_notifier_host(
        &self,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
        _service: String,
    ) {
        self.has_panel.store(true, Ordering::Relaxed);
        Self::status_notifier_host_registered(&emitter).await.unwrap();
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.items.lock().unwrap().clone()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.has_panel.load(Ordering::Relaxed)
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(signal)]
    async fn status_notifier_host_registered(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}

/// A tray.
#[derive(Debug)]
pub struct TrayHost {
    bus: Bus,
    watcher: Watcher,
    /// What icons and their menus said of themselves.
    signals: Arc<Mutex<Vec<String>>>,
}

/// One line of an icon's menu.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    id: i32,
    /// What is read, without the marks of keys.
    pub label: String,
    /// Whether it can be chosen.
    pub is_enabled: bool,
}

/// An icon's picture: width, height, and four bytes a pixel, alpha first.
pub type Picture = (i32, i32, Vec<u8>);

/// An item of a menu, with its properties and what is below it.
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl TrayHost {
    /// A tray with a panel that shows it.
    pub async fn start(desktop: &Desktop) -> Self {
        let tray = Self::start_without_panel(desktop).await;
        tray.add_panel().await;
        tray
    }

    /// A tray that nobody shows.
    pub async fn start_without_panel(desktop: &Desktop) -> Self {
        let watcher = Watcher::default();
        let served = watcher.clone();
        let bus = Bus::connect(desktop, move |builder| {
            builder.serve_at(WATCHER_PATH, served)?.name(WATCHER)
        })
        .await;
        let signals = Arc::<Mutex<Vec<String>>>::default();
        for interface in [ITEM, MENU] {
            let rule = MatchRule::builder().msg_type(Type::Signal).interface(interface).unwrap();
            let stream = MessageStream::for_match_rule(rule.build(), bus.connection(), None);
            let mut stream = within("listening", stream).await.expect("the bus takes the rule");
            let signals = Arc::clone(&signals);
            tokio::spawn(async move {
                while let Some(Ok(message)) = stream.next().await {
                    let header = message.header();
                    let member = header.member().map(ToString::to_string).unwrap_or_default();
                    signals.lock().unwrap().push(member);
                }
            });
        }
        Self { bus, watcher, signals }
    }

    /// Has a panel come that shows the tray.
    pub async fn add_panel(&self) {
        let watcher = self.proxy(WATCHER, WATCHER_PATH, WATCHER).await;
        within("a panel", watcher.call::<_, _, ()>("RegisterStatusNotifierHost", &"panel"))
            .await
            .expect("it is registered");
    }

    /// Ends the tray, as a desktop that is told to have none does.
    pub async fn end(self) {
        within("the end of the tray", self.bus.connection().clone().close())
            .await
            .expect("it ends");
    }

    /// The signals since the last time that somebody asked.
    pub fn signals(&self) -> Vec<String> {
        std::mem::take(&mut self.signals.lock().unwrap())
    }

    /// The service of the first icon, as soon as there is one.
    async fn service(&self) -> String {
        let deadline = Instant::now() + APPEARS;
        loop {
            if let Some(service) = self.watcher.items.lock().unwrap().first() {
                return service.clone();
            }
            assert!(Instant::now() < deadline, "no icon within {APPEARS:?}");
            tokio::time::sleep(POLL).await;
        }
    }

    /// A property of the icon.
    pub async fn property<T>(&self, name: &str) -> T
    where
        T: TryFrom<OwnedValue>,
        T::Error: Into<zbus::Error>,
    {
        let item = self.proxy(&self.service().await, "/StatusNotifierItem", ITEM).await;
        within(name, item.get_property::<T>(name)).await.expect("the icon has it")
    }

    /// The icon's pictures.
    pub async fn pictures(&self) -> Vec<Picture> {
        let value: OwnedValue = self.property("IconPixmap").await;
        Vec::try_from(value).expect("they are pictures")
    }

    /// The lines of the menu that are to be seen.
    pub async fn menu(&self) -> Vec<Line> {
        let menu = self.menu_proxy().await;
        let everything = (0_i32, -1_i32, Vec::<String>::new());
        let layout = menu.call::<_, _, (u32, Layout)>("GetLayout", &everything);
        let (_, (_, _, lines)) = within("the menu", layout).await.expect("there is a menu");
        lines.into_iter().filter_map(line).collect()
    }

    /// Chooses the line of this label.
    pub async fn choose(&self, label: &str) {
        let lines = self.menu().await;
        let line = lines.iter().find(|line| line.label == label);
        let line = line.unwrap_or_else(|| panic!("no {label:?} in {lines:?}"));
        assert!(line.is_enabled, "{line:?}");
        let menu = self.menu_proxy().await;
        let event = (line.id, "clicked", Value::I32(0), 0_u32);
        within("a click", menu.call::<_, _, ()>("Event", &event)).await.expect("it is heard");
    }

    /// Clicks on the icon itself.
    pub async fn activate(&self) {
        let item = self.proxy(&self.service().await, "/StatusNotifierItem", ITEM).await;
        let clicked = item.call::<_, _, ()>("Activate", &(0_i32, 0_i32));
        within("a click", clicked).await.expect("it is heard");
    }

    async fn menu_proxy(&self) -> Proxy<'static> {
        let path: OwnedObjectPath = self.property("Menu").await;
        self.proxy(&self.service().await, path.as_str(), MENU).await
    }

    async fn proxy(&self, service: &str, path: &str, interface: &str) -> Proxy<'static> {
        let proxy = zbus::proxy::Builder::<Proxy<'_>>::new(self.bus.connection())
            .destination(service.to_owned())
            .and_then(|builder| builder.path(path.to_owned()))
            .and_then(|builder| builder.interface(interface.to_owned()))
            .expect("these are names")
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build();
        within("a proxy", proxy).await.expect("it can be made")
    }
}

/// A line, unless it is hidden or only separates others.
fn line(value: OwnedValue) -> Option<Line> {
    let value = match Value::from(value) {
        Value::Value(inner) => *inner,
        value => value,
    };
    let structure = Structure::try_from(value).expect("an item is a structure");
    let (id, properties, _): (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>) =
        structure.try_into().expect("of an id, properties and children");
    // What is not said is as usual.
    let is = |name: &str| match properties.get(name).map(|value| &**value) {
        Some(Value::Bool(value)) => *value,
        _ => true,
    };
    let text = |name: &str| match properties.get(name).map(|value| &**value) {
        Some(Value::Str(text)) => text.to_string(),
        _ => String::new(),
    };
    if !is("visible") || text("type") == "separator" {
        return None;
    }
    Some(Line { id, label: text("label").replace("__", "_"), is_enabled: is("enabled") })
}
