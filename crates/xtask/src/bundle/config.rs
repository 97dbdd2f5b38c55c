//! What the Tauri CLI is told beside `tauri.conf.json`: what is known only once the programs are built.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::contents::{Contents, Placed};
use super::depends::Needs;
use super::{APP, CLOUD, program};
use crate::error::Error;
use crate::host::{self, Project};

/// Where each family of Linux keeps zsh's completions.
const ZSH_DEBIAN: &str = "/usr/share/zsh/vendor-completions/_cloud";
const ZSH_FEDORA: &str = "/usr/share/zsh/site-functions/_cloud";

/// Writes it, and gives its path.
pub fn write(project: &Project, contents: &Contents, needs: &Needs) -> Result<PathBuf, Error> {
    let config = if cfg!(target_os = "linux") {
        for_linux(contents, needs)
    } else {
        for_others(&beside_the_app(project)?, contents)
    };
    let path = project.target.join("bundle/tauri.json");
    fs::write(&path, format!("{config:#}")).map_err(Error::io(&path))?;
    Ok(path)
}

/// The packages' files are named after the product, and no path or package name has spaces; people read the name in the desktop
/// file. Of the icons the bundler takes one, since it would put the one for dense screens where nothing looks for it.
fn for_linux(contents: &Contents, needs: &Needs) -> Value {
    let deb = files(&contents.common, ZSH_DEBIAN, &contents.zsh);
    let rpm = files(&contents.common, ZSH_FEDORA, &contents.zsh);
    json!({
        "productName": APP,
        "bundle": {
            "icon": ["icons/icon.png"],
            "linux": {
                "appimage": { "files": deb },
                "deb": { "depends": needs.deb, "files": deb },
                "rpm": { "depends": needs.rpm, "files": rpm },
            },
        },
    })
}

/// `cloud` lies beside the app's own program. The notices go with it.
fn for_others(cloud: &Path, contents: &Contents) -> Value {
    let notices = BTreeMap::from([(contents.notices.display().to_string(), "third-party.txt")]);
    json!({ "bundle": { "externalBin": [cloud], "resources": notices } })
}

fn files(common: &[Placed], zsh: &str, zsh_from: &Path) -> BTreeMap<String, PathBuf> {
    let common = common.iter().map(|placed| (placed.to.clone(), placed.from.clone()));
    common.chain([(zsh.to_owned(), zsh_from.to_path_buf())]).collect()
}

/// The CLI looks for such a program by the name of the machine, and takes that name off again.
fn beside_the_app(project: &Project) -> Result<PathBuf, Error> {
    let triple = host::host_triple()
        .ok_or_else(|| Error::Missing { what: "rustc -vV", missing: "host".to_owned() })?;
    let path = project.target.join("bundle").join(CLOUD);
    let named = path.with_file_name(format!("{CLOUD}-{triple}{}", std::env::consts::EXE_SUFFIX));
    fs::copy(program(project, CLOUD), &named).map_err(Error::io(&named))?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_family_gets_its_own_names_and_places() {
        let contents = Contents {
            common: vec![Placed { to: "/usr/bin/cloud".into(), from: "t/release/cloud".into() }],
            zsh: "t/_cloud".into(),
            notices: "t/third-party.txt".into(),
        };
        let needs = Needs { deb: vec!["libgtk-3-0".into()], rpm: vec!["gtk3".into()] };
        let linux = &for_linux(&contents, &needs)["bundle"]["linux"];
        assert_eq!(linux["deb"]["files"]["/usr/bin/cloud"], "t/release/cloud");
        assert_eq!(linux["deb"]["files"][ZSH_DEBIAN], "t/_cloud");
        assert_eq!(linux["rpm"]["files"][ZSH_FEDORA], "t/_cloud");
        assert_eq!(linux["rpm"]["files"][ZSH_DEBIAN], Value::Null);
        assert_eq!(linux["deb"]["depends"], json!(["libgtk-3-0"]));
        assert_eq!(linux["rpm"]["depends"], json!(["gtk3"]));
    }
}
