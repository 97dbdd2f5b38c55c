//! A backend without a console, for tests: it answers what it was told to, and remembers what it was asked.

use super::{Answer, Backend, Link, Listener, Shell, Subscription};
use crate::testing;
use mini_aws_domain::{
    Activity, ActivityQuery, Attention, AuditExport, AuditPage, AuditQuery, DashboardStats,
    DesktopChoice, DesktopStatus, DoorKey, DoorLink, DoorStatus, EngineOptions, EnginePick,
    EngineStarter, Event, Explanation, ExportRequest, Exported, History, HistoryQuery,
    InstanceDetail, InstanceId, LogBatch, LogSession, LogsQuery, Metric, PastInstance, Problem,
    Retention, Saved, Snapshot, Sparklines, Visit,
};
use mini_aws_words::Manner;
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

/// Answers at once. Its fields are the answers; [`FakeBackend::emit`] plays the engine.
pub(crate) struct FakeBackend {
    pub(crate) snapshot: RefCell<Result<Snapshot, Problem>>,
    pub(crate) stats: RefCell<Result<DashboardStats, Problem>>,
    pub(crate) explanation: RefCell<Result<Explanation, Problem>>,
    pub(crate) history: RefCell<Result<History, Problem>>,
    pub(crate) past_instances: RefCell<Result<Vec<PastInstance>, Problem>>,
    pub(crate) sparklines: RefCell<Result<Sparklines, Problem>>,
    pub(crate) exported: RefCell<Result<Option<Exported>, Problem>>,
    pub(crate) door: RefCell<Result<DoorStatus, Problem>>,
    pub(crate) door_link: RefCell<Result<DoorLink, Problem>>,
    pub(crate) desktop: RefCell<Result<DesktopStatus, Problem>>,
    pub(crate) started: RefCell<Result<(), Problem>>,
    pub(crate) detail: RefCell<Result<InstanceDetail, Problem>>,
    /// The batches of a log that are still to come; then it waits for ever.
    pub(crate) logs: RefCell<VecDeque<Result<LogBatch, Problem>>>,
    pub(crate) saved: RefCell<Result<Option<Saved>, Problem>>,
    pub(crate) audit: RefCell<Result<AuditPage, Problem>>,
    pub(crate) engines: RefCell<Result<EngineOptions, Problem>>,
    pub(crate) retention: RefCell<Result<Retention, Problem>>,
    /// Whether it is a shell as well.
    pub(crate) is_shell: Cell<bool>,
    pub(crate) queries: RefCell<Vec<HistoryQuery>>,
    pub(crate) asked: RefCell<Vec<String>>,
    pub(crate) attended: RefCell<Vec<Attention>>,
    listener: Rc<RefCell<Option<Listener>>>,
    pub(crate) watching: Cell<bool>,
}

impl Default for FakeBackend {
    fn default() -> Self {
        Self {
            snapshot: RefCell::new(Ok(testing::snapshot())),
            stats: RefCell::new(Ok(DashboardStats::default())),
            explanation: RefCell::new(Ok(testing::cpu_explanation())),
            history: RefCell::new(Ok(testing::history(Metric::Cpu))),
            past_instances: RefCell::new(Ok(Vec::new())),
            sparklines: RefCell::new(Ok(testing::sparklines())),
            exported: RefCell::new(Ok(None)),
            door: RefCell::new(Ok(testing::door_open())),
            door_link: RefCell::new(Ok(testing::door_link())),
            desktop: RefCell::new(Ok(testing::desktop())),
            started: RefCell::new(Ok(())),
            detail: RefCell::new(Ok(testing::detail("api"))),
            logs: RefCell::default(),
            saved: RefCell::new(Ok(None)),
            audit: RefCell::new(Ok(AuditPage::default())),
            engines: RefCell::new(Ok(EngineOptions::default())),
            retention: RefCell::new(Ok(Retention { history_days: 3_650, cap_bytes: 512 << 20 })),
            is_shell: Cell::new(false),
            queries: RefCell::default(),
            asked: RefCell::default(),
            attended: RefCell::default(),
            listener: Rc::default(),
            watching: Cell::new(true),
        }
    }
}

