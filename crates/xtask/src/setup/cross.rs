//! What checking for other systems needs: their standard libraries, and a linker for Windows.

use super::{Package, RUSTUP_LIMIT, install, package, program};
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{System, which};
use crate::platforms::toolchain::Toolchain;
use crate::step::note;

/// Debian's compiler, which brings the standard library as source.
const STD: [Package; 3] = [package("rustc-web"), package("cargo-web"), package("rust-web-src")];
/// A linker, a C compiler and a resource compiler for Windows.
const MINGW: [Package; 1] = [program("gcc-mingw-w64-x86-64", "x86_64-w64-mingw32-gcc")];

/// A toolchain that compiles for `target`.
pub fn standard_library(target: &'static str) -> Result<Toolchain, Error> {
    if let Some(toolchain) = Toolchain::find(target) {
        return Ok(toolchain);
    }
    let add = Cmd::new("rustup").args(["target", "add", target]);
    if which("rustup").is_some()
        && let Err(error) = add.run_for(RUSTUP_LIMIT)
    {
        note(&error.to_string());
    }
    if let Some(toolchain) = Toolchain::find(target) {
        return Ok(toolchain);
    }
    if System::here() == System::Apt {
        install(&STD, "a standard library for other systems")?;
    }
    Toolchain::find(target).ok_or_else(|| Error::NotInstalled {
        what: format!("the standard library for {target}"),
        how: add.line(),
    })
}

/// MinGW.
pub fn mingw() -> Result<(), Error> {
    if System::here() == System::Apt {
        return install(&MINGW, "MinGW");
    }
    let lacking = Error::NotInstalled {
        what: "MinGW".to_owned(),
        how: "install MinGW-w64's GCC for x86_64".to_owned(),
    };
    which("x86_64-w64-mingw32-gcc").map(|_| ()).ok_or(lacking)
}
