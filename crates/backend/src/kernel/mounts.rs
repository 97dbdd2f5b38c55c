//! Where control groups are mounted.

use std::path::{Path, PathBuf};

/// A mounted hierarchy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mount {
    /// Where it can be found from here.
    point: PathBuf,
    /// Which group of the hierarchy is found there: `/` or, in a container, mostly its own.
    root: String,
    hierarchy: Hierarchy,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hierarchy {
    /// One of the split ones, with its controllers and other options.
    Split(String),
    Unified,
}

/// Which hierarchy one looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sought {
    /// The split one with this controller.
    Controller(&'static str),
    /// The unified one.
    Unified,
}

impl Mount {
    /// The control groups among the mounts that a `mountinfo` tells; what is mounted at `/x` is found at `/x` below `prefix`.
    pub(super) fn all(mountinfo: &str, prefix: &Path) -> Vec<Self> {
        mountinfo.lines().filter_map(|line| Self::parse(line, prefix)).collect()
    }

    /// `36 31 0:33 / /sys/fs/cgroup/memory rw,relatime shared:1 - cgroup cgroup rw,memory`.
    fn parse(line: &str, prefix: &Path) -> Option<Self> {
        let (mount, system) = line.split_once(" - ")?;
        let mut mount = mount.split(' ').skip(3);
        let (root, point) = (unescaped(mount.next()?), unescaped(mount.next()?));
        let mut system = system.split(' ');
        let hierarchy = match system.next()? {
            "cgroup" => Hierarchy::Split(system.nth(1)?.to_owned()),
            "cgroup2" => Hierarchy::Unified,
            _ => return None,
        };
        let point = if prefix == Path::new("/") {
            PathBuf::from(point)
        } else {
            prefix.join(point.trim_start_matches('/'))
        };
        Some(Self { point, root, hierarchy })
    }

    /// The folder of a group of the hierarchy that is sought, if this mount shows it. `group` is as a process's `cgroup` file has it.
    pub(super) fn folder(&self, sought: Sought, group: &str) -> Option<PathBuf> {
        let is_it = match (&self.hierarchy, sought) {
            (Hierarchy::Split(options), Sought::Controller(name)) => {
                options.split(',').any(|option| option == name)
            }
            (Hierarchy::Unified, Sought::Unified) => true,
            (Hierarchy::Split(_), Sought::Unified)
            | (Hierarchy::Unified, Sought::Controller(_)) => false,
        };
        let below = is_it.then(|| below(&self.root, group)).flatten()?;
        Some(if below.is_empty() { self.point.clone() } else { self.point.join(below) })
    }
}

/// The way from the group `root` down to `group`; nothing if it does not lie below. Both are as the kernel shows them to this process:
/// what lies above this process's own root begins with `/..`, and a way that goes up leads nowhere through a mount.
fn below<'a>(root: &str, group: &'a str) -> Option<&'a str> {
    let rest = group.strip_prefix(root.trim_end_matches('/'))?;
    let rest = match rest.strip_prefix('/') {
        Some(rest) => rest,
        None if rest.is_empty() => rest,
        None => return None,
    };
    (!rest.split('/').any(|name| name == "..")).then_some(rest)
}

/// Spaces, tabs, line ends and backslashes are written as `\040` and the like.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('\\');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..3).and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match code {
            Some(code) if code.is_ascii() => {
                plain.push(char::from(code));
                plain.push_str(&part[3..]);
            }
            _ => {
                plain.push('\\');
                plain.push_str(part);
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HYBRID: &str = "\
31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 master:1 - cgroup cgroup rw,cpu,cpuacct
36 31 0:33 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw,nsdelegate
";

    fn folder(mounts: &[Mount], sought: Sought, group: &str) -> Option<String> {
        let folder = mounts.iter().find_map(|mount| mount.folder(sought, group))?;
        Some(folder.to_string_lossy().into_owned())
    }

    #[test]
    fn each_controller_is_found_where_it_is_mounted() {
        let mounts = Mount::all(HYBRID, Path::new("/"));
        assert_eq!(mounts.len(), 4);
        for (sought, expected) in [
            (Sought::Controller("cpuacct"), Some("/sys/fs/cgroup/cpu,cpuacct/docker/f00")),
            (Sought::Controller("memory"), Some("/sys/fs/cgroup/memory/docker/f00")),
            (Sought::Unified, Some("/sys/fs/cgroup/unified/docker/f00")),
            (Sought::Controller("pids"), None),
        ] {
            assert_eq!(folder(&mounts, sought, "/docker/f00").as_deref(), expected, "{sought:?}");
        }
    }

    #[test]
    fn behind_another_process_they_are_found_below_its_root() {
        let mounts = Mount::all(HYBRID, Path::new("/proc/7/root"));
        assert_eq!(
            folder(&mounts, Sought::Controller("memory"), "/x").unwrap(),
            "/proc/7/root/sys/fs/cgroup/memory/x"
        );
    }

    #[test]
    fn a_mount_shows_only_what_lies_below_its_root() {
        for (root, group, expected) in [
            ("/", "/", Some("")),
            ("/", "/docker/f00", Some("docker/f00")),
            ("/docker/out", "/docker/out/docker/in", Some("docker/in")),
            ("/docker/out", "/docker/out", Some("")),
            ("/docker/out", "/docker/outer", None),
            ("/docker/out", "/docker/other", None),
            ("/", "/../f00", None),
            ("/", "/..", None),
            ("/..", "/../f00", Some("f00")),
            ("/..", "/../../f00", None),
            ("/docker", "/docker/../../etc", None),
        ] {
            assert_eq!(below(root, group), expected, "{group} below {root}");
        }
    }

    #[test]
    fn spaces_are_written_in_octal() {
        assert_eq!(unescaped(r"/a\040b\134c"), r"/a b\c");
        assert_eq!(unescaped(r"/a\9é"), r"/a\9é");
        assert_eq!(unescaped(r"\"), r"\");
    }

    proptest! {
        #[test]
        fn nothing_leads_out_of_a_mount(root in "(/|(/(\\.\\.|a|b)){1,3})", group in "(/(\\.\\.|a|b)){0,5}") {
            if let Some(way) = below(&root, &group) {
                prop_assert!(!way.starts_with('/') && !way.split('/').any(|name| name == ".."), "{way}");
            }
        }

        #[test]
        fn any_text_is_survived(text in "\\PC*", line in "[0-9 /\\\\a-z,:-]*") {
            Mount::all(&text, Path::new("/"));
            Mount::all(&format!("{line} - cgroup2 cgroup2 rw"), Path::new("/x"));
            Mount::all(&format!("1 1 0:1 {text} {text} rw - cgroup cgroup rw,{text}"), Path::new("/"));
        }
    }
}
