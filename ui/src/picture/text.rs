//! Text that has to fit: a drawing does not break or cut it by itself.

/// The text, or as much of it as there is room for `width` letters, with an ellipsis. Letters of scripts that are drawn wide count twice.
#[must_use]
pub fn ellipsised(text: &str, width: usize) -> String {
    let wide = |letter: char| if is_wide(letter) { 2 } else { 1 };
    if text.chars().map(wide).sum::<usize>() <= width {
        return text.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let mut cut = String::new();
    for letter in text.chars() {
        let Some(left) = room.checked_sub(wide(letter)) else { break };
        room = left;
        cut.push(letter);
    }
    cut.push('…');
    cut
}

fn is_wide(letter: char) -> bool {
    matches!(u32::from(letter), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0x1F300..=0x1FAFF)
}
