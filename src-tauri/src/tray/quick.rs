//! The quick stats: a few lines from everything that the console knows, in the language and the units of the thread. Figures are
//! rounded, so that they seldom change.

use super::TrayAction;
use super::gauge::Face;
use mini_aws_backend::Glance;
use mini_aws_domain::{EngineInfo, EngineStatus, Frame, InstanceId};
use mini_aws_words::{away_reason, format, t, units};

/// How many of the busiest instances are named.
const HOTTEST: usize = 3;
/// How many characters a line has at most. A menu is as wide as its longest line.
const LONGEST: usize = 72;
/// What the app is called, and its icon for whoever cannot see it.
pub(super) const TITLE: &str = "Mini AWS Console";

/// What the tray says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct QuickStats {
    /// Where the console stands with the engine, in a line.
    pub(super) engine: String,
    /// What the icon shows.
    pub(super) face: Face,
    /// How many instances run and do not; absent while the engine does not tell.
    pub(super) instances: Option<String>,
    /// What they use in total; absent before it was measured.
    pub(super) usage: Option<String>,
    /// The total CPU alone, for beside the icon.
    pub(super) cpu: Option<String>,
    /// The busiest instances, busiest first.
    pub(super) hottest: Vec<Hot>,
    /// What can be chosen.
    pub(super) choices: Choices,
}

/// What the choices that are always there are called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choices {
    pub(super) open: String,
    /// To pause collecting, or to have it go on.
    pub(super) pause: String,
    pub(super) settings: String,
    pub(super) quit: String,
}

/// A busy instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hot {
    /// Which one.
    pub(super) id: InstanceId,
    /// Its name and its CPU.
    pub(super) label: String,
}

/// One line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// What it says.
    pub(super) label: String,
    /// What follows when it is chosen; nothing for an empty place.
    pub(super) action: Option<TrayAction>,
}

impl QuickStats {
    /// What there is to say of the console at a moment.
    pub(super) fn of(present: Glance<'_>) -> Self {
        let known = |engine: &EngineInfo, stats: &mut Self| {
            let summary = &present.summary;
            stats.instances = Some(t!(
                "tray-instances",
                running = format::grouped(summary.running_instances),
                n = summary.running_instances,
                stopped = format::grouped(summary.stopped_instances)
            ));
            if let Some(frame) = present.frame {
                units::with_cores(engine.cpus, || stats.measure(frame, engine, present));
            }
        };
        let mut stats = Self { choices: Choices::usual(), ..Self::default() };
        match present.engine {
            EngineStatus::Connecting => stats.engine = t!("tray-looking"),
            EngineStatus::Connected { engine, .. } => {
                stats.engine = line(&format!("{} {}", engine.kind.as_str(), engine.version));
                stats.face = Face::Level(0);
                known(engine, &mut stats);
            }
            EngineStatus::Away { reason, attempts, .. } => {
                let reason = away_reason(reason, attempts);
                stats.engine = line(&t!("tray-away", reason = reason.trim_end_matches('.')));
                stats.face = Face::Away;
            }
            EngineStatus::Paused { .. } => {
                stats.engine = t!("tray-paused");
                stats.face = Face::Paused;
                stats.choices.pause = t!("tray-resume");
            }
        }
        stats
    }

