//! What looks like a secret.

/// Words that name a secret wherever they end a part of a name: `DB_PASSWORD`, `PGPASSWORD`, `dbPassword`.
const ENDINGS: [&str; 12] = [
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
const WORDS: [&str; 7] = ["PASS", "PWD", "KEY", "PRIVATE", "AUTH", "DSN", "PAT"];
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
        })
}

/// Where the password stands in an address such as `postgres://shop:sesame@db/shop`; `None` if there is none.
pub(super) fn password_in(text: &str) -> Option<std::ops::Range<usize>> {
    let begin = text.find("://")? + "://".len();
    let rest = &text[begin..];
    let authority = &rest[..rest.find(['/', '?', '#', ' ']).unwrap_or(rest.len())];
    // A password may have an @ in it, though it should not.
    let end = authority.rfind('@')?;
    let colon = authority[..end].find(':')?;
    (colon + 1 < end).then_some(begin + colon + 1..begin + end)
}

/// Whether the value of a variable is a secret.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    !value.is_empty() && (is_named_secret(name) || password_in(value).is_some())
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
        let found = |text: &'static str| password_in(text).map(|range| &text[range]);
        assert_eq!(found("postgres://shop:sesame@db:5432/shop"), Some("sesame"));
        assert_eq!(found("redis://:open@cache"), Some("open"));
        assert_eq!(found("amqp://a:p@ss@queue/v"), Some("p@ss"));
        assert_eq!(found("https://example.com:8080/a@b"), None);
        assert_eq!(found("https://user@example.com"), None);
        assert_eq!(found("https://user:@example.com"), None);
        assert_eq!(found("a:b@c"), None);
        assert_eq!(found("ü://ü:ü@ü"), Some("ü"));
    }

    #[test]
    fn nothing_is_no_secret() {
        assert!(!is_secret("PASSWORD", ""));
        assert!(is_secret("PASSWORD", "x"));
        assert!(is_secret("DATABASE_URL", "postgres://shop:sesame@db/shop"));
        assert!(!is_secret("DATABASE_URL", "postgres://db/shop"));
    }
}
