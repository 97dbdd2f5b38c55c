//! The window under test, opened and handled as a person would, through WebDriver. What can be read in it is in `reading`.

mod reading;

use super::display::Desktop;
use super::process::{self, Service};
use super::scenario;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::ffi::OsString;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// The program under test, built by the test runner.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_mini-aws-console");

/// Inherited by one window's processes alone.
const MARK: &str = "MINI_AWS_E2E_WINDOW";
const DRIVER_LIMIT: Duration = Duration::from_secs(15);
const SESSION_LIMIT: Duration = Duration::from_secs(60);
const CALL_LIMIT: Duration = Duration::from_secs(20);
const CLOSE_LIMIT: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(100);

/// How long anything may take that the window does by itself.
pub const SOON: Duration = Duration::from_secs(20);

/// How to start the app.
#[derive(Debug, Clone, Default)]
pub struct Launch {
    arguments: Vec<OsString>,
    environment: Vec<(String, OsString)>,
    program: Option<PathBuf>,
    data_dir: Option<PathBuf>,
}

impl Launch {
    /// On the engine at this endpoint.
    pub fn host(endpoint: &str) -> Self {
        Self::default().argument("--host").argument(endpoint)
    }

    /// On a pretend engine of `instances`.
    pub fn demo(instances: u16) -> Self {
        Self::default().argument("--demo").argument(&instances.to_string())
    }

    /// With this argument as well.
    pub fn argument(mut self, argument: &str) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// With this variable in its environment.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// A copy of the program, where the built one is out of the user's reach.
    pub fn program(mut self, path: &Path) -> Self {
        self.program = Some(path.to_owned());
        self
    }

    /// On data that are there already.
    pub fn data_dir(mut self, path: &Path) -> Self {
        self.data_dir = Some(path.to_owned());
        self
    }
}

/// An open window.
#[derive(Debug)]
pub struct Window {
    name: String,
    client: Client,
    driver: Service,
    data_dir: PathBuf,
    screen: PathBuf,
    mark: String,
}

impl Window {
    /// Starts the app and waits until its page has been loaded. `name` is what screenshots and messages call it.
    pub async fn open(desktop: &Desktop, name: &str, launch: &Launch) -> Self {
        static OPENED: AtomicU32 = AtomicU32::new(0);
        let number = OPENED.fetch_add(1, Ordering::Relaxed);
        let mark = format!("{}-{number}", std::process::id());
        let data_dir = launch
            .data_dir
            .clone()
            .unwrap_or_else(|| desktop.new_folder(&format!("console-{number}")));

        let (mut driver, address) = start_driver(desktop, launch, name, &mark);
        let mut arguments = launch.arguments.clone();
        arguments.extend(["--data-dir".into(), data_dir.clone().into_os_string()]);
        let arguments: Vec<_> =
            arguments.iter().map(|argument| argument.to_string_lossy()).collect();
        let program = launch.program.as_deref().unwrap_or(Path::new(PROGRAM));
        let options =
            json!({ "webkitgtk:browserOptions": { "binary": program, "args": arguments } });
        let Value::Object(capabilities) = options else { unreachable!() };

        let mut builder = ClientBuilder::<HttpConnector>::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let session = tokio::time::timeout(SESSION_LIMIT, builder.connect(&address)).await;
        let client = match session {
            Ok(Ok(client)) => client,
            failed => {
                let reason = match failed {
                    Ok(Err(error)) => error.to_string(),
                    _ => format!("no answer within {SESSION_LIMIT:?}"),
                };
                let running = driver.is_running();
                let said = driver.tail();
                let logs = process::tails(&data_dir.join("logs"));
                process::sweep(MARK, &mark);
                panic!(
                    "{name}: no window: {reason} (driver running: {running})\n--- its output\n{said}\n{logs}"
                );
            }
        };
        Self { name: name.to_owned(), client, driver, data_dir, screen: desktop.screen(), mark }
    }

    /// Closes the window and waits until none of its processes is left.
    pub async fn close(self) {
        let closed = tokio::time::timeout(CALL_LIMIT, self.client.clone().close()).await;
        if !matches!(closed, Ok(Ok(()))) {
            eprintln!("{}: the session did not end by itself: {closed:?}", self.name);
        }
        // Those of the next window would meet the rest of this one on the bus.
        process::eventually(CLOSE_LIMIT, || {
            process::bearing(MARK, &self.mark).iter().all(|pid| *pid == self.driver.id())
        });
    }

    /// Ends the app and all that belongs to it at once, as a crash does.
    pub fn kill(self) {
        process::sweep(MARK, &self.mark);
        process::eventually(CLOSE_LIMIT, || process::bearing(MARK, &self.mark).is_empty());
    }

