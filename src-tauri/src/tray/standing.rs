//! Whether the desktop shows the icon, and if not, why. It is said when somebody asks, in the language that is spoken then.

use mini_aws_domain::TrayState;
use mini_aws_words::t;

/// How it stands with the icon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The desktop has not said yet.
    Starting,
    /// It is shown.
    Shown,
    /// It is not.
    Absent(Absence),
}

/// Why the icon is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    not(target_os = "linux"),
    allow(dead_code, reason = "only Linux has trays that come and go")
)]
pub(crate) enum Absence {
    /// There is no session bus, in the words of the system.
    NoBus(String),
    /// It takes the connection and says nothing.
    BusSilent,
    /// It was there and is no more.
    BusEnded,
    /// The desktop has none.
    NoTray,
    /// Nobody has said anything of one.
    Unheard,
    /// There is one, and nothing that shows it.
    NoPanel,
    /// It does not want the icon, in its own words.
    NotTaken(String),
    /// It does not answer.
    Silent,
    /// It does not tell whether it is shown, in its own words.
    Unsaid(String),
    /// It was there and is no more.
    Ended,
    /// The system has none to give, in its own words.
    #[cfg_attr(target_os = "linux", allow(dead_code, reason = "macOS and Windows say so"))]
    NoPlace(String),
}

impl Standing {
    /// What the page is told, in the language of the thread.
    pub(crate) fn say(&self) -> TrayState {
        match self {
            Self::Starting => TrayState::Starting,
            Self::Shown => TrayState::Shown,
            Self::Absent(absence) => TrayState::Absent { reason: absence.words() },
        }
    }
}

impl Absence {
    fn words(&self) -> String {
        match self {
            Self::NoBus(said) => t!("tray-no-bus", said = said),
            Self::BusSilent => t!("tray-bus-silent"),
            Self::BusEnded => t!("tray-bus-ended"),
            Self::NoTray => t!("tray-none"),
            Self::Unheard => t!("tray-unheard"),
            Self::NoPanel => t!("tray-no-panel"),
            Self::NotTaken(said) => t!("tray-not-taken", said = said),
            Self::Silent => t!("tray-silent"),
            Self::Unsaid(said) => t!("tray-unsaid", said = said),
            Self::Ended => t!("tray-ended"),
            Self::NoPlace(said) => t!("tray-no-place", said = said),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_words::Language;

    #[test]
    fn why_there_is_no_icon_is_said_in_the_language_of_whoever_asks() {
        let standing = Standing::Absent(Absence::NotTaken("no such method".to_owned()));
        let reason = |standing: &Standing| match standing.say() {
            TrayState::Absent { reason } => reason,
            other => panic!("{other:?}"),
        };
        let english = "The desktop's tray does not take the icon: no such method.";
        assert_eq!(reason(&standing), english);
        let german = Language::German.within(|| reason(&standing));
        assert_eq!(german, "Der Infobereich nimmt das Symbol nicht an: no such method.");
        assert_eq!(Standing::Shown.say(), TrayState::Shown);
    }
}
