//! Looks at the screen as a person does, at nothing but its pixels: nothing has to be asked of the page, and nothing in it slows it down.

use crate::support::screenshot::Area;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often it looks.
const POLL: Duration = Duration::from_millis(2);
/// How far each part of a colour may be off: edges are smoothed. Less than a dark line is from the black of an empty screen.
const TOLERANCE: u8 = 20;
/// Fewer pixels of a colour than this may be anything.
const FEW: usize = 3;

/// The file in which the display keeps what it shows.
#[derive(Debug)]
pub struct Eye {
    screen: File,
    pixels_at: u64,
    bytes_per_line: u64,
}

impl Eye {
    /// Opens the eye on this display.
    pub fn open(screen: &Path) -> Self {
        let screen = File::open(screen).unwrap();
        // The header of an X window dump is words, big end first.
        let word = |number: u64| {
            let mut bytes = [0; 4];
            screen.read_exact_at(&mut bytes, number * 4).unwrap();
            u64::from(u32::from_be_bytes(bytes))
        };
        let (header, colours, bytes_per_colour) = (word(0), word(19), 12);
        let (pixels_at, bytes_per_line) = (header + colours * bytes_per_colour, word(12));
        Self { screen, pixels_at, bytes_per_line }
    }

    /// How long after `begun` this colour is in `area`.
    pub fn sees(
        &self,
        colour: [u8; 3],
        area: Area,
        begun: Instant,
        limit: Duration,
    ) -> Option<Duration> {
        while begun.elapsed() < limit {
            if self.count(colour, area) >= FEW {
                return Some(begun.elapsed());
            }
            sleep(POLL);
        }
        None
    }

    /// How many pixels of `area` have about this colour.
    fn count(&self, [red, green, blue]: [u8; 3], area: Area) -> usize {
        let mut line = vec![0; area.width * 4];
        let mut found = 0;
        for y in area.top..area.top + area.height {
            let at = self.pixels_at + y as u64 * self.bytes_per_line + area.left as u64 * 4;
            self.screen.read_exact_at(&mut line, at).unwrap();
            let is_it = |pixel: &&[u8]| {
                pixel[0].abs_diff(blue) <= TOLERANCE
                    && pixel[1].abs_diff(green) <= TOLERANCE
                    && pixel[2].abs_diff(red) <= TOLERANCE
            };
            found += line.chunks_exact(4).filter(is_it).count();
        }
        found
    }
}
