//! Reading beside the writer: a few connections of their own, which the write-ahead log keeps out of its way.

use super::{
    error::{StoreError, is_damage},
    open,
};
use rusqlite::Connection;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{sync::Semaphore, task};

/// How many may read at once; others wait.
const READERS: usize = 2;

/// Connections that read, opened as they are needed.
#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    permits: Arc<Semaphore>,
    /// What may take long has a place of its own, so that it is in nobody's way.
    long: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            permits: Arc::new(Semaphore::new(READERS)),
            long: Arc::new(Semaphore::new(1)),
            idle: Arc::default(),
        }
    }

    /// Does `work` on a thread that may block.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.read_with(&self.permits, work).await
    }

    /// Does `work` that may take long, one at a time.
    pub(super) async fn read_long<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.read_with(&self.long, work).await
    }

    async fn read_with<T: Send + 'static>(
        &self,
        permits: &Arc<Semaphore>,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = Arc::clone(permits).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let (path, idle) = (self.path.clone(), Arc::clone(&self.idle));
        task::spawn_blocking(move || {
            // The permit lives as long as the work, even if nobody waits for that any more.
            let _permit = permit;
            let taken = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let result = match taken {
                Some(connection) => Ok(connection),
                None => open::open_reader(&path).map_err(StoreError::Sqlite),
            }
            .and_then(|connection| {
                let value = work(&connection);
                // One that fails is not used again: a new one may fare better.
                if !matches!(value, Err(StoreError::Sqlite(_))) {
                    idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
                }
                value
            });
            if matches!(&result, Err(StoreError::Sqlite(error)) if is_damage(error)) {
                open::suspect(&path);
            }
            result
        })
        .await
        .map_err(|_| StoreError::Closed)?
    }

    /// Lets nobody read any more, waits for those who do, and closes the connections.
    pub(super) async fn close(&self) {
        let all = u32::try_from(READERS).unwrap_or(u32::MAX);
        let _ = self.permits.acquire_many(all).await; // fails if this was done before
        self.permits.close();
        let _ = self.long.acquire().await;
        self.long.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
