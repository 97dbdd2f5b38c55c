//! What looks like a secret.

use super::{programs, shapes};
use std::ops::Range;

/// Words that name a secret wherever they end a part of a name: `DB_PASSWORD`, `PGPASSWORD`, `dbPassword`.
const ENDINGS: [&str; 15] = [
    "AUTHORIZATION",
    "BASICAUTH",
    "MASTERAUTH",
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "CREDENTIAL",
    "APIKEY",
    "ACCESSKEY",
    "SECRETKEY",
    "PRIVATEKEY",
    "AUTHKEY",
    "CONNECTIONSTRING",
];
/// Words that name a secret only where they stand alone: `KEYBOARD`, `COMPASS` and `AUTHOR` do not.
const WORDS: [&str; 6] = ["PWD", "KEY", "PRIVATE", "AUTH", "DSN", "PAT"];
/// Words that end in PASS and mean something else; all others, such as DBPASS and requirepass, are secrets.
const NO_PASS: [&str; 10] = [
    "BANDPASS",
    "BYPASS",
    "COMPASS",
    "HIGHPASS",
    "LOWPASS",
    "MULTIPASS",
    "OVERPASS",
    "SURPASS",
    "TRESPASS",
    "UNDERPASS",
];
/// From how many bytes on an account's name in an address is a token.
const LONG_USER: usize = 20;
/// What precedes the secret in an `Authorization` header.
const SCHEMES: [&str; 7] = ["bearer", "basic", "token", "digest", "negotiate", "apikey", "api-key"];
/// What is named so is the place of a secret, and no secret.
const PLACES: [&str; 3] = ["FILE", "PATH", "SOCK"];

/// Whether a variable's or an option's name says that its value is a secret.
pub(super) fn is_named_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let words: Vec<&str> = name
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    // The shell's own.
    if matches!(words.as_slice(), ["PWD"] | ["OLDPWD"]) {
        return false;
    }
    if words.last().is_some_and(|last| PLACES.contains(last)) {
        return false;
    }
    let pairs = words.windows(2).map(<[&str]>::concat);
    pairs.into_iter().any(|pair| pair.trim_end_matches('S') == "CONNECTIONSTRING")
        || words.iter().any(|word| {
            // Of several, too: PASSWORDS, KEYS.
            let one = word.strip_suffix('S').unwrap_or(word);
            ENDINGS.iter().any(|ending| word.ends_with(ending) || one.ends_with(ending))
                || WORDS.contains(word)
                || WORDS.contains(&one)
                || (word.ends_with("PASS") && !NO_PASS.iter().any(|it| word.ends_with(it)))
        })
}

/// Where passwords and tokens stand in the addresses within a text, such as `postgres://shop:sesame@db/shop`.
pub(super) fn passwords_in(text: &str) -> Vec<Range<usize>> {
    let begins = || text.match_indices("://").map(|(at, mark)| at + mark.len());
    begins()
        .zip(begins().skip(1).map(Some).chain([None]))
        .filter_map(|(begin, next)| {
            let rest = &text[begin..next.map_or(text.len(), |next| next - "://".len())];
            let address = &rest[..rest.find([' ', '\t', '\n', '\r', '"']).unwrap_or(rest.len())];
            password_of(address).map(|found| begin + found.start..begin + found.end)
        })
        .collect()
}

/// Where the password or token stands in an address without its scheme.
fn password_of(address: &str) -> Option<Range<usize>> {
    let authority = &address[..address.find(['/', '?', '#']).unwrap_or(address.len())];
    let before_query = &address[..address.find(['?', '#']).unwrap_or(address.len())];
    // A password may have an @ or a slash in it, though it should not.
    let user_info = if authority.contains('@') {
        &before_query[..before_query.rfind('@')?]
    } else {
        // What follows the colon is a port, and the @ belongs to the path.
        let (_, port) = authority.split_once(':')?;
        if port.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        &address[..before_query.rfind('@').or_else(|| address.rfind('@'))?]
    };
    let colon = user_info.find(':');
    if colon.unwrap_or(user_info.find(['/', '@']).unwrap_or(user_info.len())) >= LONG_USER {
        return Some(0..user_info.len());
    }
    colon.map(|colon| colon + 1..user_info.len()).filter(|range| !range.is_empty())
}

