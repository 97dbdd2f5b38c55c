//! What can be told of a file while it comes by: its name and its rows. Nothing here needs a browser.

use mini_aws_domain::ExportFormat;

/// The name that a `Content-Disposition` header proposes, without any folder.
pub(super) fn proposed_name(header: &str) -> Option<String> {
    let (_, value) = header.split_once("filename=")?;
    let name = match value.trim_start().strip_prefix('"') {
        Some(quoted) => unquoted(quoted),
        None => value.split(';').next().unwrap_or_default().trim().to_owned(),
    };
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    (!name.is_empty()).then(|| name.to_owned())
}

/// What stands before the closing quote.
fn unquoted(text: &str) -> String {
    let mut name = String::new();
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        match letter {
            '"' => break,
            '\\' => name.extend(rest.next()),
            letter => name.push(letter),
        }
    }
    name
}

/// Counts rows of data in a file that comes in pieces.
#[derive(Debug)]
pub(super) struct RowCount {
    /// `None` for plain lines.
    format: Option<ExportFormat>,
    found: u64,
    is_quoted: bool,
    is_line_begin: bool,
}

impl RowCount {
    /// Begins at the begin of a file.
    pub(super) fn new(format: ExportFormat) -> Self {
        Self { format: Some(format), found: 0, is_quoted: false, is_line_begin: false }
    }

    /// The same for a file of plain lines.
    pub(super) fn lines() -> Self {
        Self { format: None, found: 0, is_quoted: false, is_line_begin: false }
    }

    /// Looks at the next piece.
    pub(super) fn add(&mut self, piece: &[u8]) {
        for &byte in piece {
            match self.format {
                // A row may have ends of lines in it, between quotes.
                Some(ExportFormat::Csv) => match byte {
                    b'"' => self.is_quoted = !self.is_quoted,
                    b'\n' if !self.is_quoted => self.found += 1,
                    _ => {}
                },
                // Each row is an object that begins a line; within one JSON has no ends of lines.
                Some(ExportFormat::Json) => {
                    if byte == b'{' && self.is_line_begin {
                        self.found += 1;
                    }
                    self.is_line_begin = byte == b'\n';
                }
                None => self.found += u64::from(byte == b'\n'),
            }
        }
    }

    /// How many there were.
    pub(super) fn rows(&self) -> u64 {
        match self.format {
            // The first one is the header.
            Some(ExportFormat::Csv) => self.found.saturating_sub(1),
            Some(ExportFormat::Json) | None => self.found,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(format: ExportFormat, file: &str) -> u64 {
        let mut whole = RowCount::new(format);
        whole.add(file.as_bytes());
        let mut pieces = RowCount::new(format);
        for piece in file.as_bytes().chunks(3) {
            pieces.add(piece);
        }
        assert_eq!(whole.rows(), pieces.rows(), "however it is cut");
        whole.rows()
    }

    #[test]
    fn a_name_is_taken_from_the_header() {
        let name = |header| proposed_name(header);
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(name(r#"attachment; filename="mini aws;a.csv""#), some("mini aws;a.csv"));
        assert_eq!(name("attachment; filename=a.csv; size=1"), some("a.csv"));
        assert_eq!(name(r#"attachment; filename="a\"b.csv""#), some("a\"b.csv"));
        assert_eq!(name(r#"attachment; filename="../../etc/passwd""#), some("passwd"));
        assert_eq!(name("attachment"), None);
        assert_eq!(name(r#"attachment; filename="""#), None);
    }

    #[test]
    fn rows_of_a_table_are_counted_without_its_header() {
        let csv = |file| rows(ExportFormat::Csv, file);
        assert_eq!(csv(""), 0);
        assert_eq!(csv("time,name\r\n"), 0);
        assert_eq!(csv("time,name\r\n1,a\r\n2,\"b\r\n\"\"c\"\r\n"), 2);
    }

    #[test]
    fn rows_of_a_document_are_counted() {
        let json = |file| rows(ExportFormat::Json, file);
        assert_eq!(json("{\"units\":{},\"rows\":[\n]}\n"), 0);
        assert_eq!(json("{\"rows\":[\n{\"cpu\":{\"avg\":1}},\n{\"name\":\"\\n{\"}\n]}\n"), 2);
    }
}
