//! A launch agent of macOS.

use super::HIDDEN;

/// The agent's name, which is the app's identifier.
pub(super) const LABEL: &str = "dev.mini-aws.console";

/// The property list that starts `program` when the person logs in.
pub(super) fn write(program: &str, hidden: bool) -> String {
    let option = if hidden { format!("\n    <string>{HIDDEN}</string>") } else { String::new() };
    let program = as_text(program);
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>{LABEL}</string>
  <key>ProgramArguments</key>
  <array>
    <string>{program}</string>{option}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>ProcessType</key>
  <string>Interactive</string>
</dict>
</plist>
"#
    )
}

fn as_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_and_its_option_are_strings_of_their_own() {
        let list = write("/Applications/R&D <2>/console", true);
        assert!(
            list.contains("<string>/Applications/R&amp;D &lt;2&gt;/console</string>"),
            "{list}"
        );
        assert!(list.contains("<string>--hidden</string>"));
        assert!(!write("/x", false).contains("--hidden"));
    }
}
