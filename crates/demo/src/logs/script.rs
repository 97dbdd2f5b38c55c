//! What instances say, by what they are.

use super::Line;
use crate::{clock::Moment, role::Role};
use serde_json::json;

const PATHS: [&str; 8] = [
    "/",
    "/products/42",
    "/products/7?colour=blue",
    "/cart",
    "/checkout",
    "/assets/app.js",
    "/assets/app.css",
    "/api/search?q=socks",
];
const AGENTS: [&str; 4] =
    ["Mozilla/5.0 (X11; Linux)", "curl/8.11.0", "Mozilla/5.0 (iPhone)", "kube-probe/1.31"];
const JOBS: [&str; 5] =
    ["mail.send", "image.resize", "invoice.render", "search.index", "cart.expire"];
const TABLES: [&str; 4] = ["orders", "products", "customers", "sessions"];

/// Scatters a number over all others, the same way each time.
pub(super) fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// Takes one of some by chance.
fn one_of(all: &[&'static str], chance: u64) -> &'static str {
    let index = chance % all.len().max(1) as u64;
    usize::try_from(index).ok().and_then(|index| all.get(index)).copied().unwrap_or_default()
}

/// The line of this number of an instance.
pub(super) fn line(role: Role, at: Moment, number: i64, chance: u64) -> Line {
    let is_odd = chance.is_multiple_of(29);
    let (is_error, text) = match role {
        Role::Web => web(at, is_odd, chance),
        Role::Api => api(number, is_odd, chance),
        Role::Database => (true, database(at, is_odd, chance)),
        Role::Cache => (false, cache(at, chance)),
        Role::Worker => worker(number, is_odd, chance),
        Role::Collector => return Line { at, is_error: is_odd, text: collected(chance) },
        Role::Shell => (false, shell(chance).to_owned()),
        Role::Silent | Role::Plain => (is_odd, plain(is_odd, chance)),
    };
    Line { at, is_error, text: text.into_bytes() }
}

fn web(at: Moment, is_odd: bool, chance: u64) -> (bool, String) {
    let (path, agent) = (one_of(&PATHS, chance >> 8), one_of(&AGENTS, chance >> 16));
    let client = format!("10.0.{}.{}", chance >> 24 & 31, chance >> 32 & 255);
    if is_odd {
        let time = at.utc().format("%Y/%m/%d %H:%M:%S");
        let text = format!(
            "{time} [error] 29#29: *{} connect() failed (111: Connection refused) while connecting to upstream, client: {client}, \
             request: \"GET {path} HTTP/1.1\", upstream: \"http://172.18.0.2:8080{path}\"",
            chance >> 40 & 0xffff
        );
        return (true, text);
    }
    let time = at.utc().format("%d/%b/%Y:%H:%M:%S +0000");
    let status = if chance.is_multiple_of(17) { 404 } else { 200 };
    let bytes = chance >> 36 & 0xffff;
    (
        false,
        format!("{client} - - [{time}] \"GET {path} HTTP/1.1\" {status} {bytes} \"-\" \"{agent}\""),
    )
}

fn api(number: i64, is_odd: bool, chance: u64) -> (bool, String) {
    let path = one_of(&PATHS, chance >> 8);
    let took = chance >> 20 & 127;
    let told = if is_odd {
        json!({ "level": "error", "msg": "upstream timed out", "path": path, "took_ms": 5_000 + took, "request": number })
    } else {
        json!({ "level": "info", "msg": "request", "path": path, "status": 200, "took_ms": took, "request": number })
    };
    (is_odd, told.to_string())
}

fn database(at: Moment, is_odd: bool, chance: u64) -> String {
    let time = at.utc().format("%Y-%m-%d %H:%M:%S%.3f UTC");
    let (process, table) = (60 + (chance >> 8 & 15), one_of(&TABLES, chance >> 16));
    let took = (chance >> 24 & 0xffff) as f64 / 7.0;
    if is_odd {
        format!(
            "{time} [{process}] ERROR:  duplicate key value violates unique constraint \"{table}_pkey\""
        )
    } else if chance.is_multiple_of(3) {
        format!("{time} [27] LOG:  checkpoint complete: wrote {} buffers", chance >> 40 & 511)
    } else {
        format!(
            "{time} [{process}] LOG:  duration: {took:.3} ms  statement: SELECT * FROM {table} WHERE id = $1"
        )
    }
}

fn cache(at: Moment, chance: u64) -> String {
    let time = at.utc().format("%d %b %Y %H:%M:%S%.3f");
    match chance % 3 {
        0 => format!("1:M {time} * {} changes in 60 seconds. Saving...", chance >> 8 & 0xfff),
        1 => format!("1:M {time} * Background saving started by pid {}", 200 + (chance >> 8 & 511)),
        _ => format!("1:M {time} * Background saving terminated with success"),
    }
}

fn worker(number: i64, is_odd: bool, chance: u64) -> (bool, String) {
    let (job, took) = (one_of(&JOBS, chance >> 8), chance >> 16 & 0x3ff);
    let text = match chance % 5 {
        _ if is_odd => format!(
            "\x1b[31;1mFAIL\x1b[0m \x1b[2m#{number}\x1b[0m {job}: \x1b[31mconnection reset by peer\x1b[0m, will be tried again"
        ),
        0 => format!(
            "\x1b[33mWAIT\x1b[0m \x1b[2m#{number}\x1b[0m {job} in queue \x1b[36mdefault\x1b[0m"
        ),
        1 => format!("\x1b[34mTAKE\x1b[0m \x1b[2m#{number}\x1b[0m \x1b[4m{job}\x1b[0m"),
        _ => format!(
            "\x1b[32mDONE\x1b[0m \x1b[2m#{number}\x1b[0m {job} \x1b[38;5;244m{took} ms\x1b[0m"
        ),
    };
    (is_odd, text)
}

/// Whatever others send: markup, bytes that are no text, sequences that would meddle with a terminal, endless lines.
fn collected(chance: u64) -> Vec<u8> {
    match chance % 13 {
        0 => b"comment=\"<script>alert('no')</script> <b>bold?</b> &amp; done\"".to_vec(),
        1 => b"payload \xff\xfe\x00\x01\x80 end of payload".to_vec(),
        2 => b"\x1b]0;not your title\x07\x1b[2J\x1b[Hthe screen stays as it is".to_vec(),
        3 if chance.is_multiple_of(7) => [b"blob=".as_slice(), &vec![b'x'; 20_000]].concat(),
        4 => "größer, 日本語, 🧦, e\u{301}, \u{202e}sdrawkcab\u{202c}".as_bytes().to_vec(),
        _ => {
            let source = one_of(&["statsd", "syslog", "journald", "http"], chance >> 8);
            format!(
                "INFO source={source} events={} bytes={}",
                chance >> 16 & 255,
                chance >> 24 & 0xfffff
            )
            .into_bytes()
        }
    }
}

fn shell(chance: u64) -> &'static str {
    const SAID: [&str; 6] = [
        "\x1b[32mdev@devbox\x1b[0m:\x1b[34m~/shop\x1b[0m$ cargo test",
        "   \x1b[32;1mCompiling\x1b[0m shop v2.14.1",
        "10 %\r40 %\r80 %\r100 %",
        "\x1b[32mok\x1b[0m: 214 passed; 0 failed",
        "\x1b[33mwarning\x1b[0m: unused variable: `sock`",
        "\x1b[32mdev@devbox\x1b[0m:\x1b[34m~/shop\x1b[0m$ git status",
    ];
    one_of(&SAID, chance >> 8)
}

fn plain(is_odd: bool, chance: u64) -> String {
    let number = chance >> 16 & 0xfff;
    if is_odd {
        return format!("level=warn msg=\"slow answer\" took={number}ms");
    }
    match chance % 3 {
        0 => format!("level=info msg=\"compacted\" blocks={number}"),
        1 => format!("level=info msg=\"refreshed\" items={number}"),
        _ => "level=debug msg=\"nothing to do\"".to_owned(),
    }
}