    /// Looks again and again until `probe` succeeds. What it last saw is told if it does not in time.
    pub async fn until<T>(
        &self,
        what: &str,
        limit: Duration,
        probe: impl AsyncFn() -> Result<T, String>,
    ) -> T {
        let deadline = Instant::now() + limit;
        loop {
            let seen = match probe().await {
                Ok(found) => return found,
                Err(seen) => seen,
            };
            if Instant::now() >= deadline {
                self.fail(&format!("not within {limit:?}: {what}; last seen: {seen}")).await;
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// Clicks the first element with this test id, as a mouse would.
    pub async fn click(&self, id: &str) {
        self.until(&format!("a click on {id}"), SOON, async || {
            let selector = format!("[data-testid=\"{id}\"]");
            let click = async { self.client.find(Locator::Css(&selector)).await?.click().await };
            match tokio::time::timeout(CALL_LIMIT, click).await {
                Ok(clicked) => clicked.map_err(|error| error.to_string()),
                Err(_) => Err(format!("no answer within {CALL_LIMIT:?}")),
            }
        })
        .await;
    }

    /// Gives the page this size.
    pub async fn resize(&self, width: u32, height: u32) {
        self.until(&format!("a page of {width}×{height}"), SOON, async || {
            let (page_width, page_height) = self.page_size().await?;
            if (page_width, page_height) == (width, height) {
                return Ok(());
            }
            let (outer_width, outer_height) =
                self.client.get_window_size().await.map_err(|error| error.to_string())?;
            // A window may be larger than its page by its frame.
            let frame = |outer: u64, inner: u32| (outer as u32).saturating_sub(inner).min(100);
            self.client
                .set_window_size(
                    width + frame(outer_width, page_width),
                    height + frame(outer_height, page_height),
                )
                .await
                .map_err(|error| error.to_string())?;
            let deadline = Instant::now() + Duration::from_secs(2);
            while Instant::now() < deadline && self.page_size().await? != (width, height) {
                tokio::time::sleep(POLL).await;
            }
            let now = self.page_size().await?;
            if now == (width, height) { Ok(()) } else { Err(format!("it is {now:?}")) }
        })
        .await;
    }

    async fn page_size(&self) -> Result<(u32, u32), String> {
        self.script("return [window.innerWidth, window.innerHeight];", &[]).await
    }

    /// Leaves a mark in the document, which a reload would take away.
    pub async fn mark_document(&self) {
        self.until("a mark in the document", SOON, async || {
            self.script::<bool>("return window.markOfTheTest = true;", &[]).await
        })
        .await;
    }

    /// Runs a script in the page.
    pub async fn script<T: DeserializeOwned>(
        &self,
        script: &str,
        arguments: &[Value],
    ) -> Result<T, String> {
        let value =
            tokio::time::timeout(CALL_LIMIT, self.client.execute(script, arguments.to_vec()))
                .await
                .map_err(|_| format!("the page did not answer within {CALL_LIMIT:?}"))?
                .map_err(|error| error.to_string())?;
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    /// Ends the test with everything that helps to see why.
    pub async fn fail(&self, reason: &str) -> ! {
        let page = self.page_text().await.unwrap_or_else(|error| format!("({error})"));
        let picture = format!("{}-failed", self.name);
        let picture = match self.try_screenshot(&picture).await {
            Ok(_) => scenario::artefacts().join(format!("{picture}.png")).display().to_string(),
            Err(error) => format!("none ({error})"),
        };
        panic!("{}: {reason}\n--- screenshot: {picture}\n--- the page's text\n{page}", self.name);
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", process::tails(&self.data_dir.join("logs")));
        }
        process::sweep(MARK, &self.mark);
    }
}

/// Starts WebDriver's server, which starts the app later on and hands its own environment down.
fn start_driver(desktop: &Desktop, launch: &Launch, name: &str, mark: &str) -> (Service, String) {
    // Between choosing a port and listening on it another program may take it.
    for attempt in 1..=3 {
        let port = free_port();
        let mut command = process::command("WebKitWebDriver");
        command.args(["--host=127.0.0.1", &format!("--port={port}")]);
        desktop.dress(&mut command);
        command.env(MARK, mark);
        command.envs(launch.environment.iter().map(|(name, value)| (name, value)));
        let log = desktop.log(&format!("{name}-{attempt}.log"));
        let mut driver = Service::start_alone(desktop.user(), &command, &log);
        let listens = process::eventually(DRIVER_LIMIT, || {
            !driver.is_running() || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
        });
        if listens && driver.is_running() {
            return (driver, format!("http://127.0.0.1:{port}"));
        }
        eprintln!("WebKitWebDriver does not listen on port {port}:\n{}", driver.tail());
    }
    panic!("{name}: WebKitWebDriver does not start");
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("there is a free port")
        .port()
}
