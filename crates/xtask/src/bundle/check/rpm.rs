//! The RPM package, into an empty root. Its dependencies are those of another system, so they are compared and not resolved.

use std::collections::BTreeSet;
use std::path::Path;

use super::root::Root;
use super::wrong;
use crate::error::Error;
use crate::step::{Steps, note};

const PACKAGE: &str = "mini-aws-console";
const EMPTY: &str = "/tmp/rpm-root";
/// Where zsh's completions are on each family of Linux, and what only a Debian package has.
const ZSH: (&str, &str) =
    ("/usr/share/zsh/vendor-completions/_cloud", "/usr/share/zsh/site-functions/_cloud");
const OF_DEBIAN: &str = "/usr/share/doc/mini-aws-console/changelog.gz";

/// Tries it; `of_deb` are the files of the Debian package, which has to bring the same.
pub fn try_out(
    root: &Root,
    steps: &mut Steps,
    package: &Path,
    of_deb: &BTreeSet<String>,
) -> Result<(), Error> {
    let inside = root.bring(package)?;
    let rpm = |words: &[&str]| root.command(&[&["rpm"], words].concat());
    let lines = |text: String| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    steps.run("rpm: what is in it", || {
        rpm(&["--checksig", "--nosignature", &inside]).run()?;
        let files = lines(root.says(&rpm(&["-qpl", &inside]))?);
        let expected = of_deb.iter().filter(|path| *path != OF_DEBIAN);
        let expected: BTreeSet<_> = expected
            .map(|path| if path == ZSH.0 { ZSH.1.to_owned() } else { path.clone() })
            .collect();
        let differing: Vec<_> = files.symmetric_difference(&expected).cloned().collect();
        if differing.is_empty() {
            Ok(())
        } else {
            Err(wrong("the deb and the rpm", format!("differ in {}", differing.join(", "))))
        }
    })?;
    steps.run("rpm: what it needs", || {
        let needs = lines(root.says(&rpm(&["-qpR", &inside]))?);
        needs.iter().filter(|need| !need.starts_with("rpmlib(")).for_each(|need| note(need));
        if let Some(need) = needs.iter().find(|need| need.contains("appindicator")) {
            return Err(wrong("the rpm", format!("needs {need}, which the app does not link")));
        }
        let expected = ["libwebkit2gtk-4.1.so.0()(64bit)", "libgtk-3.so.0()(64bit)"];
        match expected.iter().find(|name| !needs.contains(**name)) {
            Some(missing) => Err(wrong("the rpm", format!("does not need {missing}"))),
            None => Ok(()),
        }
    })?;
    steps.run("rpm: install into an empty root, and remove", || {
        root.command(&["mkdir", EMPTY]).run()?;
        let in_empty = |words: &[&str]| rpm(&[&["--root", EMPTY], words].concat());
        in_empty(&["--initdb"]).run()?;
        let found = || {
            let find = [
                "find",
                EMPTY,
                "!",
                "-type",
                "d",
                "!",
                "-path",
                "*/rpmdb/*",
                "!",
                "-path",
                "*/lib/rpm/*",
            ];
            Ok::<_, Error>(lines(root.says(&root.command(&find))?))
        };
        let before = found()?;
        in_empty(&["--install", "--nodeps", "--nosignature", &inside]).run()?;
        let installed = found()?.len();
        note(&format!("{installed} files"));
        root.has_files(
            "the rpm",
            ["/tmp/rpm-root/usr/bin/cloud", "/tmp/rpm-root/usr/bin/mini-aws-console"],
        )?;
        in_empty(&["--erase", "--nodeps", PACKAGE]).run()?;
        let left: Vec<_> = found()?.difference(&before).cloned().collect();
        if left.is_empty() {
            Ok(())
        } else {
            Err(wrong("removing", format!("leaves {}", left.join(", "))))
        }
    })
}
