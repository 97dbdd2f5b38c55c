//! The vocabulary of the console: what every part says to every other.
//!
//! There is no I/O and no clock in here, and it builds natively and for wasm, so the backend that speaks and the window that
//! listens share one definition of every word. The JSON is a contract: `snake_case` fields, RFC 3339 times in UTC, sizes in
//! bytes, CPU in percent of one core.

mod activity;
mod audit;
mod choice;
mod cost;
mod dashboard;
mod desktop;
mod detail;
mod door;
mod engine;
mod event;
mod explanation;
mod frame;
mod history;
mod id;
mod instance;
mod logs;
mod network;
mod past;
mod place;
mod problem;
mod signal;
mod snapshot;
mod sparklines;
mod volume;
mod wire;

pub use activity::{Activity, ActivityKind, LastUsage, Outcome, Source, Subject, SubjectKind};
pub use audit::{AuditExport, AuditPage, AuditPlace, AuditQuery};
pub use choice::{DockerContext, DoorKey, EngineOptions, EnginePick, Retention, Transport};
pub use cost::{Attention, DatabaseCost, EngineCost, OwnCost, Pace, SampleSource, Sampling};
pub use dashboard::{DashboardStats, MetricPoint, ResourceSummary, TOTAL_LABEL};
pub use desktop::{DesktopChoice, DesktopStatus, EngineStarter, TrayState, Visit};
pub use detail::{HealthProbe, HealthReport, InstanceDetail, Mount, NetworkPlace, Variable};
pub use door::{DoorLink, DoorState, DoorStatus};
pub use engine::{
    AttemptCode, CgroupVersion, ContainerOs, EndpointAttempt, EngineInfo, EngineKind, EngineStatus,
};
pub use event::{Event, EventType, Payload, ResyncReason};
pub use explanation::{Explanation, RawCounter};
pub use frame::{Frame, Sample};
pub use history::{
    ActivityQuery, ExportFormat, ExportRequest, Exported, GapReason, History, HistoryGap,
    HistoryQuery, HistorySeries, HistorySubject, MAX_POINTS, MAX_TOP, Metric, PastInstance,
};
pub use id::{InstanceId, VpcId};
pub use instance::{Health, Instance, InstanceState, Port};
pub use logs::{LogBatch, LogEnd, LogLine, LogSession, LogStream, LogsQuery, Saved};
pub use network::{MemberAddress, Vpc};
pub use past::{Past, PastStretch};
pub use place::{LINK_SCHEME, Page, Place, PlaceError};
pub use problem::Problem;
pub use signal::Signal;
pub use snapshot::{Notice, NoticeCode, Snapshot};
pub use sparklines::{InstanceLine, Sparklines};
pub use volume::{MeasureState, Volume};
pub use wire::{ClientMessage, Reply, ReplyBody, WS_KEY_PREFIX, WS_PROTOCOL};
