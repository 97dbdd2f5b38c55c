//! The tray of macOS and Windows, by Tauri's own means.

use super::gauge::{Face, Style, draw};
use super::quick::{Item, QuickStats, TITLE};
use super::standing::{Absence, Standing};
use super::{Actions, TrayAction, choose};
use std::sync::{Arc, Mutex, PoisonError};
use tauri::image::Image;
use tauri::menu::{IsMenuItem, Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Wry};
use tokio::sync::watch;
use tracing::{info, warn};

/// What the ids of the menu's items begin with: Tauri tells of every menu's items alike.
const PREFIX: &str = "tray-";
/// Twice the 22 points of a menu bar, or the 16 of a taskbar at twice its usual density and a bit more.
const SIZE: u32 = 44;
/// How the icon is drawn. The menu bar of macOS tints it; a taskbar may be light or dark, and the tile is right on both.
const STYLE: Style = if cfg!(target_os = "macos") { Style::Template } else { Style::Tile };

/// Keeps the icon in the tray for as long as there are figures.
pub(super) async fn run(
    app: AppHandle,
    mut stats: watch::Receiver<QuickStats>,
    actions: Actions,
    told: watch::Sender<Standing>,
) {
    let first = stats.borrow_and_update().clone();
    let mut shown = match Shown::new(&app, first, actions) {
        Ok(shown) => shown,
        Err(error) => {
            info!(%error, "there is no tray icon");
            told.send_replace(Standing::Absent(Absence::NoPlace(error.to_string())));
            return;
        }
    };
    told.send_replace(Standing::Shown);
    while stats.changed().await.is_ok() {
        let new = stats.borrow_and_update().clone();
        if let Err(error) = shown.update(&app, new) {
            warn!(%error, "the tray icon could not be brought up to date");
        }
    }
}

/// The icon with its menu.
struct Shown {
    icon: TrayIcon,
    /// The menu's items that are visible, with their places in [`QuickStats::menu`].
    items: Vec<(usize, MenuItem<Wry>)>,
    stats: QuickStats,
    /// The menu as it is now, for whoever chooses from it.
    menu: Arc<Mutex<Vec<Option<Item>>>>,
}

impl Shown {
    fn new(app: &AppHandle, stats: QuickStats, actions: Actions) -> tauri::Result<Self> {
        let known = Arc::new(Mutex::new(stats.menu()));
        let (menu, items) = build_menu(app, &stats)?;
        let (chosen, on_item) = (Arc::clone(&known), Actions::clone(&actions));
        let icon = TrayIconBuilder::with_id("main")
            .icon(picture(stats.face))
            .icon_as_template(STYLE == Style::Template)
            .tooltip(note(&stats))
            .menu(&menu)
            // In a menu bar a click opens the menu; in a taskbar it opens the window, and the other button the menu.
            .show_menu_on_left_click(cfg!(target_os = "macos"))
            .on_menu_event(move |_, event| {
                let place = event.id().as_ref().strip_prefix(PREFIX);
                let Some(place) = place.and_then(|place| place.parse::<usize>().ok()) else {
                    return;
                };
                let menu = chosen.lock().unwrap_or_else(PoisonError::into_inner);
                let item = menu.get(place).cloned().flatten();
                if let Some(action) = item.and_then(|item| item.action) {
                    choose(&on_item, action);
                }
            })
            .on_tray_icon_event(move |_, event| {
                let is_click = matches!(
                    event,
                    TrayIconEvent::Click {
                        button: MouseButton::Left,
                        button_state: MouseButtonState::Up,
                        ..
                    }
                );
                if is_click && !cfg!(target_os = "macos") {
                    choose(&actions, TrayAction::Open);
                }
            })
            .build(app)?;
        let shown = Self { icon, items, stats, menu: known };
        shown.show_title()?;
        Ok(shown)
    }

    fn update(&mut self, app: &AppHandle, new: QuickStats) -> tauri::Result<()> {
        let old = std::mem::replace(&mut self.stats, new);
        let menu = self.stats.menu();
        let is_same_shape = visible(&menu) == visible(&old.menu());
        menu.clone_into(&mut self.menu.lock().unwrap_or_else(PoisonError::into_inner));
        if is_same_shape {
            let old = old.menu();
            for (place, item) in &self.items {
                if let (Some(Some(before)), Some(Some(now))) = (old.get(*place), menu.get(*place))
                    && before != now
                {
                    item.set_text(as_label(&now.label))?;
                    item.set_enabled(now.action.is_some())?;
                }
            }
        } else {
            // Items can be renamed, but neither shown nor hidden.
            let (menu, items) = build_menu(app, &self.stats)?;
            self.icon.set_menu(Some(menu))?;
            self.items = items;
        }
        if old.face != self.stats.face {
            self.icon.set_icon_with_as_template(
                Some(picture(self.stats.face)),
                STYLE == Style::Template,
            )?;
        }
        if note(&old) != note(&self.stats) {
            self.icon.set_tooltip(Some(note(&self.stats)))?;
        }
        if old.cpu != self.stats.cpu {
            self.show_title()?;
        }
        Ok(())
    }

    /// Writes the CPU beside the icon, where there is room for it.
    fn show_title(&self) -> tauri::Result<()> {
        if cfg!(target_os = "macos") {
            self.icon.set_title(self.stats.cpu.as_deref())
        } else {
            Ok(())
        }
    }
}

fn build_menu(
    app: &AppHandle,
    stats: &QuickStats,
) -> tauri::Result<(Menu<Wry>, Vec<(usize, MenuItem<Wry>)>)> {
    let menu = Menu::new(app)?;
    let mut items = Vec::new();
    for (place, item) in stats.menu().into_iter().enumerate() {
        match item {
            None => menu.append(&PredefinedMenuItem::separator(app)?)?,
            Some(item) if item.is_visible() => {
                let id = format!("{PREFIX}{place}");
                let made = MenuItem::with_id(
                    app,
                    id,
                    as_label(&item.label),
                    item.action.is_some(),
                    None::<&str>,
                )?;
                menu.append(&made as &dyn IsMenuItem<Wry>)?;
                items.push((place, made));
            }
            Some(_) => {}
        }
    }
    Ok((menu, items))
}

/// Which places of a menu are shown.
fn visible(menu: &[Option<Item>]) -> Vec<bool> {
    menu.iter().map(|item| item.as_ref().is_none_or(Item::is_visible)).collect()
}

fn picture(face: Face) -> Image<'static> {
    Image::new_owned(draw(face, STYLE, SIZE), SIZE, SIZE)
}

fn note(stats: &QuickStats) -> String {
    format!("{TITLE}\n{}", stats.note())
}

/// A single ampersand would mark the letter behind it as the item's key, and not be shown.
fn as_label(text: &str) -> String {
    text.replace('&', "&&")
}
