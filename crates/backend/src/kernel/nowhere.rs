//! Other systems have no such files: the engine is always asked.
//!
//! Nobody gets any of these. They could exist all the same: of types that cannot, the compiler would say that whoever works with them
//! is never reached, and that is what everything is that reads files on Linux.

use super::{Elsewhere, Places, Process, Unreadable};
use crate::docker::endpoint::Endpoint;
use crate::docker::stats::Reading;
use chrono::{DateTime, Utc};
use mini_aws_domain::{EngineInfo, InstanceId};
use std::sync::Arc;

/// The kernel that an engine's containers run on: there is none within reach.
#[derive(Debug)]
pub(crate) struct Kernel(());

/// The files of one run of a container: there are none.
#[derive(Debug)]
pub(crate) struct Files(());

/// Room for what a file says.
#[derive(Debug, Default)]
pub(crate) struct Scratch;

impl Kernel {
    /// Says that this is not Linux.
    pub(crate) fn of(_endpoint: &Endpoint, _engine: &EngineInfo) -> Result<Self, Elsewhere> {
        Err(Elsewhere::NotLinux)
    }

    /// Nobody has a kernel to call this with.
    pub(crate) fn open(&self, _id: &InstanceId, process: Process) -> Result<Files, Unreadable> {
        Err(Unreadable::NoProcess(process.pid))
    }
}

impl Files {
    /// Nobody has files to call this with.
    pub(crate) fn read(
        &mut self,
        _scratch: &mut Scratch,
        _read_at: DateTime<Utc>,
    ) -> Result<Reading, Unreadable> {
        Err(Unreadable::Gone)
    }

    /// Nobody has files to call this with.
    pub(crate) fn places(&self) -> Arc<Places> {
        Arc::default()
    }

    /// Nobody has files to call this with.
    pub(crate) fn has_network(&self) -> bool {
        false
    }
}
