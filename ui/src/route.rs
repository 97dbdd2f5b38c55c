//! Which page is shown. It is the part of the address after `#`, which works in the shell and over HTTP alike.

use crate::{charts::ChartRange, t};
use mini_aws_domain::{HistorySubject, InstanceId, Subject, SubjectKind, Visit};
use std::fmt;

mod audit;
mod tab;
#[cfg(test)]
mod tests;

pub use audit::{AuditFilter, slug};
pub use mini_aws_domain::Page;
pub use tab::InstanceTab;

/// Where a page is in this window.
pub trait PageHref {
    /// The address to link to.
    fn href(self) -> String;

    /// Its name in the language of the window.
    fn words(self) -> String;
}

impl PageHref for Page {
    fn href(self) -> String {
        format!("#/{}", self.slug())
    }

    fn words(self) -> String {
        match self {
            Self::Dashboard => t!("nav-dashboard"),
            Self::Instances => t!("nav-instances"),
            Self::Volumes => t!("nav-volumes"),
            Self::Vpcs => t!("nav-vpcs"),
            Self::Activity => t!("nav-activity"),
            Self::Engine => t!("nav-engine"),
            Self::Settings => t!("nav-settings"),
        }
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
    /// On the page of instances: the one, or the name or compose project or service, whose own page is shown in place of all.
    pub subject: Option<HistorySubject>,
    /// Which part of an instance's page is shown.
    pub tab: InstanceTab,
    /// On the page of instances: whether they stand in groups, by project.
    pub is_grouped: bool,
    /// On the page of instances: whether those are listed that the engine no longer has.
    pub is_past: bool,
    /// On the page of settings: the part that is brought into view.
    pub section: Option<Section>,
    /// Whether it is the page of the design system, which only debug builds have, in place of any other.
    pub is_design: bool,
    /// On the page of activity: which entries are listed, besides the text.
    pub audit: AuditFilter,
    /// On the page of VPCs: whether it is the picture of them.
    pub is_picture: bool,
    /// In the picture of the VPCs: the name of the one that it shows first.
    pub vpc: Option<String>,
}

/// The words of an address that name a subject, and the one that asks for what is gone.
const ID: &str = "id";
const NAME: &str = "name";
const PROJECT: &str = "project";
const SERVICE: &str = "service";
const GROUP: &str = "group";
const SHOW: &str = "show";
const TAB: &str = "tab";
/// The page of the design system.
const DESIGN: &str = "design";
const TERMINATED: &str = "terminated";
const PICTURE: &str = "picture";
const VPC: &str = "vpc";
/// What the console costs, in an address as in the page.
pub const COST: &str = "own-cost";

/// A part of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Theme, language, units.
    Appearance,
    /// The engine, in a line.
    Engine,
    /// How the app behaves on its desktop.
    Desktop,
    /// Whether browsers can come in.
    WebAccess,
    /// How much is remembered.
    Data,
    /// What the console costs.
    Cost,
}

impl Section {
    /// Every part, in the page's order.
    pub const ALL: [Self; 6] =
        [Self::Appearance, Self::Engine, Self::Desktop, Self::WebAccess, Self::Data, Self::Cost];

