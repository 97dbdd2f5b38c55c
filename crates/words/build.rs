//! Lists the messages of each language, so that a new file of them needs no line of code.

use std::{env, error::Error, fmt::Write, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=locales");
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let locales = Path::new(&root).join("locales");
    // Where the page of the design system is left out, its messages are as well. Tests have it without asking.
    let has_design =
        env::var_os("CARGO_FEATURE_DESIGN").is_some() || env::var("PROFILE")? == "debug";
    let mut code = String::from(
        "/// The files of a language, by name: name and text.\nfn sources(tag: &str) -> &'static [(&'static str, &'static str)] {\n    match tag {\n",
    );
    for language in sorted(&locales)? {
        let folder = locales.join(&language);
        writeln!(code, "        {language:?} => &[")?;
        for file in sorted(&folder)?
            .into_iter()
            .filter(|file| file.ends_with(".ftl") && (has_design || file != "design.ftl"))
        {
            let path = folder.join(&file);
            println!("cargo:rerun-if-changed={}", path.display());
            writeln!(
                code,
                "            ({:?}, include_str!({:?})),",
                format!("{language}/{file}"),
                path
            )?;
        }
        code.push_str("        ],\n");
    }
    code.push_str("        _ => &[],\n    }\n}\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("locales.rs"), code)?;
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
