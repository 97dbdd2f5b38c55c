//! Where LLVM's tools are.

use std::env;
use std::path::{Path, PathBuf};

use crate::host;

/// LLVM's two tools for coverage.
#[derive(Debug)]
pub struct LlvmTools {
    /// Reads counters against the programs that made them.
    pub cov: PathBuf,
    /// Merges counters.
    pub profdata: PathBuf,
}

impl LlvmTools {
    /// The ones that the person names, else the toolchain's, else Debian's.
    #[must_use]
    pub fn find() -> Option<Self> {
        let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_file());
        if let (Some(cov), Some(profdata)) = (named("LLVM_COV"), named("LLVM_PROFDATA")) {
            return Some(Self { cov, profdata });
        }
        let triple = host::host_triple()?;
        let folders = host::sysroot()
            .into_iter()
            .map(|folder| folder.join("lib"))
            .chain([PathBuf::from("/usr/lib")]);
        let program =
            |folder: &Path, name: &str| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
        folders
            .map(|folder| folder.join("rustlib").join(&triple).join("bin"))
            .map(|folder| Self {
                cov: program(&folder, "llvm-cov"),
                profdata: program(&folder, "llvm-profdata"),
            })
            .find(|tools| tools.cov.is_file() && tools.profdata.is_file())
    }
}
