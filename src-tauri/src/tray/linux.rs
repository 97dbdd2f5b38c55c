//! The tray of Linux desktops: an item on the session bus (StatusNotifierItem), which a watcher passes on to whatever panel there is.
//!
//! Neither has to be there, or to stay. The icon counts as shown only while a watcher has it and says that a panel listens.

use super::gauge::{Face, Style, draw};
use super::quick::{QuickStats, TITLE};
use super::standing::{Absence, Standing};
use super::{Actions, TrayAction, choose};
use futures_util::StreamExt as _;
use ksni::menu::StandardItem;
use ksni::{Handle, Icon, MenuItem, OfflineReason, ToolTip, TrayMethods as _};
use std::time::Duration;
use tokio::sync::watch;
use tracing::{info, warn};
use zbus::fdo::DBusProxy;
use zbus::message::Type;
use zbus::{Connection, MatchRule, MessageStream, Proxy};

/// The name of whoever keeps the list of tray icons.
const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
/// How long somebody on the bus may take to answer. A watcher that hangs is none.
const PATIENCE: Duration = Duration::from_secs(5);
/// The sizes of the icon, in pixels; panels take the one that fits best.
const SIZES: [u32; 4] = [22, 24, 32, 44];

/// Keeps the icon in the tray for as long as there are figures.
pub(super) async fn run(
    stats: watch::Receiver<QuickStats>,
    actions: Actions,
    told: watch::Sender<Standing>,
) {
    let absence = match keep(stats, actions, &told).await {
        Ok(()) => return,
        Err(TrayError::Bus(error)) => Absence::NoBus(error.to_string()),
        Err(TrayError::Silent) => Absence::BusSilent,
        Err(TrayError::Ended) => Absence::BusEnded,
    };
    tell(&told, Standing::Absent(absence));
}

/// Why there can be no icon.
#[derive(Debug, thiserror::Error)]
enum TrayError {
    /// There is no session bus, or its address makes no sense.
    #[error("the session bus does not answer: {0}")]
    Bus(#[from] zbus::Error),
    /// It takes the connection and says nothing.
    #[error("the session bus does not answer")]
    Silent,
    /// It was there and is no more.
    #[error("the session bus has ended")]
    Ended,
}

impl From<zbus::fdo::Error> for TrayError {
    fn from(error: zbus::fdo::Error) -> Self {
        Self::Bus(error.into())
    }
}

/// How the watcher took the icon.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Registration {
    /// It has it.
    Taken,
    /// There is none, or it did not take it.
    Not(Absence),
}

async fn keep(
    mut stats: watch::Receiver<QuickStats>,
    actions: Actions,
    told: &watch::Sender<Standing>,
) -> Result<(), TrayError> {
    let bus = in_time(Connection::session()).await??;
    let names = in_time(DBusProxy::new(&bus)).await??;
    let mut owners = in_time(names.receive_name_owner_changed_with_args(&[(0, WATCHER)])).await??;
    let from_watcher = MatchRule::builder().msg_type(Type::Signal).interface(WATCHER)?.build();
    let mut signals = in_time(MessageStream::for_match_rule(from_watcher, &bus, None)).await??;

    let (registered, mut registration) = watch::channel(Registration::Not(Absence::Unheard));
    let mut handle = None;
    loop {
        if handle.is_none() {
            let item = Item::new(stats.borrow_and_update().clone(), &actions, &registered);
            handle = offer(item, &registered).await;
        }
        let taken = registration.borrow_and_update().clone();
        tell(told, look(&bus, &names, &taken).await);
        // Figures may come for long without any word from the tray.
        loop {
            tokio::select! {
                owner = owners.next() => match owner {
                    Some(_) => break,
                    None => return Err(TrayError::Ended),
                },
                signal = signals.next() => match signal {
                    Some(_) => break,
                    None => return Err(TrayError::Ended),
                },
                changed = registration.changed() => {
                    if changed.is_ok() {
                        break;
                    }
                }
                changed = stats.changed() => {
                    if changed.is_err() {
                        return Ok(());
                    }
                    let new = stats.borrow_and_update().clone();
                    if let Some(handle) = &handle {
                        show(handle, new).await;
                    }
                }
            }
        }
    }
}

/// Offers the icon to the watcher, be it there or yet to come; `None` if that failed and is to be tried again with the next watcher.
async fn offer(item: Item, registered: &watch::Sender<Registration>) -> Option<Handle<Item>> {
    registered.send_replace(Registration::Taken);
    let absence = match in_time(item.assume_sni_available(true).spawn()).await {
        Ok(Ok(handle)) => return Some(handle),
        Ok(Err(error)) => Absence::NotTaken(error.to_string()),
        Err(_) => Absence::Silent,
    };
    registered.send_replace(Registration::Not(absence));
    None
}

/// Hands new figures to whoever shows them.
async fn show(handle: &Handle<Item>, stats: QuickStats) {
    if in_time(handle.update(|item| item.set(stats))).await.is_err() {
        warn!("the desktop's tray does not take new figures");
    }
}

