//! `cargo xtask guide`: the pictures of the guide, taken of the real window as it is now.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::command::Cmd;
use crate::error::Error;
use crate::host::{self, Project, make_folder, remove_folder};
use crate::step::{Steps, note};
use crate::{setup, ui};

const GUIDE: &str = "docs/guides/console.md";
/// Where its pictures are, and how it names them.
const PICTURES: &str = "docs/images/console";
const NAMED: &str = "../images/console/";
/// The scenario that takes them, and what their names begin with in the folder of screenshots.
const SCENARIO: &str = "scenarios::guide::";
const PREFIX: &str = "guide-";

/// Takes every picture anew.
pub fn guide(project: &Project, steps: &mut Steps) -> Result<(), Error> {
    setup::for_app(steps)?;
    setup::test_tools(project, steps)?;
    ui::build(project, steps, false)?;
    let taken = project.target.join("e2e");
    make_folder(&taken)?;
    for old in pictures(&taken, PREFIX)? {
        let old = taken.join(format!("{PREFIX}{old}"));
        fs::remove_file(&old).map_err(Error::io(&old))?;
    }
    steps.run("take the pictures", || {
        Cmd::cargo()
            .args(["test", "--package", "mini-aws-console", "--test", "native", "--", SCENARIO])
            .run()
    })?;
    steps.run("put them into the guide", || put(project, &taken))
}

fn put(project: &Project, taken: &Path) -> Result<(), Error> {
    let guide = project.path(GUIDE);
    let text = fs::read_to_string(&guide).map_err(Error::io(&guide))?;
    let (named, taken_names) = (named(&text), pictures(taken, PREFIX)?);
    if let Some(missing) = named.difference(&taken_names).next() {
        return Err(Error::Missing {
            what: "the walk through the window",
            missing: missing.clone(),
        });
    }
    let folder = project.path(PICTURES);
    remove_folder(&folder)?;
    make_folder(&folder)?;
    for name in &named {
        let to = folder.join(name);
        fs::copy(taken.join(format!("{PREFIX}{name}")), &to).map_err(Error::io(&to))?;
    }
    for unused in taken_names.difference(&named) {
        note(&format!("{unused} was taken, and the guide does not show it"));
    }
    note(&format!("{} pictures are in {PICTURES}", named.len()));
    Ok(())
}

/// The pictures that the guide shows.
fn named(text: &str) -> BTreeSet<String> {
    let names = text.split(NAMED).skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once([')', '"', ' '])?;
        Some(name.to_owned())
    });
    names.collect()
}

/// The names of the pictures in a folder, without what they begin with.
fn pictures(folder: &Path, prefix: &str) -> Result<BTreeSet<String>, Error> {
    let names = host::entries(folder)?.into_iter().filter_map(|path| {
        let name = path.file_name()?.to_str()?.strip_prefix(prefix)?.to_owned();
        name.ends_with(".png").then_some(name)
    });
    Ok(names.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pictures_of_a_text_are_found() {
        let text = "![A](../images/console/a.png) and <img src=\"../images/console/b.png\" alt=\"\">\n../images/other.png";
        assert_eq!(named(text).into_iter().collect::<Vec<_>>(), ["a.png", "b.png"]);
    }

    #[test]
    fn the_guide_shows_every_picture_that_is_there_and_no_other() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let shown = named(&fs::read_to_string(root.join(GUIDE)).unwrap());
        assert!(!shown.is_empty());
        assert_eq!(shown, pictures(&root.join(PICTURES), "").unwrap());
    }
}
