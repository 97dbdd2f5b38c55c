//! The line above every page.

use super::{EnginePill, PaletteButton, ThemeToggle, TimeRange};
use crate::{
    charts::{ChartRange, RangeChange},
    hooks::ThemeHandle,
    time::Clock,
};
use mini_aws_domain::EngineStatus;
use yew::prelude::*;

/// What the line above every page shows.
#[derive(Properties, PartialEq)]
pub struct TopBarProps {
    /// Where the console stands with the engine.
    pub engine: EngineStatus,
    /// Whether the console itself cannot be reached.
    #[prop_or_default]
    pub is_cut_off: bool,
    /// The theme.
    pub theme: ThemeHandle,
    /// The time.
    pub clock: Clock,
    /// What can be done with what is shown.
    #[prop_or_default]
    pub tools: Html,
    /// Which time the page's charts show, if it has any.
    #[prop_or_default]
    pub range: Option<ChartRange>,
    /// Hears of another range.
    #[prop_or_default]
    pub on_range: Callback<RangeChange>,
    /// Opens the command palette.
    #[prop_or_default]
    pub on_palette: Callback<()>,
}

/// The engine and the way to everything on the left, where nothing moves from page to page; time range and theme on the right.
#[component]
pub fn TopBar(props: &TopBarProps) -> Html {
    html! {
        <header class="top-bar">
            <EnginePill engine={props.engine.clone()} is_cut_off={props.is_cut_off} clock={props.clock} />
            <PaletteButton on_open={props.on_palette.clone()} />
            <div class="tools push">{ props.tools.clone() }</div>
            if let Some(range) = props.range {
                <TimeRange {range} clock={props.clock} on_range={props.on_range.clone()} />
            }
            <ThemeToggle theme={props.theme.clone()} />
        </header>
    }
}
