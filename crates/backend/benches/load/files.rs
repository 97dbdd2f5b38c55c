//! Each connection is an open file.

/// Has the system allow so many open files, or says what to type.
#[cfg(unix)]
pub fn allow(needed: usize) -> Result<(), String> {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let needed = needed as u64;
    let mut limit = getrlimit(Resource::Nofile);
    // `None` is without a limit.
    if limit.current.is_none_or(|current| current >= needed) {
        return Ok(());
    }
    if limit.maximum.is_none_or(|maximum| maximum >= needed) {
        limit.current = Some(needed);
        if setrlimit(Resource::Nofile, limit).is_ok() {
            return Ok(());
        }
    }
    Err(format!(
        "this takes {needed} open files: type `ulimit -n {needed}`, as root if need be, and try again"
    ))
}

/// There is no such limit.
#[cfg(not(unix))]
pub fn allow(_needed: usize) -> Result<(), String> {
    Ok(())
}
