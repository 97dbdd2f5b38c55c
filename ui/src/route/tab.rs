//! Which part of an instance's page is shown.

/// A part of the page of one instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum InstanceTab {
    /// Its charts, and what happened to it.
    #[default]
    Overview,
    /// Its output.
    Logs,
    /// Its environment.
    Environment,
    /// What is mounted into it.
    Mounts,
    /// Its ports and its places in networks.
    Networks,
    /// Its labels.
    Labels,
    /// All that the engine says.
    Inspect,
    /// What happened to it.
    Activity,
    /// The instances before it, and after.
    Past,
}

impl InstanceTab {
    /// Every part, in the order of the page.
    pub const ALL: [Self; 9] = [
        Self::Overview,
        Self::Logs,
        Self::Environment,
        Self::Mounts,
        Self::Networks,
        Self::Labels,
        Self::Inspect,
        Self::Activity,
        Self::Past,
    ];

    /// Its word in an address.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Logs => "logs",
            Self::Environment => "environment",
            Self::Mounts => "mounts",
            Self::Networks => "networks",
            Self::Labels => "labels",
            Self::Inspect => "inspect",
            Self::Activity => "activity",
            Self::Past => "past",
        }
    }

    /// The one of a word; the first for a word that is none.
    #[must_use]
    pub fn of_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.slug() == slug).unwrap_or_default()
    }

    /// The one that is so many after it, or before; from the last on to the first.
    #[must_use]
    pub fn neighbour(self, steps: i32) -> Self {
        let count = Self::ALL.len() as i32;
        let place = Self::ALL.iter().position(|tab| *tab == self).unwrap_or_default() as i32;
        let next = (place + steps).rem_euclid(count);
        usize::try_from(next).ok().and_then(|next| Self::ALL.get(next).copied()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_word_of_its_own() {
        for tab in InstanceTab::ALL {
            assert_eq!(InstanceTab::of_slug(tab.slug()), tab);
        }
        assert_eq!(InstanceTab::of_slug("<nonsense>"), InstanceTab::Overview);
    }

    #[test]
    fn neighbours_go_round() {
        assert_eq!(InstanceTab::Overview.neighbour(1), InstanceTab::Logs);
        assert_eq!(InstanceTab::Overview.neighbour(-1), InstanceTab::Past);
        assert_eq!(InstanceTab::Past.neighbour(1), InstanceTab::Overview);
    }
}
