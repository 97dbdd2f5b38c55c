//! The commands within a sentence about what to do.

/// What a command begins with.
const PROGRAMS: [&str; 9] =
    ["sudo", "docker", "podman", "systemctl", "colima", "limactl", "rdctl", "orb", "ssh"];
/// What ends a command within a sentence.
const AFTER: [&str; 10] =
    ["shows", "picks", "lists", "prints", "then", "and", "or", "to", "where", "which"];
/// More are not offered.
const MOST: usize = 3;

/// The commands that `sentence` asks to type, in its order. A command stands at the beginning of a part of the sentence, and goes on to
/// the end of that part, or to a word that no command has.
pub(super) fn commands(sentence: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut present: Vec<&str> = Vec::new();
    let mut is_beginning = true;
    for word in sentence.split_whitespace() {
        let bare = word.trim_end_matches(['.', ',', ';', ':', ')']);
        // A colon within a word, as of an address, is no end of a part.
        let is_end = bare.len() < word.len();
        if present.is_empty() {
            if is_beginning && PROGRAMS.contains(&bare) && !is_end {
                present.push(bare);
            }
        } else if AFTER.contains(&bare) {
            take(&mut present, &mut found);
        } else {
            present.push(bare);
        }
        if is_end {
            take(&mut present, &mut found);
        }
        is_beginning = is_end || AFTER.contains(&bare);
    }
    take(&mut present, &mut found);
    found.truncate(MOST);
    found
}

/// A program alone is no command.
fn take(words: &mut Vec<&str>, found: &mut Vec<String>) {
    let command = words.join(" ");
    if words.len() > 1 && !found.contains(&command) {
        found.push(command);
    }
    words.clear();
}

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn what_to_type_is_found_in_what_to_do() {
        for (sentence, expected) in [
            ("Start Colima: colima start.", vec!["colima start"]),
            (
                "Join its group: sudo usermod -aG docker $USER, then log out and in again.",
                vec!["sudo usermod -aG docker $USER"],
            ),
            (
                "Make a group for it and join: sudo groupadd docker; sudo usermod -aG docker $USER; then log out.",
                vec!["sudo groupadd docker", "sudo usermod -aG docker $USER"],
            ),
            (
                "docker context ls shows those that it has; docker context use picks one.",
                vec!["docker context ls", "docker context use"],
            ),
            (
                "Start the engine: sudo systemctl start docker. If Docker is not installed, install it first (docs).",
                vec!["sudo systemctl start docker"],
            ),
            (
                "Start Podman's service: systemctl --user start podman.socket.",
                vec!["systemctl --user start podman.socket"],
            ),
            (
                "Lay a way to it: ssh -nNT -L localhost:2375:/var/run/docker.sock me@host, then use it.",
                vec!["ssh -nNT -L localhost:2375:/var/run/docker.sock me@host"],
            ),
        ] {
            assert_eq!(commands(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn a_sentence_without_a_command_has_none() {
        for sentence in
            ["", "Start Docker.", "Ask whoever runs the docker machine.", "docker.", "Use ssh"]
        {
            assert!(commands(sentence).is_empty(), "{sentence}");
        }
    }

    #[test]
    fn they_are_bounded() {
        let endless = "docker a; docker b; docker c; docker d; docker a.".repeat(100);
        assert_eq!(commands(&endless), ["docker a", "docker b", "docker c"]);
    }
}
