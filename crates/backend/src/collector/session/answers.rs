//! What the engine answers, and what the session makes of it.

use super::{MISSES, Session};
use crate::collector::question::Question;
use crate::docker::{EngineError, Inspected, Listed};
use crate::store::InstanceRecord;
use mini_aws_domain::{Instance, InstanceId, Notice, NoticeCode, Volume, Vpc};
use std::collections::HashMap;
use tracing::{debug, warn};

/// What a piece of work in the background came to.
pub(super) enum Done {
    Inspected(InstanceId, Result<Option<Box<Inspected>>, EngineError>),
    Instances(Result<Vec<Listed>, EngineError>),
    Volumes(Result<Vec<Volume>, EngineError>),
    Vpcs(Result<Vec<Vpc>, EngineError>),
    /// The sizes; `None` if it was called off.
    Measured(Option<Result<HashMap<String, u64>, EngineError>>),
    Pinged(Result<(), EngineError>),
}

impl Session<'_> {
    /// Takes what a piece of work came to; an error ends the session.
    pub(super) fn take(&mut self, done: Done) -> Result<(), EngineError> {
        let live = &self.collector.live;
        match done {
            Done::Inspected(id, looked) => {
                self.inspections.end(&id, looked.is_err());
                match looked {
                    Ok(inspected) => self.put(&id, inspected),
                    Err(error) => debug!(instance = id.short(), %error, "an inspection failed"),
                }
            }
            Done::Instances(listed) => {
                self.instances.answered(&listed);
                match listed {
                    Ok(listed) => self.put_all(listed),
                    Err(error) if self.instances.misses >= MISSES => return Err(error),
                    Err(error) => warn!(%error, "instances could not be listed"),
                }
            }
            Done::Volumes(listed) => {
                self.volumes.answered(&listed);
                self.complain(NoticeCode::VolumesNotListed, "volumes", self.volumes, &listed);
                if let Ok(listed) = listed {
                    live.change_world(|world| world.replace_volumes(listed));
                }
            }
            Done::Vpcs(listed) => {
                self.vpcs.answered(&listed);
                self.complain(NoticeCode::VpcsNotListed, "networks", self.vpcs, &listed);
                if let Ok(listed) = listed {
                    live.change_world(|world| world.replace_vpcs(listed));
                }
            }
            Done::Measured(measured) => self.measuring.take(measured),
            Done::Pinged(answer) => {
                self.ping.answered(&answer);
                if self.ping.misses >= MISSES {
                    return answer;
                }
            }
        }
        Ok(())
    }

    /// Says that a part of what the engine has cannot be listed, or no longer says so. The rest works without it. One failure alone
    /// is no more than a stumble, or the first sign that the engine goes away.
    fn complain<T>(
        &self,
        code: NoticeCode,
        what: &str,
        asked: Question,
        listed: &Result<T, EngineError>,
    ) {
        let notice = match listed {
            Ok(_) => None,
            Err(_) if asked.misses < MISSES => return,
            Err(error) => Some(Notice {
                code,
                message: format!("The engine's {what} cannot be listed: {error}."),
                next_step:
                    "The console tries again by itself; a volume or network plugin may need a look."
                        .to_owned(),
            }),
        };
        self.collector.live.set_notice(code, notice);
    }

    fn put_all(&mut self, listed: Vec<Listed>) {
        if !self.listed {
            self.listed = true;
            self.journal.add(self.collector.connected(self.client));
        }
        self.remember(listed.iter().map(|row| &row.instance));
        self.inspections.lack_details(listed.iter().map(|row| row.instance.id.clone()));
        let meanwhile = std::mem::take(&mut self.meanwhile);
        self.collector.live.change_world(|world| world.replace_instances(listed, &meanwhile));
        let sampler = &mut self.sampler;
        self.collector.live.read(|state| sampler.watch(state.world.instances()));
        self.collector.live.set_watched(self.sampler.watched());
    }

    fn put(&mut self, id: &InstanceId, inspected: Option<Box<Inspected>>) {
        self.meanwhile.insert(id.clone());
        let live = &self.collector.live;
        match inspected.map(|inspected| *inspected) {
            Some(Inspected { instance, addresses, process }) => {
                self.remember([&instance]);
                self.sampler.inspected(&instance, process);
                live.change_world(|world| world.put_instance(Listed { instance, addresses }));
            }
            None => {
                // It was there until now.
                let gone = live.read(|state| state.world.instance(id).cloned());
                self.remember(&gone);
                self.sampler.gone(id);
                live.change_world(|world| world.remove_instance(id));
            }
        }
        live.set_watched(self.sampler.watched());
    }

    /// Tells the store which names go with which ids, so that history outlives its instance.
    fn remember<'i>(&self, instances: impl IntoIterator<Item = &'i Instance>) {
        let records: Vec<_> = instances.into_iter().map(InstanceRecord::from).collect();
        if !records.is_empty() {
            self.collector.store.upsert_instances(records, self.collector.live.now());
        }
    }
}
