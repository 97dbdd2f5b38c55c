//! A pretend engine on its own: prints its endpoint and serves until it is told to stop.

use clap::Parser;
use mini_aws_demo::{Config, DemoEngine, DemoError, Flavour, Listen};
use std::{
    io::{self, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

/// A pretend container engine that speaks Docker's API.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Listen on this Unix socket instead of a fresh one
    #[arg(long, conflicts_with = "tcp")]
    socket: Option<PathBuf>,
    /// Listen on this TCP address, such as 127.0.0.1:2375 (port 0: a free one)
    #[arg(long)]
    tcp: Option<SocketAddr>,
    /// How many instances there are
    #[arg(long, default_value_t = 24)]
    instances: usize,
    /// What the world is drawn from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Which engine: docker, docker-v1 or podman
    #[arg(long, default_value = "docker", value_parser = flavour)]
    flavour: Flavour,
    /// Let things happen by themselves
    #[arg(long)]
    churn: bool,
}

fn flavour(name: &str) -> Result<Flavour, &'static str> {
    Flavour::from_name(name).ok_or("docker, docker-v1 or podman")
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Engine(#[from] DemoError),
    #[error(transparent)]
    Io(#[from] io::Error),
}

fn main() -> ExitCode {
    let options = Options::parse();
    let run = || -> Result<(), Failure> {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()?
            .block_on(serve(options))
    };
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody is left to tell if this cannot be written either.
            let _ = writeln!(io::stderr(), "demo-engine: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Options) -> Result<(), Failure> {
    let listen = match (options.socket, options.tcp) {
        (Some(path), _) => Listen::Unix(path),
        (None, Some(address)) => Listen::Tcp(address),
        (None, None) => Listen::Local,
    };
    // Whoever reads the endpoint may stop the engine right away.
    let end = Ends::listen()?;
    let engine = DemoEngine::start(Config {
        listen,
        instances: options.instances,
        seed: options.seed,
        flavour: options.flavour,
        churn: options.churn,
        ..Config::default()
    })
    .await?;
    let told = writeln!(io::stdout(), "{}", engine.endpoint()).and_then(|()| io::stdout().flush());
    let ended = match told {
        Ok(()) => end.wait().await,
        Err(error) => Err(error),
    };
    engine.shutdown().await;
    Ok(ended?)
}

/// What tells the engine to stop.
struct Ends {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Ends {
    #[cfg(unix)]
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    #[cfg(unix)]
    async fn wait(mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
        Ok(())
    }

    #[cfg(not(unix))]
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn wait(self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
