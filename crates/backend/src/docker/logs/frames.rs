//! Takes the engine's frames apart: each says to which stream what follows was written.

use hyper::body::Bytes;
use mini_aws_domain::LogStream;

/// The stream, three zeroes, and how many bytes follow.
const HEADER: usize = 8;
/// How much is kept of what the engine says went wrong.
const LONGEST_COMPLAINT: usize = 1024;

/// Why a log cannot be read on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// What came is no frame.
    #[error("what the engine sent is no log")]
    Malformed,
    /// It ended in the middle of a frame.
    #[error("the engine broke off")]
    CutOff,
    /// The engine says itself that something went wrong.
    #[error("{0}")]
    Said(String),
}

/// Some bytes that an instance wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it wrote them to.
    pub(crate) stream: LogStream,
    /// What it wrote; not cut where lines end.
    pub(crate) bytes: Bytes,
}

/// Reads frames that come in pieces of any length, and holds none of what is in them.
#[derive(Debug)]
pub(crate) struct Frames {
    /// A terminal's log has no frames.
    is_plain: bool,
    header: Vec<u8>,
    /// How many bytes of the present frame are yet to come.
    left: usize,
    stream: Option<LogStream>,
    complaint: Vec<u8>,
}

impl Frames {
    /// Of an instance that writes to a terminal, or not.
    pub(crate) fn new(has_terminal: bool) -> Self {
        Self {
            is_plain: has_terminal,
            header: Vec::with_capacity(HEADER),
            left: 0,
            stream: None,
            complaint: Vec::new(),
        }
    }

    /// Takes the next bytes and tells what was written.
    ///
    /// # Errors
    /// If these are no frames, or one says that the engine failed.
    pub(crate) fn feed(&mut self, mut bytes: Bytes) -> Result<Vec<Piece>, FrameError> {
        let mut pieces = Vec::new();
        if self.is_plain {
            if !bytes.is_empty() {
                pieces.push(Piece { stream: LogStream::Out, bytes });
            }
            return Ok(pieces);
        }
        while !bytes.is_empty() {
            if self.left == 0 {
                let missing = (HEADER - self.header.len()).min(bytes.len());
                self.header.extend_from_slice(&bytes.split_to(missing));
                if self.header.len() == HEADER {
                    self.begin()?;
                }
                continue;
            }
            let part = bytes.split_to(self.left.min(bytes.len()));
            self.left -= part.len();
            match self.stream {
                Some(stream) => pieces.push(Piece { stream, bytes: part }),
                None => {
                    let room = LONGEST_COMPLAINT.saturating_sub(self.complaint.len());
                    self.complaint.extend_from_slice(&part[..part.len().min(room)]);
                    if self.left == 0 {
                        let said = String::from_utf8_lossy(&self.complaint);
                        return Err(FrameError::Said(said.trim().to_owned()));
                    }
                }
            }
        }
        Ok(pieces)
    }

    /// Takes note that no more comes.
    ///
    /// # Errors
    /// If it ends within a frame.
    pub(crate) fn finish(&self) -> Result<(), FrameError> {
        if self.left == 0 && self.header.is_empty() { Ok(()) } else { Err(FrameError::CutOff) }
    }

    /// Begins a frame once its header is whole.
    fn begin(&mut self) -> Result<(), FrameError> {
        let &[stream, 0, 0, 0, a, b, c, d] = &self.header[..] else {
            return Err(FrameError::Malformed);
        };
        self.stream = match stream {
            // What was written to the standard input is told with what was written to the output.
            0 | 1 => Some(LogStream::Out),
            2 => Some(LogStream::Err),
            3 => None,
            _ => return Err(FrameError::Malformed),
        };
        self.left = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        self.header.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frame(stream: u8, text: &str) -> Vec<u8> {
        let length = u32::try_from(text.len()).unwrap().to_be_bytes();
        [&[stream, 0, 0, 0][..], &length, text.as_bytes()].concat()
    }

    fn recorded() -> Vec<u8> {
        let parts = [(1, "one\n"), (2, ""), (2, "two\n"), (0, "three"), (1, "\n")];
        parts.iter().flat_map(|(stream, text)| frame(*stream, text)).collect()
    }

    /// What was written, with pieces of one stream joined.
    fn read(chunks: impl Iterator<Item = Vec<u8>>) -> Result<Vec<(LogStream, String)>, FrameError> {
        let mut frames = Frames::new(false);
        let mut told: Vec<(LogStream, String)> = Vec::new();
        for chunk in chunks {
            for piece in frames.feed(chunk.into())? {
                let text = String::from_utf8_lossy(&piece.bytes).into_owned();
                match told.last_mut() {
                    Some((stream, before)) if *stream == piece.stream => before.push_str(&text),
                    _ => told.push((piece.stream, text)),
                }
            }
        }
        frames.finish().map(|()| told)
    }

    proptest! {
        #[test]
        fn however_it_is_cut_it_is_the_same(cuts in proptest::collection::vec(1_usize..9, 1..40)) {
            let all = recorded();
            let mut rest = &all[..];
            let mut sizes = cuts.iter().cycle();
            let chunks = std::iter::from_fn(|| {
                let size = (*sizes.next()?).min(rest.len());
                let (chunk, after) = rest.split_at(size);
                rest = after;
                (!chunk.is_empty()).then(|| chunk.to_vec())
            });
            let told = read(chunks).unwrap();
            let expected = [
                (LogStream::Out, "one\n"), (LogStream::Err, "two\n"), (LogStream::Out, "three\n"),
            ];
            prop_assert_eq!(told, expected.map(|(stream, text)| (stream, text.to_owned())));
        }

        #[test]
        fn whatever_comes_it_goes_on_or_ends(bytes: Vec<u8>) {
            let _ = read(std::iter::once(bytes));
        }
    }

    #[test]
    fn what_is_cut_off_is_told() {
        let all = recorded();
        for length in [3, all.len() - 1] {
            let told = read(std::iter::once(all[..length].to_vec()));
            assert_eq!(told, Err(FrameError::CutOff), "after {length}");
        }
    }

    #[test]
    fn what_is_no_log_is_refused() {
        for bytes in [&b"HTTP/1.1 200 OK\r\n"[..], &[4, 0, 0, 0, 0, 0, 0, 1, 0], &[1; 8]] {
            assert_eq!(read(std::iter::once(bytes.to_vec())), Err(FrameError::Malformed));
        }
    }

    #[test]
    fn the_engines_own_complaint_is_its_reason() {
        let told = read(std::iter::once(frame(3, "error from daemon: disk gone\n")));
        assert_eq!(told, Err(FrameError::Said("error from daemon: disk gone".to_owned())));
    }

    #[test]
    fn a_terminals_log_is_as_it_is() {
        let mut frames = Frames::new(true);
        let pieces = frames.feed(Bytes::from_static(b"\x01\0\0\0")).unwrap();
        let bytes = Bytes::from_static(b"\x01\0\0\0");
        assert_eq!(pieces, [Piece { stream: LogStream::Out, bytes }]);
        assert!(frames.finish().is_ok() && frames.feed(Bytes::new()).unwrap().is_empty());
    }
}
