//! What the console tells of this moment: everything at once, or one part of it.

use crate::console::Console;
use crate::dashboard::{DEFAULT_EVENTS, count_resources};
use crate::error::ConsoleError;
use crate::explaining;
use crate::glance::Glance;
use mini_aws_domain::{
    Activity, DashboardStats, EngineStatus, Explanation, Instance, InstanceId, Metric,
    ResourceSummary, Snapshot, Volume, Vpc,
};
use std::collections::HashSet;

impl Console {
    /// Everything at this moment, and the number of the last event that is in it.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.live().read_with_seq(|state, seq| Snapshot {
            seq,
            engine: state.engine.clone(),
            summary: count_resources(&state.world),
            instances: by_name(state.world.instances(), |instance| &instance.name),
            volumes: state.world.volumes().cloned().collect(),
            vpcs: by_name(state.world.vpcs(), |vpc| &vpc.name),
            activity: state.activity.iter().cloned().collect(),
            frame: state.frame.clone(),
            own_cost: state.own_cost,
            notices: state.notices.clone(),
            measure: state.measure.clone(),
        })
    }

    /// Looks at this moment without copying it. Everything else waits until `look` returns.
    pub fn glance<T>(&self, look: impl FnOnce(Glance<'_>) -> T) -> T {
        self.live().read(|state| look(Glance::of(state)))
    }

    /// The counts.
    #[must_use]
    pub fn summary(&self) -> ResourceSummary {
        self.dashboard().get_summary()
    }

    /// Counts, recent events, and the last 15 minutes of CPU and memory.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn stats(&self) -> Result<DashboardStats, ConsoleError> {
        Ok(self.dashboard().get_stats(self.live().now()).await?)
    }

    /// The newest activities, newest first: ten, or `limit`, at most a hundred.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn recent_events(&self, limit: Option<usize>) -> Result<Vec<Activity>, ConsoleError> {
        Ok(self.dashboard().recent_events(limit.unwrap_or(DEFAULT_EVENTS)).await?)
    }

    /// Instances of any state, by name.
    #[must_use]
    pub fn instances(&self) -> Vec<Instance> {
        self.live().read(|state| by_name(state.world.instances(), |instance| &instance.name))
    }

    /// The ids of all instances; `None` as long as no engine has listed any.
    pub(crate) fn present_instances(&self) -> Option<HashSet<InstanceId>> {
        self.live().read(|state| {
            let ids = || state.world.instances().map(|instance| instance.id.clone()).collect();
            state.world.is_listed().then(ids)
        })
    }

    /// Whether an engine has listed its instances: before, that there is none means nothing.
    #[must_use]
    pub fn has_listed(&self) -> bool {
        self.live().read(|state| state.world.is_listed())
    }

    /// Docker volumes, by name.
    #[must_use]
    pub fn volumes(&self) -> Vec<Volume> {
        self.live().read(|state| state.world.volumes().cloned().collect())
    }

    /// User-defined networks, by name.
    #[must_use]
    pub fn vpcs(&self) -> Vec<Vpc> {
        self.live().read(|state| by_name(state.world.vpcs(), |vpc| &vpc.name))
    }

    /// Why a number in the newest sample of an instance is what it is. While the engine is away, that is the last one that it told.
    ///
    /// # Errors
    /// If there is nothing to explain: the instance is unknown, does not run, or was not read yet.
    pub fn explain(
        &self,
        instance: &InstanceId,
        metric: Metric,
    ) -> Result<Explanation, ConsoleError> {
        Ok(explaining::explain(self.live(), self.board(), instance, metric)?)
    }

    /// Where the console stands with the engine.
    #[must_use]
    pub fn engine_status(&self) -> EngineStatus {
        self.live().read(|state| state.engine.clone())
    }
}

/// Clones in the order of their names.
pub(crate) fn by_name<'a, T: Clone + 'a>(
    all: impl Iterator<Item = &'a T>,
    name: impl Fn(&T) -> &str,
) -> Vec<T> {
    let mut sorted: Vec<T> = all.cloned().collect();
    sorted.sort_by(|a, b| name(a).cmp(name(b)));
    sorted
}
