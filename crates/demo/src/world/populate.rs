//! Fills the world at the start, the same for the same seed, number of instances and time.

use super::{
    Health, InstanceSpec, InstanceStatus, NetworkSpec, PortSpec, RestartPolicy, VolumeSpec, World,
    catalog::{CATALOG, DEPLOYED, Entry, NETWORKS, PROJECTS, SERVICES, UNUSED},
    make::attributes,
};
use crate::{
    DemoError,
    clock::Moment,
    load::{Load, Memory, Shape},
};
use fastrand::Rng;

const MB: f64 = 1_000_000.0;

/// How many instances share a project in a larger world.
const PER_PROJECT: usize = 12;

/// Makes this many instances with what belongs to them. None at all is an empty engine.
pub(super) fn populate(world: &mut World, instances: usize, now: Moment) -> Result<(), DemoError> {
    if instances == 0 {
        return Ok(());
    }
    let weeks_ago = now.before(23 * 86_400);
    for (index, name) in NETWORKS.into_iter().enumerate() {
        let mut spec = NetworkSpec::new(name);
        if index < 3 {
            spec.labels = attributes([
                ("com.docker.compose.project", name),
                ("com.docker.compose.network", name),
            ]);
        }
        world.create_network(spec, weeks_ago.before(-60 * index as i64))?;
    }
    let unused = if instances < 12 { 1 } else { UNUSED.len() };
    for (name, megabytes) in UNUSED.into_iter().take(unused) {
        let mut spec = VolumeSpec::new(name);
        spec.size = megabytes * 1_000_000;
        world.create_volume(spec, weeks_ago)?;
    }
    for (index, entry) in CATALOG.iter().take(instances).enumerate() {
        add_entry(world, index, entry, now)?;
    }
    let extras = instances.saturating_sub(CATALOG.len());
    for index in 0..extras {
        add_extra(world, index, extras, now)?;
    }
    // At last, so that nobody's id, address or load depends on who is in several networks.
    for entry in CATALOG.iter().take(instances) {
        for network in entry.also {
            world.connect(network, entry.name)?;
        }
    }
    // What was made above is ages old; the log of an engine has what happened since it started.
    world.log.forget();
    if instances >= CATALOG.len() {
        recall(world, now);
    }
    Ok(())
}

fn add_entry(world: &mut World, index: usize, entry: &Entry, now: Moment) -> Result<(), DemoError> {
    let mut rng = Rng::with_seed(world.rng.u64(..));
    let mut spec = InstanceSpec::new(entry.name);
    let team = if entry.project.is_empty() { "platform" } else { entry.project };
    spec.labels = attributes([("env", "production"), ("team", team)]);
    entry.image.clone_into(&mut spec.image);
    entry.command.clone_into(&mut spec.command);
    if !entry.project.is_empty() {
        spec.project = Some(entry.project.to_owned());
        spec.networks = vec![entry.project.to_owned()];
    } else if entry.name == "dns" && world.network("host").is_ok() {
        spec.networks = vec!["host".to_owned()];
    }
    let (volume, path, size) = entry.volume;
    if !volume.is_empty() {
        let mut made = VolumeSpec::new(volume);
        made.size = size * 1_000_000;
        world.create_volume(made, now.before(22 * 86_400))?;
        spec.volumes = vec![(volume.to_owned(), path.to_owned())];
    }
    if entry.port.0 != 0 {
        spec.ports = vec![PortSpec {
            private: entry.port.0,
            public: (entry.port.1 != 0).then_some(entry.port.1),
        }];
    }
    spec.health = entry.health;
    spec.restart = match entry.status {
        InstanceStatus::Exited => RestartPolicy::No,
        _ => RestartPolicy::UnlessStopped,
    };
    if entry.name == "postgres" {
        spec.memory_limit = Some(4 << 30);
    }
    if entry.name == "mailer" {
        spec.memory_limit = Some(256 << 20);
    }
    let memory = match entry.name {
        "checkout" => Memory::Leak {
            bytes: 0.7 * entry.memory * MB,
            growth: 0.6 * entry.memory * MB,
            period: 2_700.0,
        },
        "mailer" => Memory::Climb { bytes: entry.memory * MB, per_second: 5.0 * MB },
        _ => Memory::Level { bytes: entry.memory * MB, sway: 0.012 },
    };
    let load = Load {
        cores: entry.cpu / 100.0,
        shape: Shape::draw(entry.pattern, &mut rng),
        memory,
        cache: (0.25 + 0.2 * rng.f64()) * entry.memory * MB,
        rates: entry.rates.map(|kilobytes| kilobytes * 1_000.0),
        pids: 3 + (entry.memory / 40.0) as u64,
    };
    let mut made = now.before(23 * 86_400 - 3_600 - 30 * index as i64);
    let mut when = now.before(entry.minutes * 60 + rng.i64(0..50));
    if entry.name == DEPLOYED {
        made = last_deploy(now);
        when = made.before(-1);
    }
    let id = world.create_container(spec, made)?;
    settle(world, &id, load, entry.status, entry.exit_code, when)
}

