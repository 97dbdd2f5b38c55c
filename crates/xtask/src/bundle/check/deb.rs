//! The Debian package, from installing to purging.

use std::collections::BTreeSet;
use std::path::Path;

use super::root::{HOME, RUNTIME, Root};
use super::wrong;
use crate::error::Error;
use crate::step::{Steps, note};

/// The package.
const PACKAGE: &str = "mini-aws-console";
/// What the package must bring.
const FILES: [&str; 12] = [
    "/usr/bin/cloud",
    "/usr/bin/mini-aws-console",
    "/usr/share/applications/mini-aws-console.desktop",
    "/usr/share/bash-completion/completions/cloud",
    "/usr/share/doc/mini-aws-console/changelog.gz",
    "/usr/share/doc/mini-aws-console/copyright",
    "/usr/share/fish/vendor_completions.d/cloud.fish",
    "/usr/share/icons/hicolor/128x128/apps/mini-aws-console.png",
    "/usr/share/man/man1/cloud.1.gz",
    "/usr/share/man/man1/mini-aws-console.1.gz",
    "/usr/share/metainfo/dev.mini_aws.console.metainfo.xml",
    "/usr/share/zsh/vendor-completions/_cloud",
];
const DESKTOP: &str = "/usr/share/applications/mini-aws-console.desktop";
/// What the system itself keeps of everything that was installed.
const RECORDS: [&str; 5] =
    ["/var/cache/", "/var/lib/apt/", "/var/lib/dpkg/", "/var/log/", "/etc/ld.so.cache"];

/// Tries it all, and gives the package's files.
pub fn try_out(root: &Root, steps: &mut Steps, package: &Path) -> Result<BTreeSet<String>, Error> {
    let before = root.added()?;
    let files = steps.run("deb: install", || install(root, package))?;
    steps.run("deb: what is in it", || root.has_files("the package", FILES))?;
    steps.run("deb: libraries", || libraries(root))?;
    steps.run("deb: desktop file and metainfo", || desktop(root))?;
    steps.run("deb: links are opened by it", || links(root))?;
    steps.run("deb: manual pages", || pages(root, &files))?;
    steps.run("deb: completions", || completions(root))?;
    steps.run("deb: the window opens", || window(root))?;
    steps.run("deb: remove, with nothing left but the user's data", || remove(root, &before))?;
    Ok(files)
}

fn install(root: &Root, package: &Path) -> Result<BTreeSet<String>, Error> {
    let inside = root.bring(package)?;
    let fields =
        root.says(&root.command(&["dpkg-deb", "--field", &inside, "Depends", "Installed-Size"]))?;
    fields.lines().for_each(note);
    if fields.contains("appindicator") {
        return Err(wrong("the package", "depends on a tray library that the app does not link"));
    }
    let apt =
        ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", "--no-remove", &inside];
    root.command(&apt).run()?;
    let files = root.says(&root.command(&["dpkg-query", "--listfiles", PACKAGE]))?;
    let files = files.lines().filter(|path| root.at(path).is_file()).map(str::to_owned);
    Ok(files.collect())
}

/// Both start, the window's libraries are all there, and `cloud` needs none of them.
fn libraries(root: &Root) -> Result<(), Error> {
    for program in ["cloud", "mini-aws-console"] {
        note(root.says(&root.user_command(&[program, "--version"]))?.trim());
    }
    let linked = |program: &str| root.says(&root.command(&["ldd", program]));
    let app = linked("/usr/bin/mini-aws-console")?;
    if let Some(line) = app.lines().find(|line| line.contains("not found")) {
        return Err(wrong("mini-aws-console", line.trim()));
    }
    let cloud = linked("/usr/bin/cloud")?;
    let of_windows = ["webkit", "gtk", "gdk", "appindicator", "javascriptcore"];
    match cloud.lines().find(|line| of_windows.iter().any(|name| line.contains(name))) {
        Some(line) => Err(wrong("cloud", format!("links {}", line.trim()))),
        None => Ok(()),
    }
}

fn desktop(root: &Root) -> Result<(), Error> {
    root.command(&["desktop-file-validate", DESKTOP]).run()?;
    let metainfo = "/usr/share/metainfo/dev.mini_aws.console.metainfo.xml";
    root.command(&["appstreamcli", "validate", "--no-net", metainfo]).run()
}

