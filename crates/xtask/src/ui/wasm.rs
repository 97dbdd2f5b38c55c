//! Compiling for wasm, by rustup's standard library or by Debian's.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::command::Cmd;
use crate::host;

/// The target of the frontend.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The cargo profile of the frontend (in the root manifest): always optimised, since an unoptimised wasm is slow to load.
const PROFILE: &str = "wasm";
/// The feature of the frontend that adds the page of the design system.
const DESIGN: &str = "design";

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-22";
const DEBIAN_STD: &str = "/usr/lib/rustlib/src/rust/library/std";

/// Which compiler brings a standard library for wasm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WasmToolchain {
    /// The project's own, with the target added by rustup.
    Rustup,
    /// Debian's, which brings the standard library as source.
    Debian,
}

impl fmt::Display for WasmToolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rustup => "the toolchain's wasm target",
            Self::Debian => "Debian's rustc-web",
        })
    }
}

impl WasmToolchain {
    /// What is here, the usual way first.
    #[must_use]
    pub fn find() -> Option<Self> {
        let library =
            host::sysroot().map(|folder| folder.join("lib/rustlib").join(TARGET).join("lib"));
        let rustup = library.is_some_and(|folder| folder.is_dir());
        let debian = [DEBIAN_CARGO, DEBIAN_RUSTC, DEBIAN_LINKER, DEBIAN_STD]
            .iter()
            .all(|path| Path::new(path).exists());
        Self::choose(rustup, debian)
    }

    fn choose(rustup: bool, debian: bool) -> Option<Self> {
        match (rustup, debian) {
            (true, _) => Some(Self::Rustup),
            (false, true) => Some(Self::Debian),
            (false, false) => None,
        }
    }

    /// The command that compiles the frontend into a target folder of its own.
    #[must_use]
    pub fn build(self, target: &Path, release: bool) -> Cmd {
        let cargo = match self {
            Self::Rustup => Cmd::cargo(),
            // The outer cargo is another compiler's: nothing of it may come through.
            Self::Debian => Cmd::new(DEBIAN_CARGO)
                .without_outer_cargo()
                .env_remove("RUSTUP_TOOLCHAIN")
                .env_remove("RUSTC_WRAPPER")
                .env_remove("LD_LIBRARY_PATH")
                .env("RUSTC", DEBIAN_RUSTC)
                // -Zbuild-std is not stable, but the only way to a standard library that is there as source alone.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER),
        };
        // Flags of the person are for their machine's linker.
        let cargo = cargo
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env("CARGO_TARGET_DIR", target);
        let cargo = if release {
            // Without the page of the design system.
            cargo.env("CARGO_PROFILE_WASM_LTO", "fat").env("CARGO_PROFILE_WASM_CODEGEN_UNITS", "1")
        } else {
            cargo
        };
        let cargo = cargo.args([
            "build",
            "--package",
            "mini-aws-ui",
            "--lib",
            "--profile",
            PROFILE,
            "--target",
            TARGET,
        ]);
        let cargo = if release { cargo } else { cargo.args(["--features", DESIGN]) };
        match self {
            Self::Rustup => cargo,
            Self::Debian => cargo.arg("-Zbuild-std=std,panic_abort"),
        }
    }
}

/// Where that command leaves its file.
#[must_use]
pub fn artifact(target: &Path, library: &str) -> PathBuf {
    target.join(TARGET).join(PROFILE).join(format!("{library}.wasm"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_way_comes_first() {
        assert_eq!(WasmToolchain::choose(true, true), Some(WasmToolchain::Rustup));
        assert_eq!(WasmToolchain::choose(false, true), Some(WasmToolchain::Debian));
        assert_eq!(WasmToolchain::choose(false, false), None);
    }

    #[test]
    fn only_debians_way_builds_the_standard_library() {
        let usual = WasmToolchain::Rustup.build(Path::new("t"), false).line();
        let debian = WasmToolchain::Debian.build(Path::new("t"), false).line();
        assert!(!usual.contains("build-std") && !usual.contains("RUSTC"));
        assert!(
            debian.contains("-Zbuild-std=std,panic_abort")
                && debian.contains("RUSTC=/usr/bin/rustc")
        );
        assert!(usual.contains("--profile wasm") && debian.contains("--profile wasm"));
    }

    #[test]
    fn a_release_is_optimised_as_a_whole() {
        assert!(
            WasmToolchain::Rustup
                .build(Path::new("t"), true)
                .line()
                .contains("CARGO_PROFILE_WASM_LTO=fat")
        );
        assert!(!WasmToolchain::Rustup.build(Path::new("t"), false).line().contains("LTO"));
    }

    #[test]
    fn a_release_has_no_page_of_the_design_system() {
        let line = |release| WasmToolchain::Rustup.build(Path::new("t"), release).line();
        assert!(line(false).contains("--features design") && !line(true).contains("design"));
    }

    #[test]
    fn the_file_is_looked_for_where_the_profile_puts_it() {
        let file = artifact(Path::new("t"), "mini_aws_ui");
        assert_eq!(file, Path::new("t").join(TARGET).join("wasm").join("mini_aws_ui.wasm"));
    }
}
