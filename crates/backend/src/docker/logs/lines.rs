//! Puts lines together from pieces of any length.

use chrono::{DateTime, Utc};
use mini_aws_domain::{LogLine, LogStream};

/// The longest line that is told, in bytes. Docker itself writes what is longer in several parts of this length.
const LONGEST: usize = 16 * 1024;
/// The longest time that an engine writes before a line, with the space after it.
const LONGEST_TIME: usize = 40;

/// Lines of both streams, each with the engine's time before it.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    out: Line,
    err: Line,
}

/// The line of one stream that is not whole yet.
#[derive(Debug, Default)]
struct Line {
    bytes: Vec<u8>,
    /// It is longer than what is kept of it.
    is_cut: bool,
    /// Its beginning was told already, with this time.
    begun: Option<Option<DateTime<Utc>>>,
}

impl Lines {
    /// Takes the next bytes of a stream and adds the lines that end in them.
    pub(crate) fn feed(&mut self, stream: LogStream, bytes: &[u8], lines: &mut Vec<LogLine>) {
        let line = match stream {
            LogStream::Out => &mut self.out,
            LogStream::Err => &mut self.err,
        };
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            match part.split_last() {
                Some((b'\n', text)) => {
                    line.add(text);
                    lines.push(line.end(stream));
                }
                _ => line.add(part),
            }
        }
    }

    /// Whether there is the beginning of a line that could be told.
    pub(crate) fn has_rest(&self) -> bool {
        self.out.can_be_told() || self.err.can_be_told()
    }

    /// Adds what was begun and has not ended: no more comes, or not soon.
    pub(crate) fn flush(&mut self, lines: &mut Vec<LogLine>) {
        for (line, stream) in [(&mut self.out, LogStream::Out), (&mut self.err, LogStream::Err)] {
            if line.can_be_told() {
                let told = line.end(stream);
                line.begun = Some(told.at);
                lines.push(told);
            }
        }
    }
}

impl Line {
    fn add(&mut self, text: &[u8]) {
        let room = (LONGEST + LONGEST_TIME).saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(&text[..text.len().min(room)]);
        self.is_cut |= text.len() > room;
    }

    /// Of a time alone, or a part of one, nothing is to be seen.
    fn can_be_told(&self) -> bool {
        !take_time(&self.bytes).1.is_empty()
            && (self.bytes.len() > LONGEST_TIME || self.bytes.contains(&b' '))
    }

    fn end(&mut self, stream: LogStream) -> LogLine {
        let (at, text) = take_time(&self.bytes);
        let mut text = if self.is_cut { text } else { text.strip_suffix(b"\r").unwrap_or(text) };
        let mut is_cut = self.is_cut;
        if text.len() > LONGEST {
            text = &text[..LONGEST];
            is_cut = true;
        }
        let line = LogLine {
            at: at.or_else(|| self.begun.take().flatten()),
            stream,
            text: String::from_utf8_lossy(if is_cut { whole(text) } else { text }).into_owned(),
            is_cut,
        };
        self.bytes.clear();
        // One line may have been long; not all of them are.
        self.bytes.shrink_to(1024);
        self.is_cut = false;
        self.begun = None;
        line
    }
}

/// Takes the engine's time off a line.
fn take_time(line: &[u8]) -> (Option<DateTime<Utc>>, &[u8]) {
    let end = line.iter().take(LONGEST_TIME).position(|&byte| byte == b' ');
    let (word, text) = match end {
        Some(end) => (&line[..end], &line[end + 1..]),
        None => (line, &line[line.len()..]),
    };
    let time = std::str::from_utf8(word).ok().filter(|word| word.len() < LONGEST_TIME);
    match time.and_then(|word| DateTime::parse_from_rfc3339(word).ok()) {
        Some(at) => (Some(at.with_timezone(&Utc)), text),
        None => (None, line),
    }
}

