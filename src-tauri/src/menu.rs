//! The platform's usual shortcuts, and on macOS the bar at the top of the screen. Elsewhere the window shows no bar, since the sidebar
//! leads to the same pages.

use crate::desktop::Desktop;
use crate::speech::SharedSpeech;
#[cfg(not(target_os = "linux"))]
use crate::speech::Speech;
use crate::window::{MAIN_WINDOW, SharedWindow};
use mini_aws_domain::{Page, Place};
#[cfg(not(target_os = "linux"))]
use mini_aws_words::t;
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
    let builder = builder
        .menu(|app| Speech::of_system().say(|| make(app)))
        .on_menu_event(|app, event| act(app, event.id().as_ref()));
    builder
}

/// Has the menu speak the person's language. When it was first made nobody knew what that person had chosen.
#[cfg(not(target_os = "linux"))]
pub(crate) fn follow(app: &AppHandle, speech: &SharedSpeech) {
    let (app, speech) = (app.clone(), SharedSpeech::clone(speech));
    tauri::async_runtime::spawn(async move {
        let mut manners = speech.changes();
        let mut spoken = Speech::of_system().language();
        loop {
            let language = speech.language();
            if language != std::mem::replace(&mut spoken, language)
                && let Err(error) = renew(&app, &speech)
            {
                warn!(%error, "the menu goes on in another language");
            }
            if manners.changed().await.is_err() {
                return;
            }
        }
    });
}

/// There is no menu that would speak.
#[cfg(target_os = "linux")]
pub(crate) fn follow(_app: &AppHandle, _speech: &SharedSpeech) {}

#[cfg(not(target_os = "linux"))]
fn renew(app: &AppHandle, speech: &SharedSpeech) -> tauri::Result<()> {
    app.set_menu(speech.say(|| make(app))?)?;
    match app.get_webview_window(MAIN_WINDOW) {
        // A new bar comes into sight.
        Some(window) => attach(&window),
        None => Ok(()),
    }
}

/// What a page is called in the language of the thread, as in the sidebar.
#[cfg(not(target_os = "linux"))]
fn title(page: Page) -> String {
    match page {
        Page::Dashboard => t!("nav-dashboard"),
        Page::Instances => t!("nav-instances"),
        Page::Volumes => t!("nav-volumes"),
        Page::Vpcs => t!("nav-vpcs"),
        Page::Activity => t!("nav-activity"),
        Page::Engine => t!("nav-engine"),
        Page::Settings => t!("menu-settings"),
    }
}

/// In the language of the thread.
#[cfg(not(target_os = "linux"))]
fn make(app: &AppHandle) -> tauri::Result<Menu<Wry>> {
    let pages = Page::ALL.into_iter().zip(1..).filter(|(page, _)| *page != Page::Settings);
    let mut view = SubmenuBuilder::new(app, t!("menu-view"));
    for (page, number) in pages {
        view = view.item(&to_page(app, page, &format!("CmdOrCtrl+{number}"))?);
    }
    let full_screen = if cfg!(target_os = "macos") { "Ctrl+Cmd+F" } else { "F11" };
    let full_screen = item(app, FULL_SCREEN, &t!("menu-full-screen"), Some(full_screen))?;
    let view = view.separator().item(&full_screen);
    let settings = to_page(app, Page::Settings, "CmdOrCtrl+,")?;
    let close = item(app, CLOSE, &t!("menu-close"), Some("CmdOrCtrl+W"))?;
    let quit = item(app, QUIT, &t!("menu-quit"), Some("CmdOrCtrl+Q"))?;
    let logs = item(app, LOGS, &t!("menu-logs"), None)?;
    let help = SubmenuBuilder::new(app, t!("menu-help")).item(&logs).build()?;
    #[cfg(target_os = "macos")]
    {
        let name = &app.package_info().name;
        let own = SubmenuBuilder::new(app, name).about_with_text(t!("menu-about"), None);
        let own = own.separator().item(&settings).separator();
        let own = own.services_with_text(t!("menu-services")).separator();
        let own = own.hide_with_text(t!("menu-hide")).hide_others_with_text(t!("menu-hide-others"));
        let own = own.show_all_with_text(t!("menu-show-all")).separator().item(&quit);
        // Without these items there is no copying and pasting in the page.
        let edit = SubmenuBuilder::new(app, t!("menu-edit"));
        let edit = edit.undo_with_text(t!("menu-undo")).redo_with_text(t!("menu-redo")).separator();
        let edit = edit.cut_with_text(t!("menu-cut")).copy_with_text(t!("menu-copy"));
        let edit = edit.paste_with_text(t!("menu-paste"));
        let edit = edit.select_all_with_text(t!("menu-select-all")).build()?;
        let window = SubmenuBuilder::new(app, t!("menu-window"));
        let window = window.minimize_with_text(t!("menu-minimize"));
        let window = window.maximize_with_text(t!("menu-zoom")).separator().item(&close);
        MenuBuilder::new(app)
            .items(&[&own.build()?, &edit, &view.build()?, &window.build()?, &help])
            .build()
    }
    #[cfg(not(target_os = "macos"))]
    {
        let file = SubmenuBuilder::new(app, t!("menu-console")).item(&settings).separator();
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
fn to_page(app: &AppHandle, page: Page, shortcut: &str) -> tauri::Result<MenuItem<Wry>> {
    item(app, &format!("{GO}{}", page.slug()), &title(page), Some(shortcut))
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
