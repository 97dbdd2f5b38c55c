//! `cargo xtask icons`: the app's icons, rendered from their drawings and packed as each system wants them.

use std::fs;

use crate::command::Cmd;
use crate::error::Error;
use crate::host::Project;
use crate::step::{Steps, note};

/// The drawings, each with the pixels up to which it is used: a drawing for many pixels blurs in few.
const DRAWINGS: [(&str, u32); 3] =
    [("icon-tiny.svg", 24), ("icon-small.svg", 48), ("icon.svg", u32::MAX)];

/// The files that Linux and the window take.
const PNG: [(&str, u32); 5] = [
    ("32x32.png", 32),
    ("64x64.png", 64),
    ("128x128.png", 128),
    ("128x128@2x.png", 256),
    ("icon.png", 512),
];

/// The sizes in the Windows icon.
const ICO: [u32; 6] = [16, 24, 32, 48, 64, 256];

/// The entries of the macOS icon: their type names their size, and for some that they are for a dense screen.
const ICNS: [(&[u8; 4], u32); 10] = [
    (b"icp4", 16),
    (b"icp5", 32),
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"ic10", 1024),
];

/// Renders every file in `icons/`.
pub fn render(project: &Project, steps: &mut Steps) -> Result<(), Error> {
    let folder = project.path("icons");
    let write = |name: &str, content: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, content).map_err(Error::io(&path))?;
        note(&format!("{name}: {} bytes", content.len()));
        Ok::<(), Error>(())
    };
    let draw = |size: u32| {
        let drawing = folder.join(drawing_for(size));
        let size = size.to_string();
        Cmd::new("rsvg-convert").args(["--width", &size, "--height", &size]).arg(&drawing).output()
    };
    steps.run("render the icons", || {
        for (name, size) in PNG {
            write(name, &draw(size)?)?;
        }
        let images = ICO
            .into_iter()
            .map(|size| Ok((size, draw(size)?)))
            .collect::<Result<Vec<_>, Error>>()?;
        write("icon.ico", &pack_ico(&images))?;
        let images = ICNS
            .into_iter()
            .map(|(kind, size)| Ok((kind, draw(size)?)))
            .collect::<Result<Vec<_>, Error>>()?;
        write("icon.icns", &pack_icns(&images))
    })
}

fn drawing_for(size: u32) -> &'static str {
    DRAWINGS.iter().find(|(_, up_to)| size <= *up_to).map_or("icon.svg", |(name, _)| name)
}

/// A Windows icon: a head, an entry for each image, the images (PNG, which every Windows since Vista reads).
fn pack_ico(images: &[(u32, Vec<u8>)]) -> Vec<u8> {
    const HEAD: usize = 6;
    const ENTRY: usize = 16;
    let mut file = Vec::new();
    file.extend(0_u16.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(u16::try_from(images.len()).unwrap_or(u16::MAX).to_le_bytes());
    let mut offset = HEAD + ENTRY * images.len();
    for (size, image) in images {
        // One byte each; 256 is written as 0.
        let size = u8::try_from(*size).unwrap_or(0);
        file.extend([size, size, 0, 0]);
        file.extend(1_u16.to_le_bytes());
        file.extend(32_u16.to_le_bytes());
        file.extend(length(image.len()).to_le_bytes());
        file.extend(length(offset).to_le_bytes());
        offset += image.len();
    }
    for (_, image) in images {
        file.extend(image);
    }
    file
}

/// A macOS icon: a head with the length of all, then the images, each behind its type and length.
fn pack_icns(images: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    const HEAD: usize = 8;
    let all = HEAD + images.iter().map(|(_, image)| HEAD + image.len()).sum::<usize>();
    let mut file = Vec::with_capacity(all);
    file.extend(b"icns");
    file.extend(length(all).to_be_bytes());
    for (kind, image) in images {
        file.extend(*kind);
        file.extend(length(HEAD + image.len()).to_be_bytes());
        file.extend(image);
    }
    file
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_pixels_get_a_drawing_of_their_own() {
        assert_eq!(
            [16, 24, 32, 48, 64, 1024].map(drawing_for)[..3],
            ["icon-tiny.svg", "icon-tiny.svg", "icon-small.svg"]
        );
        assert_eq!(drawing_for(64), "icon.svg");
    }

    #[test]
    fn a_windows_icon_points_at_its_images() {
        let file = pack_ico(&[(16, b"first".to_vec()), (256, b"second".to_vec())]);
        assert_eq!(file[..6], [0, 0, 1, 0, 2, 0]);
        assert_eq!((file[6], file[22]), (16, 0));
        let offset = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(&file[offset(18)..][..5], b"first");
        assert_eq!(&file[offset(34)..][..6], b"second");
        assert_eq!(offset(30), 6);
    }

    #[test]
    fn a_mac_icon_tells_its_own_length() {
        let file = pack_icns(&[(b"ic07", b"image".to_vec())]);
        assert_eq!(&file[..4], b"icns");
        assert_eq!(u32::from_be_bytes(file[4..8].try_into().unwrap()) as usize, file.len());
        assert_eq!(&file[8..12], b"ic07");
        assert_eq!(u32::from_be_bytes(file[12..16].try_into().unwrap()), 13);
    }
}
