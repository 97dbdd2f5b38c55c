//! The window under test, seen and handled as a person would, through WebDriver.

use super::display::Desktop;
use super::figures;
use super::process::{self, Service};
use super::scenario;
use super::screenshot::{self, Area, Picture};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::cell::Cell;
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

/// One row of the table of instances, as it can be read.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    name: String,
    cpu: String,
    memory: String,
}

impl Row {
    /// Percent of one core, if the row has a reading.
    pub fn cpu_percent(&self) -> Result<f64, String> {
        figures::percent(&self.cpu).ok_or_else(|| format!("{} has CPU {:?}", self.name, self.cpu))
    }

    /// Bytes in use, if the row has a reading.
    pub fn memory_bytes(&self) -> Result<f64, String> {
        figures::size(&self.memory)
            .ok_or_else(|| format!("{} has memory {:?}", self.name, self.memory))
    }
}

/// What a chart shows.
#[derive(Debug, Clone, Deserialize)]
pub struct Chart {
    /// What can be read in its card: heading, usage and legend.
    pub text: String,
    /// How many values all lines have together, without gaps.
    pub points: usize,
    /// Whether anything is on the canvas.
    pub painted: bool,
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

    /// Waits until the text of an element meets a condition.
    pub async fn wait_for(
        &self,
        id: &str,
        limit: Duration,
        is_it: impl Fn(&str) -> bool,
    ) -> String {
        self.until(id, limit, async || {
            let text = self.text(id).await?;
            if is_it(&text) { Ok(text) } else { Err(format!("{text:?}")) }
        })
        .await
    }

    /// The text of the first element with this test id.
    pub async fn text(&self, id: &str) -> Result<String, String> {
        let script = "const found = document.querySelector(`[data-testid=\"${arguments[0]}\"]`);
            return found && found.innerText;";
        let text: Option<String> = self.script(script, &[json!(id)]).await?;
        text.ok_or_else(|| format!("there is no {id}"))
    }

    /// The texts of all elements with this test id.
    pub async fn texts(&self, id: &str) -> Result<Vec<String>, String> {
        let script = "return [...document.querySelectorAll(`[data-testid=\"${arguments[0]}\"]`)]
            .map((found) => found.innerText);";
        self.script(script, &[json!(id)]).await
    }

    /// How many elements have this test id.
    pub async fn count(&self, id: &str) -> Result<usize, String> {
        Ok(self.texts(id).await?.len())
    }

    /// Everything that can be read in the window.
    pub async fn page_text(&self) -> Result<String, String> {
        self.script("return document.body ? document.body.innerText : '';", &[]).await
    }

    /// Waits until the window shows each of these texts, in whatever case.
    pub async fn wait_for_texts(&self, limit: Duration, wanted: &[&str]) -> String {
        self.until(&format!("{wanted:?} on the page"), limit, async || {
            let page = self.page_text().await?;
            let lower = page.to_lowercase();
            let lacking: Vec<_> =
                wanted.iter().filter(|text| !lower.contains(&text.to_lowercase())).collect();
            if lacking.is_empty() { Ok(page) } else { Err(format!("{lacking:?} is missing")) }
        })
        .await
    }

