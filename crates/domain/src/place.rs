//! Places in the console: which page, and of which instance. A command line and a link name one; the window goes there.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The scheme of links that lead into the console, such as `mini-aws://dashboard/instances/web`.
pub const LINK_SCHEME: &str = "mini-aws";
/// What follows the scheme: the one thing that links lead to.
const LINK_HOST: &str = "dashboard";
/// The longest name that an instance is asked for by: no id and no name of an engine is as long.
const LONGEST_NAME: usize = 256;

/// The pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
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
    /// The engine: which, by which way, and if there is none, why.
    Engine,
    /// Choices, and what the console knows of itself.
    Settings,
}

impl Page {
    /// Every page, as the sidebar lists them.
    pub const ALL: [Self; 7] = [
        Self::Dashboard,
        Self::Instances,
        Self::Volumes,
        Self::Vpcs,
        Self::Activity,
        Self::Engine,
        Self::Settings,
    ];

    /// Its word in addresses and on command lines.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Instances => "instances",
            Self::Volumes => "volumes",
            Self::Vpcs => "vpcs",
            Self::Activity => "activity",
            Self::Engine => "engine",
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
            Self::Engine => "Engine",
            Self::Settings => "Settings",
        }
    }
}

impl FromStr for Page {
    type Err = PlaceError;

    fn from_str(slug: &str) -> Result<Self, PlaceError> {
        let known = Self::ALL.into_iter().find(|page| page.slug() == slug);
        known.ok_or_else(|| PlaceError::NoSuchPage(slug.to_owned()))
    }
}

/// A page, or the page of one instance.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The page; absent for wherever the window is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// The instance whose page it is, by its name, its id, or the beginning of its id that no other shares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
}

/// Why something names no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceError {
    /// There is no such page.
    NoSuchPage(String),
    /// It is no link into the console.
    NoLink(String),
    /// No instance can have that name.
    NoName,
    /// Only the page of instances has one of a single instance.
    NotOfInstances(Page),
}

impl fmt::Display for PlaceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchPage(page) => {
                let known = Page::ALL.map(Page::slug).join(", ");
                write!(formatter, "there is no page \"{page}\"; the pages are {known}")
            }
            Self::NoLink(link) => write!(
                formatter,
                "\"{link}\" is no link into the console; one is {LINK_SCHEME}://{LINK_HOST}/instances/ID"
            ),
            Self::NoName => write!(formatter, "that cannot be the name of an instance"),
            Self::NotOfInstances(page) => {
                write!(formatter, "the page \"{}\" is not that of an instance", page.slug())
            }
        }
    }
}

impl std::error::Error for PlaceError {}

impl Place {
    /// The place that options name. An instance alone is on the page of instances.
    ///
    /// # Errors
    /// [`PlaceError::NotOfInstances`] for an instance on another page, [`PlaceError::NoName`] for what is no name.
    pub fn new(page: Option<Page>, instance: Option<&str>) -> Result<Self, PlaceError> {
        let Some(instance) = instance else { return Ok(Self { page, instance: None }) };
        if let Some(other) = page.filter(|page| *page != Page::Instances) {
            return Err(PlaceError::NotOfInstances(other));
        }
        let is_name = !instance.is_empty()
            && instance.len() <= LONGEST_NAME
            && !instance.chars().any(|letter| letter.is_control() || letter == '/');
        if !is_name {
            return Err(PlaceError::NoName);
        }
        Ok(Self { page: Some(Page::Instances), instance: Some(instance.to_owned()) })
    }

    /// Reads a link such as `mini-aws://dashboard/instances/web`. Links come from anywhere, so nothing but these words is taken.
    ///
    /// # Errors
    /// [`PlaceError`]
    pub fn parse_link(link: &str) -> Result<Self, PlaceError> {
        let no_link = || PlaceError::NoLink(link.chars().take(LONGEST_NAME).collect());
        let (scheme, rest) = link.split_once("://").ok_or_else(no_link)?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let is_ours =
            scheme.eq_ignore_ascii_case(LINK_SCHEME) && host.eq_ignore_ascii_case(LINK_HOST);
        if !is_ours {
            return Err(no_link());
        }
        let mut words = path.split('/').filter(|word| !word.is_empty());
        let (page, instance, more) = (words.next(), words.next(), words.next());
        if more.is_some() {
            return Err(no_link());
        }
        let page = page.map(str::parse).transpose()?.unwrap_or_default();
        Self::new(Some(page), instance)
    }

    /// The link that leads there.
    #[must_use]
    pub fn link(&self) -> String {
        let page = self.page.unwrap_or_default().slug();
        match &self.instance {
            Some(instance) => format!("{LINK_SCHEME}://{LINK_HOST}/{page}/{instance}"),
            None => format!("{LINK_SCHEME}://{LINK_HOST}/{page}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_a_page_or_an_instance_of_it() {
        for (link, page, instance) in [
            ("mini-aws://dashboard", Page::Dashboard, None),
            ("mini-aws://dashboard/", Page::Dashboard, None),
            ("MINI-AWS://Dashboard/settings", Page::Settings, None),
            ("mini-aws://dashboard/instances/", Page::Instances, None),
            ("mini-aws://dashboard/instances/web-1", Page::Instances, Some("web-1")),
        ] {
            let place = Place::parse_link(link);
            let expected = Place { page: Some(page), instance: instance.map(str::to_owned) };
            assert_eq!(place, Ok(expected.clone()), "{link}");
            assert_eq!(Place::parse_link(&expected.link()), Ok(expected));
        }
    }

    #[test]
    fn what_is_no_such_link_is_refused() {
        for link in [
            "",
            "mini-aws:dashboard",
            "https://dashboard/instances",
            "mini-aws://elsewhere/instances",
            "mini-aws://dashboard/instances/a/b",
            "mini-aws://dashboard/nowhere",
            "mini-aws://dashboard/settings/web",
            "mini-aws://dashboard/instances/a\nb",
        ] {
            assert!(Place::parse_link(link).is_err(), "{link:?}");
        }
    }

    #[test]
    fn an_instance_alone_is_on_the_page_of_instances() {
        let place = Place::new(None, Some("web")).map(|place| place.page);
        assert_eq!(place, Ok(Some(Page::Instances)));
        assert_eq!(
            Place::new(Some(Page::Vpcs), Some("web")),
            Err(PlaceError::NotOfInstances(Page::Vpcs))
        );
        assert_eq!(Place::new(None, Some("")), Err(PlaceError::NoName));
    }
}
