//! The window: made, shown, brought to the front, sent to a place, and given back when nobody needs it.

use crate::feed::Feed;
use crate::menu;
use crate::visits::Visits;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use mini_aws_backend::Console;
use mini_aws_backend::local::WindowControl;
use mini_aws_domain::{InstanceId, Page, Place, Problem};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, timeout_at};
use tracing::{error, info, warn};

/// The window's label, which `tauri.conf.json` and the capability file know as well.
pub(crate) const MAIN_WINDOW: &str = "main";

/// How long the app may take to show its window. Who asks from outside waits for five seconds, and is to hear the reason.
const SHOWN_WITHIN: Duration = Duration::from_millis(4_500);
/// How much of that is kept for the window once its instance is known, at a start or after the engine came back.
const KEPT_FOR_WINDOW: Duration = Duration::from_millis(2_000);
/// How often it is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The window of the app that is starting or runs.
#[derive(Debug)]
pub(crate) struct MainWindow {
    /// What there is to show it with, once the app runs.
    running: watch::Sender<Option<Running>>,
    visits: Visits,
    /// The address that the page had when its window was given back.
    last_address: Mutex<Option<String>>,
}

/// An app that runs.
#[derive(Debug, Clone)]
struct Running {
    app: AppHandle,
    console: Console,
}

/// Why the window is not shown.
#[derive(Debug, thiserror::Error)]
enum ShowError {
    #[error("The console is still starting")]
    Starting,
    #[error("The console's window does not answer")]
    Hangs,
    #[error("The console's window is open, but its page does not answer")]
    PageHangs,
    #[error("The desktop does not show the console's window")]
    NotShown,
    #[error("There is no instance \"{0}\"")]
    NoSuchInstance(String),
    #[error("\"{0}\" may be one of several instances")]
    Ambiguous(String),
    #[error("The window could not be opened: {0}")]
    Window(#[from] tauri::Error),
}

impl ShowError {
    fn problem(&self) -> Problem {
        let kill = || {
            let pid = std::process::id();
            format!(
                "Wait a moment; if that does not help, end process {pid} and open the console again."
            )
        };
        let (code, next_step) = match self {
            Self::Starting => ("starting", "Try again in a moment.".to_owned()),
            Self::Hangs | Self::PageHangs => ("window_hangs", kill()),
            Self::NotShown => {
                ("not_shown", "Look for it in the task bar or on another workspace.".to_owned())
            }
            Self::NoSuchInstance(_) => {
                ("no_such_instance", "`cloud instances` lists those that there are.".to_owned())
            }
            Self::Ambiguous(_) => ("ambiguous_instance", "Give more of its id.".to_owned()),
            Self::Window(_) => {
                ("no_window", "Look into the console's log, or start it again.".to_owned())
            }
        };
        Problem { code: code.to_owned(), message: format!("{self}."), next_step }
    }
}

impl Default for MainWindow {
    fn default() -> Self {
        Self {
            running: watch::Sender::default(),
            visits: Visits::default(),
            last_address: Mutex::default(),
        }
    }
}

impl MainWindow {
    /// From now on the window can be shown.
    pub(crate) fn run_with(&self, app: AppHandle, console: Console) {
        self.running.send_replace(Some(Running { app, console }));
    }

    /// Where the page is asked to go.
    pub(crate) fn visits(&self) -> &Visits {
        &self.visits
    }

    /// Shows the window at this place and logs what hinders it, for who has nobody to tell.
    pub(crate) async fn show_or_log(&self, place: Place) {
        if let Err(error) = self.show_at(place).await {
            error!(%error, "the window could not be shown");
        }
    }

    async fn show_at(&self, place: Place) -> Result<Place, ShowError> {
        let deadline = Instant::now() + SHOWN_WITHIN;
        let mut running = self.running.subscribe();
        let began = timeout_at(deadline, running.wait_for(Option::is_some)).await;
        let began = began.ok().and_then(Result::ok).and_then(|running| running.clone());
        let Some(Running { app, console }) = began else { return Err(ShowError::Starting) };
        let instance = match &place.instance {
            Some(wanted) => Some(find(&console, wanted, deadline - KEPT_FOR_WINDOW).await?),
            None => None,
        };
        // Wanted before the window is there: a page that is just loaded asks for it first of all.
        let visit = self.visits.want(place.page, instance);
        on_main_thread(&app, deadline, |app| app.state::<SharedWindow>().bring_up(app)).await??;
        let seen = timeout_at(deadline, self.visits.made(visit)).await;
        seen.map_err(|_| ShowError::PageHangs)?;
        let is_shown = on_main_thread(&app, deadline, |app| {
            let Some(window) = app.get_webview_window(MAIN_WINDOW) else { return Ok(false) };
            Ok::<_, tauri::Error>(window.is_visible()? && !window.is_minimized()?)
        });
        if is_shown.await?? { Ok(place) } else { Err(ShowError::NotShown) }
    }

    /// Makes the window if there is none, and brings it to the front. On the main thread only.
    fn bring_up(&self, app: &AppHandle) -> Result<(), tauri::Error> {
        let window = match app.get_webview_window(MAIN_WINDOW) {
            Some(window) => window,
            None => self.make(app)?,
        };
        // Each step may be refused by the window manager, and the next one still makes sense.
        for step in [window.show(), window.unminimize(), window.set_focus()] {
            if let Err(error) = step {
                warn!(%error, "the window manager refused to bring the window up");
            }
        }
        Ok(())
    }

