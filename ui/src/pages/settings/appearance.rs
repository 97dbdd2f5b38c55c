//! How the window looks: theme, language, units.

use crate::{
    components::{ChoiceItem, ChoiceLine, choice_id},
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
    let option = |choice: ThemeChoice| Offer {
        value: choice.as_str(),
        label: choice.title(),
        is_chosen: theme.choice == choice,
        choose: theme.choose.reform(move |()| choice),
    };
    line(t!("settings-theme"), "theme", ThemeChoice::ALL.into_iter().map(option))
}

fn languages(handle: &LanguageHandle) -> Html {
    let all = std::iter::once(LanguageChoice::System)
        .chain(Language::ALL.into_iter().map(LanguageChoice::Always));
    let option = |choice: LanguageChoice| Offer {
        value: choice.as_str(),
        label: match choice {
            LanguageChoice::System => t!("settings-language-system"),
            LanguageChoice::Always(language) => language.name().to_owned(),
        },
        is_chosen: handle.choice == choice,
        choose: handle.choose.reform(move |()| choice),
    };
    line(t!("settings-language"), "language", all.map(option))
}

fn memory_units(handle: &UnitsHandle) -> Html {
    let option = |memory: MemoryUnits| {
        let wanted = Units { memory, ..handle.units };
        Offer {
            value: memory.as_str(),
            label: match memory {
                MemoryUnits::Binary => t!("settings-memory-binary"),
                MemoryUnits::Decimal => t!("settings-memory-decimal"),
            },
            is_chosen: handle.units.memory == memory,
            choose: handle.choose.reform(move |()| wanted),
        }
    };
    line(t!("settings-memory"), "memory-units", MemoryUnits::ALL.into_iter().map(option))
}

fn cpu_shares(handle: &UnitsHandle) -> Html {
    let option = |cpu: CpuShare| {
        let wanted = Units { cpu, ..handle.units };
        Offer {
            value: cpu.as_str(),
            label: match cpu {
                CpuShare::OneCore => t!("settings-cpu-core"),
                CpuShare::Machine => t!("settings-cpu-machine"),
            },
            is_chosen: handle.units.cpu == cpu,
            choose: handle.choose.reform(move |()| wanted),
        }
    };
    line(t!("settings-cpu"), "cpu-share", CpuShare::ALL.into_iter().map(option))
}

/// One of what can be chosen.
struct Offer {
    value: &'static str,
    label: String,
    is_chosen: bool,
    choose: Callback<()>,
}

fn line(label: String, name: &'static str, offers: impl Iterator<Item = Offer>) -> Html {
    let item = |offer: Offer| {
        let chosen = choice_id(name, offer.value);
        let on_choose = Callback::from(move |()| {
            CHOSEN.set(Some(chosen.clone()));
            offer.choose.emit(());
        });
        ChoiceItem {
            value: offer.value,
            label: offer.label.into(),
            is_chosen: offer.is_chosen,
            on_choose,
        }
    };
    html! { <ChoiceLine {label} {name} items={offers.map(item).collect::<Vec<_>>()} /> }
}
