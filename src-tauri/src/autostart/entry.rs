//! A desktop entry, as the freedesktop specification has it.

use super::HIDDEN;
use mini_aws_words::{Language, t};

/// The entry that starts `program`.
pub(super) fn write(program: &str, hidden: bool) -> String {
    let option = if hidden { format!(" {HIDDEN}") } else { String::new() };
    let command = format!("{}{option}", quote(program));
    // Whoever shows it chooses the language.
    let comment = |language: Language| {
        let words = language.within(|| t!("autostart-comment"));
        match language {
            Language::English => format!("Comment={words}\n"),
            other => format!("Comment[{}]={words}\n", other.tag()),
        }
    };
    let comments = Language::ALL.map(comment).concat();
    format!(
        "[Desktop Entry]\n\
         Type=Application\n\
         Version=1.0\n\
         Name=Mini AWS Console\n\
         {comments}\
         Exec={command}\n\
         Icon=mini-aws-console\n\
         Terminal=false\n\
         StartupNotify=false\n\
         X-GNOME-Autostart-enabled=true\n"
    )
}

/// Whether desktops heed the entry: some switch one off by a line in it.
pub(super) fn is_heeded(entry: &str) -> bool {
    let says = |wanted: (&str, &str)| {
        entry.lines().filter_map(|line| line.split_once('=')).any(|(key, value)| {
            key.trim() == wanted.0 && value.trim().eq_ignore_ascii_case(wanted.1)
        })
    };
    !says(("Hidden", "true")) && !says(("X-GNOME-Autostart-enabled", "false"))
}

/// A program in an `Exec` line. It is taken apart twice: as a value of the file, where a backslash begins an escape, and as a command,
/// where in quotes four letters need a backslash and a percent sign another one.
fn quote(program: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in program.chars() {
        match letter {
            '\\' => quoted.push_str(r"\\\\"),
            '"' | '`' | '$' => {
                quoted.push_str(r"\\");
                quoted.push(letter);
            }
            '%' => quoted.push_str("%%"),
            '\n' => quoted.push_str(r"\n"),
            '\t' => quoted.push_str(r"\t"),
            '\r' => quoted.push_str(r"\r"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_quoted() {
        for (program, line) in [
            ("/usr/bin/mini-aws-console", r#"Exec="/usr/bin/mini-aws-console" --hidden"#),
            ("/home/a b/Mini AWS", r#"Exec="/home/a b/Mini AWS" --hidden"#),
            (r#"/x/$HOME`"\100%"#, r#"Exec="/x/\\$HOME\\`\\"\\\\100%%" --hidden"#),
            ("/x/a\nExec=evil", r#"Exec="/x/a\nExec=evil" --hidden"#),
        ] {
            let entry = write(program, true);
            assert!(entry.lines().any(|it| it == line), "{entry}");
            assert_eq!(entry.lines().filter(|line| line.starts_with("Exec=")).count(), 1);
        }
        let entry = write("/usr/bin/mini-aws-console", true);
        assert!(entry.contains("\nComment=The small cloud on your own machine\nComment[de]=Die"));
        let shown = write("/usr/bin/mini-aws-console", false);
        assert!(shown.contains("Exec=\"/usr/bin/mini-aws-console\"\n"), "{shown}");
    }

    #[test]
    fn an_entry_that_is_switched_off_does_not_count() {
        let entry = write("/usr/bin/mini-aws-console", true);
        assert!(is_heeded(&entry));
        assert!(!is_heeded(&format!("{entry}Hidden=true\n")));
        assert!(!is_heeded(&entry.replace("enabled=true", "enabled=false")));
    }
}
