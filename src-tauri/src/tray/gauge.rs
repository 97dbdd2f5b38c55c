//! The icon: the product's cloud on its tile, filled from below as far as the machine's cores are busy.
//!
//! The tile is drawn with the icon, in an orange that stands out from white panels as well as from black ones, so one picture is right
//! on both, and nobody has to guess which the panel is. Away and paused differ by shape, not only by colour. macOS tints pictures of
//! the menu bar itself; there the cloud comes without a tile.

/// How many different levels the gauge has: few enough that the picture seldom changes.
pub(super) const STEPS: u8 = 16;

/// The orange of the product's mark, darker: at least 3 : 1 against white, against a dark panel, and under a white cloud.
const TILE: [u8; 3] = [0xc6, 0x66, 0x0c];
/// The tile of an engine that tells nothing now. The same contrasts.
const TILE_QUIET: [u8; 3] = [0x75, 0x78, 0x80];
/// The cloud.
const CLOUD: [u8; 3] = [0xff, 0xff, 0xff];

/// Each pixel is looked at in this many places across and down.
const SAMPLES: u32 = 4;
/// The width and height of the drawing in its own units, whatever the picture's size.
const UNITS: f32 = 16.0;
/// The radius of the tile's corners.
const CORNER: f32 = 3.5;
/// Circles (centre and radius) that make the cloud, together with [`BASE`].
const PUFFS: [(f32, f32, f32); 3] = [(4.9, 9.3, 2.9), (8.0, 6.9, 3.9), (11.4, 8.9, 3.2)];
/// The flat bottom of the cloud: left, top, right and bottom.
const BASE: (f32, f32, f32, f32) = (4.9, 8.0, 11.4, 12.2);
/// How thick the cloud's edge is.
const EDGE: f32 = 1.15;
/// Between these heights the cloud is filled.
const TOP: f32 = 4.1;
const BOTTOM: f32 = 11.1;

/// What the icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Face {
    /// The first search for an engine is under way.
    #[default]
    Waiting,
    /// How busy the cores are: 0 … [`STEPS`].
    Level(u8),
    /// No engine answers.
    Away,
    /// Nothing is collected.
    Paused,
}

impl Face {
    /// The level of `busy` cores out of `cores`; none, if it is not known how many there are. Any work at all shows.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "it is between 0 and the number of steps"
    )]
    pub(super) fn of_share(busy: f64, cores: u64) -> Self {
        if cores == 0 || !busy.is_finite() {
            return Self::Level(0);
        }
        let steps = (busy / cores as f64 * f64::from(STEPS)).clamp(0.0, f64::from(STEPS));
        // A console that watches idle instances would flicker between nothing and the first step.
        let steps = if steps < 0.1 { 0.0 } else { steps.ceil() };
        Self::Level(steps as u8)
    }
}

/// How the icon is to be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(any(target_os = "macos", test)), allow(dead_code, reason = "macOS draws templates"))]
pub(super) enum Style {
    /// In colour, on its tile.
    Tile,
    /// The cloud alone, in black, for a desktop that tints it.
    Template,
}

/// Draws the icon of `size` × `size` pixels: red, green, blue and alpha of each, not premultiplied.
pub(super) fn draw(face: Face, style: Style, size: u32) -> Vec<u8> {
    (0..size)
        .flat_map(|y| (0..size).map(move |x| (x, y)))
        .flat_map(|at| pixel(face, style, size, at))
        .collect()
}

/// The mean of a pixel's samples.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places are a few dozens, and colours between 0 and 255"
)]
fn pixel(face: Face, style: Style, size: u32, (x, y): (u32, u32)) -> [u8; 4] {
    let unit = UNITS / (size * SAMPLES) as f32;
    let (mut sum, mut covered) = ([0.0; 3], 0.0);
    for sample in 0..SAMPLES * SAMPLES {
        let place = |pixel: u32, offset: u32| ((pixel * SAMPLES + offset) as f32 + 0.5) * unit;
        let point = (place(x, sample % SAMPLES), place(y, sample / SAMPLES));
        if let Some(colour) = colour_at(face, style, point) {
            covered += 1.0;
            for (sum, part) in sum.iter_mut().zip(colour) {
                *sum += f32::from(part);
            }
        }
    }
    if covered == 0.0 {
        return [0; 4];
    }
    let [red, green, blue] = sum.map(|sum: f32| (sum / covered).round() as u8);
    let alpha = covered / (SAMPLES * SAMPLES) as f32 * 255.0;
    [red, green, blue, alpha.round() as u8]
}

