//! Everything that can be gone to or done here and now.

use super::{Command, Entry, Sort};
use crate::{
    charts::{ChartRange, Preset},
    components::Glyph,
    hooks::ThemeChoice,
    route::{Page, PageHref, Route, Section},
    state::ConsoleState,
    t,
    words::{Language, LanguageChoice},
};
use mini_aws_domain::{
    EngineStatus, ExportFormat, HistorySubject, Instance, MeasureState, PastInstance,
};
use std::{collections::BTreeSet, rc::Rc};

/// What decides what there is.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The state of the window.
    pub state: &'a ConsoleState,
    /// The page that is shown.
    pub route: &'a Route,
    /// The theme that was chosen.
    pub theme: ThemeChoice,
    /// The language that was chosen.
    pub language: LanguageChoice,
    /// The instances that are gone, as far as they are known.
    pub past: &'a [PastInstance],
    /// Whether the charts of the page can be saved as a file.
    pub can_export: bool,
    /// Whether the page is in the app.
    pub in_shell: bool,
}

/// Every entry, each sort in an order of its own.
#[must_use]
pub fn catalogue(around: Surroundings<'_>) -> Vec<Entry> {
    let mut all = Vec::new();
    all.extend(Page::ALL.into_iter().map(page));
    all.extend(actions(around));
    all.extend(sections(around.in_shell));
    all.extend(instances(&around.state.instances));
    all.extend(projects(&around.state.instances));
    all.extend(volumes_and_vpcs(around.state));
    all.extend(times(around.route));
    all.extend(terminated(around));
    all.extend(ids(&around.state.instances));
    all
}

fn entry(key: String, sort: Sort, title: String, glyph: Glyph, command: Command) -> Entry {
    Entry { key: key.into(), sort, title: title.into(), hint: Rc::default(), glyph, command }
}

fn leads(key: String, sort: Sort, title: String, page: Page, to: &Route) -> Entry {
    entry(key, sort, title, Glyph::Page(page), Command::Go(to.to_string()))
}

fn page(page: Page) -> Entry {
    leads(format!("page {}", page.slug()), Sort::Page, page.words(), page, &Route::to(page))
}

fn actions(around: Surroundings<'_>) -> Vec<Entry> {
    let state = around.state;
    let mut all = Vec::new();
    let mut add = |key: String, title: String, glyph, command| {
        all.push(entry(key, Sort::Action, title, glyph, command));
    };
    for format in [ExportFormat::Csv, ExportFormat::Json].into_iter().filter(|_| around.can_export)
    {
        let form = format.extension();
        let title = t!("palette-export", format = form.to_uppercase());
        add(format!("export {form}"), title, Glyph::Save, Command::Export(format));
    }
    if matches!(state.engine, EngineStatus::Paused { .. }) {
        add("resume".to_owned(), t!("palette-resume"), Glyph::Go, Command::Collect(true));
    } else {
        add("pause".to_owned(), t!("palette-pause"), Glyph::Hold, Command::Collect(false));
        add("retry".to_owned(), t!("palette-retry"), Glyph::Retry, Command::RetryEngine);
    }
    let volumes = Glyph::Page(Page::Volumes);
    match state.measure {
        MeasureState::Running { .. } => {
            let title = t!("palette-cancel-measure");
            add("cancel measure".to_owned(), title, volumes, Command::CancelMeasure);
        }
        _ if state.engine.engine().is_none() => {}
        _ => add("measure".to_owned(), t!("palette-measure"), volumes, Command::Measure),
    }
    for choice in ThemeChoice::ALL.into_iter().filter(|choice| *choice != around.theme) {
        let glyph = match choice {
            ThemeChoice::System => Glyph::System,
            ThemeChoice::Light => Glyph::Sun,
            ThemeChoice::Dark => Glyph::Moon,
        };
        let title = t!("palette-theme", theme = choice.title());
        add(format!("theme {}", choice.as_str()), title, glyph, Command::Theme(choice));
    }
    let languages = Language::ALL.map(LanguageChoice::Always);
    let languages = std::iter::once(LanguageChoice::System).chain(languages);
    for choice in languages.filter(|choice| *choice != around.language) {
        let name = match choice {
            LanguageChoice::System => t!("palette-language-system"),
            LanguageChoice::Always(language) => language.name().to_owned(),
        };
        let title = t!("palette-language", language = name);
        add(format!("language {}", choice.as_str()), title, Glyph::Note, Command::Language(choice));
    }
    add("keys".to_owned(), t!("palette-keys"), Glyph::Note, Command::Keys);
    all
}

