//! Which lines say how grave they are.

use crate::logs::Level;

#[test]
fn json_says_it_by_a_member() {
    for (line, level) in [
        (r#"{"level":"error","msg":"upstream timed out"}"#, Some(Level::Error)),
        (r#" {"time":1,"severity":"WARNING"} "#, Some(Level::Warn)),
        (r#"{"level":50,"pid":7}"#, Some(Level::Error)),
        (r#"{"level":"info","msg":"level=error"}"#, Some(Level::Other)),
        (r#"{"level":7}"#, None),
        (r#"{"level":null}"#, None),
        (r#"{"level":"brilliant"}"#, None),
        (r#"{"nested":{"level":"error"}}"#, None),
        (r#"{"level":"error""#, None),
    ] {
        assert_eq!(Level::of(line), level, "{line}");
    }
}

#[test]
fn logfmt_says_it_by_a_pair() {
    for (line, level) in [
        (r#"level=warn msg="slow answer" took=9ms"#, Some(Level::Warn)),
        (r#"ts=2026-03-03T14:15:42Z lvl=eror"#, None),
        (r#"ts=1 level="error" msg=x"#, Some(Level::Error)),
        (r#"msg="they said level=error loudly" level=debug"#, Some(Level::Other)),
        (r#"msg="they said level=error loudly""#, None),
        ("sealevel=error", None),
        ("error: level is low", None),
        ("ERROR something", None),
        ("", None),
    ] {
        assert_eq!(Level::of(line), level, "{line}");
    }
}

#[test]
fn a_line_without_end_is_not_read_for_it() {
    assert_eq!(Level::of(&format!(r#"{{"level":"error","x":"{}"}}"#, "x".repeat(20_000))), None);
}