/// When something was deployed lately: in an afternoon about two days ago.
fn last_deploy(now: Moment) -> Moment {
    let afternoon = |days: i64| now.midnight().before(days * 86_400 - 15 * 3_600 - 6);
    let late_enough = now.before(36 * 3_600);
    if afternoon(1) <= late_enough { afternoon(1) } else { afternoon(2) }
}

/// One more instance beyond the picture.
fn add_extra(world: &mut World, index: usize, of: usize, now: Moment) -> Result<(), DemoError> {
    let mut rng = Rng::with_seed(world.rng.u64(..));
    let group = index / PER_PROJECT;
    let (service, image, command, pattern, port, weight, path) =
        *pick(&SERVICES, index % PER_PROJECT);
    let round = group / PROJECTS.len();
    let base = *pick(&PROJECTS, group % PROJECTS.len());
    let project = if round == 0 { base.to_owned() } else { format!("{base}-{}", round + 1) };
    if index.is_multiple_of(PER_PROJECT) {
        let mut network = NetworkSpec::new(format!("{project}_default"));
        network.labels = attributes([("com.docker.compose.project", &project)]);
        world.create_network(network, now.before(15 * 86_400))?;
    }
    let mut spec = InstanceSpec::new(format!("{project}-{service}-1"));
    image.clone_into(&mut spec.image);
    command.clone_into(&mut spec.command);
    spec.networks = vec![format!("{project}_default")];
    if service == "web" {
        spec.networks.push("edge".to_owned());
    }
    if !path.is_empty() {
        let mut volume = VolumeSpec::new(format!("{project}_{service}-data"));
        volume.size = rng.u64(5..900) * 1_000_000;
        let name = world.create_volume(volume, now.before(15 * 86_400))?;
        spec.volumes = vec![(name, path.to_owned())];
    }
    if port != 0 {
        spec.ports = vec![PortSpec { private: port, public: None }];
    }
    spec.service = Some(service.to_owned());
    spec.project = Some(project);
    spec.restart = RestartPolicy::UnlessStopped;
    spec.health = match rng.u32(0..100) {
        0..2 => Some(Health::Unhealthy),
        2..50 => Some(Health::Healthy),
        _ => None,
    };
    let (status, exit_code) = match rng.u32(0..100) {
        0..80 => (InstanceStatus::Running, 0),
        80..93 => (InstanceStatus::Exited, 0),
        93..95 => (InstanceStatus::Exited, 143),
        95..96 => (InstanceStatus::Exited, 1),
        96..97 => (InstanceStatus::Restarting, 1),
        97..98 => (InstanceStatus::Paused, 0),
        _ => (InstanceStatus::Created, 0),
    };
    // All together stay below half of the machine, however many they are.
    let share = weight * (0.5 + rng.f64());
    let cores = share * (0.3 * f64::from(world.cpus) / of as f64).min(0.012);
    let bytes = share * (0.3 * world.memory as f64 / of as f64).min(60.0 * MB);
    let rate = 40_000.0 * share;
    let load = Load {
        cores,
        shape: Shape::draw(pattern, &mut rng),
        memory: Memory::Level { bytes, sway: 0.015 },
        cache: 0.3 * bytes,
        rates: [
            rate,
            0.8 * rate,
            if path.is_empty() { 0.0 } else { 0.3 * rate },
            if path.is_empty() { 0.0 } else { rate },
        ],
        pids: rng.u64(2..40),
    };
    let made = now.before(14 * 86_400 - index as i64);
    let when = now.before(match status {
        InstanceStatus::Restarting => rng.i64(1..50),
        _ => rng.i64(300..12 * 86_400),
    });
    let id = world.create_container(spec, made)?;
    settle(world, &id, load, status, exit_code, when)
}

