//! What goes beside the programs: completions, manual pages, the licences of all that is in them.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};

use super::{APP, CLOUD, notices, program};
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{self, Project, make_folder, remove_folder};

/// Where a file goes on Linux, and where it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The path on the system.
    pub to: String,
    /// The path in the project or its target folder.
    pub from: PathBuf,
}

/// All of it.
#[derive(Debug)]
pub struct Contents {
    /// What every Linux has at the same place.
    pub common: Vec<Placed>,
    /// zsh's completions, which each family of Linux keeps somewhere else.
    pub zsh: PathBuf,
    /// The notices of others, not packed.
    pub notices: PathBuf,
}

/// The icons by the size that they are for; the bundler adds the largest itself.
const ICONS: [(&str, &str); 5] = [
    ("32x32", "32x32.png"),
    ("64x64", "64x64.png"),
    ("128x128", "128x128.png"),
    ("256x256", "128x128@2x.png"),
    ("scalable", "icon.svg"),
];

impl Contents {
    /// Makes what is not in the project as it stands. `cloud` writes its own completions and pages, so it is run.
    pub fn make(project: &Project) -> Result<Self, Error> {
        let folder = project.target.join("bundle");
        remove_folder(&folder)?;
        make_folder(&folder)?;
        let generated = folder.join("generated");
        Cmd::new(program(project, CLOUD).to_string_lossy())
            .without_outer_cargo()
            .arg("generate")
            .arg(&generated)
            .run()?;
        let notices = folder.join("third-party.txt");
        fs::write(&notices, notices::collect(project)?).map_err(Error::io(&notices))?;
        let common = common(project, &folder, &generated, &notices)?;
        Ok(Self { common, zsh: generated.join("completions/_cloud"), notices })
    }
}

fn common(
    project: &Project,
    folder: &Path,
    generated: &Path,
    notices: &Path,
) -> Result<Vec<Placed>, Error> {
    let bundle = |name: &str| project.path("src-tauri/bundle").join(name);
    let mut placed = Vec::new();
    let mut place = |to: String, from: PathBuf| placed.push(Placed { to, from });

    place(format!("/usr/bin/{CLOUD}"), program(project, CLOUD));
    let completions = generated.join("completions");
    place("/usr/share/bash-completion/completions/cloud".into(), completions.join("cloud.bash"));
    place("/usr/share/fish/vendor_completions.d/cloud.fish".into(), completions.join("cloud.fish"));

    let mut pages = host::entries(&generated.join("man"))?;
    pages.push(bundle("mini-aws-console.1"));
    for page in pages {
        let packed = pack(&page, &folder.join("man"))?;
        place(format!("/usr/share/man/man1/{}", name_of(&packed)), packed);
    }

    let documents = format!("/usr/share/doc/{APP}");
    let packed = pack(notices, folder)?;
    place(format!("{documents}/{}", name_of(&packed)), packed);
    place(format!("{documents}/copyright"), bundle("copyright"));

    let metainfo = "dev.mini_aws.console.metainfo.xml";
    place(format!("/usr/share/metainfo/{metainfo}"), bundle(metainfo));
    for (size, file) in ICONS {
        let icon = project.path("icons").join(file);
        let kind = icon.extension().unwrap_or_default().to_string_lossy().into_owned();
        place(format!("/usr/share/icons/hicolor/{size}/apps/{APP}.{kind}"), icon);
    }
    Ok(placed)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Packs a file into a folder, without the time: the same file gives the same bytes.
fn pack(file: &Path, folder: &Path) -> Result<PathBuf, Error> {
    make_folder(folder)?;
    let content = fs::read(file).map_err(Error::io(file))?;
    let packed = folder.join(format!("{}.gz", name_of(file)));
    let target = fs::File::create(&packed).map_err(Error::io(&packed))?;
    let mut encoder = GzBuilder::new().mtime(0).write(target, Compression::best());
    encoder.write_all(&content).and_then(|()| encoder.finish()).map_err(Error::io(&packed))?;
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_page_is_packed_the_same_every_time() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("cloud.1");
        fs::write(&page, ".TH CLOUD").unwrap();
        let first = fs::read(pack(&page, &folder.path().join("a")).unwrap()).unwrap();
        let second = pack(&page, &folder.path().join("b")).unwrap();
        assert_eq!(name_of(&second), "cloud.1.gz");
        assert_eq!(fs::read(second).unwrap(), first);
        let mut text = String::new();
        flate2::read::GzDecoder::new(first.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, ".TH CLOUD");
    }
}
