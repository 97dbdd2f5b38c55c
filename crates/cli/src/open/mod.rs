//! `cloud dashboard open`: the window, brought to the front or started, and nothing said until it is shown.

mod app;
mod error;

pub use error::OpenError;

use crate::error::CliError;
use crate::source::data_dir;
use app::App;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use mini_aws_backend::local::{AboutConsole, ENDING, LocalClient, LocalError, Socket};
use mini_aws_backend::{CommonOptions, DataDir, DataDirError};
use mini_aws_domain::{DoorLink, Page, Place, PlaceError};
use std::io;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// How long it may take until the window is shown, all in all.
const LIMIT: Duration = Duration::from_secs(5);
/// How often it is looked whether the app listens by now.
const POLL: Duration = Duration::from_millis(25);
/// How long a console without a window may take for a link.
const LINK_LIMIT: Duration = Duration::from_secs(2);

/// What `cloud dashboard open` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Ends with 0 once the window is shown, within five seconds, and otherwise says why not.

Examples:
  cloud dashboard open
  cloud dashboard open --page volumes
  cloud dashboard open --instance web-1      the page of one instance"
)]
pub struct OpenOptions {
    /// The page to show [default: where the window is]
    #[arg(long, value_parser = PossibleValuesParser::new(Page::ALL.map(Page::slug)).try_map(|slug| slug.parse::<Page>()))]
    page: Option<Page>,

    /// The instance whose page to show: its name, its id, or the beginning of its id
    #[arg(long, value_name = "ID", value_parser = name)]
    instance: Option<String>,
}

fn name(text: &str) -> Result<String, PlaceError> {
    Place::new(None, Some(text)).map(|_| text.to_owned())
}

impl OpenOptions {
    /// Where the window is to go.
    ///
    /// # Errors
    /// [`PlaceError`] where the page is not that of an instance, and one is named.
    pub fn place(&self) -> Result<Place, PlaceError> {
        Place::new(self.page, self.instance.as_deref())
    }
}

/// `cloud dashboard open`.
///
/// # Errors
/// [`CliError::Open`], [`CliError::DataDir`]
pub async fn open(common: &CommonOptions, options: OpenOptions) -> Result<(), CliError> {
    let place = options.place().map_err(OpenError::Place)?;
    let dir = data_dir(common)?.ok_or(DataDirError::NoHome)?;
    let deadline = Instant::now() + LIMIT;
    let mut app: Option<App> = None;
    let mut broken = None;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let asked = timeout(left, ask(&dir, &place, left)).await;
        match asked.unwrap_or(Err(LocalError::NoAnswer)) {
            Ok(true) => return Ok(()),
            Ok(false) if app.is_none() => {
                if is_without_display() {
                    return Err(OpenError::NoDisplay { link: link(&dir).await }.into());
                }
                app = Some(App::start(common, &dir, &place)?);
            }
            Ok(false) => {}
            // It ended while it was asked; how, shows below, or it is started anew.
            Err(LocalError::Io(error)) if is_cut(&error) => broken = Some(error),
            Err(LocalError::NoAnswer) => {
                if let Some(app) = &mut app {
                    app.check()?;
                }
                let pid = LocalClient::listener(&dir, Socket::Window).await;
                // One that was only just started is slow rather than stuck.
                let is_ours = app.is_some_and(|app| pid.is_none_or(|pid| pid == app.pid()));
                let error = if is_ours { OpenError::TooLong } else { OpenError::Hangs { pid } };
                return Err(error.into());
            }
            // Soon nobody listens there, and another one may start.
            Err(LocalError::Refused(problem)) if problem.code == ENDING => {}
            Err(LocalError::Refused(problem)) => return Err(OpenError::Refused(problem).into()),
            Err(error) => return Err(OpenError::Unreachable(error).into()),
        }
        if let Some(app) = &mut app {
            app.check()?;
        }
        if Instant::now() >= deadline {
            let broken = broken.map(|error| OpenError::Unreachable(LocalError::Io(error)));
            return Err(broken.unwrap_or(OpenError::TooLong).into());
        }
        tokio::time::sleep(POLL).await;
    }
}

/// Whether a connection that was had ended before its answer: that is worth another try. Who is not let in now is not let in later.
fn is_cut(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
}

/// Asks the app to show its window, and waits until it is shown; `false` if no app listens.
async fn ask(dir: &DataDir, place: &Place, limit: Duration) -> Result<bool, LocalError> {
    match LocalClient::connect(dir, Socket::Window).await? {
        Some(app) => app.post::<_, Place>("/local/show", place, limit).await.map(|_| true),
        None => Ok(false),
    }
}

/// Whether no window can be shown: a matter of Linux alone, where it shows in two variables.
fn is_without_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(target_os = "linux") && !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")
}

/// A link into a console that runs without a window, if there is one. Nobody waits long for it, and without it there is another way.
async fn link(dir: &DataDir) -> Option<String> {
    let link = async {
        let console = LocalClient::connect(dir, Socket::Console).await.ok()??;
        let about: AboutConsole = console.get("/local/console").await.ok()?;
        // A link that nobody is told is still one that lets somebody in.
        if about.window {
            return None;
        }
        let link = console.post::<_, DoorLink>("/local/link", &(), LINK_LIMIT).await.ok()?;
        Some(link.url)
    };
    timeout(LINK_LIMIT, link).await.ok().flatten()
}