/// Puts a new instance into the state that it has had for a while.
fn settle(
    world: &mut World,
    id: &str,
    mut load: Load,
    status: InstanceStatus,
    exit_code: i64,
    when: Moment,
) -> Result<(), DemoError> {
    let most = f64::from(world.cpus) / load.shape.peak().max(1.0);
    load.cores = load.cores.min(most);
    let alive = matches!(status, InstanceStatus::Running | InstanceStatus::Paused);
    if alive {
        world.begin(id, when)?;
    }
    let now = world.clock.now();
    let container = world.find_mut(id)?;
    container.load = load;
    container.status = status;
    match status {
        InstanceStatus::Paused => {
            let work = container.load.work(when.secs(), now.secs());
            container.base = work;
            container.counted = now;
        }
        InstanceStatus::Exited | InstanceStatus::Restarting => {
            container.started = Some(when.before(41));
            container.finished = Some(when);
            container.exit_code = exit_code;
            container.oom_killed = exit_code == 137;
        }
        InstanceStatus::Created | InstanceStatus::Running => {}
    }
    if status == InstanceStatus::Restarting {
        // It was tried often; the next try is far off unless something happens.
        container.restart_count = 14;
        container.restart_streak = 10;
    }
    Ok(())
}

/// The recent past of the picture.
fn recall(world: &mut World, now: Moment) {
    let gone = world.fresh_id();
    let cache_old = attributes([("image", "redis:6.2"), ("name", "cache-old")]);
    let mut past = vec![
        (1_170, "container", "destroy", gone, cache_old),
        (453, "volume", "create", "reports-data".to_owned(), attributes([("driver", "local")])),
    ];
    if let Ok(search) = world.find("search") {
        let ago = search.started.map_or(442, |at| now.since(at).as_secs() as i64);
        past.push((ago, "container", "start", search.id.clone(), search.attributes()));
    }
    if let Ok(mailer) = world.find("mailer") {
        let ago = mailer.finished.map_or(108, |at| now.since(at).as_secs() as i64);
        let mut died = mailer.attributes();
        past.push((ago, "container", "oom", mailer.id.clone(), died.clone()));
        died.extend(attributes([("exitCode", "137"), ("execDuration", "41")]));
        past.push((ago, "container", "die", mailer.id.clone(), died));
    }
    // The sort is stable: what happened in the same second stays in order.
    past.sort_by_key(|(ago, ..)| -ago);
    for (ago, kind, action, id, about) in past {
        world.log.record(now.before(ago), kind, action, &id, about);
    }
    if let Some(volume) = world.volumes.get_mut("reports-data") {
        volume.created = now.before(453);
    }
}

