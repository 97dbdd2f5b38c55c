//! The window: made, shown, brought to the front, sent to a place, and given back when nobody needs it.

use crate::feed::Feed;
use crate::menu;
use crate::visits::Visits;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use mini_aws_backend::Console;
use mini_aws_backend::local::{ENDING, WindowControl};
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
/// How much of that an instance may take to be known.
const KNOWN_WITHIN: Duration = Duration::from_millis(3_500);
/// How long the page may take at least, once the instance is known.
const KEPT_FOR_WINDOW: Duration = Duration::from_secs(1);
/// How often it is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// How long an instance may take to be known that was named when the app was started. A demo makes up its past first.
const KNOWN_AT_START: Duration = Duration::from_secs(60);

/// The window of the app that is starting, runs or ends.
#[derive(Debug, Default)]
pub(crate) struct MainWindow {
    phase: watch::Sender<Phase>,
    visits: Visits,
    /// The address that the page had when its window was given back.
    last_address: Mutex<Option<String>>,
}

/// Where the app is in its life.
#[derive(Debug, Clone, Default)]
enum Phase {
    #[default]
    Starting,
    Runs(Box<Running>),
    Ending,
}

/// What there is to show the window with.
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
    #[error("The console is ending")]
    Ending,
    #[error("The window is open; whether there is an instance \"{0}\" is not known yet")]
    NotListed(String),
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
            // By this code the one who asks knows that it may start another.
            Self::Ending => (ENDING, "Try again in a moment.".to_owned()),
            Self::NotListed(_) => {
                ("not_listed", "Try again once the window shows instances.".to_owned())
            }
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

impl MainWindow {
    /// From now on the window can be shown.
    pub(crate) fn run_with(&self, app: AppHandle, console: Console) {
        self.phase.send_replace(Phase::Runs(Box::new(Running { app, console })));
    }

    /// From now on it cannot.
    pub(crate) fn end(&self) {
        self.phase.send_replace(Phase::Ending);
    }

    /// Where the page is asked to go.
    pub(crate) fn visits(&self) -> &Visits {
        &self.visits
    }

    /// Shows the window at this place and logs what hinders it, for who has nobody to tell. An instance is waited for.
    pub(crate) async fn show_or_log(&self, place: Place) {
        if let Err(error) = self.show_at(place, KNOWN_AT_START).await {
            error!(%error, "the window could not be shown as it was asked for");
        }
    }

    /// Shows the window, within 4.5 s but for an instance that is not known yet: that may take as long as `known_within`.
    async fn show_at(&self, place: Place, known_within: Duration) -> Result<Place, ShowError> {
        let shown = self.try_show_at(place, known_within).await;
        let is_ending = matches!(*self.phase.borrow(), Phase::Ending);
        // Whatever went wrong then, that is why.
        if shown.is_err() && is_ending { Err(ShowError::Ending) } else { shown }
    }

    async fn try_show_at(&self, place: Place, known_within: Duration) -> Result<Place, ShowError> {
        let begun = Instant::now();
        let mut phases = self.phase.subscribe();
        let known = phases.wait_for(|phase| !matches!(phase, Phase::Starting));
        let phase = timeout_at(begun + SHOWN_WITHIN, known).await;
        let running = match phase.ok().and_then(Result::ok).as_deref() {
            Some(Phase::Runs(running)) => running.clone(),
            Some(Phase::Ending) => return Err(ShowError::Ending),
            Some(Phase::Starting) | None => return Err(ShowError::Starting),
        };
        let Running { app, console } = *running;
        let Some(wanted) = &place.instance else {
            self.visit(&app, place.page, None, begun + SHOWN_WITHIN).await?;
            return Ok(place);
        };
        let mut found = find(&console, wanted).await;
        if matches!(found, Err(ShowError::NotListed(_) | ShowError::NoSuchInstance(_))) {
            // A person who asked for a window gets one, at its page or not.
            self.visit(&app, None, None, begun + SHOWN_WITHIN).await?;
            while matches!(found, Err(ShowError::NotListed(_))) && begun.elapsed() < known_within {
                tokio::time::sleep(LOOK_EVERY).await;
                found = find(&console, wanted).await;
            }
        }
        let deadline = (begun + SHOWN_WITHIN).max(Instant::now() + KEPT_FOR_WINDOW);
        self.visit(&app, place.page, Some(found?), deadline).await?;
        Ok(place)
    }

    /// Has the page go there, and makes sure that it can be seen.
    async fn visit(
        &self,
        app: &AppHandle,
        page: Option<Page>,
        instance: Option<InstanceId>,
        deadline: Instant,
    ) -> Result<(), ShowError> {
        // Wanted before the window is there: a page that is just loaded asks for it first of all.
        let visit = self.visits.want(page, instance);
        on_main_thread(app, deadline, |app| app.state::<SharedWindow>().bring_up(app)).await??;
        let seen = timeout_at(deadline, self.visits.made(visit)).await;
        seen.map_err(|_| ShowError::PageHangs)?;
        let is_shown = on_main_thread(app, deadline, |app| {
            let Some(window) = app.get_webview_window(MAIN_WINDOW) else { return Ok(false) };
            Ok::<_, tauri::Error>(window.is_visible()? && !window.is_minimized()?)
        });
        if is_shown.await?? { Ok(()) } else { Err(ShowError::NotShown) }
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
        async move { self.show_at(place, KNOWN_WITHIN).await.map_err(|error| error.problem()) }
            .boxed()
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
async fn find(console: &Console, wanted: &str) -> Result<InstanceId, ShowError> {
    // Asked first: what is listed meanwhile is found, or looked for once more.
    let is_listed = console.has_listed();
    let present = console.instances();
    let found = among(wanted, present.iter().map(|known| (&known.id, known.name.as_str())));
    if !matches!(found, Err(ShowError::NoSuchInstance(_))) {
        return found;
    }
    let past = console.past_instances().await.unwrap_or_else(|error| {
        warn!(%error, "instances of the past could not be read");
        Vec::new()
    });
    match among(wanted, past.iter().map(|gone| (&gone.id, gone.name.as_str()))) {
        Err(ShowError::NoSuchInstance(wanted)) if !is_listed => Err(ShowError::NotListed(wanted)),
        found => found,
    }
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
