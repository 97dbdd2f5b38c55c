//! The head of a Windows program.

use std::fmt;

/// What a file for Windows says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    console: bool,
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.console { "for a terminal" } else { "with windows" };
        write!(f, "a Windows program for x86-64, {kind}")
    }
}

/// Reads the head; nothing where it is not that of a 64-bit program for x86.
#[must_use]
pub fn read(file: &[u8]) -> Option<Program> {
    const PE_AT: usize = 0x3c;
    const X86_64: u16 = 0x8664;
    const PE32_PLUS: u16 = 0x20b;
    const CONSOLE: u16 = 3;
    // Signature (4 bytes), file header (20), and in the optional header after it the subsystem.
    const OPTIONAL: usize = 24;
    const SUBSYSTEM: usize = OPTIONAL + 68;

    let short = |at: usize| Some(u16::from_le_bytes(file.get(at..at + 2)?.try_into().ok()?));
    let at = u32::from_le_bytes(file.get(PE_AT..PE_AT + 4)?.try_into().ok()?);
    let at = usize::try_from(at).ok()?;
    let is_program = file.starts_with(b"MZ")
        && file.get(at..at + 4)? == b"PE\0\0"
        && short(at + 4)? == X86_64
        && short(at + OPTIONAL)? == PE32_PLUS;
    let console = short(at + SUBSYSTEM)? == CONSOLE;
    is_program.then_some(Program { console })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(machine: u16) -> Vec<u8> {
        let mut file = vec![0; 256];
        file[..2].copy_from_slice(b"MZ");
        file[0x3c] = 0x80;
        file[0x80..0x84].copy_from_slice(b"PE\0\0");
        file[0x84..0x86].copy_from_slice(&machine.to_le_bytes());
        file[0x98..0x9a].copy_from_slice(&0x20b_u16.to_le_bytes());
        file[0x80 + 92] = 3;
        file
    }

    #[test]
    fn a_program_is_told_from_other_files() {
        assert_eq!(read(&head(0x8664)), Some(Program { console: true }));
        assert_eq!(read(&head(0xaa64)), None);
        assert_eq!(read(b"\x7fELF"), None);
        assert_eq!(read(&head(0x8664)[..0x90]), None);
    }
}
