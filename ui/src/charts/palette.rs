//! Colours: which instance gets which, and the theme's values for them.
//!
//! The six series colours are told apart with the common forms of colour blindness as well: they differ in lightness along
//! with hue. An instance keeps its colour for as long as the window knows it; where two of one chart share a colour, the
//! later one is dashed.

use super::SeriesView;

/// How many series colours there are: `--c1` … `--c6`.
pub const COLORS: usize = 6;

/// The colour for an instance named `name`, 1 … [`COLORS`]: the one that its name stands for, or the next one that fewer
/// instances have. `taken` are the colours given already, one entry an instance.
#[must_use]
pub(super) fn color_for(name: &str, taken: impl Iterator<Item = usize>) -> usize {
    let mut uses = [0_usize; COLORS];
    for color in taken {
        if let Some(count) = color.checked_sub(1).and_then(|slot| uses.get_mut(slot)) {
            *count += 1;
        }
    }
    let preferred = usize::try_from(fnv1a(name) % COLORS as u64).unwrap_or(0);
    (0..COLORS)
        .map(|step| (preferred + step) % COLORS)
        .min_by_key(|&slot| uses[slot])
        .unwrap_or(preferred)
        + 1
}

/// The CSS class that sets the colour: `k-c1` … `k-c6`, and the neutral `k-others` where there is none.
#[must_use]
pub fn color_class(color: Option<usize>) -> &'static str {
    match color {
        Some(1) => "k-c1",
        Some(2) => "k-c2",
        Some(3) => "k-c3",
        Some(4) => "k-c4",
        Some(5) => "k-c5",
        Some(6) => "k-c6",
        _ => "k-others",
    }
}

/// A hash that is the same in every build and on every machine, unlike the standard library's.
fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Dashes a line whose colour another one has already.
pub(super) fn dash_repeated_colors(series: &mut [SeriesView]) {
    let mut used = Vec::new();
    for view in series {
        if let Some(color) = view.color {
            view.dashed = used.contains(&color);
            used.push(color);
        }
    }
}

/// The colours that a canvas needs by value, since it does not know CSS custom properties.
///
/// In the window they are read from the style sheet, so the tokens stand in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartTheme {
    /// Headings and figures.
    pub text: String,
    /// Text that is read second.
    pub muted: String,
    /// Axis labels, and the line of the others.
    pub faint: String,
    /// Hairlines.
    pub line: String,
    /// Behind cards: what the tooltip stands on.
    pub surface: String,
    /// Bands of gaps.
    pub raised: String,
    /// It runs.
    pub ok: String,
    /// It failed.
    pub bad: String,
    /// It deserves a look.
    pub warn: String,
    /// The instances' colours.
    pub series: [String; COLORS],
    /// The total's colour.
    pub total: String,
    /// The font of labels: a canvas does not inherit it either.
    pub font: String,
}

impl ChartTheme {
    /// A theme from the style sheet's tokens: `token("--line")` is that custom property's value, empty if it has none.
    pub fn from_tokens(token: impl Fn(&str) -> String) -> Self {
        let color = |name: &str| {
            let value = token(name);
            let value = value.trim();
            if value.is_empty() {
                // A canvas draws nothing at all in a colour that it cannot read; a grey can be seen on both themes.
                "#808080".to_owned()
            } else {
                value.to_owned()
            }
        };
        let font = token("--font");
        Self {
            text: color("--text"),
            muted: color("--muted"),
            faint: color("--faint"),
            line: color("--line"),
            surface: color("--surface"),
            raised: color("--raised"),
            ok: color("--ok"),
            bad: color("--bad"),
            warn: color("--warn"),
            series: std::array::from_fn(|slot| color(&format!("--c{}", slot + 1))),
            total: color("--total"),
            font: if font.trim().is_empty() {
                "sans-serif".to_owned()
            } else {
                font.trim().to_owned()
            },
        }
    }

    /// The value of a series colour, 1 … [`COLORS`]; anything else is neutral.
    #[must_use]
    pub fn series_color(&self, color: Option<usize>) -> &str {
        color
            .and_then(|color| color.checked_sub(1))
            .and_then(|slot| self.series.get(slot))
            .unwrap_or(&self.faint)
    }
}
