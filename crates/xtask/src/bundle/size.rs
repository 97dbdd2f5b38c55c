//! How large what a person downloads and a window loads is, and how large it may be.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::host::Project;
use crate::step::note;
use crate::ui;

/// Of a Debian package, in bytes.
const DEB: usize = 10_000_000;
/// Of the frontend's wasm as it is embedded, in bytes.
const WASM: usize = 700_000;
/// What Tauri embeds a release's files with.
const QUALITY: u32 = 9;

/// Prints the sizes, and fails where one is too large.
pub fn measure(project: &Project, packages: &[PathBuf]) -> Result<(), Error> {
    let mut too_large = Vec::new();
    for package in packages {
        let size = fs::metadata(package).map_err(Error::io(package))?.len();
        let limit = package.extension().is_some_and(|kind| kind == "deb").then_some(DEB);
        let name = package.file_name().unwrap_or_default().to_string_lossy();
        judge(&name, usize::try_from(size).unwrap_or(usize::MAX), limit, &mut too_large);
    }
    let wasm = project.path("ui/dist/mini_aws_ui_bg.wasm");
    let content = fs::read(&wasm).map_err(Error::io(&wasm))?;
    judge("the window's wasm", content.len(), None, &mut too_large);
    let gzip = ui::gzipped_size(&content).map_err(Error::io(&wasm))?;
    judge("the window's wasm, gzip", gzip, None, &mut too_large);
    let brotli = brotli_size(&content, &wasm)?;
    judge("the window's wasm, brotli as embedded", brotli, Some(WASM), &mut too_large);
    if too_large.is_empty() { Ok(()) } else { Err(Error::TooLarge(too_large.join(", "))) }
}

fn judge(name: &str, bytes: usize, limit: Option<usize>, too_large: &mut Vec<String>) {
    let size = kilobytes(bytes);
    let Some(limit) = limit else { return note(&format!("{name}: {size}")) };
    note(&format!("{name}: {size} of at most {}", kilobytes(limit)));
    if bytes > limit {
        too_large.push(format!("{name} ({size})"));
    }
}

fn brotli_size(content: &[u8], path: &Path) -> Result<usize, Error> {
    let mut packed = Vec::new();
    {
        let mut encoder = brotli::CompressorWriter::new(&mut packed, 4096, QUALITY, 22);
        encoder.write_all(content).and_then(|()| encoder.flush()).map_err(Error::io(path))?;
    }
    Ok(packed.len())
}

fn kilobytes(bytes: usize) -> String {
    format!("{} KB", bytes.div_ceil(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_above_its_limit_is_too_large() {
        let mut too_large = Vec::new();
        judge("at it", 1000, Some(1000), &mut too_large);
        judge("without one", 5000, None, &mut too_large);
        judge("above it", 1001, Some(1000), &mut too_large);
        assert_eq!(too_large, ["above it (2 KB)"]);
    }

    #[test]
    fn repetition_packs_well() {
        assert!(brotli_size(&[b'a'; 10_000], Path::new("x")).unwrap() < 100);
    }
}
