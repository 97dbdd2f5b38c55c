//! What there is in the palette.

use super::Command;
use crate::components::Glyph;
use std::rc::Rc;

/// What sort of thing an entry is. Of those that answer equally well, the earlier sort comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A page.
    Page,
    /// Something that is done.
    Action,
    /// A part of the settings.
    Setting,
    /// An instance that runs.
    Running,
    /// A project.
    Project,
    /// An instance that does not run.
    Stopped,
    /// A volume.
    Volume,
    /// A VPC.
    Vpc,
    /// A stretch of time.
    Time,
    /// An instance that is gone.
    Terminated,
    /// Text to copy.
    Copy,
}

/// Something that can be gone to or done.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Tells it apart from all others, in this language and in any other, now and later.
    pub key: Rc<str>,
    /// What sort of thing it is.
    pub sort: Sort,
    /// Its name.
    pub title: Rc<str>,
    /// What else there is to say of it, and to find it by: an image, a state; may be empty.
    pub hint: Rc<str>,
    /// What is drawn before it.
    pub glyph: Glyph,
    /// What it does.
    pub command: Command,
}
