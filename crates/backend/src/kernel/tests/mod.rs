//! Trees of files as kernels show them, and this machine's own.

mod layouts;
pub(crate) mod machine;
mod real;
mod refusals;
mod steady;
