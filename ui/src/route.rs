//! Which page is shown. It is the part of the address after `#`, which works in the shell and over HTTP alike.

use crate::charts::ChartRange;
use std::fmt;

/// The pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Page {
    /// Everything at a glance.
    #[default]
    Dashboard,
    /// Every container.
    Instances,
    /// Every Docker volume.
    Volumes,
    /// Every user-defined network.
    Vpcs,
    /// What happened.
    Activity,
    /// Choices, and what the console knows of itself.
    Settings,
}

impl Page {
    /// Every page, as the sidebar lists them.
    pub const ALL: [Self; 6] = [
        Self::Dashboard,
        Self::Instances,
        Self::Volumes,
        Self::Vpcs,
        Self::Activity,
        Self::Settings,
    ];

    /// Its word in the address.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Instances => "instances",
            Self::Volumes => "volumes",
            Self::Vpcs => "vpcs",
            Self::Activity => "activity",
            Self::Settings => "settings",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Dashboard => "Dashboard",
            Self::Instances => "Instances",
            Self::Volumes => "Volumes",
            Self::Vpcs => "VPCs",
            Self::Activity => "Activity",
            Self::Settings => "Settings",
        }
    }

    /// The address to link to.
    #[must_use]
    pub fn href(self) -> String {
        format!("#/{}", self.slug())
    }
}

/// A page and what it is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// The page.
    pub page: Page,
    /// Text to filter by; empty for everything.
    pub filter: String,
    /// Which time the page's charts show.
    pub range: ChartRange,
}

impl Route {
    /// The page without a filter.
    #[must_use]
    pub fn to(page: Page) -> Self {
        Self { page, ..Self::default() }
    }

    /// The page, narrowed to `filter`.
    #[must_use]
    pub fn filtered(page: Page, filter: &str) -> Self {
        Self { filter: filter.to_owned(), ..Self::to(page) }
    }

    /// Reads the part of an address after and with `#`. An unknown page leads to the dashboard.
    #[must_use]
    pub fn parse(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_start_matches('/');
        let (slug, query) = path.split_once('?').unwrap_or((path, ""));
        let page = Page::ALL.into_iter().find(|page| page.slug() == slug).unwrap_or_default();
        let word = |name: &str| {
            let value = |pair: &str| pair.strip_prefix(name)?.strip_prefix('=').map(percent_decode);
            query.split('&').find_map(value)
        };
        Self { page, filter: word("q").unwrap_or_default(), range: ChartRange::parse(word) }
    }

    /// The same page, with charts of `range`.
    #[must_use]
    pub fn with_range(&self, range: ChartRange) -> Self {
        Self { range, ..self.clone() }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.page.href())?;
        let filter = (!self.filter.is_empty()).then(|| ("q", percent_encode(&self.filter)));
        for (place, (name, value)) in filter.into_iter().chain(self.range.words()).enumerate() {
            let before = if place == 0 { '?' } else { '&' };
            write!(formatter, "{before}{name}={value}")?;
        }
        Ok(())
    }
}

fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let escaped = (first == b'%')
            .then(|| rest.get(1..3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let width = if escaped.is_some() { 3 } else { 1 };
        bytes.push(escaped.unwrap_or(first));
        // A lone `%` before a multi-byte character must not split it.
        match rest.get(width..) {
            Some(next) => rest = next,
            None => {
                let end = rest.chars().next().map_or(rest.len(), char::len_utf8);
                bytes.pop();
                bytes.extend_from_slice(&rest.as_bytes()[..end]);
                rest = &rest[end..];
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Preset, Span};

    #[test]
    fn every_page_is_found_again_by_its_address() {
        for page in Page::ALL {
            assert_eq!(Route::parse(&page.href()), Route::to(page));
        }
    }

    #[test]
    fn an_empty_or_unknown_address_leads_to_the_dashboard() {
        for hash in ["", "#", "#/", "#/nowhere", "#main"] {
            assert_eq!(Route::parse(hash).page, Page::Dashboard, "{hash}");
        }
    }

    #[test]
    fn a_filter_survives_the_address_whatever_it_says() {
        for filter in ["api", "a&b=c?d#e", "100 %", "grün ☁", "<b>"] {
            let route = Route::filtered(Page::Instances, filter);
            assert_eq!(Route::parse(&route.to_string()), route);
        }
    }

    #[test]
    fn a_range_survives_the_address() {
        let live = Route::to(Page::Dashboard).with_range(ChartRange::live(Preset::SixHours));
        assert_eq!(live.to_string(), "#/dashboard?range=6h");
        assert_eq!(Route::parse("#/dashboard?range=6h"), live);
        let time = |text: &str| text.parse().unwrap();
        let span = Span { from: time("2026-03-02T10:00:00Z"), to: time("2026-03-02T10:00:12.5Z") };
        let zoomed = live.with_range(live.range.zoomed(span, time("2026-03-03T00:00:00Z")));
        assert_eq!(
            zoomed.to_string(),
            "#/dashboard?range=6h&from=2026-03-02T10:00:00Z&to=2026-03-02T10:00:12.500Z"
        );
        assert_eq!(Route::parse(&zoomed.to_string()), zoomed);
        assert_eq!(Route::parse("#/dashboard?range=6h&from=x&to=").range, live.range);
        assert_eq!(Route::to(Page::Dashboard).to_string(), "#/dashboard");
    }

    #[test]
    fn a_broken_escape_is_read_as_it_stands() {
        assert_eq!(Route::parse("#/instances?q=50%").filter, "50%");
        assert_eq!(Route::parse("#/instances?q=%zz☁").filter, "%zz☁");
    }
}
