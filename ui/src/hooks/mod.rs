//! What components get from the browser, and keep in step with it.

mod use_activity;
mod use_console;
mod use_desktop;
mod use_door;
mod use_element_size;
mod use_export;
mod use_history;
mod use_now;
mod use_past;
mod use_reasons;
mod use_route;
mod use_shortcuts;
mod use_starters;
mod use_theme;
mod use_visibility;
mod use_visits;
mod use_why;

pub use use_activity::{ActivityAnswer, use_activity};
pub use use_console::{ConsoleHandle, use_console};
pub use use_desktop::{DesktopHandle, DesktopTask, use_desktop};
pub use use_door::{DoorHandle, DoorNote, DoorTask, use_door};
pub use use_element_size::{ElementSize, use_element_size};
pub use use_export::{ExportHandle, use_export};
pub use use_history::{HistoryHandle, use_history};
pub use use_now::{use_clock, use_seconds};
pub use use_past::{PastHandle, use_past};
pub use use_reasons::use_reasons;
pub use use_route::{use_route, use_title};
pub use use_shortcuts::use_shortcuts;
pub use use_starters::{StartersHandle, use_starters};
pub use use_theme::{ThemeChoice, ThemeHandle, use_applied_theme, use_theme};
pub use use_visibility::use_visibility;
pub use use_visits::use_visits;
pub use use_why::{Asked, WhyHandle, use_why};
