//! Where the tools are that `cargo xtask setup` fetched, and how to run them.

use crate::support::process;
use crate::support::scenario::Skip;
use std::path::{Path, PathBuf};

/// The project's folder.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A program on the search path, or what `cargo xtask setup` put into the target folder.
pub fn find(name: &str, unpacked: &str) -> Result<PathBuf, Skip> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().map(Path::to_path_buf);
    let unpacked = target.unwrap_or_default().join("tools").join(unpacked);
    process::find_program(name).or_else(|| Some(unpacked).filter(|path| path.is_file())).ok_or_else(
        || Skip(format!("{name} is neither installed nor fetched; to have it: cargo xtask setup")),
    )
}

/// Reads a file of the project.
pub fn read(relative: &str) -> String {
    let path = project().join(relative);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
