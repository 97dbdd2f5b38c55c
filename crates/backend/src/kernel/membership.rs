//! Which control groups a process is in, and which of them is its container's.

use super::mounts::Sought;

/// How many digits a container's id has. A shorter one is none, and might be found anywhere.
const ID_DIGITS: usize = 64;

/// A process's `cgroup` file.
#[derive(Debug)]
pub(super) struct Membership<'a>(&'a str);

impl<'a> Membership<'a> {
    /// What the file says.
    pub(super) fn of(text: &'a str) -> Self {
        Self(text)
    }

    /// The group that the process is in, in the hierarchy that is sought; absent where it is in none.
    pub(super) fn group(&self, sought: Sought) -> Option<&'a str> {
        self.0.lines().find_map(|line| {
            // `4:memory:/docker/f00`; of the unified hierarchy `0::/docker/f00`.
            let (number, rest) = line.split_once(':')?;
            let (controllers, group) = rest.split_once(':')?;
            let is_it = match sought {
                Sought::Unified => number == "0" && controllers.is_empty(),
                Sought::Controller(name) => controllers.split(',').any(|other| other == name),
            };
            is_it.then_some(group)
        })
    }
}

/// The part of a group's path that ends with the container's own group, by the container's id in it: `/docker/ID`, or
/// `/system.slice/docker-ID.scope` of `/system.slice/docker-ID.scope/init.scope`. Below its own group a container may have made
/// others, with its first process in one of them, and so do some runtimes; the counters of the container are those of the whole.
/// Nothing if the id is not in there: the process is not the container's.
pub(super) fn own_group<'a>(group: &'a str, id: &str) -> Option<&'a str> {
    if id.len() != ID_DIGITS || !id.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut end = 0;
    for name in group.split('/') {
        end += name.len();
        if holds(name, id) {
            return group.get(..end);
        }
        end += '/'.len_utf8();
    }
    None
}

/// Whether the id stands in there by itself, and not as part of another word.
fn holds(name: &str, id: &str) -> bool {
    name.match_indices(id).any(|(start, _)| {
        let before = name[..start].chars().next_back();
        let after = name[start + id.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    const OTHER: &str = "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    #[test]
    fn a_containers_own_group_is_known_by_its_id() {
        let user = "/user.slice/user-1000.slice/user@1000.service";
        for (group, own) in [
            (format!("/docker/{ID}"), format!("/docker/{ID}")),
            (
                format!("/system.slice/docker-{ID}.scope"),
                format!("/system.slice/docker-{ID}.scope"),
            ),
            (
                format!("/system.slice/docker-{ID}.scope/init.scope"),
                format!("/system.slice/docker-{ID}.scope"),
            ),
            (
                format!("/machine.slice/libpod-{ID}.scope/container"),
                format!("/machine.slice/libpod-{ID}.scope"),
            ),
            (
                format!("{user}/user.slice/docker-{ID}.scope"),
                format!("{user}/user.slice/docker-{ID}.scope"),
            ),
            (format!("/docker/{OTHER}/docker/{ID}"), format!("/docker/{OTHER}/docker/{ID}")),
            (format!("/my-parent/{ID}/system.slice/x"), format!("/my-parent/{ID}")),
        ] {
            assert_eq!(own_group(&group, ID), Some(own.as_str()), "{group}");
        }
    }

    #[test]
    fn what_is_somebody_elses_is_refused() {
        for (group, id) in [
            (format!("/docker/{OTHER}"), ID),
            ("/user.slice/user-1000.slice/session-2.scope".to_owned(), ID),
            ("/".to_owned(), ID),
            (String::new(), ID),
            (format!("/docker/{}", &ID[..12]), ID),
            // Part of something longer.
            (format!("/docker/{ID}0"), ID),
            (format!("/docker/a{ID}"), ID),
            // No id at all.
            ("/docker/web".to_owned(), "web"),
            ("/docker/".to_owned(), ""),
            (format!("/docker/{ID}"), &ID[..12]),
        ] {
            assert_eq!(own_group(&group, id), None, "{id} in {group}");
        }
    }

    #[test]
    fn hierarchies_are_told_apart() {
        let hybrid = Membership::of(
            "9:name=systemd:/s\n4:memory:/m\n2:cpu,cpuacct:/c:with:colons\n1::/none\n0::/u\n",
        );
        assert_eq!(hybrid.group(Sought::Controller("cpuacct")), Some("/c:with:colons"));
        assert_eq!(hybrid.group(Sought::Controller("memory")), Some("/m"));
        assert_eq!(hybrid.group(Sought::Controller("pids")), None);
        assert_eq!(hybrid.group(Sought::Unified), Some("/u"));
        assert_eq!(Membership::of("0::/u\n").group(Sought::Controller("cpuacct")), None);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC*", around in "[a-z/é.-]{0,9}") {
            Membership::of(&text).group(Sought::Unified);
            own_group(&text, ID);
            let group = format!("/{around}{ID}{around}/{around}");
            if let Some(own) = own_group(&group, ID) {
                prop_assert!(group.starts_with(own) && own.contains(ID));
            }
        }
    }
}
