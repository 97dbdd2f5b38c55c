//! Other systems have no such files: the engine is always asked.

use super::{Elsewhere, Process, Unreadable};
use crate::docker::endpoint::Endpoint;
use crate::docker::stats::Reading;
use chrono::{DateTime, Utc};
use mini_aws_domain::{EngineInfo, InstanceId};

/// The kernel that an engine's containers run on: there is none within reach.
#[derive(Debug)]
pub(crate) enum Kernel {}

/// The files of one run of a container: there are none.
#[derive(Debug)]
pub(crate) enum Files {}

/// Room for what a file says.
#[derive(Debug, Default)]
pub(crate) struct Scratch;

impl Kernel {
    /// Says that this is not Linux.
    pub(crate) fn of(_endpoint: &Endpoint, _engine: &EngineInfo) -> Result<Self, Elsewhere> {
        Err(Elsewhere::NotLinux)
    }

    /// Nobody has a kernel to call this with.
    pub(crate) fn open(&self, _id: &InstanceId, _process: Process) -> Result<Files, Unreadable> {
        match *self {}
    }
}

impl Files {
    /// Nobody has files to call this with.
    pub(crate) fn read(
        &mut self,
        _scratch: &mut Scratch,
        _read_at: DateTime<Utc>,
    ) -> Result<Reading, Unreadable> {
        match *self {}
    }

    /// Nobody has files to call this with.
    pub(crate) fn place(&self) -> &str {
        match *self {}
    }

    /// Nobody has files to call this with.
    pub(crate) fn has_network(&self) -> bool {
        match *self {}
    }
}
