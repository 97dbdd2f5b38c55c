//! Reading a file of the kernel anew, into room that is there already.

use rustix::io::Errno;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

/// What most files need. It grows where one says more, and stays that large.
const ROOM: usize = 4096;
/// More than this no file of the kernel says of one container.
const MOST_ROOM: usize = 1 << 20;

/// Room for what a file says, used for one after the other.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    room: Vec<u8>,
}

/// How the end of a file is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The kernel hands all of it out at once, so it ends where there is room left.
    RoomLeft,
    /// The kernel hands it out in parts, so it ends with an empty one.
    EmptyPart,
}

impl Scratch {
    /// What an open file says now, from its beginning.
    pub(super) fn read(&mut self, file: &File, end: End) -> io::Result<&[u8]> {
        if self.room.is_empty() {
            self.room.resize(ROOM, 0);
        }
        let mut length = 0;
        loop {
            if length == self.room.len() {
                if length >= MOST_ROOM {
                    return Err(io::ErrorKind::FileTooLarge.into());
                }
                self.room.resize(length * 2, 0);
            }
            let part = match file.read_at(&mut self.room[length..], length as u64) {
                Ok(part) => part,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            length += part;
            if part == 0 || (end == End::RoomLeft && length < self.room.len()) {
                return Ok(&self.room[..length]);
            }
        }
    }
}

/// Whether this is how the kernel says that what the file is about is no more.
pub(super) fn is_gone(error: &io::Error) -> bool {
    [Errno::NODEV, Errno::NOENT, Errno::SRCH]
        .iter()
        .any(|gone| error.raw_os_error() == Some(gone.raw_os_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_whole_however_long_and_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut scratch = Scratch::default();
        for length in [0, 1, ROOM - 1, ROOM, ROOM + 1, 5 * ROOM, 10] {
            let text = vec![b'x'; length];
            std::fs::write(&path, &text).unwrap();
            let file = File::open(&path).unwrap();
            for end in [End::RoomLeft, End::EmptyPart] {
                assert_eq!(scratch.read(&file, end).unwrap().len(), length);
            }
        }
        std::fs::write(&path, vec![b'x'; MOST_ROOM + 1]).unwrap();
        let endless = scratch.read(&File::open(&path).unwrap(), End::RoomLeft).unwrap_err();
        assert_eq!(endless.kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_process_that_ended_is_gone() {
        let mut child = std::process::Command::new("sleep").arg("1000").spawn().unwrap();
        let file = File::open(format!("/proc/{}/stat", child.id())).unwrap();
        let mut scratch = Scratch::default();
        assert!(!scratch.read(&file, End::RoomLeft).unwrap().is_empty());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(is_gone(&scratch.read(&file, End::RoomLeft).unwrap_err()));
        assert!(!is_gone(&io::ErrorKind::PermissionDenied.into()));
    }
}
