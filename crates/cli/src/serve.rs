//! `cloud serve`: the console without a window.

use crate::error::CliError;
use crate::files::Files;
use crate::say;
use crate::signals::Signals;
use clap::Args;
use mini_aws_backend::docker::endpoint::Environment;
use mini_aws_backend::gateway::{AllowedOrigin, Door, DoorOptions};
use mini_aws_backend::local::LocalServer;
use mini_aws_backend::{
    CommonOptions, Console, ConsoleConfig, DataDir, EngineChoice, system_clock,
};
use mini_aws_demo::{Config, DemoEngine};
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tracing::warn;

/// Signals that come within this time of the first mean the same.
const AT_ONCE: Duration = Duration::from_secs(1);

/// What `cloud serve` takes.
#[derive(Debug, Args)]
#[command(
    after_help = "Prints one line, the link to open: it lets one browser in, once. Programs send the content of the file api-key \
in the data directory as X-API-Key or as a bearer token.

Examples:
  cloud serve                                          for browsers on this machine
  cloud serve --bind 127.0.0.1:9000                    at another port
  cloud serve --bind 0.0.0.0:8787                      for other machines too: mind the warning
  cloud serve --allow-origin http://localhost:3000     for a frontend of your own"
)]
pub struct ServeOptions {
    /// Where to listen [default: 127.0.0.1:8787, or another port where that one is taken]
    #[arg(long, value_name = "ADDR:PORT")]
    bind: Option<SocketAddr>,

    /// The origin of a frontend that may use the API, such as http://localhost:3000; may be given several times
    #[arg(long = "allow-origin", value_name = "URL")]
    allow_origins: Vec<AllowedOrigin>,
}

/// Serves until somebody asks it to end.
pub async fn serve(common: CommonOptions, options: ServeOptions) -> Result<(), CliError> {
    let mut signals = Signals::listen().map_err(CliError::Signals)?;
    let demo = match common.demo {
        Some(instances) => Some(DemoEngine::start(Config::lively(usize::from(instances))).await?),
        None => None,
    };
    let served = serve_on(demo.as_ref(), common, options, &mut signals).await;
    if let Some(demo) = demo {
        demo.shutdown().await;
    }
    served
}

async fn serve_on(
    demo: Option<&DemoEngine>,
    common: CommonOptions,
    options: ServeOptions,
    signals: &mut Signals,
) -> Result<(), CliError> {
    let engine = match demo {
        Some(demo) => EngineChoice::Pretended(demo.endpoint()),
        None => EngineChoice::FirstThatAnswers(Box::new(Environment::from_process(common.host))),
    };
    // Two consoles on one directory would each spoil the other's history. The window goes on without one; here, nobody would read of it.
    let dir = DataDir::of_console(common.data_dir.as_deref(), demo.is_some())?;
    drop(dir.claim()?);
    let clock = system_clock();
    let past = demo.map(|demo| demo.past(clock()));
    let sampling = common.sampling.unwrap_or_default();
    let data_dir = common.data_dir;
    let console = Console::start(ConsoleConfig { engine, data_dir, clock, past, sampling }).await;
    // Somebody was quicker.
    if console.data_dir().is_none() {
        console.shutdown().await;
        return Err(dir.taken().into());
    }
    let door_options = DoorOptions { bind: options.bind, allow_origins: options.allow_origins };
    let door = Door::new(console.clone(), Arc::new(Files), door_options);
    // Without it other programs of the user still have the engine and the database to ask.
    let local = LocalServer::console(&console, &door, false)
        .inspect_err(|error| warn!(%error, "other programs cannot reach this console"))
        .ok()
        .flatten();
    let served = until_asked_to_end(&door, signals).await;
    let end = async {
        if let Some(local) = local {
            local.close().await;
        }
        door.close().await;
        console.shutdown().await;
    };
    tokio::select! {
        () = end => served,
        () = asked_again(signals) => served.and(Err(CliError::CutShort)),
    }
}

async fn until_asked_to_end(door: &Door, signals: &mut Signals) -> Result<(), CliError> {
    door.open().await?;
    if door.is_exposed() {
        say(
            "Warning: other machines can reach this console, and what they send and receive is not encrypted. Whoever has the key sees \
             everything that it shows. Put a reverse proxy with TLS before it, or listen on 127.0.0.1.",
        );
    }
    let link = door.link()?;
    // A reader that went away does not want the link.
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{}", link.url).and_then(|()| out.flush());
    signals.next().await;
    Ok(())
}

/// Waits until somebody asks a second time, and so does not want to wait. A terminal that closes, or a program that hands signals on,
/// asks twice at once: that is one time.
async fn asked_again(signals: &mut Signals) {
    let first = Instant::now();
    loop {
        signals.next().await;
        if first.elapsed() >= AT_ONCE {
            return;
        }
    }
}
