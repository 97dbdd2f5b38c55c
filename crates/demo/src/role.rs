//! What an instance is, as far as its image tells: what it says of itself and what it is told follow from that.

/// The sorts of instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Serves pages, and writes a line for each.
    Web,
    /// Serves an API, and writes JSON.
    Api,
    /// PostgreSQL.
    Database,
    /// Redis.
    Cache,
    /// Works off a queue, and writes in colours.
    Worker,
    /// Passes on what others send it, whatever that is.
    Collector,
    /// Somebody sits at it.
    Shell,
    /// Writes nothing that is kept.
    Silent,
    /// Anything else.
    Plain,
}

impl Role {
    /// By its image.
    pub fn of(image: &str) -> Self {
        const KNOWN: [(&str, Role); 18] = [
            ("nginx", Role::Web),
            ("traefik", Role::Web),
            ("varnish", Role::Web),
            ("postgres", Role::Database),
            ("redis", Role::Cache),
            ("/api", Role::Api),
            ("/checkout", Role::Api),
            ("/admin", Role::Api),
            ("authelia", Role::Api),
            ("/worker", Role::Worker),
            ("/mailer", Role::Worker),
            ("/batch", Role::Worker),
            ("/reports", Role::Worker),
            ("vector", Role::Collector),
            ("statsd", Role::Collector),
            ("devcontainers", Role::Shell),
            ("notebook", Role::Shell),
            ("coredns", Role::Silent),
        ];
        let known = KNOWN.iter().find(|(part, _)| image.contains(part));
        known.map_or(Self::Plain, |(_, role)| *role)
    }

    /// About how many milliseconds there are between two of its lines.
    pub fn pace(self) -> i64 {
        match self {
            Self::Web => 400,
            Self::Api => 700,
            Self::Collector => 900,
            Self::Worker => 1_500,
            Self::Cache | Self::Shell => 6_000,
            Self::Database | Self::Silent | Self::Plain => 4_000,
        }
    }

    /// Whether it writes to a terminal.
    pub fn has_terminal(self) -> bool {
        self == Self::Shell
    }

    /// Where its log goes to.
    pub fn log_driver(self) -> &'static str {
        if self == Self::Silent { "none" } else { "json-file" }
    }

    /// What it is told by its environment.
    pub fn environment(self) -> &'static [&'static str] {
        match self {
            Self::Web => &["NGINX_VERSION=1.27.3", "NJS_VERSION=0.8.7", "PKG_RELEASE=1"],
            Self::Api => &[
                "LOG_LEVEL=info",
                "DATABASE_URL=postgres://shop:correct-horse@postgres:5432/shop",
                "REDIS_URL=redis://redis:6379/0",
                "JWT_SECRET=5ebe2294ecd0e0f08eab7690d2a6ee69",
                "STRIPE_API_KEY=sk_test_0000demo0000",
                "SEARCH_KEYWORDS=shoes,socks",
                "FEATURE_FLAGS=new-checkout,dark-mode",
            ],
            Self::Database => &[
                "POSTGRES_DB=shop",
                "POSTGRES_USER=shop",
                "POSTGRES_PASSWORD=correct-horse",
                "PGDATA=/var/lib/postgresql/data",
                "PG_VERSION=17.2-1.pgdg120+1",
            ],
            Self::Cache => &["REDIS_VERSION=7.4.1", "REDIS_PASSWORD=battery-staple"],
            Self::Worker => &[
                "CONCURRENCY=8",
                "QUEUE_URL=amqp://worker:staple-battery@rabbitmq:5672/jobs",
                "SMTP_PASSWORD_FILE=/run/secrets/smtp",
                "SENTRY_DSN=https://0000demo@sentry.example/7",
            ],
            Self::Collector => &["VECTOR_LOG=info", "INGEST_TOKEN=tok_0000demo0000"],
            Self::Shell => &["TERM=xterm-256color", "EDITOR=vim", "KEYBOARD=de"],
            Self::Silent | Self::Plain => &[],
        }
    }
}
