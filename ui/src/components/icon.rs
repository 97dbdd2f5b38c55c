//! The icons: line drawings on a grid of 16.

use crate::route::Page;
use yew::prelude::*;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// A page of the sidebar.
    Page(Page),
    /// Half light, half dark: by the system.
    System,
    /// Light.
    Sun,
    /// Dark.
    Moon,
    /// Something to look at.
    Attention,
    /// Something to know.
    Note,
    /// Again.
    Retry,
    /// Something is looked for.
    Search,
    /// Into a file.
    Save,
    /// Into the clipboard.
    Copy,
    /// It goes on.
    Go,
    /// It waits.
    Hold,
}

/// Which icon it is.
#[derive(Properties, PartialEq)]
pub struct IconProps {
    /// What is drawn.
    pub glyph: Glyph,
}

/// An icon. It is decoration: the word stands beside it, or on the button that it is in.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{ drawing(props.glyph) }</svg>
    }
}

fn drawing(glyph: Glyph) -> Html {
    let path = match glyph {
        Glyph::Page(Page::Dashboard) => "M2 9.5h4V14H2zM2 2h4v5H2zM9 2h5v3.5H9zM9 8h5v6H9z",
        Glyph::Page(Page::Instances) => {
            "M3 3h10a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM3 9h10a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-2a1 1 0 0 1 1-1zM4.500 5h.01M4.500 11h.01"
        }
        Glyph::Page(Page::Volumes) => {
            "M2.500 4c0-1.100 2.500-2 5.500-2s5.500.900 5.500 2-2.500 2-5.500 2-5.500-.900-5.500-2zM2.500 4v8c0 1.100 2.500 2 5.500 2s5.500-.900 5.500-2V4M2.500 8c0 1.100 2.500 2 5.500 2s5.500-.900 5.500-2"
        }
        Glyph::Page(Page::Vpcs) => {
            "M6.200 3.500a1.800 1.800 0 1 0 3.600 0 1.800 1.800 0 1 0-3.600 0zM1.700 12a1.800 1.800 0 1 0 3.600 0 1.800 1.800 0 1 0-3.600 0zM10.700 12a1.800 1.800 0 1 0 3.600 0 1.800 1.800 0 1 0-3.600 0zM7.100 5.100l-2.700 5.300M8.900 5.100l2.700 5.300M5.300 12h5.400"
        }
        Glyph::Page(Page::Activity) => "M1.500 8H4l2-5 4 10 2-5h2.500",
        Glyph::Page(Page::Engine) => {
            "M2 4.500h12v3H2zM2 9.500h12v3H2zM4.500 6h.010M4.500 11h.010M8 6h3.500M8 11h3.500"
        }
        Glyph::Page(Page::Settings) => {
            "M6 8a2 2 0 1 0 4 0 2 2 0 1 0-4 0zM8 1.800v2M8 12.200v2M1.800 8h2M12.200 8h2M3.600 3.600 5 5M11 11l1.400 1.400M12.400 3.600 11 5M5 11l-1.400 1.400"
        }
        Glyph::System => {
            return html! { <><circle cx="8" cy="8" r="5.500" /><path class="is-solid" d="M8 2.500a5.500 5.500 0 0 1 0 11z" /></> };
        }
        Glyph::Sun => {
            "M5.200 8a2.800 2.800 0 1 0 5.600 0 2.800 2.800 0 1 0-5.600 0zM8 1.500V3M8 13v1.500M1.500 8H3M13 8h1.500M3.400 3.400l1.100 1.100M11.500 11.500l1.100 1.100M12.600 3.400l-1.100 1.100M4.500 11.500l-1.100 1.100"
        }
        Glyph::Moon => "M13.200 9.600A5.600 5.600 0 0 1 6.400 2.800a5.600 5.600 0 1 0 6.800 6.800z",
        Glyph::Attention => "M8 2 1.700 13.200h12.600zM8 6.500v3M8 11.400h.01",
        Glyph::Note => {
            "M2.200 8a5.800 5.800 0 1 0 11.600 0 5.800 5.800 0 1 0-11.600 0zM8 7.500v3.300M8 5.200h.01"
        }
        Glyph::Retry => {
            "M13.300 8a5.300 5.300 0 1 1-1.600-3.800L13.300 5.800M13.300 2.500v3.300H10"
        }
        Glyph::Search => {
            "M2.500 7a4.500 4.500 0 1 0 9 0 4.500 4.500 0 1 0-9 0zM10.300 10.300l3.700 3.700"
        }
        Glyph::Save => "M8 2v8M4.800 7 8 10.200 11.200 7M2.500 13.500h11",
        Glyph::Copy => "M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3",
        Glyph::Go => "M4.500 2.500 13 8l-8.500 5.500z",
        Glyph::Hold => "M5 3v10M11 3v10",
    };
    html! { <path d={path} /> }
}
