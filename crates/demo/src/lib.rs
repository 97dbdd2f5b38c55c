//! A pretend container engine that speaks Docker's API on a real socket.
//!
//! It drives the very code that a user runs: for `--demo`, for tests (with faults on request) and for benches (with any
//! number of instances). Nothing in it is a mock of the backend; a client such as bollard can't tell it from an engine,
//! within the endpoints that it knows.
//!
//! What it is made of, from the inside out:
//! - `load`: what an instance uses, as a pure function of time with a known integral;
//! - `world`: instances, volumes and networks, and what may happen to them, each with the events of a real engine;
//! - `stats`: the bodies of the stats endpoint, one per instance and tick, shared by all who listen;
//! - `routes`: one module per part of the API;
//! - `past`: a week of history for the console to begin with;
//! - `fault`: what goes wrong on request;
//! - `server`: the socket, which can go away and come back.
//!
//! ```no_run
//! # async fn example() -> Result<(), mini_aws_demo::DemoError> {
//! use mini_aws_demo::{Config, DemoEngine};
//! let engine = DemoEngine::start(Config { instances: 24, ..Config::default() }).await?;
//! println!("{}", engine.endpoint());
//! engine.oom("api")?;
//! engine.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod churn;
mod clock;
mod config;
mod engine;
mod error;
mod events;
mod fault;
mod load;
mod logs;
mod past;
mod role;
mod routes;
mod server;
mod state;
mod stats;
mod world;

pub use config::{Config, Flavour, Listen};
pub use engine::DemoEngine;
pub use error::DemoError;
pub use fault::{Fault, FaultKind};
pub use world::{
    Health, InstanceSpec, InstanceStatus, NetworkSpec, PortSpec, RestartPolicy, VolumeSpec,
};
