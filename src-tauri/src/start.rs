//! Starts the backend, and the pretend engine where one is wanted.

use crate::ShellError;
use mini_aws_backend::docker::endpoint::Environment;
use mini_aws_backend::{CommonOptions, Console, ConsoleConfig, EngineChoice, system_clock};
use mini_aws_demo::{Config, DemoEngine};

/// What runs for as long as the app does.
pub(crate) struct Started {
    pub(crate) console: Console,
    demo: Option<DemoEngine>,
}

impl Started {
    /// Ends the console, and then the engine that it watched.
    pub(crate) async fn end(self) {
        self.console.shutdown().await;
        if let Some(demo) = self.demo {
            demo.shutdown().await;
        }
    }
}

/// Starts the console on the engine that the options choose.
pub(crate) async fn start(options: CommonOptions) -> Result<Started, ShellError> {
    let demo = match options.demo {
        Some(instances) => Some(DemoEngine::start(Config::lively(usize::from(instances))).await?),
        None => None,
    };
    let engine = match &demo {
        Some(demo) => EngineChoice::Pretended(demo.endpoint()),
        None => EngineChoice::FirstThatAnswers(Box::new(Environment::from_process(options.host))),
    };
    let clock = system_clock();
    let past = demo.as_ref().map(|demo| demo.past(clock()));
    let (data_dir, sampling) = (options.data_dir, options.sampling.unwrap_or_default());
    let console = Console::start(ConsoleConfig { engine, data_dir, clock, past, sampling }).await;
    Ok(Started { console, demo })
}
