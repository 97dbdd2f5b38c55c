//! Open files: each connection is one, and the console itself needs some, for its engine and its database.

/// What is kept for the console itself: its database, its logs, its own pipes, its questions to the engine and the logs that are read; a
/// demo has the other ends of these as well. A stream of statistics takes one more for each instance.
#[cfg(unix)]
const RESERVE: u64 = 176;

/// Has the system allow `wanted` connections besides what the console needs, and says how many there may be: a third of what is allowed
/// at worst, so that strangers at the door never take the engine's connection away.
#[cfg(unix)]
pub(super) fn make_room(wanted: usize, instances: usize) -> usize {
    use rustix::process::{Resource, getrlimit, setrlimit};
    use tracing::warn;
    // One is being opened while the one before is being closed.
    let reserve = RESERVE + 2 * instances as u64;
    let needed = wanted as u64 + reserve;
    let mut limit = getrlimit(Resource::Nofile);
    // `None` is without a limit.
    if limit.current.is_some_and(|current| current < needed) {
        limit.current = Some(limit.maximum.map_or(needed, |maximum| maximum.min(needed)));
        if let Err(error) = setrlimit(Resource::Nofile, limit) {
            warn!(%error, "the system allows no more open files");
        }
    }
    let Some(allowed) = getrlimit(Resource::Nofile).current else { return wanted };
    let room = allowed.saturating_sub(reserve).max(allowed / 3);
    usize::try_from(room).map_or(wanted, |room| room.min(wanted))
}

/// There is no such limit.
#[cfg(not(unix))]
pub(super) fn make_room(wanted: usize, _instances: usize) -> usize {
    wanted
}