    fn measure(&mut self, frame: &Frame, engine: &EngineInfo, present: Glance<'_>) {
        let read = |value: Option<f64>| value.filter(|percent| percent.is_finite());
        let mut busy: Vec<(f64, &InstanceId, &str)> = frame
            .samples
            .iter()
            .filter_map(|sample| {
                let id = &sample.instance;
                let name = present.name(id).unwrap_or_else(|| id.short());
                Some((read(sample.cpu_percent)?, id, name))
            })
            .collect();
        let memory: Vec<u64> =
            frame.samples.iter().filter_map(|sample| sample.memory_bytes).collect();
        let memory = (!memory.is_empty()).then(|| format::memory_rough(memory.iter().sum()));
        let cpu = (!busy.is_empty()).then(|| busy.iter().map(|(cpu, ..)| cpu).sum::<f64>());
        if let Some(cpu) = cpu {
            self.face = Face::of_share(cpu / 100.0, engine.cpus);
        }
        self.cpu = cpu.map(percent);
        let words = [
            self.cpu.as_ref().map(|cpu| t!("tray-cpu", cpu = cpu)),
            memory.map(|memory| t!("tray-memory", memory = memory)),
        ];
        let words: Vec<_> = words.into_iter().flatten().collect();
        self.usage = (!words.is_empty()).then(|| words.join("  ·  "));
        // Those that are as busy as each other keep their order from one look to the next.
        busy.sort_by(|(a, _, left), (b, _, right)| {
            let shown = |cpu: f64| (cpu / units::cores_in_whole()).round();
            shown(*b).total_cmp(&shown(*a)).then_with(|| left.cmp(right))
        });
        self.hottest = busy
            .into_iter()
            .take(HOTTEST)
            .map(|(cpu, id, name)| Hot {
                id: id.clone(),
                label: format!("{}  ·  {}", line(name), percent(cpu)),
            })
            .collect();
    }

    /// The menu, from top to bottom; `None` is a line between two groups. Every group is always there and has as many places as it may
    /// need, for desktops take a change of words better than one of the menu's shape; an empty place is hidden.
    pub(super) fn menu(&self) -> Vec<Option<Item>> {
        // Desktops grey out what cannot be chosen, until it can hardly be read; so figures lead to the window.
        let fact = |label: Option<&String>| Item {
            action: label.is_some().then_some(TrayAction::Open),
            label: label.cloned().unwrap_or_default(),
        };
        let act = |label: &String, action| Item { label: label.clone(), action: Some(action) };
        let mut menu = vec![
            Some(fact(Some(&self.engine))),
            Some(fact(self.instances.as_ref())),
            Some(fact(self.usage.as_ref())),
        ];
        menu.extend((0..HOTTEST).map(|place| {
            Some(match self.hottest.get(place) {
                Some(hot) => act(&hot.label, TrayAction::Instance(hot.id.clone())),
                None => fact(None),
            })
        }));
        let choices = &self.choices;
        menu.extend([
            None,
            Some(act(&choices.open, TrayAction::Open)),
            Some(act(&choices.pause, TrayAction::TogglePause)),
            Some(act(&choices.settings, TrayAction::Settings)),
            None,
            Some(act(&choices.quit, TrayAction::Quit)),
        ]);
        menu
    }

