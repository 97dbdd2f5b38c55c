//! Figures as people read them, turned back into numbers.

/// A size in bytes, given as `69.78MiB` or `69.8 MiB`.
pub fn size(text: &str) -> Option<f64> {
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|letter: char| letter.is_ascii_alphabetic())?);
    let power = ["B", "KiB", "MiB", "GiB", "TiB"].iter().position(|known| *known == unit)?;
    Some(number.trim().parse::<f64>().ok()? * 1024_f64.powi(i32::try_from(power).ok()?))
}

/// A percentage, given as `99.75%` or `99.8 %`.
pub fn percent(text: &str) -> Option<f64> {
    text.trim().strip_suffix('%')?.trim().parse().ok()
}
