//! The licences of the libraries that are linked into the programs: each text once, with all who use it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{APP, CLOUD_PACKAGE};
use crate::command::Cmd;
use crate::error::Error;
use crate::host::{self, Project, json};

const FRONTEND: &str = "mini-aws-ui";
/// What is in the frontend and not of a crate.
const FONT: &str = "ui/static/inter-LICENSE.txt";

/// Writes them all, as text.
pub fn collect(project: &Project) -> Result<String, Error> {
    let metadata = Cmd::cargo().args(["metadata", "--format-version", "1", "--locked"]).output()?;
    let metadata = json("cargo metadata", &metadata)?;
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut list = String::new();
    for package in linked(&metadata) {
        let word = |key: &str| package[key].as_str().unwrap_or_default();
        let name = format!("{} {}", word("name"), word("version"));
        // Writing into a String cannot fail.
        let _infallible = writeln!(list, "{name}  ({})", word("license"));
        let Some(folder) = Path::new(word("manifest_path")).parent() else { continue };
        for text in licence_texts(folder)? {
            texts.entry(text).or_default().insert(name.clone());
        }
    }
    let font = project.path(FONT);
    let font = fs::read_to_string(&font).map_err(Error::io(&font))?;
    texts.entry(normal(&font)).or_default().insert("the Inter typeface".to_owned());
    Ok(written(&list, &texts))
}

fn written(list: &str, texts: &BTreeMap<String, BTreeSet<String>>) -> String {
    let mut all = format!("The programs hold these libraries.\n\n{list}");
    for (text, users) in texts {
        let users = users.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let _infallible = write!(all, "\n{}\n{users}\n\n{text}\n", "-".repeat(78));
    }
    all
}

/// The packages from elsewhere that are linked into the programs or the frontend, on any system: build scripts and macros are not.
fn linked(metadata: &Value) -> Vec<&Value> {
    let array = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
    let id = |package: &Value| package["id"].as_str().unwrap_or_default().to_owned();
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let by_id: BTreeMap<String, &Value> =
        packages.iter().map(|package| (id(package), package)).collect();
    let nodes: BTreeMap<String, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|node| (id(node), node))
        .collect();
    let roots = [APP, CLOUD_PACKAGE, FRONTEND];
    let mut open: Vec<String> = packages
        .iter()
        .filter(|package| roots.iter().any(|root| package["name"] == *root))
        .map(id)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(next) = open.pop() {
        let is_macro = by_id.get(&next).is_some_and(|package| is_macro(package));
        if is_macro || !seen.insert(next.clone()) {
            continue;
        }
        for dependency in nodes.get(&next).map(|node| array(&node["deps"])).unwrap_or_default() {
            let is_linked =
                array(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            if is_linked {
                open.push(dependency["pkg"].as_str().unwrap_or_default().to_owned());
            }
        }
    }
    let mut found: Vec<_> = seen
        .iter()
        .filter_map(|id| by_id.get(id).copied())
        .filter(|package| !package["source"].is_null())
        .collect();
    found.sort_by_key(|package| (package["name"].to_string(), package["version"].to_string()));
    found
}

fn is_macro(package: &Value) -> bool {
    let targets = package["targets"].as_array().map(Vec::as_slice).unwrap_or_default();
    targets.iter().any(|target| {
        target["kind"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "proc-macro"))
    })
}

fn licence_texts(folder: &Path) -> Result<Vec<String>, Error> {
    const STEMS: [&str; 5] = ["license", "licence", "copying", "notice", "copyright"];
    let is_licence = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        path.is_file() && STEMS.iter().any(|stem| name.starts_with(stem))
    };
    let mut texts = Vec::new();
    for path in host::entries(folder)?.into_iter().filter(|path| is_licence(path)) {
        let content = fs::read(&path).map_err(Error::io(&path))?;
        texts.push(normal(&String::from_utf8_lossy(&content)));
    }
    Ok(texts)
}

/// Without what tells two copies of a text apart and means nothing.
fn normal(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_only_built_with_is_not_in_the_programs() {
        let package = |name: &str, kind: &str| json!({"id": name, "name": name, "version": "1.0.0", "source": "registry", "targets": [{"kind": [kind]}]});
        let dependency =
            |name: &str, kind: Value| json!({"pkg": name, "dep_kinds": [{"kind": kind}]});
        let mut own = package(APP, "lib");
        own["source"] = Value::Null;
        let metadata = json!({
            "packages": [own, package("linked", "lib"), package("below", "lib"), package("builds", "lib"), package("macros", "proc-macro"),
                         package("of-the-macros", "lib"), package("unrelated", "lib")],
            "resolve": {"nodes": [
                {"id": APP, "deps": [dependency("linked", Value::Null), dependency("builds", json!("build")), dependency("macros", Value::Null)]},
                {"id": "linked", "deps": [dependency("below", Value::Null)]},
                {"id": "macros", "deps": [dependency("of-the-macros", Value::Null)]},
            ]},
        });
        let names: Vec<_> =
            linked(&metadata).iter().map(|package| package["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["below", "linked"]);
    }

    #[test]
    fn copies_of_a_text_are_one() {
        assert_eq!(normal("\nMIT  \r\n\r\nAs is.\r\n"), normal("MIT\n\nAs is.\n\n"));
    }
}
