//! The engine as its owner holds it: what runs, and every lever that a test can pull.

use crate::{
    Config, DemoError, Fault, Health, InstanceSpec, InstanceStatus, NetworkSpec, VolumeSpec,
    churn::Churn,
    clock::Moment,
    load::Load,
    past,
    server::{self, Address},
    state::{Inner, PATIENCE, tick},
    world::World,
};
use chrono::{DateTime, Utc};
use mini_aws_domain::Past;
use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};
use tokio::{task::JoinHandle, time::timeout};

/// A pretend engine that serves Docker's API until it is shut down or dropped.
///
/// Methods that name an instance take its name, its id or an unambiguous beginning of its id. What changes the world
/// takes effect, and has its events, before the method returns.
#[derive(Debug)]
pub struct DemoEngine {
    inner: Arc<Inner>,
    server: Option<JoinHandle<()>>,
    ticker: JoinHandle<()>,
}

impl DemoEngine {
    /// Makes the world, opens the socket and serves from background tasks of the present Tokio runtime, which needs
    /// its I/O and time drivers.
    ///
    /// # Errors
    /// [`DemoError::Config`] if the configuration makes no sense; [`DemoError::Bind`], [`DemoError::InUse`],
    /// [`DemoError::NotASocket`] or [`DemoError::NoUnixSockets`] if it cannot listen.
    pub async fn start(config: Config) -> Result<Self, DemoError> {
        config.check()?;
        let world = World::new(&config)?;
        let churn = config.churn.then(|| Churn::new(config.churn_every, world.clock.now()));
        let (address, listener) = server::open(&config.listen).await?;
        let inner = Arc::new(Inner::new(config, address, world));
        let server = tokio::spawn(server::serve(inner.clone(), listener));
        let ticker = tokio::spawn(tick(inner.clone(), churn));
        Ok(Self { inner, server: Some(server), ticker })
    }

