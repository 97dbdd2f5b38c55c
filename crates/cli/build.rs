//! Packs the UI's files, for the program to have them in itself.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Where `cargo xtask ui` puts them.
const DIST: &str = "../../ui/dist";

fn main() -> Result<(), Box<dyn Error>> {
    let dist = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(DIST);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // Without them the program still has to check; then there is nothing to show in a browser.
    fs::create_dir_all(&dist)?;
    println!("cargo:rerun-if-changed={DIST}");
    let mut files: Vec<PathBuf> =
        fs::read_dir(&dist)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|path| path.is_file());
    files.sort();
    if files.is_empty() {
        println!(
            "cargo:warning=ui/dist is empty, so browsers will be shown nothing: run `cargo xtask ui` first"
        );
    }
    let mut table = String::from("&[\n");
    for file in files {
        let name = file.file_name().ok_or("a file without a name")?.to_string_lossy().into_owned();
        let packed = out.join(format!("{name}.gz"));
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(&fs::read(&file)?)?;
        fs::write(&packed, packer.finish()?)?;
        writeln!(table, "    ({name:?}, include_bytes!({:?})),", packed.display().to_string())?;
    }
    table.push(']');
    fs::write(out.join("files.rs"), table)?;
    Ok(())
}
