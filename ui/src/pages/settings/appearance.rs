//! How the window looks: theme, language, units.

use crate::{
    hooks::{LanguageHandle, ThemeChoice, ThemeHandle, UnitsHandle},
    platform,
    route::Section,
    t,
    units::{CpuShare, MemoryUnits, Units},
    words::{Language, LanguageChoice},
};
use std::cell::RefCell;
use yew::prelude::*;

thread_local! {
    /// Where the focus was when a choice had the whole window drawn anew.
    static CHOSEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

#[derive(Properties, PartialEq)]
pub(super) struct AppearanceProps {
    pub theme: ThemeHandle,
}

/// The card. Each choice counts as soon as it is made.
#[component]
pub(super) fn Appearance(props: &AppearanceProps) -> Html {
    let language = use_context::<LanguageHandle>();
    let units = use_context::<UnitsHandle>();
    use_effect(|| {
        if let Some(chosen) = CHOSEN.take() {
            platform::focus(&chosen);
        }
    });
    html! {
        <section id={Section::Appearance.anchor()} class="card" data-testid="settings-appearance">
            <h2>{ Section::Appearance.words() }</h2>
            { themes(&props.theme) }
            if let Some(language) = language {
                { languages(&language) }
            }
            if let Some(units) = units {
                { memory_units(&units) }
                { cpu_shares(&units) }
            }
        </section>
    }
}

fn themes(theme: &ThemeHandle) -> Html {
    let option = |choice: ThemeChoice| {
        let onchange = theme.choose.reform(move |_: Event| choice);
        radio("theme", choice.as_str(), &choice.title(), theme.choice == choice, onchange)
    };
    choices(&t!("settings-theme"), ThemeChoice::ALL.into_iter().map(option))
}

fn languages(handle: &LanguageHandle) -> Html {
    let all = std::iter::once(LanguageChoice::System)
        .chain(Language::ALL.into_iter().map(LanguageChoice::Always));
    let option = |choice: LanguageChoice| {
        let name = match choice {
            LanguageChoice::System => t!("settings-language-system"),
            LanguageChoice::Always(language) => language.name().to_owned(),
        };
        let onchange = handle.choose.reform(move |_: Event| choice);
        radio("language", choice.as_str(), &name, handle.choice == choice, onchange)
    };
    choices(&t!("settings-language"), all.map(option))
}

fn memory_units(handle: &UnitsHandle) -> Html {
    let option = |memory: MemoryUnits| {
        let name = match memory {
            MemoryUnits::Binary => t!("settings-memory-binary"),
            MemoryUnits::Decimal => t!("settings-memory-decimal"),
        };
        let wanted = Units { memory, ..handle.units };
        let onchange = handle.choose.reform(move |_: Event| wanted);
        radio("memory-units", memory.as_str(), &name, handle.units.memory == memory, onchange)
    };
    choices(&t!("settings-memory"), MemoryUnits::ALL.into_iter().map(option))
}

fn cpu_shares(handle: &UnitsHandle) -> Html {
    let option = |cpu: CpuShare| {
        let name = match cpu {
            CpuShare::OneCore => t!("settings-cpu-core"),
            CpuShare::Machine => t!("settings-cpu-machine"),
        };
        let wanted = Units { cpu, ..handle.units };
        let onchange = handle.choose.reform(move |_: Event| wanted);
        radio("cpu-share", cpu.as_str(), &name, handle.units.cpu == cpu, onchange)
    };
    choices(&t!("settings-cpu"), CpuShare::ALL.into_iter().map(option))
}

fn choices(legend: &str, options: impl Iterator<Item = Html>) -> Html {
    html! {
        <fieldset class="choices">
            <legend>{ legend }</legend>
            { for options }
        </fieldset>
    }
}

fn radio(
    group: &'static str,
    value: &'static str,
    name: &str,
    is_chosen: bool,
    onchange: Callback<Event>,
) -> Html {
    let id = format!("{group}-{value}");
    let chosen = id.clone();
    let onchange = Callback::from(move |event: Event| {
        CHOSEN.set(Some(chosen.clone()));
        onchange.emit(event);
    });
    html! {
        <label key={value}>
            <input {id} type="radio" name={group} {value} checked={is_chosen} {onchange} />
            <span>{ name }</span>
        </label>
    }
}
