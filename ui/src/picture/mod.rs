//! The picture of which instances share which networks: where everything is, and which part of it is seen. Nothing here draws.
//!
//! Data go one way: VPCs and instances → [`Web`] (who shares what, in an order that never depends on chance) → [`lay_out`] (frames that
//! do not overlap) → the page, which draws them as seen by a [`View`].

mod lanes;
mod layout;
mod regions;
mod text;
mod view;
mod web;
mod wires;

#[cfg(test)]
mod tests;

pub use layout::{Body, Frame, Line, Node, Picture, lay_out};
pub use regions::HEADER;
pub use text::ellipsised;
pub use view::View;
pub use web::{Group, Hub, Web};