    /// The figures in a few lines, for the note that appears over the icon.
    pub(super) fn note(&self) -> String {
        let lines = [Some(&self.engine), self.instances.as_ref(), self.usage.as_ref()];
        lines.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

impl Choices {
    /// What they are called while everything is collected.
    fn usual() -> Self {
        Self {
            open: t!("tray-open"),
            pause: t!("tray-pause"),
            settings: t!("tray-settings"),
            quit: t!("tray-quit"),
        }
    }
}

impl Item {
    /// Whether there is anything to show.
    pub(super) fn is_visible(&self) -> bool {
        !self.label.is_empty()
    }
}

/// A line of at most [`LONGEST`] characters without anything that breaks it.
fn line(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut line: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        line.pop();
        line.push('…');
    }
    line
}

fn percent(value: f64) -> String {
    // Not "-0 %", which a sum of nothing is.
    format::cpu_whole(value.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};
    use mini_aws_domain::{
        AttemptCode, CgroupVersion, ContainerOs, EndpointAttempt, EngineKind, Health, Instance,
        InstanceState, ResourceSummary, Sample, Snapshot,
    };
    use mini_aws_words::Language;
    use mini_aws_words::units::{CpuShare, MemoryUnits, Units};

    fn engine() -> EngineStatus {
        EngineStatus::Connected {
            since: DateTime::<Utc>::default(),
            engine: EngineInfo {
                kind: EngineKind::Docker,
                version: "28.2.2".to_owned(),
                api_version: "1.50".to_owned(),
                endpoint: "unix:///var/run/docker.sock".to_owned(),
                found_by: "system socket".to_owned(),
                host: String::new(),
                os: ContainerOs::Linux,
                cgroup: CgroupVersion::V2,
                cpus: 4,
                memory_bytes: 0,
            },
            attempts: Vec::new(),
        }
    }

    fn instance(name: &str) -> Instance {
        Instance {
            id: InstanceId::new(format!("id-of-{name}")),
            name: name.to_owned(),
            image: String::new(),
            state: InstanceState::Running,
            health: Health::None,
            created_at: DateTime::default(),
            started_at: None,
            finished_at: None,
            exit_code: None,
            oom_killed: false,
            project: None,
            service: None,
            ports: Vec::new(),
            volumes: Vec::new(),
            vpcs: Vec::new(),
            labels: [].into(),
        }
    }

    /// A console with these instances, each with its CPU and its memory in MiB.
    fn snapshot(engine: EngineStatus, busy: &[(&str, Option<f64>, u64)]) -> Snapshot {
        let samples = busy.iter().map(|(name, cpu, mib)| Sample {
            cpu_percent: *cpu,
            memory_bytes: Some(mib << 20),
            ..Sample::empty(instance(name).id)
        });
        Snapshot {
            seq: 0,
            engine,
            summary: ResourceSummary {
                running_instances: busy.len() as u64,
                stopped_instances: 3,
                ..ResourceSummary::default()
            },
            instances: busy.iter().map(|(name, ..)| instance(name)).collect(),
            volumes: Vec::new(),
            vpcs: Vec::new(),
            activity: Vec::new(),
            frame: (!busy.is_empty()).then(|| Frame {
                timestamp: DateTime::default(),
                interval_ms: 1000,
                samples: samples.collect(),
            }),
            own_cost: None,
            notices: Vec::new(),
            measure: mini_aws_domain::MeasureState::Idle,
        }
    }

    fn stats_of(snapshot: &Snapshot) -> QuickStats {
        QuickStats::of(Glance::of_snapshot(snapshot))
    }

    fn labels(stats: &QuickStats) -> Vec<String> {
        let shown = |item: Option<Item>| match item {
            None => Some("---".to_owned()),
            // Narrow spaces are hard to see in a test.
            Some(item) => item.is_visible().then(|| item.label.replace(format::SPACE, " ")),
        };
        stats.menu().into_iter().filter_map(shown).collect()
    }

    #[test]
    fn the_menu_says_how_all_do_and_names_the_three_hottest() {
        let busy = [
            ("web", Some(80.4), 1024),
            ("db", Some(40.2), 2048),
            ("idle", Some(0.1), 100),
            ("cache", Some(12.6), 104),
            ("new", None, 1),
        ];
        let stats = stats_of(&snapshot(engine(), &busy));
        assert_eq!(
            labels(&stats),
            [
                "Docker 28.2.2",
                "5 running, 3 stopped",
                "CPU 133 %  ·  Memory 3.2 GiB",
                "web  ·  80 %",
                "db  ·  40 %",
                "cache  ·  13 %",
                "---",
                "Open console",
                "Pause collecting",
                "Settings",
                "---",
                "Quit"
            ]
        );
        let hottest = stats.menu()[3].clone().unwrap();
        assert_eq!(hottest.action, Some(TrayAction::Instance(InstanceId::new("id-of-web"))));
        assert_eq!(stats.face, Face::of_share(1.333, 4));
        assert_eq!(
            stats.note().replace(format::SPACE, " "),
            "Docker 28.2.2\n5 running, 3 stopped\nCPU 133 %  ·  Memory 3.2 GiB"
        );
    }

    #[test]
    fn what_is_not_known_is_left_out_rather_than_zero() {
        let stats = stats_of(&snapshot(engine(), &[]));
        assert_eq!(labels(&stats)[..3], ["Docker 28.2.2", "0 running, 3 stopped", "---"]);
        let unread = stats_of(&snapshot(engine(), &[("new", None, 12)]));
        assert_eq!(unread.usage.as_deref(), Some("Memory 12\u{202f}MiB"));
        assert_eq!(unread.hottest, []);

        let away = EngineStatus::Away {
            since: DateTime::default(),
            reason: format!("There is no socket at /{}.", "x".repeat(100)),
            next_step: String::new(),
            retry_at: DateTime::default(),
            attempts: Vec::new(),
        };
        let stats = stats_of(&snapshot(away, &[("web", Some(80.0), 1)]));
        assert_eq!(stats.face, Face::Away);
        assert!(stats.engine.starts_with("No engine: There is no socket at /xx"));
        assert_eq!(stats.engine.chars().count(), LONGEST);
        assert_eq!(labels(&stats)[1], "---", "old figures are no figures");
    }

    #[test]
    fn a_pause_can_be_ended() {
        let paused = EngineStatus::Paused { since: DateTime::default() };
        let stats = stats_of(&snapshot(paused, &[]));
        assert_eq!(stats.face, Face::Paused);
        let labels = labels(&stats);
        assert_eq!(labels[0], "Collecting is paused");
        assert!(labels.contains(&"Resume collecting".to_owned()));
        assert!(!labels.contains(&"Pause collecting".to_owned()));
    }

    #[test]
    fn the_menu_keeps_its_shape() {
        let shape = |stats: &QuickStats| -> Vec<bool> {
            stats.menu().iter().map(Option::is_some).collect()
        };
        let many = snapshot(engine(), &[("a", Some(1.0), 1), ("b", Some(2.0), 1)]);
        assert_eq!(shape(&QuickStats::default()), shape(&stats_of(&many)));
    }

    #[test]
    fn the_same_figures_read_the_same() {
        let of = |cpu| stats_of(&snapshot(engine(), &[("a", Some(cpu), 1), ("b", cpu.into(), 1)]));
        assert_eq!(of(7.01), of(7.04));
        assert_ne!(of(7.0), of(9.0));
    }

    #[test]
    fn each_language_says_it_with_its_own_numbers_and_the_units_that_were_chosen() {
        let busy = [("web", Some(80.4), 1024), ("db", Some(240.6), 2332)];
        let of = |units: Units| {
            let busy = snapshot(engine(), &busy);
            Language::German.within(|| units.within(|| labels(&stats_of(&busy))))
        };
        assert_eq!(
            of(Units::default()),
            [
                "Docker 28.2.2",
                "2 laufen, 3 gestoppt",
                "CPU 321 %  ·  Speicher 3,3 GiB",
                "db  ·  241 %",
                "web  ·  80 %",
                "---",
                "Konsole öffnen",
                "Erfassung anhalten",
                "Einstellungen",
                "---",
                "Beenden"
            ]
        );
        let of_machine = Units { memory: MemoryUnits::Decimal, cpu: CpuShare::Machine };
        assert_eq!(
            of(of_machine)[2..5],
            ["CPU 80 %  ·  Speicher 3,5 GB", "db  ·  60 %", "web  ·  20 %"]
        );
    }

    #[test]
    fn why_there_is_no_engine_is_said_in_the_language() {
        let reason = "There is no socket at /run/docker.sock.";
        let status = EngineStatus::Away {
            since: DateTime::default(),
            reason: reason.to_owned(),
            next_step: String::new(),
            retry_at: DateTime::default(),
            attempts: vec![EndpointAttempt {
                found_by: String::new(),
                named: false,
                endpoint: String::new(),
                code: AttemptCode::NotFound,
                reason: reason.to_owned(),
                next_step: String::new(),
            }],
        };
        let away = snapshot(status, &[]);
        let said = Language::German.within(|| stats_of(&away).engine);
        assert!(said.starts_with("Keine Engine: ") && !said.contains("No engine"), "{said}");
        assert_ne!(said, format!("Keine Engine: {}", reason.trim_end_matches('.')));
        let one = snapshot(engine(), &[("web", None, 1)]);
        let said = Language::German.within(|| stats_of(&one).instances);
        assert_eq!(said.as_deref(), Some("1 läuft, 3 gestoppt"));
    }
}