/// The colour of a point, if there is anything.
fn colour_at(face: Face, style: Style, point: (f32, f32)) -> Option<[u8; 3]> {
    let is_cloud = is_drawn(face, point);
    match style {
        Style::Template => is_cloud.then_some([0; 3]),
        Style::Tile if !is_in_tile(point) => None,
        Style::Tile if is_cloud => Some(CLOUD),
        Style::Tile if matches!(face, Face::Level(_)) => Some(TILE),
        Style::Tile => Some(TILE_QUIET),
    }
}

/// Whether the cloud, or what is in it, is drawn there.
fn is_drawn(face: Face, point: (f32, f32)) -> bool {
    let (x, y) = point;
    // Along a line from the lower left to the upper right, seen from its side.
    let across = (x - 8.0 + (y - 8.0)).abs() / std::f32::consts::SQRT_2;
    let along = (x - 8.0 - (y - 8.0)).abs() / std::f32::consts::SQRT_2;
    if face == Face::Away && along < 7.4 && across < 1.6 {
        return across < 0.7;
    }
    if !is_in_cloud(point) {
        return false;
    }
    if !is_inside_edge(point) {
        return true;
    }
    match face {
        Face::Waiting | Face::Away => false,
        Face::Level(level) => {
            let share = f32::from(level.min(STEPS)) / f32::from(STEPS);
            level >= STEPS || y >= BOTTOM - share * (BOTTOM - TOP)
        }
        Face::Paused => (5.8..10.6).contains(&y) && (1.0..2.4).contains(&(x - 8.0).abs()),
    }
}

fn is_in_tile((x, y): (f32, f32)) -> bool {
    let beyond = |value: f32| (value - UNITS / 2.0).abs() - (UNITS / 2.0 - CORNER);
    let (right, down) = (beyond(x).max(0.0), beyond(y).max(0.0));
    right * right + down * down <= CORNER * CORNER
}

fn is_in_cloud((x, y): (f32, f32)) -> bool {
    let (left, top, right, bottom) = BASE;
    let is_in_base = (left..right).contains(&x) && (top..bottom).contains(&y);
    is_in_base
        || PUFFS.iter().any(|(centre_x, centre_y, radius)| {
            let (right, down) = (x - centre_x, y - centre_y);
            right * right + down * down <= radius * radius
        })
}

