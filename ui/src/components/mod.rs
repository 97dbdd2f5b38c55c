//! The parts that pages are made of. Each gets what it shows as properties and knows neither the browser's time nor a backend.

mod activity_feed;
mod banner;
mod banners;
mod countdown;
mod custom_range;
mod data_table;
mod empty_state;
mod engine_doctor;
mod engine_pill;
mod error_screen;
mod hot_table;
mod hue;
mod icon;
mod own_cost;
mod popover;
mod resource_card;
mod sidebar;
mod skeleton;
mod sparkline;
mod split_bar;
mod state_badge;
mod table_page;
mod theme_toggle;
mod time_range;
mod top_bar;
pub mod why;

pub use activity_feed::{ActivityFeed, ActivityItem};
pub use banner::Banner;
pub use banners::Banners;
pub use countdown::Countdown;
pub use data_table::{Column, DataTable, ROW_HEIGHT, Sort, order_by, use_sort};
pub use empty_state::EmptyState;
pub use engine_doctor::EngineDoctor;
pub use engine_pill::EnginePill;
pub use error_screen::ErrorScreen;
pub use hot_table::HotTable;
pub use hue::Hue;
pub use icon::{Glyph, Icon};
pub use own_cost::OwnCostLine;
pub use popover::Popover;
pub use resource_card::{ResourceCard, ResourceCardProps, Segment};
pub use sidebar::Sidebar;
pub use skeleton::{SkeletonDashboard, SkeletonTable};
pub use sparkline::Sparkline;
pub use split_bar::SplitBar;
pub use state_badge::{StateBadge, StateBadgeProps};
pub use table_page::TablePage;
pub use theme_toggle::ThemeToggle;
pub use time_range::TimeRange;
pub use top_bar::TopBar;

#[cfg(test)]
mod tests;
