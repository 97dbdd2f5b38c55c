//! Secrets that stand behind the options of well-known programs: `mysql -psesame`, `curl -u shop:sesame`.
//!
//! What such an option means only its program says: `-p` is a password to `mysql`, a port to `ssh` and nothing to worry about to `mkdir`.

use std::ops::Range;

/// How an option and its value stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `-psesame`.
    Joined,
    /// `-a sesame`, or `--user=shop:sesame` for long ones.
    Spaced,
    /// Either.
    Both,
}

/// Which part of the value is the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All of it.
    All,
    /// What follows this sign: the colon in `shop:sesame`.
    After(char),
}

/// What is known of some programs.
struct Known {
    /// By the names of their files.
    programs: &'static [&'static str],
    options: &'static [&'static str],
    form: Form,
    part: Part,
}

const KNOWN: [Known; 10] = [
    Known {
        programs: &[
            "mysql",
            "mysqladmin",
            "mysqlbinlog",
            "mysqlcheck",
            "mysqldump",
            "mysqlimport",
            "mysqlpump",
            "mysqlsh",
            "mysqlshow",
            "mysqlslap",
            "mycli",
            "mariadb",
            "mariadb-admin",
            "mariadb-backup",
            "mariadb-binlog",
            "mariadb-check",
            "mariadb-dump",
            "mariadb-import",
            "mariadb-show",
            "mariadb-slap",
            "7z",
            "7za",
            "7zr",
        ],
        options: &["-p"],
        form: Form::Joined,
        part: Part::All,
    },
    Known { programs: &["redis-cli"], options: &["-a"], form: Form::Spaced, part: Part::All },
    Known {
        programs: &[
            "cqlsh",
            "mongo",
            "mongodump",
            "mongoexport",
            "mongoimport",
            "mongorestore",
            "mongosh",
            "mongostat",
            "rabbitmqadmin",
            SSHPASS,
        ],
        options: &["-p"],
        form: Form::Both,
        part: Part::All,
    },
    Known {
        programs: &["curl"],
        options: &["-u", "-U", "--user", "--proxy-user"],
        form: Form::Both,
        part: Part::After(':'),
    },
    Known {
        programs: &["curl"],
        options: &["--oauth2-bearer"],
        form: Form::Spaced,
        part: Part::All,
    },
    Known {
        programs: &["etcdctl"],
        options: &["--user"],
        form: Form::Spaced,
        part: Part::After(':'),
    },
    Known { programs: &["smbclient"], options: &["-U"], form: Form::Both, part: Part::After('%') },
    Known {
        programs: &["ldapadd", "ldapmodify", "ldapsearch", "ldapwhoami"],
        options: &["-w"],
        form: Form::Both,
        part: Part::All,
    },
    Known {
        programs: &["bcp", "mosquitto_pub", "mosquitto_sub", "sqlcmd", "tsql", "unzip", "zip"],
        options: &["-P"],
        form: Form::Both,
        part: Part::All,
    },
    // Where they do not log in, -p is a port.
    Known {
        programs: &["buildah", "docker", "helm", "nerdctl", "podman", "skopeo"],
        options: &["-p"],
        form: Form::Both,
        part: Part::All,
    },
];
const SSHPASS: &str = "sshpass";
/// Programs of which the last of [`KNOWN`] holds only after this word.
const LOGIN: &str = "login";
const OF_LOGIN: [&str; 6] = ["buildah", "docker", "helm", "nerdctl", "podman", "skopeo"];
/// Programs that others start, and to which the same letters mean something else.
const OTHERS: [&str; 4] = ["rsync", "scp", "sftp", "ssh"];
/// Options of `curl` without a value: others may follow in the same word, as in `-fsSu shop:sesame`.
const CURL_FLAGS: &str = "#046fgGiIjkLnNqRsSv";
/// Words of configurations that a secret follows without a sign between them.
const DIRECTIVES: [&str; 3] = ["requirepass", "masterauth", "aws_secret_access_key"];
/// How deep scripts within scripts are looked through.
const DEEPEST: usize = 4;

/// A word of a command line, and where it stands.
struct Word<'a> {
    text: &'a str,
    at: Range<usize>,
    /// Whether another command begins with it.
    is_first: bool,
}

/// Where secrets stand in a text that may be a script: `sh -c` has one, and so have health checks and labels.
pub(super) fn in_script(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    look_through(text, 0, 0, &mut found);
    found
}

fn look_through(text: &str, offset: usize, depth: usize, found: &mut Vec<Range<usize>>) {
    let words = words_of(text);
    let is_variable = |value: &str| {
        let name = value.trim_matches('"').strip_prefix('$').unwrap_or_default();
        let name = name.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(name);
        let is_letter = |letter: u8| letter.is_ascii_uppercase() || letter == b'_';
        name.bytes().next().is_some_and(is_letter)
            && name.bytes().all(|letter| is_letter(letter) || letter.is_ascii_digit())
    };
    let secrets = in_words(words.iter().map(|word| (word.text, word.is_first)));
    for (index, part) in secrets {
        if let Some(word) = words.get(index)
            && !is_variable(&word.text[part.clone()])
        {
            let begin = offset + word.at.start;
            found.push(begin + part.start..begin + part.end);
        }
    }
    for word in words {
        // What is quoted may be a script itself.
        if depth < DEEPEST
            && word.text.contains(char::is_whitespace)
            && word.text.len() < text.len()
        {
            look_through(word.text, offset + word.at.start, depth + 1, found);
        }
    }
}

