//! What is obeyed, and that nothing else is.

use crate::logs::{Piece, Style, pieces, plain};
use proptest::prelude::*;

fn looks(line: &str) -> Vec<(String, Style)> {
    pieces(line).into_iter().map(|Piece { text, style }| (text, style)).collect()
}

fn text(color: u8) -> Style {
    Style { text: Some(color), ..Style::default() }
}

#[test]
fn colours_last_until_they_are_taken_back() {
    assert_eq!(
        looks("a\u{1b}[31mred\u{1b}[0m b"),
        [("a".into(), Style::default()), ("red".into(), text(1)), (" b".into(), Style::default())]
    );
    assert_eq!(
        looks("\u{1b}[92mok\u{1b}[39m."),
        [("ok".into(), text(10)), (".".into(), Style::default())]
    );
    let loud = Style { ground: Some(4), is_bold: true, is_underlined: true, ..text(15) };
    assert_eq!(looks("\u{1b}[1;4;97;44mx"), [("x".into(), loud)]);
    assert_eq!(looks("\u{1b}[7mx\u{1b}[27my\u{1b}[m")[1].1, Style::default());
}

#[test]
fn every_way_to_name_a_colour_is_understood() {
    for red in ["38;5;196", "38;2;255;0;0", "38:2::255:0:0", "38:2:255:0:0", "38:5:196", "91"] {
        assert_eq!(looks(&format!("\u{1b}[{red}mx")), [("x".into(), text(9))], "{red}");
    }
    let ground = Style { ground: Some(9), ..Style::default() };
    assert_eq!(looks("\u{1b}[48;2;250;3;3mx"), [("x".into(), ground)]);
    // What comes after a colour counts on its own.
    assert_eq!(looks("\u{1b}[38;5;196;1mx")[0].1, Style { is_bold: true, ..text(9) });
    for nonsense in ["38", "38;5", "38;9;1", "38;2;1;2", "38:9", "999"] {
        assert_eq!(plain(&format!("\u{1b}[{nonsense}mx")), "x", "{nonsense}");
    }
}

#[test]
fn what_would_be_obeyed_by_a_terminal_is_left_out() {
    for (line, shown) in [
        ("\u{1b}[2J\u{1b}[Hcleared", "cleared"),
        ("up\u{1b}[3A.", "up."),
        ("\u{1b}]0;evil title\u{7}rest", "rest"),
        ("\u{1b}]8;;http://evil.example\u{1b}\\click\u{1b}]8;;\u{1b}\\", "click"),
        ("\u{1b}]52;c;ZXZpbA==\u{7}x", "x"),
        ("\u{1b}Pq#0;2;0;0;0\u{1b}\\x", "x"),
        ("\u{9b}31mred\u{9d}0;title\u{9c}.", "red."),
        ("\u{1b}(B\u{1b}=\u{1b}7x\u{1b}8\u{1b}c", "x"),
        ("\u{1b}[?25l\u{1b}[?1049hx", "x"),
        ("\u{1b}[>4;2mx", "x"),
        ("x\u{85}y", "xy"),
    ] {
        assert_eq!(plain(line), shown, "{line:?}");
    }
}

#[test]
fn what_is_no_sequence_shows_as_itself() {
    assert_eq!(plain("ring\u{7} back\u{8} nul\u{0} del\u{7f}"), "ring␇ back␈ nul␀ del␡");
    assert_eq!(plain("10%\r20%\r\n"), "10%␍20%␍␊");
    assert_eq!(plain("windows\r"), "windows", "a line's end");
    assert_eq!(plain("cut \u{1b}"), "cut ␛");
    assert_eq!(plain("cut \u{1b}[31"), "cut ␛[31");
    assert_eq!(plain("\u{1b}]0;never ended"), "␛]0;never ended");
    assert_eq!(plain("\u{1b}é"), "␛é");
    assert_eq!(plain("safe \u{202e}txt.exe"), "safe \u{fffd}txt.exe", "nothing is turned round");
    assert_eq!(plain("a\tb\t"), "a       b       ");
    assert_eq!(plain("<b>not markup</b>"), "<b>not markup</b>");
}

#[test]
fn a_line_full_of_beginnings_takes_no_time() {
    let line = "\u{1b}]".repeat(200_000);
    assert_eq!(plain(&line).chars().count(), 400_000);
}

proptest! {
    #[test]
    fn nothing_breaks_it_and_nothing_gets_through(
        line in proptest::collection::vec(
            prop_oneof![
                Just("\u{1b}".to_owned()), Just("\u{1b}[".to_owned()), Just("\u{1b}]".to_owned()), Just("38;5;".to_owned()),
                Just(";".to_owned()), Just(":".to_owned()), Just("m".to_owned()), Just("\u{9b}".to_owned()), Just("\u{7}".to_owned()),
                Just("\u{9c}".to_owned()), Just("999999999999".to_owned()), any::<char>().prop_map(String::from),
            ],
            0..60,
        )
    ) {
        let line = line.concat();
        let pieces = pieces(&line);
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        prop_assert!(!whole.chars().any(char::is_control), "{whole:?}");
        prop_assert_eq!(plain(&line), whole);
        prop_assert!(pieces.iter().all(|piece| !piece.text.is_empty()));
        prop_assert!(pieces.iter().all(|piece| piece.style.text.is_none_or(|color| color < 16)));
    }
}
