//! The quick stats: a few lines from everything that the console knows, in the language and the units of the thread. Figures are
//! rounded, so that they seldom change.

#[cfg(test)]
mod tests;

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