fn pick<T, const N: usize>(from: &[T; N], index: usize) -> &T {
    // N is never 0 and the remainder is below it.
    &from[index % N]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, load::Pattern};

    fn world(instances: usize) -> World {
        World::new(&Config { instances, ..Config::default() }).unwrap()
    }

    #[test]
    fn the_world_of_24_is_the_picture() {
        let world = world(24);
        let count = |status| world.containers().iter().filter(|c| c.status == status).count();
        assert_eq!(world.containers().len(), 24);
        assert_eq!(count(InstanceStatus::Running), 18);
        assert_eq!(count(InstanceStatus::Exited), 5);
        assert_eq!(count(InstanceStatus::Restarting), 1);
        assert_eq!(world.volumes().count(), 11);
        assert_eq!(world.volume_uses().len(), 7);
        let size: u64 = world.volumes().map(|v| v.size).sum();
        assert_eq!(size / 100_000_000, 64);
        let own = world.networks().iter().filter(|n| !n.predefined()).count();
        assert_eq!(own, 4);
        let members = world
            .containers()
            .iter()
            .flat_map(|c| &c.networks)
            .filter(|a| NETWORKS.contains(&a.network.as_str()))
            .count();
        assert_eq!(members, 27);
        let now = world.clock.now();
        let memory: u64 = world.containers().iter().map(|c| c.memory(now, world.memory)).sum();
        assert!((5_700_000_000..6_100_000_000).contains(&memory), "{memory}");
        let mean: f64 =
            world.containers().iter().filter(|c| c.alive()).map(|c| 100.0 * c.load.cores).sum();
        assert!((135.0..150.0).contains(&mean), "{mean}");
    }

    #[test]
    fn any_size_can_be_made_and_never_uses_more_than_the_machine_has() {
        for instances in [0, 1, 5, 23, 25, 100, 1000] {
            let world = world(instances);
            assert_eq!(world.containers().len(), instances);
            let now = world.clock.now();
            let memory: u64 = world.containers().iter().map(|c| c.memory(now, world.memory)).sum();
            assert!(memory < world.memory, "{instances}: {memory}");
            let cpu: f64 =
                world.containers().iter().filter(|c| c.alive()).map(|c| c.load.cores).sum();
            assert!(cpu < f64::from(world.cpus), "{instances}: {cpu}");
        }
    }

    #[test]
    fn some_are_in_several_networks_at_addresses_of_each() {
        for instances in [5, 8, 24, 100, 1000] {
            let world = world(instances);
            let several: Vec<_> =
                world.containers().into_iter().filter(|c| c.networks.len() > 1).collect();
            assert!(!several.is_empty() && several.len() < instances / 2, "{instances}");
            for place in several.iter().flat_map(|c| &c.networks) {
                let subnet = world.network(&place.network).unwrap().subnet.unwrap();
                assert_eq!(place.address[..2], subnet, "{instances}: {}", place.network);
            }
            let mut given: Vec<_> = world
                .containers()
                .iter()
                .flat_map(|c| &c.networks)
                .filter(|place| place.has_interface())
                .map(|place| place.address)
                .collect();
            let all = given.len();
            given.sort_unstable();
            given.dedup();
            assert_eq!(given.len(), all, "{instances}: an address was given twice");
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_world() {
        let epoch = chrono::DateTime::from_timestamp(1_760_000_000, 0);
        let make = |seed| {
            let config = Config { instances: 60, seed, epoch, ..Config::default() };
            let world = World::new(&config).unwrap();
            let t = 4.0e7;
            world
                .containers()
                .iter()
                .map(|c| (c.id.clone(), c.status, c.load.work(t, t + 1.0)))
                .collect::<Vec<_>>()
        };
        assert_eq!(make(3), make(3));
        assert_ne!(make(3), make(4));
    }

    #[test]
    fn bursty_loads_stay_smooth() {
        let mut rng = Rng::with_seed(1);
        let shape = Shape::draw(Pattern::Bursty, &mut rng);
        for second in 0..2_000 {
            let t = 4.0e7 + f64::from(second);
            let step = (shape.at(t + 1.0) - shape.at(t)).abs();
            assert!(step < 0.5, "jumps by {step}");
        }
    }
}
