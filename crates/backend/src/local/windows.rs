//! Named pipes. A pipe's name is anybody's to take, so a file in the data directory says which one it is, and no name is used twice;
//! its descriptor lets its owner and the system in, and nobody else.

use interprocess::os::windows::named_pipe::tokio::{DuplexPipeStream, PipeListener};
use interprocess::os::windows::named_pipe::{PipeListenerOptions, pipe_mode};
use interprocess::os::windows::security_descriptor::SecurityDescriptor;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tracing::warn;
use widestring::u16cstr;

/// Where the system keeps its pipes.
const PREFIX: &str = r"\\.\pipe\mini-aws-console-";
/// A pipe's name is no longer than this.
const LONGEST_NAME: u64 = 256;

/// Takes connections until it is dropped.
pub(super) struct Listener {
    listener: PipeListener<pipe_mode::Bytes, pipe_mode::Bytes>,
    path: PathBuf,
}

impl Listener {
    /// Listens, and says in the file `name` of `folder` where.
    pub(super) fn bind(folder: &Path, name: &str) -> io::Result<Self> {
        let mut secret = [0_u8; 16];
        getrandom::fill(&mut secret).map_err(io::Error::other)?;
        let word: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let pipe = format!("{PREFIX}{word}");
        // The owner and the system, by the names that Windows has for them; what is not named is refused.
        let only_owner = SecurityDescriptor::deserialize(u16cstr!("D:P(A;;GA;;;OW)(A;;GA;;;SY)"))?;
        let listener = PipeListenerOptions::new()
            .path(Path::new(&pipe))
            .security_descriptor(Some(only_owner))
            .create_tokio_duplex::<pipe_mode::Bytes>()?;
        let path = folder.join(name);
        fs::write(&path, pipe)?;
        Ok(Self { listener, path })
    }

    /// The next connection.
    pub(super) async fn accept(&mut self) -> io::Result<DuplexPipeStream<pipe_mode::Bytes>> {
        self.listener.accept().await
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path) {
            warn!(%error, path = %self.path.display(), "the console's pipe stays named");
        }
    }
}

/// Connects to the pipe that `name` in `folder` names; `None` where nobody listens.
pub(super) async fn connect(
    folder: &Path,
    name: &str,
) -> io::Result<Option<DuplexPipeStream<pipe_mode::Bytes>>> {
    let file = folder.join(name);
    let pipe = match fs::metadata(&file).map(|known| known.len()) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Ok(length) if length > LONGEST_NAME => {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its file names no pipe"));
        }
        known => known.and_then(|_| fs::read_to_string(&file))?,
    };
    if !pipe.starts_with(PREFIX) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "its file names no pipe"));
    }
    match DuplexPipeStream::connect_by_path(pipe.as_str()).await {
        Ok(stream) => Ok(Some(stream)),
        // Its owner ended badly, and the file stayed.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