    fn make(&self, app: &AppHandle) -> Result<WebviewWindow, tauri::Error> {
        let configured = app.config().app.windows.iter().find(|it| it.label == MAIN_WINDOW);
        let mut config = configured.cloned().ok_or(tauri::Error::WindowNotFound)?;
        // Where the person was when the window was closed to the tray.
        let last = self.last_address.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(fragment) = last {
            config.url = WebviewUrl::App(format!("index.html#{fragment}").into());
        }
        let window = WebviewWindowBuilder::from_config(app, &config)?.build()?;
        menu::attach(&window)?;
        Ok(window)
    }

    /// Gives the window's memory back, and remembers where the person was. The console goes on.
    pub(crate) fn put_away(&self, window: &WebviewWindow) {
        let fragment = window.url().ok().and_then(|address| address.fragment().map(str::to_owned));
        *self.last_address.lock().unwrap_or_else(PoisonError::into_inner) = fragment;
        window.state::<Feed>().close();
        info!("the window is closed, and the console goes on");
    }
}

/// The window as the app manages it.
pub(crate) type SharedWindow = std::sync::Arc<MainWindow>;

impl WindowControl for MainWindow {
    fn show(&self, place: Place) -> BoxFuture<'_, Result<Place, Problem>> {
        async move { self.show_at(place).await.map_err(|error| error.problem()) }.boxed()
    }
}

/// Runs `work` where windows may be touched, and waits for what comes of it.
async fn on_main_thread<T: Send + 'static>(
    app: &AppHandle,
    deadline: Instant,
    work: impl FnOnce(&AppHandle) -> T + Send + 'static,
) -> Result<T, ShowError> {
    let (done, waiting) = oneshot::channel();
    let handle = app.clone();
    app.run_on_main_thread(move || {
        // Nobody may wait any more.
        let _ = done.send(work(&handle));
    })?;
    match timeout_at(deadline, waiting).await {
        Ok(Ok(done)) => Ok(done),
        _ => Err(ShowError::Hangs),
    }
}

/// The instance that a person means: by its id, its name, or the beginning of its id; of those that are gone only if none is there.
async fn find(console: &Console, wanted: &str, deadline: Instant) -> Result<InstanceId, ShowError> {
    let known = async {
        loop {
            let found = among(
                wanted,
                console.instances().iter().map(|known| (&known.id, known.name.as_str())),
            );
            match found {
                Err(ShowError::NoSuchInstance(_)) => tokio::time::sleep(LOOK_EVERY).await,
                found => return found,
            }
            if console.has_listed() {
                return Err(ShowError::NoSuchInstance(wanted.to_owned()));
            }
        }
    };
    match timeout_at(deadline, known).await {
        Ok(Ok(found)) => return Ok(found),
        Ok(Err(error @ ShowError::Ambiguous(_))) => return Err(error),
        Ok(Err(_)) | Err(_) => {}
    }
    let past = console.past_instances().await.unwrap_or_else(|error| {
        warn!(%error, "instances of the past could not be read");
        Vec::new()
    });
    among(wanted, past.iter().map(|gone| (&gone.id, gone.name.as_str())))
}

fn among<'a>(
    wanted: &str,
    known: impl Iterator<Item = (&'a InstanceId, &'a str)> + Clone,
) -> Result<InstanceId, ShowError> {
    let mut exact = known.clone().filter(|(id, name)| id.as_str() == wanted || *name == wanted);
    if let Some((id, _)) = exact.next() {
        return Ok(id.clone());
    }
    let mut begun = known.filter(|(id, _)| id.as_str().starts_with(wanted));
    match (begun.next(), begun.next()) {
        (Some((id, _)), None) => Ok(id.clone()),
        (Some(_), Some(_)) => Err(ShowError::Ambiguous(wanted.to_owned())),
        (None, _) => Err(ShowError::NoSuchInstance(wanted.to_owned())),
    }
}

/// The page of one instance.
pub(crate) fn page_of(instance: &InstanceId) -> Place {
    Place { page: Some(Page::Instances), instance: Some(instance.as_str().to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &str) -> Result<String, String> {
        let known = [("abc1", "web"), ("abd2", "abc"), ("ffff", "web-2")]
            .map(|(id, name)| (InstanceId::new(id), name));
        among(wanted, known.iter().map(|(id, name)| (id, *name)))
            .map(|id| id.as_str().to_owned())
            .map_err(|error| error.problem().code)
    }

    #[test]
    fn an_instance_is_found_by_name_by_id_and_by_what_begins_its_id_alone() {
        assert_eq!(found("web").as_deref(), Ok("abc1"));
        assert_eq!(found("abd2").as_deref(), Ok("abd2"));
        assert_eq!(found("ff").as_deref(), Ok("ffff"));
        assert_eq!(found("abc").as_deref(), Ok("abd2"), "a name that is one counts first");
        assert_eq!(found("ab"), Err("ambiguous_instance".to_owned()));
        assert_eq!(found("nobody"), Err("no_such_instance".to_owned()));
    }
}
