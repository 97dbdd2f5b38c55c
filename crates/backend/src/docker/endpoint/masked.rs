//! Endpoints as they are shown: without the passwords that people write into them.

/// What is shown in place of a password.
const HIDDEN: &str = "<hidden>";

/// A text that was given for an endpoint, without the password before its last `@`.
pub(super) fn masked(text: &str) -> String {
    let begin = text.find("://").map_or(0, |at| at + "://".len());
    let Some(end) = text[begin..].rfind('@').map(|at| begin + at) else { return text.to_owned() };
    // A socket's path may have both in it, and is no password.
    if text[begin..].starts_with('/') {
        return text.to_owned();
    }
    match text[begin..end].find(':') {
        Some(colon) => format!("{}:{HIDDEN}{}", &text[..begin + colon], &text[end..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (text, shown) in [
            ("tcp://u:s@cret@host:2375", "tcp://u:<hidden>@host:2375"),
            ("https://u:pa/ss@host", "https://u:<hidden>@host"),
            ("u:secret@host", "u:<hidden>@host"),
            ("ssh://ada@host:22", "ssh://ada@host:22"),
            ("tcp://host:2375", "tcp://host:2375"),
            ("unix:///run/a:b@c.sock", "unix:///run/a:b@c.sock"),
            ("@", "@"),
            ("", ""),
        ] {
            assert_eq!(masked(text), shown);
        }
    }
}
