//! The people's small cloud: a shop, its analytics, an edge, and some odds and ends.

use super::{Health, InstanceStatus};
use crate::load::Pattern;

/// One instance of the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub name: &'static str,
    /// Empty for none; otherwise also its network.
    pub project: &'static str,
    /// The networks of others that it is in as well: whom it serves, reads from or watches.
    pub also: &'static [&'static str],
    pub image: &'static str,
    pub command: &'static str,
    pub status: InstanceStatus,
    pub exit_code: i64,
    pub pattern: Pattern,
    /// Percent of one core.
    pub cpu: f64,
    /// Megabytes.
    pub memory: f64,
    /// Kilobytes a second: received, sent, read, written.
    pub rates: [f64; 4],
    /// Inside and, if not 0, outside.
    pub port: (u16, u16),
    /// Name, path, megabytes; empty for none.
    pub volume: (&'static str, &'static str, u64),
    pub health: Option<Health>,
    /// Minutes since it was started or, if it is not running, since it ended.
    pub minutes: i64,
}

/// How long those run that nothing is told of, in minutes: the engine was started then.
pub(crate) const UP_MINUTES: i64 = 3 * 1440 + 217;

/// The instance that was deployed anew lately.
pub(crate) const DEPLOYED: &str = "worker";

const PLAIN: Entry = Entry {
    name: "",
    project: "",
    also: &[],
    image: "",
    command: "",
    status: InstanceStatus::Running,
    exit_code: 0,
    pattern: Pattern::Steady,
    cpu: 0.0,
    memory: 0.0,
    rates: [0.0; 4],
    port: (0, 0),
    volume: ("", "", 0),
    health: None,
    minutes: UP_MINUTES,
};

const fn run(
    name: &'static str,
    project: &'static str,
    image: &'static str,
    command: &'static str,
) -> Entry {
    Entry { name, project, image, command, ..PLAIN }
}

const fn ended(
    name: &'static str,
    project: &'static str,
    image: &'static str,
    command: &'static str,
    exit_code: i64,
    minutes: i64,
) -> Entry {
    Entry {
        status: InstanceStatus::Exited,
        exit_code,
        minutes,
        cpu: 8.0,
        memory: 90.0,
        ..run(name, project, image, command)
    }
}

const HEALTHY: Option<Health> = Some(Health::Healthy);