/// A text that was cut, without the character that was cut with it.
fn whole(text: &[u8]) -> &[u8] {
    let back = text.iter().rev().take(4).position(|&byte| byte & 0xc0 != 0x80).unwrap_or(0);
    let begin = text.len().saturating_sub(back + 1);
    match std::str::from_utf8(&text[begin..]) {
        Err(error) if error.error_len().is_none() => &text[..begin],
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AT: &str = "2026-11-23T17:24:16.828341490Z";

    fn lines(chunks: &[(LogStream, &[u8])]) -> Vec<LogLine> {
        let mut assembled = Lines::default();
        let mut told = Vec::new();
        for (stream, chunk) in chunks {
            assembled.feed(*stream, chunk, &mut told);
        }
        assembled.flush(&mut told);
        told
    }

    fn out(text: &[u8]) -> Vec<LogLine> {
        lines(&[(LogStream::Out, text)])
    }

    fn texts(lines: &[LogLine]) -> Vec<&str> {
        lines.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn each_line_has_its_time_and_its_stream() {
        let told = lines(&[
            (LogStream::Out, format!("{AT} one\n{AT} \n").as_bytes()),
            (LogStream::Err, format!("{AT} bro").as_bytes()),
            (LogStream::Out, format!("{AT} two\r\n").as_bytes()),
            (LogStream::Err, b"ken\n"),
        ]);
        assert_eq!(texts(&told), ["one", "", "two", "broken"]);
        assert!(told.iter().all(|line| line.at == Some(AT.parse().unwrap()) && !line.is_cut));
        let streams: Vec<_> = told.iter().map(|line| line.stream).collect();
        assert_eq!(streams, [LogStream::Out, LogStream::Out, LogStream::Out, LogStream::Err]);
    }

    #[test]
    fn times_of_every_engine_are_read_and_what_is_none_is_text() {
        let told = out(b"2026-11-23T18:24:16+01:00 podman\nno time\n2026 x\n2026-11-23T17:24:16Z");
        assert_eq!(texts(&told), ["podman", "no time", "2026 x"], "a time alone is no line yet");
        assert_eq!(told[0].at, Some("2026-11-23T17:24:16Z".parse().unwrap()));
        assert_eq!((told[1].at, told[2].at), (None, None));
        assert_eq!(texts(&out(b"2026-11-23T17:24:16Z\n")), [""]);
    }

    #[test]
    fn what_is_no_text_is_replaced_and_escapes_stay() {
        let told = out(b"\x1b[31mred\x1b[0m\nbin \xff\xfe \x01\r\ra\rb\n");
        assert_eq!(texts(&told), ["\x1b[31mred\x1b[0m", "bin \u{fffd}\u{fffd} \x01\r\ra\rb"]);
    }

    #[test]
    fn a_long_line_is_cut_and_the_next_one_is_whole() {
        let long = format!("{AT} {}\n{AT} next\n", "ü".repeat(LONGEST));
        let told = out(long.as_bytes());
        assert_eq!(told.len(), 2);
        assert!(told[0].is_cut && told[0].text.chars().all(|letter| letter == 'ü'));
        assert_eq!(told[0].text.len(), LONGEST);
        assert_eq!((told[1].text.as_str(), told[1].is_cut), ("next", false));
        let exact = format!("{AT} {}\n", "x".repeat(LONGEST));
        assert!(!out(exact.as_bytes())[0].is_cut);
        let odd = format!("{AT} x{}\n", "ü".repeat(LONGEST));
        assert_eq!(out(odd.as_bytes())[0].text.len(), LONGEST - 1, "half a letter is none");
    }

    #[test]
    fn a_line_that_docker_wrote_in_parts_is_cut_before_the_second_time() {
        let part = format!("{AT} {}", "x".repeat(LONGEST));
        let told = out(format!("{part}{part}{AT} end\n{AT} next\n").as_bytes());
        assert!(told[0].is_cut && told[0].text.bytes().all(|byte| byte == b'x'));
        assert_eq!(told[1].text, "next");
    }

    #[test]
    fn a_line_that_waits_for_its_end_is_told_and_goes_on() {
        let mut assembled = Lines::default();
        let mut told = Vec::new();
        assembled.feed(LogStream::Out, &AT.as_bytes()[..10], &mut told);
        assert!(!assembled.has_rest(), "half a time is nothing to see");
        assembled.feed(LogStream::Out, format!("{} Name: ", &AT[10..]).as_bytes(), &mut told);
        assert!(assembled.has_rest() && told.is_empty());
        assembled.flush(&mut told);
        assert!(!assembled.has_rest());
        assembled.feed(LogStream::Out, b"me\n", &mut told);
        assert_eq!(texts(&told), ["Name: ", "me"]);
        assert_eq!(told[1].at, Some(AT.parse().unwrap()));
    }

    proptest! {
        #[test]
        fn however_it_is_cut_it_is_the_same(
            texts in proptest::collection::vec("[a-z\u{e0}-\u{ff} \r]{0,40}", 0..12), size in 1_usize..50,
        ) {
            let all: String = texts.iter().map(|text| format!("{AT} {text}\n")).collect();
            let chunks: Vec<_> =
                all.as_bytes().chunks(size).map(|chunk| (LogStream::Out, chunk)).collect();
            prop_assert_eq!(lines(&chunks), out(all.as_bytes()));
            prop_assert_eq!(lines(&chunks).len(), texts.len());
        }

        #[test]
        fn whatever_comes_nothing_is_too_long(bytes: Vec<u8>) {
            for line in out(&bytes) {
                // What is no text takes three bytes for one.
                prop_assert!(line.text.len() <= LONGEST * 3);
            }
        }
    }
}