impl FakeBackend {
    /// Sends a batch to whoever listens.
    pub(crate) fn emit(&self, events: Vec<Event>) {
        let listener = self.listener.borrow().clone();
        if let Some(listener) = listener {
            listener.on_events.emit(events);
        }
    }

    /// Tells whoever listens how the way to the console is.
    pub(crate) fn tell(&self, link: Link) {
        let listener = self.listener.borrow().clone();
        if let Some(listener) = listener {
            listener.on_link.emit(link);
        }
    }

    fn note(&self, question: &str) {
        self.asked.borrow_mut().push(question.to_owned());
    }
}

fn ready<T: 'static>(answer: Result<T, Problem>) -> Answer<T> {
    Box::pin(std::future::ready(answer))
}

impl Backend for FakeBackend {
    fn snapshot(&self) -> Answer<Snapshot> {
        self.note("snapshot");
        ready(self.snapshot.borrow().clone())
    }

    fn stats(&self) -> Answer<DashboardStats> {
        self.note("stats");
        ready(self.stats.borrow().clone())
    }

    fn subscribe(&self, listener: Listener) -> Answer<Subscription> {
        self.note("subscribe");
        *self.listener.borrow_mut() = Some(listener);
        let listener = Rc::clone(&self.listener);
        ready(Ok(Subscription::new(move || {
            listener.borrow_mut().take();
        })))
    }

    fn set_watching(&self, watching: bool) -> Answer<()> {
        self.watching.set(watching);
        ready(Ok(()))
    }

    fn attend(&self, attention: &Attention) -> Answer<()> {
        self.attended.borrow_mut().push(attention.clone());
        ready(Ok(()))
    }

    fn retry_engine(&self) -> Answer<()> {
        self.note("retry_engine");
        ready(Ok(()))
    }

    fn set_collecting(&self, on: bool) -> Answer<()> {
        self.note(if on { "resume" } else { "pause" });
        ready(Ok(()))
    }

    fn measure_storage(&self) -> Answer<()> {
        self.note("measure_storage");
        ready(Ok(()))
    }

    fn explain(&self, instance: &InstanceId, metric: Metric) -> Answer<Explanation> {
        self.note(&format!("explain {} of {}", metric.as_str(), instance.short()));
        ready(self.explanation.borrow().clone())
    }

    fn history(&self, query: HistoryQuery) -> Answer<History> {
        self.note(&format!("history of {}", query.metric.as_str()));
        let answer = self.history.borrow().clone();
        let answer = answer.map(|history| testing::answered(history, &query));
        self.queries.borrow_mut().push(query);
        ready(answer)
    }

    fn activity_between(&self, query: ActivityQuery) -> Answer<Vec<Activity>> {
        self.note("activity_between");
        let known = self.snapshot.borrow().clone();
        ready(known.map(|snapshot| {
            let during = query.from..query.to;
            let happened = snapshot.activity.into_iter();
            happened.filter(|activity| during.contains(&activity.timestamp)).collect()
        }))
    }

    fn past_instances(&self) -> Answer<Vec<PastInstance>> {
        self.note("past_instances");
        ready(self.past_instances.borrow().clone())
    }

    fn sparklines(&self) -> Answer<Sparklines> {
        self.note("sparklines");
        ready(self.sparklines.borrow().clone())
    }

    fn export_history(&self, request: ExportRequest) -> Answer<Option<Exported>> {
        self.note(&format!("export as {}", request.format.extension()));
        ready(self.exported.borrow().clone())
    }

    fn cancel_measure(&self) -> Answer<()> {
        self.note("cancel_measure");
        ready(Ok(()))
    }

    fn detail(&self, instance: &InstanceId, reveal: bool) -> Answer<InstanceDetail> {
        let how = if reveal { " with secrets" } else { "" };
        self.note(&format!("detail of {}{how}", instance.short()));
        ready(self.detail.borrow().clone())
    }

    fn read_logs(&self, query: LogsQuery) -> Answer<LogSession> {
        self.note(&format!("logs of {}", query.instance.short()));
        ready(Ok(LogSession { id: "1".to_owned() }))
    }

