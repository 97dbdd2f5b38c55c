//! Compiling for another system, by rustup's standard library or by Debian's.

use std::fmt;
use std::path::Path;

use crate::command::Cmd;
use crate::host;

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_STD: &str = "/usr/lib/rustlib/src/rust/library/std";

/// Which compiler brings a standard library for the other system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toolchain {
    /// The project's own, with the target added by rustup.
    Rustup,
    /// Debian's, which brings the standard library as source.
    Debian,
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rustup => "the toolchain's own target",
            Self::Debian => "Debian's rustc-web",
        })
    }
}

impl Toolchain {
    /// What is here, the usual way first.
    #[must_use]
    pub fn find(target: &str) -> Option<Self> {
        let library = host::sysroot().map(|folder| folder.join("lib/rustlib").join(target));
        if library.is_some_and(|folder| folder.join("lib").is_dir()) {
            return Some(Self::Rustup);
        }
        let debian = [DEBIAN_CARGO, DEBIAN_RUSTC, DEBIAN_STD];
        debian.iter().all(|path| Path::new(path).exists()).then_some(Self::Debian)
    }

    /// Where it builds. Each has a folder of its own, since what one compiled is nothing to the other.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Rustup => "platforms/rustup",
            Self::Debian => "platforms/debian",
        }
    }

    /// A cargo command for the other system.
    #[must_use]
    pub fn cargo(self, command: &str, target: &str, project_target: &Path) -> Cmd {
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
                .env("RUSTC_BOOTSTRAP", "1"),
        };
        // Flags of the person are for their machine's linker. Of other people's packages cargo hears no warnings, so it is this
        // project's that are denied.
        let cargo = cargo
            .env("RUSTFLAGS", "-Dwarnings")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            // Nothing that is built here is run, so what a debugger wants is gigabytes for nobody.
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TARGET_DIR", project_target.join(self.folder()))
            .args([command, "--target", target]);
        match self {
            Self::Rustup => cargo,
            Self::Debian => cargo.arg("-Zbuild-std"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_debians_way_builds_the_standard_library_and_in_a_folder_of_its_own() {
        let line =
            |toolchain: Toolchain| toolchain.cargo("check", "some-target", Path::new("t")).line();
        let (usual, debian) = (line(Toolchain::Rustup), line(Toolchain::Debian));
        assert!(!usual.contains("build-std") && !usual.contains("RUSTC="), "{usual}");
        assert!(
            debian.contains("-Zbuild-std") && debian.contains("RUSTC=/usr/bin/rustc"),
            "{debian}"
        );
        assert!(usual.contains("CARGO_TARGET_DIR=t/platforms/rustup"), "{usual}");
        assert!(debian.contains("CARGO_TARGET_DIR=t/platforms/debian"), "{debian}");
    }

    #[test]
    fn warnings_are_denied_with_either() {
        for toolchain in [Toolchain::Rustup, Toolchain::Debian] {
            let line = toolchain.cargo("check", "some-target", Path::new("t")).line();
            assert!(line.contains("RUSTFLAGS=-Dwarnings"), "{line}");
        }
    }

    #[test]
    fn nothing_is_kept_for_a_debugger_or_the_next_build() {
        for toolchain in [Toolchain::Rustup, Toolchain::Debian] {
            let line = toolchain.cargo("check", "some-target", Path::new("t")).line();
            assert!(line.contains("CARGO_PROFILE_DEV_DEBUG=false"), "{line}");
            assert!(line.contains("CARGO_INCREMENTAL=0"), "{line}");
        }
    }

    #[test]
    fn the_machines_own_target_is_found() {
        let triple = host::host_triple().unwrap();
        assert_eq!(Toolchain::find(&triple), Some(Toolchain::Rustup));
    }
}
