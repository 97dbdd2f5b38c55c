//! A launch agent of this user.

use super::{AutostartError, agent, read, remove, write};
use std::path::PathBuf;

pub(super) fn is_on() -> Result<bool, AutostartError> {
    Ok(read(&file()?)?.is_some())
}

pub(super) fn switch_on(program: &str, hidden: bool) -> Result<(), AutostartError> {
    write(&file()?, &agent::write(program, hidden))
}

pub(super) fn switch_off() -> Result<(), AutostartError> {
    remove(&file()?)
}

fn file() -> Result<PathBuf, AutostartError> {
    let home = std::env::home_dir().filter(|home| home.is_absolute());
    let home = home.ok_or(AutostartError::NoHome)?;
    Ok(home.join("Library/LaunchAgents").join(format!("{}.plist", agent::LABEL)))
}