/// Whether the cloud goes on for the thickness of its edge in all directions.
fn is_inside_edge((x, y): (f32, f32)) -> bool {
    const DIRECTIONS: u8 = 16;
    (0..DIRECTIONS).all(|direction| {
        let angle = std::f32::consts::TAU * f32::from(direction) / f32::from(DIRECTIONS);
        is_in_cloud((x + EDGE * angle.cos(), y + EDGE * angle.sin()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// How much of the picture is white, in pixels.
    fn white(face: Face, size: u32) -> f64 {
        let quiet = if matches!(face, Face::Level(_)) { TILE } else { TILE_QUIET };
        let low = f64::from(quiet[2]);
        draw(face, Style::Tile, size)
            .chunks(4)
            .map(|pixel| {
                (f64::from(pixel[2]) - low).max(0.0) / (255.0 - low) * f64::from(pixel[3]) / 255.0
            })
            .sum()
    }

    /// The contrast of two colours, from 1 to 21, as WCAG defines it.
    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let lightness = |colour: [u8; 3]| {
            let [red, green, blue] = colour.map(|part| {
                let part = f64::from(part) / 255.0;
                if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (one, other) = (lightness(one), lightness(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn the_busier_the_fuller_in_every_size_and_style() {
        for size in [22, 24, 32, 44] {
            for level in 0..STEPS {
                let (less, more) = (Face::Level(level), Face::Level(level + 1));
                assert!(white(less, size) < white(more, size), "{size} px, step {level}");
                let covered = |face| -> u32 {
                    draw(face, Style::Template, size)
                        .chunks(4)
                        .map(|pixel| u32::from(pixel[3]))
                        .sum()
                };
                assert!(covered(less) < covered(more), "{size} px, step {level}, template");
            }
            let whole = white(Face::Level(STEPS), size) - white(Face::Level(0), size);
            let half = white(Face::Level(STEPS / 2), size) - white(Face::Level(0), size);
            assert!((0.4..0.7).contains(&(half / whole)), "half is about half: {}", half / whole);
        }
    }

    #[test]
    fn every_face_is_another_picture_even_without_its_colour() {
        let faces =
            [Face::Waiting, Face::Away, Face::Paused, Face::Level(STEPS / 2), Face::Level(STEPS)];
        for style in [Style::Tile, Style::Template] {
            let pictures: HashSet<_> = faces.iter().map(|face| draw(*face, style, 22)).collect();
            assert_eq!(pictures.len(), faces.len(), "{style:?}");
        }
    }

    #[test]
    fn it_stands_out_from_light_and_dark_panels() {
        for tile in [TILE, TILE_QUIET] {
            for panel in [[0xff; 3], [0x1e; 3], [0x00; 3], CLOUD] {
                let contrast = contrast(tile, panel);
                assert!(contrast >= 3.0, "{tile:x?} on {panel:x?}: {contrast}");
            }
        }
    }

    #[test]
    fn the_corners_are_free_and_the_middle_is_not() {
        let picture = draw(Face::Level(STEPS), Style::Tile, 24);
        assert_eq!(picture.len(), 24 * 24 * 4);
        assert_eq!(picture[3], 0, "the corner");
        assert_eq!(picture[(12 * 24 + 12) * 4..][..4], [255; 4], "the middle of a full cloud");
        let empty = draw(Face::Level(0), Style::Tile, 24);
        assert_eq!(empty[(12 * 24 + 12) * 4..][..3], TILE, "the middle of an empty one");
    }

    #[test]
    fn shares_become_steps() {
        for (busy, cores, level) in [
            (0.0, 4, 0),
            (0.01, 4, 0),
            (0.1, 4, 1),
            (2.0, 4, 8),
            (4.0, 4, 16),
            (9.0, 4, 16),
            (3.0, 0, 0),
            (f64::NAN, 4, 0),
        ] {
            assert_eq!(Face::of_share(busy, cores), Face::Level(level), "{busy} of {cores}");
        }
    }

    /// Writes every face in every size, for somebody to look at: `MINI_AWS_TRAY_SHEET=sheet.png`.
    #[test]
    fn a_sheet_to_look_at() {
        let Some(path) = std::env::var_os("MINI_AWS_TRAY_SHEET") else { return };
        let faces: Vec<Face> = [Face::Waiting, Face::Away, Face::Paused]
            .into_iter()
            .chain((0..=STEPS).step_by(2).map(Face::Level))
            .collect();
        let (cell, panels) = (56_usize, [[0xf6_u8; 3], [0x24; 3]]);
        let rows: Vec<(usize, u32, Style)> = [22_u32, 24, 44]
            .into_iter()
            .flat_map(|size| [(0, size, Style::Tile), (1, size, Style::Tile)])
            .chain([(0, 44, Style::Template)])
            .collect();
        let (width, height) = (cell * faces.len(), cell * rows.len());
        let mut sheet = vec![0_u8; width * height * 3];
        for (row, (panel, size, style)) in rows.iter().enumerate() {
            for (column, face) in faces.iter().enumerate() {
                let (picture, side) = (draw(*face, *style, *size), *size as usize);
                for y in 0..cell {
                    for x in 0..cell {
                        let (at_x, at_y) = (x.wrapping_sub(6), y.wrapping_sub(6));
                        let mut colour = panels[*panel];
                        if at_x < side && at_y < side {
                            let pixel = &picture[(at_y * side + at_x) * 4..][..4];
                            let alpha = u32::from(pixel[3]);
                            for part in 0..3 {
                                let mixed = u32::from(pixel[part]) * alpha
                                    + u32::from(colour[part]) * (255 - alpha);
                                colour[part] = (mixed / 255) as u8;
                            }
                        }
                        let at = ((row * cell + y) * width + column * cell + x) * 3;
                        sheet[at..at + 3].copy_from_slice(&colour);
                    }
                }
            }
        }
        let file = std::fs::File::create(path).unwrap();
        let mut encoder = png::Encoder::new(file, width as u32, height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header().unwrap().write_image_data(&sheet).unwrap();
    }
}