    /// The headline number of a card.
    pub async fn card(&self, id: &str) -> Result<usize, String> {
        let script = "const found = document.querySelector(
                `[data-testid=\"${arguments[0]}\"] [data-testid=\"card-value\"]`);
            return found && found.innerText;";
        let text: Option<String> = self.script(script, &[json!(id)]).await?;
        let text = text.ok_or_else(|| format!("{id} shows no number"))?;
        text.trim().parse().map_err(|_| format!("{id} shows {text:?}"))
    }

    /// The row of the instance with this name, on the page of instances.
    pub async fn row(&self, name: &str) -> Result<Row, String> {
        let script = "return [...document.querySelectorAll('[data-testid=\"instance-row\"]')].map((row) => {
                const headings = [...row.closest('table').querySelectorAll('thead th')];
                const cell = (title) => {
                    const place = headings.findIndex((heading) => heading.innerText.startsWith(title));
                    return place < 0 ? 'no such column' : row.cells[place].innerText.trim();
                };
                return { name: cell('Name'), cpu: cell('CPU'), memory: cell('Memory') };
            });";
        let rows: Vec<Row> = self.script(script, &[]).await?;
        let names: Vec<_> = rows.iter().map(|row| row.name.clone()).collect();
        rows.into_iter()
            .find(|row| row.name == name)
            .ok_or_else(|| format!("no row of {name} among {names:?}"))
    }

    /// What a chart shows. Its lines are painted, and so are asked of the chart itself.
    pub async fn chart(&self, id: &str) -> Result<Chart, String> {
        let script = "const frame = document.querySelector(`[data-testid=\"${arguments[0]}\"]`);
            if (!frame) return null;
            const own = '[_echarts_instance_]';
            const place = frame.matches(own) ? frame : frame.querySelector(own);
            const chart = place && window.echarts && window.echarts.getInstanceByDom(place);
            const canvas = frame.querySelector('canvas');
            if (!chart || !canvas) return null;
            const value = (item) => Array.isArray(item) ? item[item.length - 1]
                : item !== null && typeof item === 'object' ? item.value : item;
            const known = (item) => {
                const found = value(item);
                return found !== null && found !== undefined && found !== '-';
            };
            const option = chart.getOption();
            const area = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            return {
                text: frame.innerText,
                points: (option.series || [])
                    .map((series) => [...(series.data || [])].filter(known).length)
                    .reduce((sum, length) => sum + length, 0),
                painted: area.some((part) => part !== 0),
            };";
        let chart: Option<Chart> = self.script(script, &[json!(id)]).await?;
        chart.ok_or_else(|| format!("{id} has no chart"))
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

    /// How light the page's background is, from 0 (black) to 255 (white).
    pub async fn lightness(&self) -> Result<f64, String> {
        // The canvas turns any notation of a colour into red, green and blue.
        let script = "const pen = document.createElement('canvas').getContext('2d');
            for (const part of [document.documentElement, document.body]) {
                pen.fillStyle = getComputedStyle(part).backgroundColor;
                pen.fillRect(0, 0, 1, 1);
            }
            const [red, green, blue, opacity] = pen.getImageData(0, 0, 1, 1).data;
            return opacity === 0 ? 255 : 0.2126 * red + 0.7152 * green + 0.0722 * blue;";
        self.script(script, &[]).await
    }

    /// Leaves a mark in the document, which a reload would take away.
    pub async fn mark_document(&self) {
        self.until("a mark in the document", SOON, async || {
            self.script::<bool>("return window.markOfTheTest = true;", &[]).await
        })
        .await;
    }

    /// Whether the document is still the one that was marked.
    pub async fn is_marked(&self) -> Result<bool, String> {
        self.script("return window.markOfTheTest === true;", &[]).await
    }

    /// Takes a picture into the folder of artefacts, once what was last asked for has reached the screen.
    pub async fn screenshot(&self, name: &str) -> Picture {
        let last = Cell::new(None::<Picture>);
        self.until(&format!("a steady picture, {name}"), SOON, async || {
            let dark_page = self.lightness().await? < 128.0;
            let picture = self.try_screenshot(name).await?;
            let before = last.replace(Some(picture));
            // Frames are drawn all the time, but no longer all over the window.
            let is_steady = before.is_some_and(|before| {
                (before.lightness - picture.lightness).abs() < 1.0
                    && (before.width, before.height) == (picture.width, picture.height)
            });
            if is_steady && (picture.lightness < 128.0) == dark_page {
                Ok(picture)
            } else {
                Err(format!("{picture:?}"))
            }
        })
        .await
    }

    // WebDriver's own pictures need a compositor, so this one is of the screen, which is what a person would see anyway.
    async fn try_screenshot(&self, name: &str) -> Result<Picture, String> {
        let place: Area = self
            .script(
                "return { left: Math.max(0, window.screenX), top: Math.max(0, window.screenY),
                    width: window.innerWidth, height: window.innerHeight };",
                &[],
            )
            .await
            // A page that does not answer may still be seen.
            .unwrap_or(Area { left: 0, top: 0, width: usize::MAX, height: usize::MAX });
        screenshot::take(&self.screen, place, &scenario::artefacts().join(format!("{name}.png")))
            .map_err(|error| error.to_string())
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
