//! The frontend: wasm, its JavaScript, the page and its styles, put together in `ui/dist`.

mod dist;
pub mod wasm;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

use self::dist::Dist;
use self::wasm::WasmToolchain;
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{Project, json, remove_folder, which};
use crate::step::{Steps, note};

/// The frontend's library, and so the stem of the files made of it.
const LIBRARY: &str = "mini_aws_ui";

/// Where the page is put together, for `tauri.conf.json` and the HTTP door to take it from.
const DIST: &str = "ui/dist";

/// The charts' own script, in the crate that knows its options.
const ECHARTS: &str = "src/asset/echarts-5.5.1.min.js";

/// What is taken as it stands: the styles, and the rest (the script that starts the app, fonts, images).
const SOURCES: [&str; 2] = ["ui/style", "ui/static"];

/// Builds the frontend.
pub fn build(project: &Project, steps: &mut Steps, release: bool) -> Result<(), Error> {
    let toolchain = WasmToolchain::find().ok_or_else(|| Error::NotInstalled {
        what: "the wasm standard library".to_owned(),
        how: "cargo xtask setup".to_owned(),
    })?;
    let target = project.target.join("wasm");
    let wasm = steps.run(&format!("build the frontend ({toolchain})"), || {
        toolchain.build(&target, release).run()?;
        Ok(wasm::artifact(&target, LIBRARY))
    })?;
    let glue = target.join(if release { "glue-release" } else { "glue" });
    steps.run("make the JavaScript for it", || {
        bind(&wasm, &glue)?;
        if release { shrink(&glue) } else { Ok(()) }
    })?;
    steps.run(&format!("put it together in {DIST}"), || {
        let dist = collect(project, &glue)?;
        report_sizes(&dist)?;
        let changed = dist.write(&project.path(DIST))?;
        note(&if changed == 0 {
            "nothing changed".to_owned()
        } else {
            format!("{changed} files changed")
        });
        Ok(())
    })
}

fn bind(wasm: &Path, glue: &Path) -> Result<(), Error> {
    remove_folder(glue)?;
    let bind = || {
        Bindgen::new()
            .input_path(wasm)
            .out_name(LIBRARY)
            .web(true)?
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(glue)
    };
    bind().map_err(|error| Error::Bindgen(error.into()))
}

/// Makes the wasm smaller where the tool for it is there: a release is as right without, only larger.
fn shrink(glue: &Path) -> Result<(), Error> {
    const FEATURES: [&str; 6] = [
        "--enable-bulk-memory",
        "--enable-multivalue",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-sign-ext",
    ];
    if which("wasm-opt").is_none() {
        note("wasm-opt (of binaryen) is not installed: the wasm stays as the compiler made it");
        return Ok(());
    }
    let wasm = glue.join(format!("{LIBRARY}_bg.wasm"));
    let smaller = glue.join("smaller.wasm");
    let command = Cmd::new("wasm-opt").arg("-Os").args(FEATURES).arg(&wasm).arg("-o").arg(&smaller);
    match command.run() {
        Ok(()) => fs::rename(&smaller, &wasm).map_err(Error::io(&smaller)),
        // An old wasm-opt does not know all that a new compiler writes.
        Err(error) => {
            note(&format!("{error}; the wasm stays as the compiler made it"));
            remove_file(&smaller)
        }
    }
}

fn remove_file(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::Io { path: path.to_path_buf(), source })
        }
        _ => Ok(()),
    }
}

fn collect(project: &Project, glue: &Path) -> Result<Dist, Error> {
    let mut dist = Dist::default();
    dist.add_folder(glue)?;
    dist.add_file("echarts.min.js", &charming_folder()?.join(ECHARTS))?;
    dist.add_file("index.html", &project.path("ui/index.html"))?;
    for folder in SOURCES {
        dist.add_folder(&project.path(folder))?;
    }
    Ok(dist)
}

/// Where cargo keeps the sources of the charming crate.
fn charming_folder() -> Result<PathBuf, Error> {
    // For one platform, so that cargo fetches nothing for the others.
    let command =
        Cmd::cargo().args(["metadata", "--format-version", "1", "--filter-platform", wasm::TARGET]);
    let metadata = json("cargo metadata", &command.output()?)?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    packages
        .iter()
        .find(|package| package["name"] == "charming")
        .and_then(|package| Path::new(package["manifest_path"].as_str()?).parent())
        .map(Path::to_path_buf)
        .ok_or_else(|| Error::Missing {
            what: "cargo metadata",
            missing: "the charming crate".to_owned(),
        })
}

fn report_sizes(dist: &Dist) -> Result<(), Error> {
    for (name, content) in dist.largest(2) {
        let packed = gzipped_size(content).map_err(Error::io(name))?;
        note(&format!("{name}: {}, {} gzipped", kilobytes(content.len()), kilobytes(packed)));
    }
    Ok(())
}

/// How long it is once packed as a web server would.
pub fn gzipped_size(content: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}

fn kilobytes(bytes: usize) -> String {
    format!("{} KB", bytes.div_ceil(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well() {
        assert_eq!(kilobytes(1), "1 KB");
        assert_eq!(kilobytes(1_234_567), "1235 KB");
    }

    #[test]
    fn repetition_packs_well() {
        assert!(gzipped_size(&[b'a'; 10_000]).unwrap() < 200);
    }
}
