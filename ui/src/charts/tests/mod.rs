//! Tests of the charts, natively: what is drawn is read from models and options.

mod chart;
mod colors;
mod fixture;
mod history;
mod marker;
mod options;
mod palette;
mod rank;
mod scale;
mod tip;
mod window;
