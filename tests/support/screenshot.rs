//! Pictures of the screen, taken from the file in which the display keeps it, and what a program can tell of them.

use serde::Deserialize;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

/// A part of the screen, in pixels.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Area {
    pub left: usize,
    pub top: usize,
    pub width: usize,
    pub height: usize,
}

/// What can be told of a picture.
#[derive(Debug, Clone, Copy)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    /// How many colours it has: a blank page has one, a page of text some dozens.
    pub colours: usize,
    /// How light it is on average, from 0 (black) to 255 (white).
    pub lightness: f64,
}

/// The fields of an X window dump that matter; all are words of the header, big end first.
struct Screen {
    dump: Vec<u8>,
    pixels_at: usize,
    width: usize,
    height: usize,
    bytes_per_line: usize,
}

/// Writes what is on the screen in `area`, as far as that is on the screen, to the PNG file `to`.
pub fn take(screen: &Path, area: Area, to: &Path) -> io::Result<Picture> {
    let screen = Screen::read(screen)?;
    let right = area.left.saturating_add(area.width).min(screen.width);
    let bottom = area.top.saturating_add(area.height).min(screen.height);
    let (width, height) = (right.saturating_sub(area.left), bottom.saturating_sub(area.top));
    let pixels: Vec<[u8; 3]> = (area.top..bottom)
        .flat_map(|y| (area.left..right).map(move |x| (x, y)))
        .map(|(x, y)| screen.pixel(x, y))
        .collect();
    write_png(to, width, height, &pixels)?;

    let lightness = |&[red, green, blue]: &[u8; 3]| {
        0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue)
    };
    Ok(Picture {
        width,
        height,
        colours: pixels.iter().collect::<HashSet<_>>().len(),
        lightness: pixels.iter().map(lightness).sum::<f64>() / pixels.len().max(1) as f64,
    })
}

impl Screen {
    fn read(path: &Path) -> io::Result<Self> {
        const BITS_PER_PIXEL: usize = 11;
        let dump = fs::read(path)?;
        let word = |number: usize| -> io::Result<usize> {
            dump.get(number * 4..number * 4 + 4)
                .and_then(|bytes| bytes.try_into().ok())
                .map(|bytes| u32::from_be_bytes(bytes) as usize)
                .ok_or_else(|| io::Error::other("the dump of the screen is cut"))
        };
        if word(BITS_PER_PIXEL)? != 32 {
            return Err(io::Error::other("the screen has not the depth that was asked for"));
        }
        let (header, colours, bytes_per_colour) = (word(0)?, word(19)?, 12);
        let screen = Self {
            pixels_at: header + colours * bytes_per_colour,
            width: word(4)?,
            height: word(5)?,
            bytes_per_line: word(12)?,
            dump,
        };
        let end = screen.pixels_at + screen.height * screen.bytes_per_line;
        if screen.dump.len() < end || screen.bytes_per_line < screen.width * 4 {
            return Err(io::Error::other("the dump of the screen is cut"));
        }
        Ok(screen)
    }

    fn pixel(&self, x: usize, y: usize) -> [u8; 3] {
        let at = self.pixels_at + y * self.bytes_per_line + x * 4;
        let [blue, green, red] = [self.dump[at], self.dump[at + 1], self.dump[at + 2]];
        [red, green, blue]
    }
}

fn write_png(to: &Path, width: usize, height: usize, pixels: &[[u8; 3]]) -> io::Result<()> {
    let size = |length: usize| u32::try_from(length).map_err(io::Error::other);
    let mut encoder =
        png::Encoder::new(BufWriter::new(File::create(to)?), size(width)?, size(height)?);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels.as_flattened())?;
    writer.finish()?;
    Ok(())
}
