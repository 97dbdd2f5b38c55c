//! The platform's usual shortcuts, and on macOS the bar at the top of the screen. Elsewhere the window shows no bar, since the sidebar
//! leads to the same pages.

use crate::desktop::Desktop;
use crate::window::{MAIN_WINDOW, SharedWindow};
use mini_aws_domain::{Page, Place};
use std::sync::Arc;
#[cfg(not(target_os = "linux"))]
use tauri::menu::{Menu, MenuBuilder, MenuItem, MenuItemBuilder, SubmenuBuilder};
use tauri::{AppHandle, Builder, Manager as _, WebviewWindow, Wry};
use tracing::warn;

/// What an item does, by its id.
const CLOSE: &str = "close";
const QUIT: &str = "quit";
const LOGS: &str = "logs";
const FULL_SCREEN: &str = "full-screen";
/// Before the page that an item leads to.
const GO: &str = "go-";

/// Gives the app its menu, where it has one.
pub(crate) fn give(builder: Builder<Wry>) -> Builder<Wry> {
    #[cfg(not(target_os = "linux"))]
    let builder = builder.menu(make).on_menu_event(|app, event| act(app, event.id().as_ref()));
    builder
}

#[cfg(not(target_os = "linux"))]
fn make(app: &AppHandle) -> tauri::Result<Menu<Wry>> {
    let pages = Page::ALL.into_iter().zip(1..).filter(|(page, _)| *page != Page::Settings);
    let mut view = SubmenuBuilder::new(app, "&View");
    for (page, number) in pages {
        view = view.item(&to_page(app, page, page.title(), &format!("CmdOrCtrl+{number}"))?);
    }
    let full_screen = if cfg!(target_os = "macos") { "Ctrl+Cmd+F" } else { "F11" };
    let view = view.separator().item(&item(app, FULL_SCREEN, "&Full Screen", Some(full_screen))?);
    let settings = to_page(app, Page::Settings, "&Settings…", "CmdOrCtrl+,")?;
    let close = item(app, CLOSE, "&Close Window", Some("CmdOrCtrl+W"))?;
    let quit = item(app, QUIT, "&Quit Mini AWS Console", Some("CmdOrCtrl+Q"))?;
    let logs = item(app, LOGS, "Open the Folder with &Logs", None)?;
    let help = SubmenuBuilder::new(app, "&Help").item(&logs).build()?;
    #[cfg(target_os = "macos")]
    {
        let name = &app.package_info().name;
        let own =
            SubmenuBuilder::new(app, name).about(None).separator().item(&settings).separator();
        let own =
            own.services().separator().hide().hide_others().show_all().separator().item(&quit);
        // Without these items there is no copying and pasting in the page.
        let edit = SubmenuBuilder::new(app, "Edit").undo().redo().separator().cut().copy().paste();
        let edit = edit.select_all().build()?;
        let window =
            SubmenuBuilder::new(app, "Window").minimize().maximize().separator().item(&close);
        MenuBuilder::new(app)
            .items(&[&own.build()?, &edit, &view.build()?, &window.build()?, &help])
            .build()
    }
    #[cfg(not(target_os = "macos"))]
    {
        let file = SubmenuBuilder::new(app, "&Console").item(&settings).separator();
        let file = file.item(&close).item(&quit).build()?;
        MenuBuilder::new(app).items(&[&file, &view.build()?, &help]).build()
    }
}

/// Has the window hear the shortcuts. A bar that is not shown hears none in GTK, and one that is takes room from the page and gives
/// it nothing, so there is no bar.
#[cfg(target_os = "linux")]
pub(crate) fn attach(window: &WebviewWindow) -> tauri::Result<()> {
    use gtk::prelude::{AccelGroupExtManual as _, GtkWindowExt as _};
    let group = gtk::AccelGroup::new();
    let pages = Page::ALL.into_iter().map(|page| (format!("{GO}{}", page.slug()), page_key(page)));
    let others = [(CLOSE, "<Primary>w"), (QUIT, "<Primary>q"), (FULL_SCREEN, "F11")];
    let others = others.map(|(id, key)| (id.to_owned(), key.to_owned()));
    for (id, key) in pages.chain(others) {
        let (key, modifiers) = gtk::accelerator_parse(&key);
        let app = window.app_handle().clone();
        group.connect_accel_group(key, modifiers, gtk::AccelFlags::VISIBLE, move |_, _, _, _| {
            act(&app, &id);
            true
        });
    }
    window.gtk_window()?.add_accel_group(&group);
    Ok(())
}

/// The shortcut of a page, as GTK writes it.
#[cfg(target_os = "linux")]
fn page_key(page: Page) -> String {
    let number = Page::ALL.into_iter().take_while(|it| *it != page).count() + 1;
    if page == Page::Settings { "<Primary>comma".to_owned() } else { format!("<Primary>{number}") }
}

/// Takes the bar out of sight: it takes room from the page and gives it nothing. Its shortcuts work all the same.
#[cfg(windows)]
pub(crate) fn attach(window: &WebviewWindow) -> tauri::Result<()> {
    window.hide_menu()
}

/// The bar is at the top of the screen, where it belongs.
#[cfg(target_os = "macos")]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
pub(crate) fn attach(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn item(
    app: &AppHandle,
    id: &str,
    text: &str,
    shortcut: Option<&str>,
) -> tauri::Result<MenuItem<Wry>> {
    let item = MenuItemBuilder::with_id(id, text);
    match shortcut {
        Some(shortcut) => item.accelerator(shortcut).build(app),
        None => item.build(app),
    }
}

#[cfg(not(target_os = "linux"))]
fn to_page(
    app: &AppHandle,
    page: Page,
    text: &str,
    shortcut: &str,
) -> tauri::Result<MenuItem<Wry>> {
    item(app, &format!("{GO}{}", page.slug()), text, Some(shortcut))
}

/// Does what an item says.
fn act(app: &AppHandle, id: &str) {
    if let Some(page) = id.strip_prefix(GO).and_then(|slug| slug.parse().ok()) {
        let window = SharedWindow::clone(&app.state::<SharedWindow>());
        let place = Place { page: Some(page), instance: None };
        tauri::async_runtime::spawn(async move { window.show_or_log(place).await });
        return;
    }
    match id {
        QUIT => app.exit(0),
        LOGS => {
            let desktop = Arc::clone(&app.state::<Arc<Desktop>>());
            tauri::async_runtime::spawn(async move {
                if let Err(problem) = desktop.open_logs().await {
                    warn!("{}", problem.message);
                }
            });
        }
        CLOSE | FULL_SCREEN => {
            let Some(window) = app.get_webview_window(MAIN_WINDOW) else { return };
            let done = if id == CLOSE {
                window.close()
            } else {
                window.is_fullscreen().and_then(|is_full| window.set_fullscreen(!is_full))
            };
            if let Err(error) = done {
                warn!(%error, id, "the window manager refuses");
            }
        }
        // The tray's own items come here, too.
        _ => {}
    }
}
