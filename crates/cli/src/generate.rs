//! `cloud generate`: what goes beside the program where it is installed.

use crate::arguments::Arguments;
use crate::error::CliError;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use std::fs;
use std::path::{Path, PathBuf};

const NAME: &str = "cloud";
const SHELLS: [Shell; 4] = [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell];

/// What `cloud generate` takes.
#[derive(Debug, Args)]
pub struct GenerateOptions {
    /// Where to: completions/ and man/ are made in it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes completions and manual pages.
///
/// # Errors
/// [`CliError::File`]
pub fn generate(options: &GenerateOptions) -> Result<(), CliError> {
    let completions = folder(&options.folder, "completions")?;
    for shell in SHELLS {
        // Its own word for the file: `_cloud` for zsh, which finds it by that.
        let name = match shell {
            Shell::Bash => "cloud.bash",
            Shell::Zsh => "_cloud",
            Shell::Fish => "cloud.fish",
            _ => "cloud.ps1",
        };
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Arguments::command(), NAME, &mut script);
        write(&completions.join(name), &script)?;
    }
    let pages = folder(&options.folder, "man")?;
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    page(&command, &pages)
}

/// Writes the page of a command, and those of the commands below it.
fn page(command: &clap::Command, folder: &Path) -> Result<(), CliError> {
    let name = command.get_display_name().unwrap_or(NAME).to_owned();
    let path = folder.join(format!("{name}.1"));
    let mut text = Vec::new();
    let man = clap_mangen::Man::new(command.clone()).title(name.to_uppercase());
    man.render(&mut text).map_err(|source| CliError::File { path: path.clone(), source })?;
    write(&path, &text)?;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        page(below, folder)?;
    }
    Ok(())
}

fn folder(parent: &Path, name: &str) -> Result<PathBuf, CliError> {
    let path = parent.join(name);
    fs::create_dir_all(&path).map_err(|source| CliError::File { path: path.clone(), source })?;
    Ok(path)
}

fn write(path: &Path, content: &[u8]) -> Result<(), CliError> {
    fs::write(path, content).map_err(|source| CliError::File { path: path.to_owned(), source })
}