fn sections(in_shell: bool) -> impl Iterator<Item = Entry> {
    let is_here = move |section: &Section| in_shell || *section != Section::Desktop;
    Section::ALL.into_iter().filter(is_here).map(|section| {
        let title = t!("palette-setting", section = section.words());
        let key = format!("setting {}", section.anchor());
        leads(key, Sort::Setting, title, Page::Settings, &Route::settings(section))
    })
}

fn instances(instances: &[Instance]) -> impl Iterator<Item = Entry> {
    instances.iter().map(|instance| {
        let sort = if instance.state.is_stopped() { Sort::Stopped } else { Sort::Running };
        let to = Route::of_instance(&instance.id);
        let title = instance.name.clone();
        // By its name: the same one made anew is the same thing to people.
        let found = leads(format!("instance {}", instance.name), sort, title, Page::Instances, &to);
        Entry { hint: instance.image.as_str().into(), ..found }
    })
}

fn projects(instances: &[Instance]) -> impl Iterator<Item = Entry> {
    let names: BTreeSet<&str> =
        instances.iter().filter_map(|instance| instance.project.as_deref()).collect();
    names.into_iter().map(|name| {
        let subject = HistorySubject::Group { project: name.to_owned(), service: None };
        let key = format!("project {name}");
        leads(key, Sort::Project, name.to_owned(), Page::Instances, &Route::of(subject))
    })
}

fn volumes_and_vpcs(state: &ConsoleState) -> impl Iterator<Item = Entry> {
    let volumes = state.volumes.values().map(|volume| {
        let to = Route::filtered(Page::Volumes, &volume.name);
        let key = format!("volume {}", volume.name);
        leads(key, Sort::Volume, volume.name.clone(), Page::Volumes, &to)
    });
    let vpcs = state.vpcs.values().map(|vpc| {
        let to = Route::filtered(Page::Vpcs, &vpc.name);
        // By its id: an engine may have two of one name.
        let key = format!("vpc {}", vpc.id);
        let found = leads(key, Sort::Vpc, vpc.name.clone(), Page::Vpcs, &to);
        Entry { hint: vpc.subnets.join(", ").into(), ..found }
    });
    volumes.chain(vpcs)
}

/// The time ranges of the page's charts, or of the dashboard's where it has none.
fn times(route: &Route) -> impl Iterator<Item = Entry> {
    let charted = if route.charted().is_some() { route.clone() } else { Route::default() };
    Preset::ALL.into_iter().map(move |preset| {
        let title = t!("palette-time", range = preset.words());
        let to = charted.with_range(ChartRange::live(preset));
        leads(format!("time {}", preset.slug()), Sort::Time, title, to.page, &to)
    })
}

/// What is gone, by name; of several of one name the one that was seen last.
fn terminated(around: Surroundings<'_>) -> impl Iterator<Item = Entry> {
    let mut names: BTreeSet<&str> =
        around.state.instances.iter().map(|instance| instance.name.as_str()).collect();
    around.past.iter().filter(move |past| names.insert(&past.name)).map(|past| {
        let to = Route::of_instance(&past.id);
        let key = format!("terminated {}", past.name);
        let found = leads(key, Sort::Terminated, past.name.clone(), Page::Instances, &to);
        Entry { hint: past.image.as_str().into(), ..found }
    })
}

fn ids(instances: &[Instance]) -> impl Iterator<Item = Entry> {
    // Once for all: there can be a thousand of them.
    let copy = t!("palette-copy-id");
    instances.iter().map(move |instance| {
        let id = instance.id.as_str();
        let command = Command::Copy(id.to_owned());
        let title = format!("{copy} {}", instance.name);
        let found = entry(format!("id {id}"), Sort::Copy, title, Glyph::Copy, command);
        Entry { hint: instance.id.short().into(), ..found }
    })
}