    fn next_logs(&self, _session: &LogSession) -> Answer<LogBatch> {
        match self.logs.borrow_mut().pop_front() {
            Some(batch) => ready(batch),
            None => Box::pin(std::future::pending()),
        }
    }

    fn end_logs(&self, _session: &LogSession) -> Answer<()> {
        self.note("end_logs");
        ready(Ok(()))
    }

    fn save_logs(&self, instance: &InstanceId, _timestamps: bool) -> Answer<Option<Saved>> {
        self.note(&format!("save logs of {}", instance.short()));
        ready(self.saved.borrow().clone())
    }

    fn audit(&self, query: AuditQuery) -> Answer<AuditPage> {
        self.note(&format!("audit {:?}", query.text));
        ready(self.audit.borrow().clone())
    }

    fn save_audit(&self, export: AuditExport) -> Answer<Option<Saved>> {
        self.note(&format!("save audit as {}", export.format.extension()));
        ready(self.saved.borrow().clone())
    }

    fn engine_options(&self) -> Answer<EngineOptions> {
        self.note("engine_options");
        ready(self.engines.borrow().clone())
    }

    fn pick_engine(&self, pick: EnginePick) -> Answer<EngineOptions> {
        self.note(&format!("pick {pick:?}"));
        ready(self.engines.borrow().clone())
    }

    fn retention(&self) -> Answer<Retention> {
        self.note("retention");
        ready(self.retention.borrow().clone())
    }

    fn set_retention(&self, retention: Retention) -> Answer<Retention> {
        self.note(&format!("keep {} days", retention.history_days));
        ready(Ok(retention))
    }

    fn door_key(&self) -> Answer<DoorKey> {
        self.note("door_key");
        ready(Ok(DoorKey { key: "a-key".to_owned() }))
    }

    fn reconnect(&self) {
        self.note("reconnect");
    }

    fn door(&self) -> Answer<DoorStatus> {
        self.note("door");
        ready(self.door.borrow().clone())
    }

    fn set_door(&self, open: bool) -> Answer<DoorStatus> {
        self.note(if open { "open the door" } else { "close the door" });
        ready(self.door.borrow().clone())
    }

    fn door_link(&self) -> Answer<DoorLink> {
        self.note("door_link");
        ready(self.door_link.borrow().clone())
    }

    fn rotate_key(&self) -> Answer<DoorStatus> {
        self.note("rotate_key");
        ready(self.door.borrow().clone())
    }

    fn shell(&self) -> Option<&dyn Shell> {
        self.is_shell.get().then_some(self)
    }
}

impl Shell for FakeBackend {
    fn next_visit(&self, shown: Option<u64>) -> Answer<Visit> {
        self.note(&format!("next visit after {shown:?}"));
        Box::pin(std::future::pending())
    }

    fn desktop(&self) -> Answer<DesktopStatus> {
        self.note("desktop");
        ready(self.desktop.borrow().clone())
    }

    fn change_desktop(&self, choice: DesktopChoice) -> Answer<DesktopStatus> {
        self.note(&format!("{choice:?}"));
        ready(self.desktop.borrow().clone())
    }

    fn speak(&self, manner: Manner) -> Answer<()> {
        let Manner { language, units } = manner;
        let words = [language.as_str(), units.memory.as_str(), units.cpu.as_str()];
        self.note(&format!("speak {}", words.join(" ")));
        ready(self.started.borrow().clone())
    }

    fn open_logs(&self) -> Answer<()> {
        self.note("open_logs");
        ready(self.started.borrow().clone())
    }

    fn open_port(&self, url: &str) -> Answer<()> {
        self.note(&format!("open {url}"));
        ready(self.started.borrow().clone())
    }

    fn engine_starters(&self) -> Answer<Vec<EngineStarter>> {
        self.note("engine_starters");
        ready(Ok(testing::starters()))
    }

    fn start_engine(&self, starter: &EngineStarter) -> Answer<()> {
        self.note(&format!("start {}", starter.name));
        ready(self.started.borrow().clone())
    }
}