/// The 24 of the picture: 18 run, 5 are stopped, 1 fails. The first few make a sensible smaller world.
pub(super) const CATALOG: [Entry; 24] = [
    Entry {
        pattern: Pattern::Wave,
        cpu: 61.4,
        memory: 1420.0,
        rates: [4_100.0, 2_200.0, 0.0, 12.0],
        port: (8080, 8080),
        health: HEALTHY,
        ..run("api", "shop", "shop/api:2.14.1", "/app/api --listen :8080")
    },
    Entry {
        cpu: 31.0,
        memory: 1930.0,
        rates: [900.0, 1_400.0, 200.0, 3_100.0],
        port: (5432, 0),
        volume: ("postgres-data", "/var/lib/postgresql/data", 1_900),
        health: HEALTHY,
        ..run("postgres", "shop", "postgres:17.2", "docker-entrypoint.sh postgres")
    },
    Entry {
        pattern: Pattern::Bursty,
        cpu: 22.7,
        memory: 812.0,
        rates: [88.0, 41.0, 0.0, 0.0],
        ..run("worker", "shop", "shop/worker:2.14.1", "/app/worker --queues default,mail")
    },
    Entry {
        pattern: Pattern::Wave,
        cpu: 11.2,
        memory: 604.0,
        rates: [12.0, 9.0, 1_100.0, 400.0],
        port: (9200, 0),
        volume: ("search-data", "/usr/share/opensearch/data", 700),
        health: HEALTHY,
        minutes: 7,
        ..run(
            "search",
            "analytics",
            "opensearchproject/opensearch:2.18.0",
            "./opensearch-docker-entrypoint.sh opensearch",
        )
    },
    Entry {
        cpu: 3.1,
        memory: 148.0,
        rates: [2.0, 1.0, 0.0, 0.0],
        port: (3000, 3000),
        volume: ("grafana-data", "/var/lib/grafana", 50),
        also: &["shop"],
        ..run("grafana", "analytics", "grafana/grafana:11.4.0", "/run.sh")
    },
    Entry {
        pattern: Pattern::Wave,
        cpu: 4.0,
        memory: 96.0,
        rates: [310.0, 1_250.0, 0.0, 0.0],
        port: (80, 8000),
        volume: ("media", "/srv/media", 170),
        health: HEALTHY,
        ..run("web", "shop", "nginx:1.27-alpine", "/docker-entrypoint.sh nginx -g 'daemon off;'")
    },
    Entry {
        cpu: 1.9,
        memory: 58.0,
        rates: [120.0, 140.0, 0.0, 30.0],
        port: (6379, 0),
        volume: ("redis-data", "/data", 80),
        health: HEALTHY,
        ..run("redis", "shop", "redis:7.4-alpine", "docker-entrypoint.sh redis-server")
    },
    Entry {
        pattern: Pattern::Wave,
        cpu: 0.9,
        memory: 40.0,
        rates: [420.0, 1_400.0, 0.0, 2.0],
        port: (443, 443),
        also: &["shop", "analytics"],
        ..run("traefik", "edge", "traefik:v3.2", "/entrypoint.sh --providers.docker")
    },
    ended("migrate", "shop", "shop/api:2.14.1", "/app/api migrate", 0, 4_530),
    Entry {
        status: InstanceStatus::Restarting,
        exit_code: 137,
        cpu: 6.0,
        memory: 70.0,
        rates: [3.0, 20.0, 0.0, 0.0],
        minutes: 1,
        ..run("mailer", "shop", "shop/mailer:1.8.0", "/app/mailer --smtp relay:25")
    },
    Entry {
        pattern: Pattern::Bursty,
        cpu: 1.8,
        memory: 210.0,
        rates: [40.0, 25.0, 90.0, 260.0],
        port: (8123, 0),
        volume: ("clickhouse-data", "/var/lib/clickhouse", 900),
        ..run("clickhouse", "analytics", "clickhouse/clickhouse-server:24.11", "/entrypoint.sh")
    },
    Entry {
        pattern: Pattern::Idle,
        cpu: 0.2,
        memory: 22.0,
        port: (5000, 5000),
        volume: ("registry-data", "/var/lib/registry", 500),
        ..run("registry", "", "registry:2.8", "/entrypoint.sh /etc/docker/registry/config.yml")
    },
    Entry {
        pattern: Pattern::Wave,
        cpu: 2.6,
        memory: 120.0,
        rates: [55.0, 48.0, 0.0, 0.0],
        port: (8081, 0),
        health: HEALTHY,
        ..run("checkout", "shop", "shop/checkout:0.9.7", "node dist/main.js")
    },
    Entry {
        cpu: 1.4,
        memory: 140.0,
        rates: [60.0, 62.0, 0.0, 18.0],
        port: (5672, 0),
        ..run("rabbitmq", "shop", "rabbitmq:4.0-management", "docker-entrypoint.sh rabbitmq-server")
    },
    Entry {
        cpu: 1.2,
        memory: 130.0,
        rates: [21.0, 6.0, 0.0, 45.0],
        port: (9090, 9090),
        also: &["shop", "edge"],
        ..run(
            "prometheus",
            "analytics",
            "prom/prometheus:v3.0.1",
            "/bin/prometheus --config.file=/etc/prometheus/prometheus.yml",
        )
    },
    Entry {
        cpu: 0.7,
        memory: 60.0,
        rates: [14.0, 11.0, 0.0, 1.0],
        port: (9091, 0),
        health: HEALTHY,
        ..run("auth", "edge", "authelia/authelia:4.38", "/app/entrypoint.sh")
    },
    Entry {
        pattern: Pattern::Bursty,
        cpu: 0.6,
        memory: 44.0,
        rates: [70.0, 8.0, 0.0, 0.0],
        also: &["edge"],
        ..run("ingest", "analytics", "timberio/vector:0.43.0-alpine", "/usr/local/bin/vector")
    },
    ended("reports", "analytics", "analytics/reports:1.3.0", "python -m reports nightly", 0, 410),
    Entry {
        pattern: Pattern::Wave,
        cpu: 0.4,
        memory: 36.0,
        rates: [90.0, 380.0, 0.0, 0.0],
        port: (6081, 0),
        ..run("cdn-cache", "edge", "varnish:7.6", "/usr/local/bin/docker-varnish-entrypoint")
    },
    Entry {
        pattern: Pattern::Idle,
        cpu: 0.1,
        memory: 12.0,
        port: (53, 0),
        ..run("dns", "", "coredns/coredns:1.12.0", "/coredns -conf /etc/coredns/Corefile")
    },
    Entry {
        pattern: Pattern::Idle,
        cpu: 0.3,
        memory: 48.0,
        ..run("devbox", "", "mcr.microsoft.com/devcontainers/base:debian", "sleep infinity")
    },
    ended("certbot", "edge", "certbot/certbot:v3.0.1", "certbot renew --quiet", 0, 655),
    ended("seed-data", "shop", "shop/api:2.14.1", "/app/api seed", 0, 4_529),
    ended(
        "notebook",
        "analytics",
        "jupyter/minimal-notebook:latest",
        "start-notebook.sh",
        143,
        1_260,
    ),
];

