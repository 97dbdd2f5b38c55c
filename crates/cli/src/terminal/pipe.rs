//! Whether anybody still reads what is written.

/// Waits until whoever reads stdout through a pipe has gone; for ever if it is no pipe. Who writes seldom would otherwise find out late.
#[cfg(unix)]
pub async fn reader_gone() {
    use std::os::fd::AsFd as _;
    use std::time::Duration;
    use tokio::io::Interest;
    use tokio::net::unix::pipe::Sender;

    /// A pipe that can be written to stays so, and is looked at again after this long.
    const POLL: Duration = Duration::from_millis(250);

    let copy = std::io::stdout().as_fd().try_clone_to_owned();
    // Nothing is written by it, so it need not be made non-blocking, which would make it so for whoever shares it. What cannot be
    // watched, as a file, is no pipe; the next write tells of what goes wrong with it.
    let Ok(pipe) = copy.and_then(Sender::from_owned_fd_unchecked) else {
        return std::future::pending().await;
    };
    while let Ok(ready) = pipe.ready(Interest::WRITABLE).await {
        if ready.is_write_closed() {
            return;
        }
        tokio::time::sleep(POLL).await;
    }
    std::future::pending::<()>().await;
}

/// On Windows the next write tells.
#[cfg(not(unix))]
pub async fn reader_gone() {
    std::future::pending().await
}
