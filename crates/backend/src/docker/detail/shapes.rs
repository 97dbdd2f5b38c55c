//! Secrets that are known by how they look, whatever stands before them.

use std::ops::Range;

/// What the private keys of PEM files begin and end with, and where the name of their kind stands.
const PEM_BEGIN: &str = "-----BEGIN ";
const PEM_END: &str = "-----END ";
const PEM_MARK: &str = "-----";
const PEM_PRIVATE: &str = "PRIVATE KEY";
/// How tokens of well-known services begin.
const TOKENS: [&str; 21] = [
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "gldt-",
    "glrt-",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "xapp-",
    "sk_live_",
    "rk_live_",
    "sk-proj-",
    "sk-ant-",
    "npm_",
    "hf_",
    "dckr_pat_",
    "AIza",
];
/// The least that follows such a beginning.
const SHORTEST_TOKEN: usize = 16;
/// The least that a token with dots in it is long, and the least that follows the word "Bearer".
const SHORTEST_JWT: usize = 20;
const SHORTEST_BEARER: usize = 12;
/// How long the secret keys of AWS are, how many large and small letters they have at least, and how many slashes at most.
const AWS_KEY: usize = 40;
const LEAST_OF_CASE: usize = 3;
const MOST_SLASHES: usize = 3;

/// Where secrets stand in a text that look like nothing else: private keys, signed tokens, tokens of well-known services, passwords in
/// the addresses of Go's database drivers.
pub(super) fn unmistakable_in(text: &str) -> Vec<Range<usize>> {
    let mut found = private_keys_in(text);
    for word in runs(text, |letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter)) {
        let part = &text[word.clone()];
        let is_signed = part.starts_with("eyJ")
            && part.len() >= SHORTEST_JWT
            && part.trim_end_matches('.').contains('.');
        let is_token = TOKENS.iter().any(|begin| {
            let has_digit = |rest: &str| rest.bytes().any(|letter| letter.is_ascii_digit());
            part.strip_prefix(begin)
                .is_some_and(|rest| rest.len() >= SHORTEST_TOKEN && has_digit(rest))
        });
        if is_signed || is_token {
            found.push(word);
        }
    }
    found.extend(go_passwords_in(text));
    found
}

/// Where words stand in a text that people write which are secrets in all likelihood: AWS secret keys, and what follows "Bearer".
pub(super) fn likely_in(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<_> =
        runs(text, |letter| letter.is_ascii_alphanumeric() || "/+".contains(letter))
            .filter(|word| is_aws_key(&text[word.clone()]))
            .collect();
    let mut is_bearer = false;
    for word in runs(text, |letter| !letter.is_whitespace() && !matches!(letter, '"' | '\'')) {
        let part = &text[word.clone()];
        let has_digit = part.bytes().any(|letter| letter.is_ascii_digit());
        if is_bearer && part.len() >= SHORTEST_BEARER && has_digit {
            found.push(word);
        }
        is_bearer =
            part.eq_ignore_ascii_case("bearer") || part.to_ascii_lowercase().ends_with(":bearer");
    }
    found
}

fn is_aws_key(word: &str) -> bool {
    let count = |is: fn(&u8) -> bool| word.bytes().filter(is).count();
    word.len() == AWS_KEY
        && !word.starts_with('/')
        && count(u8::is_ascii_digit) > 0
        && count(u8::is_ascii_uppercase) >= LEAST_OF_CASE
        && count(u8::is_ascii_lowercase) >= LEAST_OF_CASE
        && count(|&letter| letter == b'/') <= MOST_SLASHES
}

/// Private keys, with what begins and ends them; of one that is cut off, all that is left.
fn private_keys_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..].find(PEM_BEGIN).map(|begin| at + begin) {
        let kind = begin + PEM_BEGIN.len();
        at = kind;
        let Some(length) = text[kind..].find(PEM_MARK) else { break };
        if !text[kind..kind + length].contains(PEM_PRIVATE) {
            continue;
        }
        let inner = kind + length + PEM_MARK.len();
        at = match text[inner..].find(PEM_END) {
            Some(end) => {
                let kind = inner + end + PEM_END.len();
                text[kind..]
                    .find(PEM_MARK)
                    .map_or(text.len(), |length| kind + length + PEM_MARK.len())
            }
            None => text.len(),
        };
        found.push(begin..at);
    }
    found
}

/// Passwords in addresses such as `shop:sesame@tcp(db:3306)/shop`.
fn go_passwords_in(text: &str) -> Vec<Range<usize>> {
    const MARKS: [&str; 6] = ["@tcp(", "@tcp4(", "@tcp6(", "@udp(", "@unix(", "@("];
    let is_part = |letter: char| !letter.is_whitespace() && !matches!(letter, '"' | '\'');
    let passwords = runs(text, is_part).filter_map(|word| {
        let address = &text[word.clone()];
        // A password may have such a mark in it, though it should not.
        let end = MARKS.iter().filter_map(|mark| address.rfind(mark)).max()?;
        let colon = address[..end].find(':')?;
        // With a scheme it is an address like any other.
        let is_other = address[..end].contains("://");
        (!is_other && colon + 1 < end).then_some(word.start + colon + 1..word.start + end)
    });
    passwords.collect()
}

/// The longest stretches of such letters.
fn runs(text: &str, is_part: impl Fn(char) -> bool + Copy) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let begin = at + text[at..].find(is_part)?;
        at = begin + text[begin..].find(|letter| !is_part(letter)).unwrap_or(text.len() - begin);
        Some(begin..at)
    })
}
