//! An engine behind `ssh`, as the Docker CLI reaches it: `docker system dial-stdio` there carries what is said to and fro.

use super::super::endpoint::SshTarget;
use super::Purpose;
use std::ffi::OsString;
use std::io;
use std::pin::Pin;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, ReadBuf};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Sleep;

/// How many connections there may be at once, each a process here and one there: for questions that are soon answered, and for what lasts.
/// Each has its own room, so that no log and no stream keeps the console from asking whether the engine is there.
const MOST_SHORT: usize = 8;
const MOST_LASTING: usize = 16;
/// How many of them may be new and silent at once: a server lets no more than ten strangers in at a time, and turns others away by lot.
const MOST_STARTING: usize = 4;
/// How long ssh tries to reach the host, in seconds.
const CONNECT_SECONDS: u8 = 10;
/// After so many seconds of silence ssh asks the host for a sign of life, so many times; then the connection is over.
const ALIVE_SECONDS: u8 = 15;
const ALIVE_ASKED: u8 = 3;
/// How much of what ssh complains about is kept: the end of it.
const COMPLAINTS: usize = 4_096;
/// How long to wait for the complaint of an ssh that ended. A connection that is shared keeps its end open.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Why `ssh` carries nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum SshError {
    /// The program is missing or cannot be started.
    #[error("ssh could not be started: {0}")]
    NotStarted(io::Error),
    /// It ended; what it said last.
    #[error("{0}")]
    Ended(String),
}

/// Starts `ssh`.
#[derive(Debug)]
pub(super) struct Dialer {
    short: Arc<Semaphore>,
    lasting: Arc<Semaphore>,
    starting: Arc<Semaphore>,
    /// The program.
    program: OsString,
}

impl Default for Dialer {
    fn default() -> Self {
        Self {
            short: Arc::new(Semaphore::new(MOST_SHORT)),
            lasting: Arc::new(Semaphore::new(MOST_LASTING)),
            starting: Arc::new(Semaphore::new(MOST_STARTING)),
            program: "ssh".into(),
        }
    }
}

impl Dialer {
    /// Starts another program in its place.
    #[cfg(all(test, target_os = "linux"))]
    pub(super) fn by(program: impl Into<OsString>) -> Self {
        Self { program: program.into(), ..Self::default() }
    }

    pub(super) async fn dial(
        &self,
        target: &SshTarget,
        purpose: Purpose,
    ) -> io::Result<SshConnection> {
        let room = match purpose {
            Purpose::Short => &self.short,
            Purpose::Lasting => &self.lasting,
        };
        let permit = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
        let starting =
            Arc::clone(&self.starting).acquire_owned().await.map_err(io::Error::other)?;
        let mut command = Command::new(&self.program);
        command
            .args(arguments(target))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        #[cfg(windows)]
        {
            // No console window for each connection.
            const CREATE_NO_WINDOW: u32 = 0x0800_0000;
            command.creation_flags(CREATE_NO_WINDOW);
        }
        let not_started = |error| io::Error::other(SshError::NotStarted(error));
        let mut child = command.spawn().map_err(not_started)?;
        let (Some(stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(not_started(io::ErrorKind::BrokenPipe.into()));
        };
        let complaints = Complaints::of(stderr);
        Ok(SshConnection {
            stdin,
            stdout,
            complaints,
            ending: None,
            starting: Some(starting),
            _child: child,
            _permit: permit,
        })
    }
}

/// What `ssh` is told. Nothing may be asked of a person, for nobody would see it.
fn arguments(target: &SshTarget) -> Vec<String> {
    let mut arguments: Vec<String> =
        ["-T", "-o", "BatchMode=yes", "-o"].map(str::to_owned).to_vec();
    arguments.push(format!("ConnectTimeout={CONNECT_SECONDS}"));
    // A log may be quiet for hours; only so does it show that there is nobody any more who could write to it.
    arguments.extend(["-o".to_owned(), format!("ServerAliveInterval={ALIVE_SECONDS}")]);
    arguments.extend(["-o".to_owned(), format!("ServerAliveCountMax={ALIVE_ASKED}")]);
    if let Some(port) = target.port {
        arguments.extend(["-p".to_owned(), port.to_string()]);
    }
    if let Some(user) = &target.user {
        arguments.extend(["-l".to_owned(), user.clone()]);
    }
    arguments.extend(["--", &target.host, "docker"].map(str::to_owned));
    if let Some(socket) = &target.socket {
        arguments.extend(["--host".to_owned(), format!("unix://{socket}")]);
    }
    arguments.extend(["system", "dial-stdio"].map(str::to_owned));
    arguments
}

/// What `ssh` complains about, as it comes.
#[derive(Debug)]
struct Complaints {
    text: Arc<Mutex<Vec<u8>>>,
    done: tokio::task::JoinHandle<()>,
}

impl Complaints {
    fn of(mut stderr: ChildStderr) -> Self {
        let text = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&text);
        let done = tokio::spawn(async move {
            let mut read = [0; 1_024];
            while let Ok(length @ 1..) = stderr.read(&mut read).await {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.extend_from_slice(&read[..length]);
                let surplus = kept.len().saturating_sub(COMPLAINTS);
                kept.drain(..surplus);
            }
        });
        Self { text, done }
    }

    /// The last line of it.
    fn last_line(&self) -> String {
        let text = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&text);
        let line = text.lines().map(str::trim).rfind(|line| !line.is_empty());
        line.unwrap_or("ssh ended without saying why").to_owned()
    }
}

impl Drop for Complaints {
    fn drop(&mut self) {
        self.done.abort();
    }
}

/// A connection that `ssh` carries; it is killed when nobody needs it any more.
#[derive(Debug)]
pub(super) struct SshConnection {
    stdin: ChildStdin,
    stdout: ChildStdout,
    complaints: Complaints,
    /// It ended, and its last words are waited for until then.
    ending: Option<Pin<Box<Sleep>>>,
    /// Until it says something.
    starting: Option<OwnedSemaphorePermit>,
    _child: Child,
    _permit: OwnedSemaphorePermit,
}

impl SshConnection {
    /// Waits for why it ended.
    fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        let ending = self.ending.get_or_insert_with(|| Box::pin(tokio::time::sleep(LAST_WORDS)));
        if !self.complaints.done.is_finished()
            && Pin::new(&mut self.complaints.done).poll(context).is_pending()
        {
            ready!(ending.as_mut().poll(context));
        }
        Poll::Ready(io::Error::other(SshError::Ended(self.complaints.last_line())))
    }
}

impl AsyncRead for SshConnection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if self.ending.is_none() {
            ready!(Pin::new(&mut self.stdout).poll_read(context, buffer))?;
            self.starting = None;
            if buffer.filled().len() > before || buffer.remaining() == 0 {
                return Poll::Ready(Ok(()));
            }
        }
        self.poll_end(context).map(Err)
    }
}

impl AsyncWrite for SshConnection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match ready!(Pin::new(&mut self.stdin).poll_write(context, bytes)) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.poll_end(context).map(Err)
            }
            written => Poll::Ready(written),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stdin).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stdin).poll_shutdown(context)
    }
}