/// Where the values stand that a text itself calls secrets: `--password x`, `-Dspring.datasource.password=x`, `TOKEN=x`, `"apiKey": "x"`.
pub(super) fn named_in(text: &str) -> Vec<Range<usize>> {
    let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..].find(is_name).map(|begin| at + begin) {
        let rest = &text[begin..];
        at = begin + rest.find(|letter| !is_name(letter)).unwrap_or(rest.len());
        let name = &text[begin..at];
        if is_named_secret(name)
            && let Some(value) = value_after(text, name, at)
            && !value.is_empty()
        {
            at = value.end;
            found.push(value);
        }
    }
    found
}

/// Where the value stands that belongs to the name which ends at `end`.
fn value_after(text: &str, name: &str, end: usize) -> Option<Range<usize>> {
    let rest = &text[end..];
    let after = rest.trim_start_matches(['\\', '"', '\'']);
    let is_quoted = after.len() < rest.len();
    let value = if let Some(value) = after.strip_prefix('=').or(after.strip_prefix(" = ")) {
        value
    } else if let Some(value) = after.strip_prefix(':') {
        // "auth:ready" is a word, "PASS: 3 tests" a report.
        let spaced = value.starts_with(char::is_whitespace) && name != "PASS";
        (is_quoted || spaced || is_header(name)).then(|| value.trim_start())?
    } else {
        let is_option = name.starts_with('-') && after.starts_with(char::is_whitespace);
        let value = is_option.then(|| after.trim_start())?;
        (!value.starts_with('-')).then_some(value)?
    };
    let unescaped = value.trim_start_matches('\\');
    let is_escaped = unescaped.len() < value.len();
    if let Some(quote) = unescaped.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let inner = &unescaped[1..];
        let closes = |at: &usize| is_escaped || !inner[..*at].ends_with('\\');
        let length = inner.match_indices(quote).map(|(at, _)| at).find(closes);
        let begin = text.len() - inner.len();
        return Some(begin..begin + length.unwrap_or(inner.len()));
    }
    let begin = text.len() - value.len();
    let end = word_end(text, begin);
    let is_scheme = SCHEMES.iter().any(|scheme| text[begin..end].eq_ignore_ascii_case(scheme));
    let next = text.len() - text[end..].trim_start().len();
    Some(begin..if is_scheme { word_end(text, next) } else { end })
}

/// Whether that is a header of HTTP, after which nobody has to leave a space.
fn is_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("authorization") || name.starts_with("x-") || name == "private-token"
}

/// Where the word ends that begins at `begin`.
fn word_end(text: &str, begin: usize) -> usize {
    let rest = &text[begin..];
    let is_end = |letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'');
    begin + rest.find(is_end).unwrap_or(rest.len())
}

/// Whether the value of a variable is a secret, or has one in it.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    !value.is_empty() && (is_named_secret(name) || !written_in(value).is_empty())
}

/// Where secrets stand in any text that an engine says: what can be nothing else.
pub(super) fn anywhere_in(text: &str) -> Vec<Range<usize>> {
    merged(passwords_in(text).into_iter().chain(shapes::unmistakable_in(text)))
}

/// Where secrets stand in a text that people write: what it calls so itself, and what programs take for one, as well.
pub(super) fn written_in(text: &str) -> Vec<Range<usize>> {
    let sure = passwords_in(text).into_iter().chain(shapes::unmistakable_in(text));
    let likely = shapes::likely_in(text).into_iter().chain(programs::in_script(text));
    merged(sure.chain(likely).chain(named_in(text)))
}

