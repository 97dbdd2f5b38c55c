//! Tests of the charts, natively: what is drawn is read from models and options.

mod asking;
mod chart;
mod colors;
mod fixture;
mod history;
mod marker;
mod options;
mod pair;
mod palette;
mod past;
mod pointing;
mod range;
mod rank;
mod scale;
mod time_axis;
mod tip;
mod trails;
mod update;
mod window;
