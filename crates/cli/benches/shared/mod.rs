//! What the benches share that run the real `cloud serve` beside an engine: the program, a reader of what it publishes, and what
//! processes cost.

#![allow(dead_code, reason = "one bench needs more of it than the other")]

pub mod cloud;
pub mod http;
pub mod promise;
pub mod reader;
pub mod spent;