    /// Where it listens, as `DOCKER_HOST` has it: `unix:///…` or `tcp://…`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        self.inner.address.endpoint()
    }

    /// The path of its socket; `None` if it listens on TCP.
    #[must_use]
    pub fn socket_path(&self) -> Option<&Path> {
        match &self.inner.address {
            #[cfg(unix)]
            Address::Unix { path, .. } => Some(path),
            Address::Tcp(_) => None,
        }
    }

    /// Stops serving, breaks all connections and removes the socket; waits until that is done.
    pub async fn shutdown(mut self) {
        self.inner.stop.send_replace(true);
        self.ticker.abort();
        if let Some(server) = self.server.take()
            && timeout(PATIENCE, server).await.is_err()
        {
            tracing::warn!("the engine did not end in time");
        }
    }

    // ---- the engine comes and goes

    /// Takes the socket away and breaks all connections, as an engine does that is stopped. The world goes on.
    ///
    /// # Errors
    /// [`DemoError::TimedOut`] if that does not happen within five seconds.
    pub async fn stop_listening(&self) -> Result<(), DemoError> {
        self.inner.wanted.send_replace(false);
        self.inner.until_there(false).await
    }

    /// Brings the socket back.
    ///
    /// # Errors
    /// [`DemoError::TimedOut`] if it is not there within five seconds, for example because its path is taken.
    pub async fn resume(&self) -> Result<(), DemoError> {
        self.inner.wanted.send_replace(true);
        self.inner.until_there(true).await
    }

    /// The engine restarts: the socket is gone when this returns and comes back by itself after `away`. Then its log of
    /// events is empty, instances with a restart policy run anew and count from zero, the others have ended.
    ///
    /// # Errors
    /// [`DemoError::TimedOut`] if the socket is not gone within five seconds.
    pub async fn restart_engine(&self, away: Duration) -> Result<(), DemoError> {
        self.stop_listening().await?;
        let inner = self.inner.clone();
        tokio::spawn(async move {
            let mut stop = inner.stop.subscribe();
            tokio::select! {
                () = tokio::time::sleep(away) => {
                    inner.world().engine_restart();
                    inner.wanted.send_replace(true);
                }
                _ = stop.wait_for(|stop| *stop) => {}
            }
        });
        Ok(())
    }

    /// Whether the socket is there.
    #[must_use]
    pub fn is_listening(&self) -> bool {
        *self.inner.there.borrow()
    }

    // ---- instances

    /// Makes an instance and, if its spec says so, starts it; its id.
    ///
    /// # Errors
    /// [`DemoError::BadParameter`] for a malformed name, [`DemoError::Conflict`] for one that is taken,
    /// [`DemoError::NoSuchNetwork`].
    pub fn create_instance(&self, spec: InstanceSpec) -> Result<String, DemoError> {
        let mut world = self.inner.world();
        let now = world.clock.now();
        let start = spec.start;
        let id = world.create_container(spec, now)?;
        if start {
            world.start(&id)?;
        }
        Ok(id)
    }

    /// Starts an instance.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`]; [`DemoError::NotModified`] if it runs; [`DemoError::Conflict`] if it is paused.
    pub fn start_instance(&self, name: &str) -> Result<(), DemoError> {
        self.inner.world().start(name)
    }

    /// Stops an instance (events: kill, network disconnect, volume unmount, die, stop).
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`]; [`DemoError::NotModified`] if it does not run.
    pub fn stop_instance(&self, name: &str) -> Result<(), DemoError> {
        self.inner.world().stop(name)
    }

    /// Stops and starts an instance; its counters begin anew.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`].
    pub fn restart_instance(&self, name: &str) -> Result<(), DemoError> {
        self.inner.world().restart(name)
    }

    /// Kills an instance: exit code 137, no policy starts it again.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`]; [`DemoError::Conflict`] if it does not run.
    pub fn kill(&self, name: &str) -> Result<(), DemoError> {
        self.inner.world().kill(name, 9)
    }

    /// The kernel kills an instance for want of memory (events: oom, …, die with 137); its policy may start it again.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`]; [`DemoError::Conflict`] if it does not run.
    pub fn oom(&self, name: &str) -> Result<(), DemoError> {
        self.inner.world().oom(name)
    }

    /// An instance ends by itself with an exit code; its policy may start it again.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`]; [`DemoError::Conflict`] if it does not run.
    pub fn exit(&self, name: &str, exit_code: i64) -> Result<(), DemoError> {
        self.inner.world().exit(name, exit_code)
    }

    /// Freezes an instance.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`]; [`DemoError::Conflict`] if it does not run or is frozen.
    pub fn pause(&self, name: &str) -> Result<(), DemoError> {
        self.inner.world().pause(name)
    }

    /// Lets an instance go on.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`]; [`DemoError::Conflict`] if it is not frozen.
    pub fn unpause(&self, name: &str) -> Result<(), DemoError> {
        self.inner.world().unpause(name)
    }

    /// Removes an instance, by force if it runs.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`].
    pub fn remove(&self, name: &str) -> Result<(), DemoError> {
        self.inner.world().remove(name, true)
    }

    /// Changes what the health check of a running instance says.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`]; [`DemoError::Conflict`] if it does not run.
    pub fn set_health(&self, name: &str, health: Health) -> Result<(), DemoError> {
        self.inner.world().set_health(name, health)
    }

    /// Gives an instance a constant load from now on: CPU in percent of one core (at most what the machine has) and
    /// memory in bytes as `docker stats` shows it (at most 99 % of the limit). Its counters go on from where they are.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`].
    pub fn set_load(
        &self,
        name: &str,
        cpu_percent: f64,
        memory_bytes: u64,
    ) -> Result<(), DemoError> {
        let load = Load::constant(cpu_percent, memory_bytes);
        self.inner.world().set_load(name, load)
    }

    /// Gives an instance constant rates from now on, in bytes a second: network received and sent, disk read and written.
    /// CPU and memory stay as they are.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`].
    pub fn set_rates(&self, name: &str, rates: [f64; 4]) -> Result<(), DemoError> {
        let mut world = self.inner.world();
        let mut load = world.find(name)?.load.clone();
        load.rates = rates.map(|rate| rate.max(0.0));
        world.set_load(name, load)
    }

    /// What an instance is doing.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`].
    pub fn status(&self, name: &str) -> Result<InstanceStatus, DemoError> {
        Ok(self.inner.world().find(name)?.status)
    }

    /// The mean CPU that the model gives an instance between two moments at which it runs, in percent of one core: what
    /// Docker's formula has to come to for samples taken then.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`]; [`DemoError::BadParameter`] if `to` is not after `from`.
    pub fn modelled_cpu_percent(
        &self,
        name: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<f64, DemoError> {
        let (from, to) = (Moment::from_utc(from), Moment::from_utc(to));
        let nanos = to.since(from).as_nanos() as f64;
        if nanos <= 0.0 {
            return Err(DemoError::BadParameter("an empty interval".to_owned()));
        }
        let world = self.inner.world();
        let load = &world.find(name)?.load;
        Ok(100.0 * load.work(from.secs(), to.secs()).cpu_ns / nanos)
    }

    /// The memory that the model gives an instance at a moment of its present run, in bytes as `docker stats` shows it.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`].
    pub fn modelled_memory_bytes(&self, name: &str, at: DateTime<Utc>) -> Result<u64, DemoError> {
        let world = self.inner.world();
        let machine = world.memory;
        Ok(world.find(name)?.memory(Moment::from_utc(at), machine))
    }

    // ---- volumes and networks

    /// Makes a volume, or leaves the one of that name as it is; its name.
    ///
    /// # Errors
    /// [`DemoError::BadParameter`] for a malformed name.
    pub fn create_volume(&self, spec: VolumeSpec) -> Result<String, DemoError> {
        let mut world = self.inner.world();
        let now = world.clock.now();
        world.create_volume(spec, now)
    }

    /// Removes a volume.
    ///
    /// # Errors
    /// [`DemoError::NoSuchVolume`]; [`DemoError::Conflict`] while an instance mounts it.
    pub fn remove_volume(&self, name: &str) -> Result<(), DemoError> {
        self.inner.world().remove_volume(name)
    }

    /// Mounts a volume in an instance; one that runs is stopped and started for it.
    ///
    /// # Errors
    /// [`DemoError::NoSuchVolume`], [`DemoError::NoSuchInstance`].
    pub fn attach_volume(
        &self,
        volume: &str,
        instance: &str,
        destination: &str,
    ) -> Result<(), DemoError> {
        let mut world = self.inner.world();
        world.attach_volume(volume, instance, destination)
    }

    /// Makes a network; its id.
    ///
    /// # Errors
    /// [`DemoError::Conflict`] if the name is taken, [`DemoError::BadParameter`] if it is empty.
    pub fn create_network(&self, spec: NetworkSpec) -> Result<String, DemoError> {
        let mut world = self.inner.world();
        let now = world.clock.now();
        world.create_network(spec, now)
    }

    /// Removes a network.
    ///
    /// # Errors
    /// [`DemoError::NoSuchNetwork`]; [`DemoError::Forbidden`] while a running instance is in it, or if it is predefined.
    pub fn remove_network(&self, name: &str) -> Result<(), DemoError> {
        self.inner.world().remove_network(name)
    }

    /// Puts an instance into one more network.
    ///
    /// # Errors
    /// [`DemoError::NoSuchNetwork`], [`DemoError::NoSuchInstance`]; [`DemoError::Forbidden`] if it is in it.
    pub fn connect_network(&self, network: &str, instance: &str) -> Result<(), DemoError> {
        self.inner.world().connect(network, instance)
    }

    /// Takes an instance out of a network.
    ///
    /// # Errors
    /// [`DemoError::NoSuchNetwork`], [`DemoError::NoSuchInstance`]; [`DemoError::Forbidden`] if it is not in it.
    pub fn disconnect_network(&self, network: &str, instance: &str) -> Result<(), DemoError> {
        self.inner.world().disconnect(network, instance)
    }

    // ---- faults and counters

    /// Lets something go wrong from the next request on. The newest fault that matches a request wins; at most 64 are
    /// kept.
    pub fn set_fault(&self, fault: Fault) {
        self.inner.add_fault(fault);
    }

    /// Lets all go well again. Connections that a fault kept silent are closed.
    pub fn clear_faults(&self) {
        self.inner.clear_faults();
    }

    /// How many requests there were for each path, version prefix left out. After 4096 different paths the others count
    /// under the empty path.
    #[must_use]
    pub fn requests(&self) -> BTreeMap<String, u64> {
        self.inner.counts()
    }

    /// How many requests there were for the paths that match a pattern, as in [`Fault::path`].
    #[must_use]
    pub fn requests_to(&self, pattern: &str) -> u64 {
        self.inner.count_of(pattern)
    }

    /// How many stats streams of an instance are open.
    ///
    /// # Errors
    /// [`DemoError::NoSuchInstance`].
    pub fn open_stats_streams(&self, name: &str) -> Result<usize, DemoError> {
        Ok(self.inner.world().find(name)?.watchers.receiver_count())
    }

    /// How many stats streams are open in all.
    #[must_use]
    pub fn all_open_stats_streams(&self) -> usize {
        let world = self.inner.world();
        let all = world.containers();
        all.iter().map(|c| c.watchers.receiver_count()).sum()
    }

    /// How many event streams are open.
    #[must_use]
    pub fn open_event_streams(&self) -> usize {
        self.inner.world().log.listeners()
    }

    /// What time it is for the engine.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.inner.world().clock.now().utc()
    }

    /// A week of history that ends `now`, as a console would have recorded it that watched this engine: what ran and what
    /// happened, with nights in which the machine slept. The same for the same configuration and time. What its instances
    /// do right now follows on from it, and so its frames go on for as long as they are being read.
    #[must_use]
    pub fn past(&self, now: DateTime<Utc>) -> Past {
        past::make(&self.inner.world(), &self.inner.config, Moment::from_utc(now))
    }
}

impl Drop for DemoEngine {
    fn drop(&mut self) {
        self.inner.stop.send_replace(true);
        self.ticker.abort();
        if let Some(server) = self.server.take() {
            // The task may never run again, if the runtime ends: the socket is removed here and now.
            server.abort();
            self.inner.address.remove_all();
        }
    }
}