/// The same places in the order of the text, none within another.
fn merged(places: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut places: Vec<_> = places.filter(|place| !place.is_empty()).collect();
    places.sort_by_key(|place| (place.start, place.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match apart.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => apart.push(place),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_secrets() {
        for name in [
            "POSTGRES_PASSWORD",
            "PGPASSWORD",
            "MYSQL_PWD",
            "DB_PASS",
            "DBPASS",
            "SMTPPASS",
            "dbPass",
            "--requirepass",
            "-Dspring.datasource.password",
            "db_passwd",
            "dbPassword",
            "SECRET",
            "JWT_SECRETS",
            "GITHUB_TOKEN",
            "API_KEY",
            "apiKey",
            "AWS_SECRET_ACCESS_KEY",
            "SIGNING_KEYS",
            "GOOGLE_CREDENTIALS",
            "TLS_PRIVATE",
            "BASIC_AUTH",
            "SENTRY_DSN",
            "AZURE_CONNECTION_STRING",
            "ConnectionStrings__Default",
            "--requirepass-token",
        ] {
            assert!(is_named_secret(name), "{name}");
        }
        for name in [
            "PATH",
            "PWD",
            "OLDPWD",
            "KEYBOARD",
            "SEARCH_KEYWORDS",
            "MONKEY",
            "COMPASS_URL",
            "BYPASS",
            "ENCOMPASS",
            "AUTHOR",
            "PATTERN",
            "POSTGRES_PASSWORD_FILE",
            "SSH_AUTH_SOCK",
            "STRING",
            "",
            "__",
        ] {
            assert!(!is_named_secret(name), "{name}");
        }
    }

    #[test]
    fn a_password_is_found_in_an_address() {
        for (text, passwords) in [
            ("postgres://shop:sesame@db:5432/shop", vec!["sesame"]),
            ("redis://:open@cache", vec!["open"]),
            ("amqp://a:p@ss@queue/v", vec!["p@ss"]),
            ("postgres://u:pa/ss@db/x", vec!["pa/ss"]),
            ("postgres://u:p@ss/word@db/x?mail=a@b", vec!["p@ss/word"]),
            ("postgres://u:pa?ss@db", vec!["pa?ss"]),
            ("redis://:open@a redis://:sesame@b", vec!["open", "sesame"]),
            ("redis://:open@a,redis://:sesame@b", vec!["open", "sesame"]),
            ("https://example.com/ redis://:open@a", vec!["open"]),
            ("https://ghp_0123456789abcdefghij@github.com/x", vec!["ghp_0123456789abcdefghij"]),
            (
                "https://ghp_0123456789abcdefghij:x-oauth-basic@github.com",
                vec!["ghp_0123456789abcdefghij:x-oauth-basic"],
            ),
            ("https://example.com:8080/a@b", vec![]),
            ("https://example.com/a/very/long/path@b", vec![]),
            ("https://user@example.com", vec![]),
            ("https://user:@example.com", vec![]),
            ("a:b@c", vec![]),
            ("ü://ü:ü@ü", vec!["ü"]),
        ] {
            let found = passwords_in(text).into_iter().map(|range| &text[range]);
            assert_eq!(found.collect::<Vec<_>>(), passwords, "{text}");
        }
    }

    #[test]
    fn a_text_names_its_secrets() {
        for (text, secrets) in [
            ("exec app --password=x -v", vec!["x"]),
            ("redis-server --requirepass s3cret --port 1", vec!["s3cret"]),
            ("java -Dspring.datasource.password=x -jar a", vec!["x"]),
            ("--env=DB_PASSWORD=abc", vec!["abc"]),
            ("env TOKEN='a b' PASSWORD=\"c\\\"d\" app", vec!["a b", "c\\\"d"]),
            ("username=u,password=p", vec!["p"]),
            ("Server=db;Password=p", vec!["p"]),
            (r#"{"apiKey":"x","user":"u"}"#, vec!["x"]),
            (r#"{\"apiKey\": \"x\"}"#, vec!["x\\"]),
            ("curl -H \"Authorization: Bearer abc\" http://x", vec!["Bearer abc"]),
            ("https://example.com/?token=abc", vec!["abc"]),
            ("--password= --verbose", vec![]),
            ("--password --verbose", vec![]),
            ("the password is wrong", vec![]),
            ("auth:service_started:false", vec![]),
            ("PASS: 3 tests", vec![]),
            ("--token-file=/run/x --listen :80", vec![]),
            ("--password", vec![]),
            ("", vec![]),
        ] {
            let found = named_in(text).into_iter().map(|range| &text[range]);
            assert_eq!(found.collect::<Vec<_>>(), secrets, "{text}");
        }
    }

    #[test]
    fn nothing_is_no_secret() {
        assert!(!is_secret("PASSWORD", ""));
        assert!(is_secret("PASSWORD", "x"));
        assert!(is_secret("DATABASE_URL", "postgres://shop:sesame@db/shop"));
        assert!(!is_secret("DATABASE_URL", "postgres://db/shop"));
        assert!(is_secret("JAVA_OPTS", "-Xmx1g -Dkeystore.password=x"));
        assert!(!is_secret("JAVA_OPTS", "-Xmx1g"));
    }
}