/// Whether the icon is shown now.
async fn look(bus: &Connection, names: &DBusProxy<'_>, registration: &Registration) -> Standing {
    let is_there = match WATCHER.try_into() {
        Ok(name) => in_time(names.name_has_owner(name)).await,
        Err(_) => Ok(Ok(false)),
    };
    match is_there {
        Ok(Ok(true)) => {}
        Ok(Ok(false)) => return Standing::Absent(Absence::NoTray),
        Ok(Err(_)) | Err(_) => return Standing::Absent(Absence::BusSilent),
    }
    if let Registration::Not(absence) = registration {
        return Standing::Absent(absence.clone());
    }
    match in_time(has_panel(bus)).await {
        Ok(Ok(true)) => Standing::Shown,
        Ok(Ok(false)) => Standing::Absent(Absence::NoPanel),
        Ok(Err(error)) => Standing::Absent(Absence::Unsaid(error.to_string())),
        Err(_) => Standing::Absent(Absence::Silent),
    }
}

async fn has_panel(bus: &Connection) -> zbus::Result<bool> {
    let watcher = zbus::proxy::Builder::<Proxy<'_>>::new(bus)
        .destination(WATCHER)?
        .path(WATCHER_PATH)?
        .interface(WATCHER)?
        // It may change without a word, so it is asked for every time.
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
        .await?;
    watcher.get_property("IsStatusNotifierHostRegistered").await
}

/// Tells it, if it is news.
fn tell(told: &watch::Sender<Standing>, state: Standing) {
    told.send_if_modified(|known| {
        if *known == state {
            return false;
        }
        match &state {
            Standing::Absent(reason) => info!(?reason, "there is no tray icon"),
            Standing::Shown => info!("the tray icon is shown"),
            Standing::Starting => {}
        }
        *known = state;
        true
    });
}

async fn in_time<T>(answer: impl Future<Output = T>) -> Result<T, TrayError> {
    tokio::time::timeout(PATIENCE, answer).await.map_err(|_| TrayError::Silent)
}

/// The icon, as the bus asks for it.
struct Item {
    stats: QuickStats,
    icons: Vec<Icon>,
    actions: Actions,
    registered: watch::Sender<Registration>,
}

impl Item {
    fn new(stats: QuickStats, actions: &Actions, registered: &watch::Sender<Registration>) -> Self {
        Self {
            icons: icons(stats.face),
            stats,
            actions: Actions::clone(actions),
            registered: registered.clone(),
        }
    }

    fn set(&mut self, stats: QuickStats) {
        if stats.face != self.stats.face {
            self.icons = icons(stats.face);
        }
        self.stats = stats;
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "mini-aws-console".to_owned()
    }

    fn title(&self) -> String {
        TITLE.to_owned()
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        self.icons.clone()
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip {
            title: TITLE.to_owned(),
            description: as_markup(&self.stats.note()),
            ..ToolTip::default()
        }
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let entry = |item: Option<super::quick::Item>| {
            let Some(item) = item else { return MenuItem::Separator };
            let (visible, enabled) = (item.is_visible(), item.action.is_some());
            let action = item.action;
            MenuItem::Standard(StandardItem {
                label: as_label(&item.label),
                enabled,
                visible,
                activate: Box::new(move |item: &mut Self| {
                    if let Some(action) = action.clone() {
                        choose(&item.actions, action);
                    }
                }),
                ..StandardItem::default()
            })
        };
        self.stats.menu().into_iter().map(entry).collect()
    }

    // Not every panel passes clicks on, and so the menu can do it as well.
    fn activate(&mut self, _x: i32, _y: i32) {
        choose(&self.actions, TrayAction::Open);
    }

    fn watcher_online(&self) {
        self.registered.send_replace(Registration::Taken);
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        let absence = match reason {
            OfflineReason::Error(error) => Absence::NotTaken(error.to_string()),
            _ => Absence::Ended,
        };
        self.registered.send_replace(Registration::Not(absence));
        // The next one may come at any time.
        true
    }
}

fn icons(face: Face) -> Vec<Icon> {
    let icon = |size: u32| {
        let mut data = draw(face, Style::Tile, size);
        for pixel in data.chunks_exact_mut(4) {
            // The bus wants alpha first.
            pixel.rotate_right(1);
        }
        let side = i32::try_from(size).unwrap_or_default();
        Icon { width: side, height: side, data }
    };
    SIZES.into_iter().map(icon).collect()
}

/// A single underscore would mark the letter behind it as the item's key, and not be shown.
fn as_label(text: &str) -> String {
    text.replace('_', "__")
}

/// Notes are read as markup.
fn as_markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_as_they_are() {
        assert_eq!(as_label("shop_web_1"), "shop__web__1");
        assert_eq!(as_markup("a<b> & c"), "a&lt;b&gt; &amp; c");
    }

    #[test]
    fn pixels_begin_with_alpha() {
        let icons = icons(Face::Level(0));
        assert_eq!(icons.len(), SIZES.len());
        for icon in icons {
            assert_eq!(icon.data.len(), (icon.width * icon.height * 4) as usize);
            let middle = ((icon.height / 8 * icon.width + icon.width / 2) * 4) as usize;
            assert_eq!(icon.data[middle], 255, "the tile is opaque");
            assert_eq!(icon.data[0], 0, "its corner is not there");
        }
    }
}
