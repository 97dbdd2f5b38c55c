//! The series colours of the style sheet, as people see them who lack one sort of cone.

use crate::charts::COLORS;

const TOKENS: &str = include_str!("../../../style/tokens.css");
/// Distance in OKLab × 100 below which thin lines are hard to tell apart.
const APART: f64 = 10.0;
/// Contrast that WCAG asks for of what is not text.
const CONTRAST: f64 = 3.0;

/// Machado, Oliveira and Fernandes (2009), full severity, in linear RGB; and no deficiency.
const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
    ("usual", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

#[test]
fn series_colours_are_told_apart_by_everybody_in_both_themes() {
    for theme in ["dark", "light"] {
        let colors: Vec<[f64; 3]> =
            (1..=COLORS).map(|color| linear(&token(theme, &format!("--c{color}")))).collect();
        let surface = luminance(linear(&token(theme, "--surface")));
        for (sight, matrix) in &SIGHTS {
            let seen: Vec<[f64; 3]> =
                colors.iter().map(|color| oklab(times(matrix, *color))).collect();
            for a in 0..COLORS {
                for b in a + 1..COLORS {
                    let apart = distance(seen[a], seen[b]) * 100.0;
                    assert!(
                        apart >= APART,
                        "{theme}, {sight}: --c{} and --c{} are {apart:.1} apart",
                        a + 1,
                        b + 1
                    );
                }
            }
        }
        for (index, color) in colors.iter().enumerate() {
            let (a, b) = (luminance(*color), surface);
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= CONTRAST, "{theme}: --c{} has {contrast:.1}", index + 1);
        }
    }
}

/// A token's value in the block of a theme.
fn token(theme: &str, name: &str) -> String {
    let block = TOKENS.split(&format!("[data-theme=\"{theme}\"] {{")).nth(1).unwrap();
    let block = block.split('}').next().unwrap();
    let value = block.split(&format!("{name}:")).nth(1).unwrap();
    value.split(';').next().unwrap().trim().to_owned()
}

fn linear(hex: &str) -> [f64; 3] {
    let digits = hex.strip_prefix('#').unwrap();
    let digits = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_owned(),
    };
    [0, 2, 4].map(|at| {
        let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

fn times(matrix: &[[f64; 3]; 3], color: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| (row[0] * color[0] + row[1] * color[1] + row[2] * color[2]).clamp(0.0, 1.0))
}

fn luminance(color: [f64; 3]) -> f64 {
    0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2]
}

fn oklab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let l = (0.412_221 * r + 0.536_333 * g + 0.051_446 * b).cbrt();
    let m = (0.211_903 * r + 0.680_700 * g + 0.107_397 * b).cbrt();
    let s = (0.088_302 * r + 0.281_719 * g + 0.629_979 * b).cbrt();
    [
        0.210_454 * l + 0.793_618 * m - 0.004_072 * s,
        1.977_998 * l - 2.428_592 * m + 0.450_594 * s,
        0.025_904 * l + 0.782_772 * m - 0.808_676 * s,
    ]
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    (0..3).map(|index| (a[index] - b[index]).powi(2)).sum::<f64>().sqrt()
}
