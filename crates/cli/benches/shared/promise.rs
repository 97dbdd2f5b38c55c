//! Promises, and whether they are kept.

/// One promise.
#[derive(Debug)]
pub struct Promise {
    pub is_kept: bool,
    pub words: String,
}

/// A promise in words, and whether it is kept.
pub fn promise(is_kept: bool, words: impl Into<String>) -> Promise {
    Promise { is_kept, words: words.into() }
}

/// Prints them; whether all are kept.
pub fn print(promises: &[Promise]) -> bool {
    for Promise { is_kept, words } in promises {
        println!("  {} {words}", if *is_kept { "kept  " } else { "BROKEN" });
    }
    promises.iter().all(|promise| promise.is_kept)
}

/// The middle one. They are few, so of two in the middle it is the mean.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let (lower, upper) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
    f64::midpoint(lower, upper)
}
