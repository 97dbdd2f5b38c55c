//! What the app is started with: by a person, a launcher, a link or `cloud dashboard open`.

use clap::Parser;
use mini_aws_backend::CommonOptions;
use mini_aws_domain::{Page, Place, PlaceError};

/// A native desktop console for the small cloud on your own machine: instances are containers, volumes are Docker volumes, VPCs
/// are Docker networks.
#[derive(Debug, Parser)]
#[command(name = "mini-aws-console", version)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) common: CommonOptions,

    /// The page to open: dashboard, instances, volumes, vpcs, activity or settings
    #[arg(long, value_name = "PAGE")]
    page: Option<Page>,

    /// The instance whose page to open, by its name or id
    #[arg(long, value_name = "ID")]
    instance: Option<String>,

    /// Start without showing the window, where there is a tray to open it from
    #[arg(long)]
    pub(crate) hidden: bool,

    /// A link to open, such as mini-aws://dashboard/instances/web
    #[arg(value_name = "LINK", conflicts_with_all = ["page", "instance"])]
    link: Option<String>,
}

impl Options {
    /// Where the window is asked to go.
    ///
    /// # Errors
    /// If that is no place.
    pub(crate) fn place(&self) -> Result<Place, PlaceError> {
        match &self.link {
            Some(link) => Place::parse_link(link),
            None => Place::new(self.page, self.instance.as_deref()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(arguments: &[&str]) -> Option<Place> {
        let line = [&["mini-aws-console"], arguments].concat();
        Options::try_parse_from(line).ok().and_then(|options| options.place().ok())
    }

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Options::command().debug_assert();
    }

    #[test]
    fn options_and_links_lead_to_the_same_place() {
        let web = Place { page: Some(Page::Instances), instance: Some("web".to_owned()) };
        assert_eq!(place(&["--instance", "web"]), Some(web.clone()));
        assert_eq!(place(&["mini-aws://dashboard/instances/web", "--demo", "3"]), Some(web));
        assert_eq!(place(&["--hidden"]), Some(Place::default()));
    }

    #[test]
    fn what_is_no_place_is_refused() {
        assert_eq!(place(&["--page", "nowhere"]), None);
        assert_eq!(place(&["--page", "vpcs", "--instance", "web"]), None);
        assert_eq!(place(&["https://example.org"]), None);
        assert_eq!(place(&["mini-aws://dashboard", "--page", "vpcs"]), None);
    }
}