fn links(root: &Root) -> Result<(), Error> {
    let handler = ["xdg-mime", "query", "default", "x-scheme-handler/mini-aws"];
    let found = root.says(&root.user_command(&handler))?;
    if found.trim() == "mini-aws-console.desktop" {
        Ok(())
    } else {
        Err(wrong("mini-aws:// links", format!("are opened by {:?}", found.trim())))
    }
}

fn pages(root: &Root, files: &BTreeSet<String>) -> Result<(), Error> {
    let pages: Vec<_> = files.iter().filter(|path| path.starts_with("/usr/share/man/")).collect();
    for page in &pages {
        let name = page.rsplit('/').next().unwrap_or(page).trim_end_matches(".1.gz");
        let text = root.says(&root.user_command(&["man", "--pager=cat", "1", name]))?;
        if !(text.contains("NAME") && text.contains("SYNOPSIS")) {
            return Err(wrong(page, "does not render"));
        }
    }
    note(&format!("{} pages", pages.len()));
    Ok(())
}

/// As each shell loads them by itself.
fn completions(root: &Root) -> Result<(), Error> {
    let bash = "source /usr/share/bash-completion/completions/cloud && complete -p cloud";
    let zsh = "autoload -Uz compinit && compinit -u -D && print -r -- $_comps[cloud]";
    let fish = "complete --do-complete 'cloud dash'";
    for (shell, words, expected) in
        [("bash", bash, "_cloud"), ("zsh", zsh, "_cloud"), ("fish", fish, "dashboard")]
    {
        let said = root.says(&root.user_command(&[shell, "-c", words]))?;
        if !said.contains(expected) {
            return Err(wrong(shell, format!("does not complete cloud: {:?}", said.trim())));
        }
    }
    Ok(())
}

/// `cloud` opens the window on a screen and a bus of its own, and the desktop file names the very class that the window has.
fn window(root: &Root) -> Result<(), Error> {
    let data = format!("MINI_AWS_DATA_DIR={HOME}/.local/share/mini-aws-console");
    // A machine that is busy may not make it within the time that a person is asked to wait.
    let script = "
        for attempt in 1 2 3 4 5 6; do
            if cloud dashboard open --demo 5; then shown=yes; break; fi
        done
        test -n \"$shown\" || exit 1
        id=$(xdotool search --onlyvisible --name 'Mini AWS Console' | head -n 1)
        xprop -id \"$id\" WM_CLASS _NET_WM_NAME
        cloud dashboard summary --json
        kill \"$(xdotool getwindowpid \"$id\")\"";
    let runtime = format!("XDG_RUNTIME_DIR={RUNTIME}");
    let found = root.says(&root.user_command(&[
        "env",
        &data,
        &runtime,
        "NO_AT_BRIDGE=1",
        "WEBKIT_DISABLE_COMPOSITING_MODE=1",
        "xvfb-run",
        "--auto-servernum",
        "dbus-run-session",
        "--",
        "sh",
        "-c",
        script,
    ]))?;
    found.lines().for_each(note);
    let class = "\"mini-aws-console\"";
    if !found.contains(class) {
        return Err(wrong("the window", format!("has not the class {class} of the desktop file")));
    }
    let counted = found.replace(' ', "").contains("\"total_instances\":5");
    if counted {
        Ok(())
    } else {
        Err(wrong("cloud dashboard summary", "does not count the demo's instances"))
    }
}

fn remove(root: &Root, before: &BTreeSet<String>) -> Result<(), Error> {
    root.command(&["apt-get", "-qq", "purge", "--yes", PACKAGE]).run()?;
    let after = root.added()?;
    let is_kept = |path: &&String| {
        path.starts_with(HOME) || RECORDS.iter().any(|folder| path.starts_with(folder))
    };
    let left: Vec<_> = after.difference(before).filter(|path| !is_kept(path)).cloned().collect();
    if !left.is_empty() {
        return Err(wrong("removing", format!("leaves {}", left.join(", "))));
    }
    let data = format!("{HOME}/.local/share/mini-aws-console/console.db");
    root.has_files("the user's data", [data.as_str()])
}