/// Volumes that nobody mounts: name, megabytes.
pub(super) const UNUSED: [(&str, u64); 4] =
    [("build-cache", 700), ("pg-backup", 1_200), ("reports-data", 150), ("cache-old-data", 50)];

/// The networks of the picture; the last is empty.
pub(super) const NETWORKS: [&str; 4] = ["shop", "analytics", "edge", "sandbox"];

/// Projects of larger worlds.
pub(super) const PROJECTS: [&str; 12] = [
    "billing", "catalog", "chat", "ci", "crm", "geo", "iot", "media", "mlops", "payments",
    "support", "wiki",
];

/// Services of larger worlds: name, image, command, pattern, port, weight of its load, path of its volume if it has one.
pub(super) const SERVICES: [(&str, &str, &str, Pattern, u16, f64, &str); 12] = [
    ("api", "demo/api:1.4.2", "/app/api", Pattern::Wave, 8080, 2.2, ""),
    (
        "db",
        "postgres:16.6",
        "docker-entrypoint.sh postgres",
        Pattern::Steady,
        5432,
        1.8,
        "/var/lib/postgresql/data",
    ),
    (
        "cache",
        "redis:7.4-alpine",
        "docker-entrypoint.sh redis-server",
        Pattern::Steady,
        6379,
        0.5,
        "",
    ),
    ("web", "nginx:1.27-alpine", "nginx -g 'daemon off;'", Pattern::Wave, 80, 0.6, ""),
    ("worker", "demo/worker:1.4.2", "/app/worker", Pattern::Bursty, 0, 2.0, ""),
    ("cron", "demo/worker:1.4.2", "/app/worker --cron", Pattern::Idle, 0, 0.1, ""),
    ("queue", "nats:2.10-alpine", "/nats-server -js", Pattern::Steady, 4222, 0.7, "/data"),
    ("admin", "demo/admin:3.0.0", "node server.js", Pattern::Idle, 3000, 0.3, ""),
    ("store", "minio/minio:latest", "minio server /data", Pattern::Bursty, 9000, 0.9, "/data"),
    ("mail", "axllent/mailpit:v1.21", "/mailpit", Pattern::Idle, 8025, 0.1, ""),
    (
        "metrics",
        "prom/statsd-exporter:v0.28.0",
        "/bin/statsd_exporter",
        Pattern::Steady,
        9102,
        0.4,
        "",
    ),
    ("batch", "demo/batch:0.7.0", "python -m batch", Pattern::Bursty, 0, 1.6, ""),
];