    /// Its word in an address, and its id in the page.
    #[must_use]
    pub fn anchor(self) -> &'static str {
        match self {
            Self::Appearance => "appearance",
            Self::Engine => "engine",
            Self::Desktop => "desktop",
            Self::WebAccess => "web-access",
            Self::Data => "data",
            Self::Cost => COST,
        }
    }

    /// Its heading.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Appearance => t!("settings-appearance"),
            Self::Engine => t!("settings-engine"),
            Self::Desktop => t!("settings-desktop"),
            Self::WebAccess => t!("settings-web-access"),
            Self::Data => t!("settings-data"),
            Self::Cost => t!("settings-cost"),
        }
    }
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

    /// The picture of the VPCs, where the one of this name is.
    #[must_use]
    pub fn to_vpc(name: &str) -> Self {
        Self { is_picture: true, vpc: Some(name.to_owned()), ..Self::to(Page::Vpcs) }
    }

    /// The page of one instance, one name, or one compose project or service; of all instances together the dashboard.
    #[must_use]
    pub fn of(subject: HistorySubject) -> Self {
        match subject {
            HistorySubject::Total => Self::to(Page::Dashboard),
            subject => Self { subject: Some(subject), ..Self::to(Page::Instances) },
        }
    }

    /// The page of an instance.
    #[must_use]
    pub fn of_instance(id: &InstanceId) -> Self {
        Self::of(HistorySubject::Instance { id: id.clone() })
    }

    /// Where what something happened to is shown; `None` for an instance that only its name is known of.
    #[must_use]
    pub fn of_happening(subject: &Subject) -> Option<Self> {
        match subject.kind {
            SubjectKind::Instance if subject.id.is_empty() => None,
            SubjectKind::Instance => Some(Self::of_instance(&InstanceId::new(subject.id.as_str()))),
            SubjectKind::Volume => Some(Self::filtered(Page::Volumes, &subject.name)),
            SubjectKind::Vpc => Some(Self::filtered(Page::Vpcs, &subject.name)),
            SubjectKind::Engine => Some(Self::to(Page::Engine)),
            SubjectKind::Console => Some(Self::to(Page::Settings)),
        }
    }

    /// The list of the instances that the engine no longer has.
    #[must_use]
    pub fn terminated() -> Self {
        Self { is_past: true, ..Self::to(Page::Instances) }
    }

    /// A part of the settings.
    #[must_use]
    pub fn settings(section: Section) -> Self {
        Self { section: Some(section), ..Self::to(Page::Settings) }
    }

    /// What the console costs, among the settings.
    #[must_use]
    pub fn cost() -> Self {
        Self::settings(Section::Cost)
    }

    /// Where a visit leads; `None` for one that stays where the window is.
    #[must_use]
    pub fn of_visit(visit: &Visit) -> Option<Self> {
        match (&visit.instance, visit.page) {
            (Some(instance), _) => Some(Self::of_instance(instance)),
            (None, Some(page)) => Some(Self::to(page)),
            (None, None) => None,
        }
    }

    /// Whose history the page's charts show, if it has charts.
    #[must_use]
    pub fn charted(&self) -> Option<HistorySubject> {
        match self.page {
            Page::Dashboard if self.is_design => None,
            Page::Dashboard => Some(HistorySubject::Total),
            Page::Instances => self.subject.clone(),
            Page::Volumes | Page::Vpcs | Page::Activity | Page::Engine | Page::Settings => None,
        }
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
        let is_list = page == Page::Instances;
        let shown = word(SHOW);
        let section =
            Section::ALL.into_iter().find(|section| shown.as_deref() == Some(section.anchor()));
        let subject = is_list.then(|| subject(word)).flatten();
        let is_one = matches!(subject, Some(HistorySubject::Instance { .. }));
        let tab = word(TAB).filter(|_| is_one);
        let is_picture = page == Page::Vpcs && shown.as_deref() == Some(PICTURE);
        Self {
            page,
            filter: word("q").unwrap_or_default(),
            range: ChartRange::parse(word),
            is_past: is_list && shown.as_deref() == Some(TERMINATED),
            section: section.filter(|_| page == Page::Settings),
            subject,
            tab: tab.map(|slug| InstanceTab::of_slug(&slug)).unwrap_or_default(),
            is_picture,
            vpc: word(VPC).filter(|_| is_picture),
            is_design: cfg!(any(test, feature = "design")) && slug == DESIGN,
            is_grouped: is_list && word(GROUP).as_deref() == Some(PROJECT),
            audit: if page == Page::Activity {
                AuditFilter::parse(word)
            } else {
                AuditFilter::default()
            },
        }
    }

    /// The same page, with charts of `range`.
    #[must_use]
    pub fn with_range(&self, range: ChartRange) -> Self {
        Self { range, ..self.clone() }
    }

    /// The same instance's page, with another part of it.
    #[must_use]
    pub fn with_tab(&self, tab: InstanceTab) -> Self {
        Self { tab, ..self.clone() }
    }

    fn words(&self) -> Vec<(&'static str, String)> {
        let mut words = Vec::new();
        let mut say = |name, text: &str| words.push((name, percent_encode(text)));
        match &self.subject {
            Some(HistorySubject::Instance { id }) => say(ID, id.as_str()),
            Some(HistorySubject::Name { name }) => say(NAME, name),
            Some(HistorySubject::Group { project, service }) => {
                say(PROJECT, project);
                if let Some(service) = service {
                    say(SERVICE, service);
                }
            }
            Some(HistorySubject::Total) | None => {}
        }
        if self.tab != InstanceTab::default() {
            say(TAB, self.tab.slug());
        }
        if self.is_grouped {
            say(GROUP, PROJECT);
        }
        if self.is_past {
            say(SHOW, TERMINATED);
        }
        if let Some(section) = self.section {
            say(SHOW, section.anchor());
        }
        if self.is_picture {
            say(SHOW, PICTURE);
            if let Some(vpc) = &self.vpc {
                say(VPC, vpc);
            }
        }
        if !self.filter.is_empty() {
            say("q", &self.filter);
        }
        for (name, text) in self.audit.words() {
            words.push((name, percent_encode(&text)));
        }
        words.extend(self.range.words());
        words
    }
}

/// The subject that the words of an address name; the narrowest if there are several.
fn subject(word: impl Fn(&str) -> Option<String>) -> Option<HistorySubject> {
    let word = |name| word(name).filter(|text| !text.is_empty());
    let instance = || Some(HistorySubject::Instance { id: InstanceId::new(word(ID)?) });
    let name = || Some(HistorySubject::Name { name: word(NAME)? });
    let group = || Some(HistorySubject::Group { project: word(PROJECT)?, service: word(SERVICE) });
    instance().or_else(name).or_else(group)
}

impl fmt::Display for Route {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_design {
            return write!(formatter, "#/{DESIGN}");
        }
        formatter.write_str(&self.page.href())?;
        for (place, (name, value)) in self.words().into_iter().enumerate() {
            let before = if place == 0 { '?' } else { '&' };
            write!(formatter, "{before}{name}={value}")?;
        }
        Ok(())
    }
}

fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/,".contains(&byte) {
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
