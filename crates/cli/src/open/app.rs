//! The desktop app as a program: found, started, and let go.

use super::OpenError;
use mini_aws_backend::{CommonOptions, DataDir};
use mini_aws_domain::Place;
use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tracing::debug;

/// The app's name, as a program.
const NAME: &str = "mini-aws-console";
/// Where it says what goes wrong before it has a log, in the logs' directory.
const STDERR: &str = "stderr.log";
/// How much of what it said at last is told.
const SAID: usize = 600;

/// The app, which goes on without us.
#[derive(Debug)]
pub struct App {
    child: Child,
    said: PathBuf,
    has_handed_over: bool,
}

impl App {
    /// Starts the app that belongs to this program, with the same options, on its own feet.
    ///
    /// # Errors
    /// [`OpenError::Missing`], [`OpenError::NotStarted`]
    pub fn start(common: &CommonOptions, dir: &DataDir, place: &Place) -> Result<Self, OpenError> {
        let program = find()?;
        let not_started = |source| OpenError::NotStarted { program: program.clone(), source };
        let (stderr, said) = stderr(dir).map_err(not_started)?;
        let mut command = Command::new(&program);
        command.args(arguments(common, place)).stdin(Stdio::null()).stdout(Stdio::null());
        command.stderr(stderr);
        on_its_own(&mut command);
        let child = command.spawn().map_err(not_started)?;
        Ok(Self { child, said, has_handed_over: false })
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Whether all is well with it: it runs, or it found that another one does, handed over to that and ended.
    ///
    /// # Errors
    /// [`OpenError::Ended`] with its own words.
    pub fn check(&mut self) -> Result<(), OpenError> {
        if self.has_handed_over {
            return Ok(());
        }
        // A child that cannot be asked after has nothing to tell either; the time limit goes on.
        match self.child.try_wait().ok().flatten() {
            None => Ok(()),
            Some(status) if status.success() => {
                self.has_handed_over = true;
                Ok(())
            }
            Some(status) => {
                Err(OpenError::Ended { status: status.to_string(), said: self.last_words() })
            }
        }
    }

    /// What it said at last, on one line.
    fn last_words(&self) -> String {
        let bytes = match fs::read(&self.said) {
            Ok(bytes) => bytes,
            Err(error) => return format!("what it said could not be read ({error})"),
        };
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> =
            text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let said = lines.join(" ");
        let skip = said.chars().count().saturating_sub(SAID);
        said.chars().skip(skip).collect()
    }
}

/// The file that becomes the app's stderr for its life, and where it is: one that people find later, or else one among the system's
/// temporary files.
fn stderr(dir: &DataDir) -> io::Result<(File, PathBuf)> {
    let path = dir.logs().map_err(io::Error::other).map(|logs| logs.join(STDERR));
    match path.and_then(|path| Ok((begin(&path)?, path))) {
        Ok(made) => Ok(made),
        Err(error) => {
            debug!(%error, "what the app says goes to a temporary file");
            let named = format!("{NAME}-");
            let file = tempfile::Builder::new().prefix(&named).suffix(".log").tempfile()?;
            file.keep().map_err(io::Error::from)
        }
    }
}

/// An empty file for its owner alone. An app that writes into it still goes on at its end.
fn begin(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    file.set_len(0)?;
    Ok(file)
}

/// The app beside this program's own file, or on PATH.
fn find() -> Result<PathBuf, OpenError> {
    let name = format!("{NAME}{}", env::consts::EXE_SUFFIX);
    // A link on PATH may lead to where both are installed.
    let own = env::current_exe().and_then(fs::canonicalize).ok();
    let beside = own.as_deref().and_then(Path::parent).map(Path::to_owned);
    let path = env::var_os("PATH").unwrap_or_default();
    let mut looked: Vec<PathBuf> = Vec::new();
    for folder in beside.into_iter().chain(env::split_paths(&path)) {
        let program = folder.join(&name);
        if is_program(&program) {
            return Ok(program);
        }
        if !folder.as_os_str().is_empty() && !looked.contains(&folder) {
            looked.push(folder);
        }
    }
    Err(OpenError::Missing { name, looked })
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// What the app is told: the options that were given here, and where to go.
fn arguments(common: &CommonOptions, place: &Place) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = Vec::new();
    let mut add = |name: &str, value: OsString| arguments.extend([name.into(), value]);
    if let Some(dir) = &common.data_dir {
        add("--data-dir", std::path::absolute(dir).unwrap_or_else(|_| dir.clone()).into());
    }
    if let Some(host) = &common.host {
        add("--host", host.into());
    }
    if let Some(instances) = common.demo {
        add("--demo", instances.to_string().into());
    }
    // In one word, so that a name that begins as an option does is taken for a name.
    match (&place.instance, place.page) {
        (Some(instance), _) => arguments.push(format!("--instance={instance}").into()),
        (None, Some(page)) => arguments.push(format!("--page={}", page.slug()).into()),
        (None, None) => {}
    }
    arguments
}

/// What ends this program, such as Ctrl-C in its terminal, is nothing to the app.
#[cfg(unix)]
fn on_its_own(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(windows)]
fn on_its_own(command: &mut Command) {
    use std::os::windows::process::CommandExt as _;
    const DETACHED_PROCESS: u32 = 0x8;
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;
    command.creation_flags(DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::Page;

    #[test]
    fn options_are_handed_on() {
        let common = CommonOptions {
            host: None,
            data_dir: Some("/data/here".into()),
            demo: Some(24),
            sampling: None,
        };
        let place = Place::new(None, Some("-web")).unwrap();
        let expected = ["--data-dir", "/data/here", "--demo", "24", "--instance=-web"];
        assert_eq!(arguments(&common, &place), expected);
        let host = CommonOptions { host: Some("tcp://h:1".to_owned()), ..CommonOptions::default() };
        let page = Place::new(Some(Page::Volumes), None).unwrap();
        assert_eq!(arguments(&host, &page), ["--host", "tcp://h:1", "--page=volumes"]);
        assert!(arguments(&CommonOptions::default(), &Place::default()).is_empty());
    }
}