/// Which of these arguments, the program's name first, have secrets, and where.
pub(super) fn in_arguments(arguments: &[&str]) -> Vec<(usize, Range<usize>)> {
    in_words(arguments.iter().enumerate().map(|(index, text)| (*text, index == 0)))
}

fn in_words<'a>(words: impl Iterator<Item = (&'a str, bool)>) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    let mut program = "";
    let mut logs_in = false;
    // What the value that follows is a secret of.
    let mut awaited: Option<Part> = None;
    for (index, (word, is_first)) in words.enumerate() {
        if is_first {
            (program, logs_in, awaited) = ("", false, None);
        }
        if let Some(part) = awaited.take()
            && !word.starts_with('-')
            && !is_ports(word, part)
        {
            found.extend(part_of(word, 0, part).map(|part| (index, part)));
            if program == SSHPASS {
                program = "";
            }
            continue;
        }
        let name = file_name(word);
        if is_program(name) {
            (program, logs_in) = (name, false);
            continue;
        }
        if DIRECTIVES.contains(&word)
            || (program == "redis-cli" && word.eq_ignore_ascii_case("auth"))
        {
            awaited = Some(Part::All);
            continue;
        }
        logs_in |= word == LOGIN;
        if OF_LOGIN.contains(&program) && !logs_in {
            continue;
        }
        for known in KNOWN.iter().filter(|known| known.programs.contains(&program)) {
            match value_in(known, program, word) {
                Value::None => {}
                Value::Follows => awaited = Some(known.part),
                Value::From(begin) if is_ports(&word[begin..], known.part) => {}
                Value::From(begin) => {
                    found.extend(part_of(word, begin, known.part).map(|part| (index, part)));
                    if program == SSHPASS {
                        program = "";
                        break;
                    }
                }
            }
        }
    }
    found
}

/// Where the value of an option is.
enum Value {
    /// It is another option.
    None,
    /// In the next word.
    Follows,
    /// In this one, from here on.
    From(usize),
}

fn value_in(known: &Known, program: &str, word: &str) -> Value {
    for option in known.options {
        let rest = match word.strip_prefix(option) {
            Some(rest) => rest,
            // Flags may stand before it.
            None if program == "curl" && !option.starts_with("--") => {
                let letter = &option[1..];
                let Some((flags, rest)) =
                    word.strip_prefix('-').and_then(|it| it.split_once(letter))
                else {
                    continue;
                };
                if flags.is_empty() || !flags.chars().all(|flag| CURL_FLAGS.contains(flag)) {
                    continue;
                }
                rest
            }
            None => continue,
        };
        let is_long = option.starts_with("--");
        if rest.is_empty() {
            return if known.form == Form::Joined { Value::None } else { Value::Follows };
        }
        if is_long {
            if rest.starts_with('=') {
                return Value::From(word.len() - rest.len() + 1);
            }
        } else if known.form != Form::Spaced {
            return Value::From(word.len() - rest.len());
        }
    }
    Value::None
}

/// The secret in the value that begins at `begin` of a word.
fn part_of(word: &str, begin: usize, part: Part) -> Option<Range<usize>> {
    let begin = match part {
        Part::All => begin,
        Part::After(sign) => begin + word[begin..].find(sign)? + sign.len_utf8(),
    };
    (begin < word.len()).then_some(begin..word.len())
}

/// Whether these are ports and no password: `docker run --name mongo -p 27017:27017`.
fn is_ports(word: &str, part: Part) -> bool {
    part == Part::All
        && word.contains(':')
        && word
            .bytes()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, b':' | b'.' | b'-'))
}

fn is_program(name: &str) -> bool {
    OTHERS.contains(&name) || KNOWN.iter().any(|known| known.programs.contains(&name))
}

/// The name of a program's file without its folder.
fn file_name(word: &str) -> &str {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    name.strip_suffix(".exe").unwrap_or(name)
}

/// A script's words, without their quotes. What a shell would make of it is not told exactly: it may be no script.
fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut is_first = true;
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        // A line that goes on in the next one.
        if text[at..].starts_with("\\\n") {
            at += 2;
            continue;
        }
        if matches!(letter, ';' | '|' | '&' | '(' | ')' | '`' | '\n') {
            is_first = true;
        }
        // Lists of JSON have words as well.
        if letter.is_whitespace() || ";|&()`[]{},".contains(letter) {
            at += letter.len_utf8();
            continue;
        }
        let word = word_at(text, at);
        at = word.end;
        let is_quoted = matches!(letter, '"' | '\'');
        let close =
            usize::from(is_quoted && word.len() > 1 && text[word.clone()].ends_with(letter));
        let inner = word.start + usize::from(is_quoted)..word.end - close;
        words.push(Word { text: &text[inner.clone()], at: inner, is_first });
        is_first = false;
    }
    words
}

/// The word that begins at `begin`, with the quotes in it.
fn word_at(text: &str, begin: usize) -> Range<usize> {
    let mut quote = None;
    let mut is_escaped = false;
    for (offset, letter) in text[begin..].char_indices() {
        let here = begin + offset;
        if std::mem::take(&mut is_escaped) {
            continue;
        }
        match (quote, letter) {
            (None, '\\') if text[here..].starts_with("\\\n") => return begin..here,
            (Some('"') | None, '\\') => is_escaped = true,
            (Some(open), _) if open == letter => {
                quote = None;
                if text[begin..].starts_with(letter)
                    && text[here + 1..].starts_with([',', ']', '}', ':'])
                {
                    return begin..here + 1;
                }
            }
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, ';' | '|' | '&' | '(' | ')' | '`') => return begin..here,
            (None, _) if letter.is_whitespace() => return begin..here,
            (None, _) => {}
        }
    }
    begin..text.len()
}
