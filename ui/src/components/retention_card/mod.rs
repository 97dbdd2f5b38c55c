//! How much is remembered, and where.

mod draft;
#[cfg(test)]
mod tests;

use self::draft::{Draft, Size};
use super::said::said;
use crate::{format, hooks::KeptHandle, platform, route::Section, t, words};
use mini_aws_domain::{DatabaseCost, Notice, Retention};
use web_sys::HtmlInputElement;
use yew::prelude::*;

const HEADING: &str = "data-heading";
const ERROR: &str = "retention-error";

/// How much is remembered, and how to change it.
pub type RetentionHandle = KeptHandle<Retention, Retention>;

/// What the card shows.
#[derive(Properties, PartialEq)]
pub struct RetentionCardProps {
    /// How much is remembered.
    pub retention: RetentionHandle,
    /// What the database takes now, once measured.
    pub database: Option<DatabaseCost>,
    /// What the person should know.
    #[prop_or_default]
    pub notices: Vec<Notice>,
}

/// The card about the data. What makes it forget asks first.
#[component]
pub fn RetentionCard(props: &RetentionCardProps) -> Html {
    let handle = &props.retention;
    let content = match &handle.value {
        None => html! {
            <>
                <p class="visually-hidden">{ t!("retention-waiting") }</p>
                <div class="skeleton retention-wait" />
            </>
        },
        Some(Err(problem)) => html! {
            <div class="card-line">
                { said(problem) }
                <button type="button" class="button" onclick={handle.retry.reform(|_: MouseEvent| ())}>{ t!("retention-retry") }</button>
            </div>
        },
        Some(Ok(kept)) => html! {
            <RetentionForm kept={*kept} is_busy={handle.task.is_some()}
                change={handle.change.clone()} database={props.database} />
        },
    };
    let notice = |notice: &Notice| {
        let (message, next_step) = words::notice(notice);
        html! { <p>{ message }{ " " }{ next_step }</p> }
    };
    html! {
        <section id={Section::Data.anchor()} class="card" aria-labelledby={HEADING} aria-busy={handle.value.is_none().then_some("true")} data-testid="retention-card">
            <h2 id={HEADING}>{ Section::Data.words() }</h2>
            <p>{ t!("retention-where") }</p>
            { content }
            // It is there before there is something in it: only then that is read out.
            <div role="status" class="card-note" data-testid="retention-note">
                { match &handle.outcome {
                    None => Html::default(),
                    Some(Ok(kept)) => html! { <p class="k-ok">{ t!("retention-saved", days = format::grouped(kept.history_days.into()), count = kept.history_days, size = Size::of(kept.cap_bytes).words()) }</p> },
                    Some(Err(problem)) => said(problem),
                } }
            </div>
            { for props.notices.iter().map(notice) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct RetentionFormProps {
    kept: Retention,
    is_busy: bool,
    change: Callback<Retention>,
    database: Option<DatabaseCost>,
}

#[component]
fn RetentionForm(props: &RetentionFormProps) -> Html {
    let draft = use_state_eq(|| Draft::of(props.kept));
    let error = use_state_eq(|| None::<String>);
    let asked = use_state_eq(|| None::<Retention>);
    // What this form has had changed, until that is kept.
    let sent = use_mut_ref(|| None::<Retention>);
    // Whether something was typed while a change was under way: it is looked at after that.
    let is_late = use_mut_ref(|| false);
    {
        let (draft, error, asked) = (draft.setter(), error.setter(), asked.setter());
        let (sent, is_late) = (sent.clone(), is_late.clone());
        use_effect_with(props.kept, move |kept| {
            // What was changed elsewhere replaces what is typed here; what was changed here stays as it was typed.
            if sent.take() != Some(*kept) {
                is_late.replace(false);
                draft.set(Draft::of(*kept));
                error.set(None);
                asked.set(None);
            }
        });
    }
    let change = {
        let (sent, change) = (sent.clone(), props.change.clone());
        Callback::from(move |wanted: Retention| {
            sent.replace(Some(wanted));
            change.emit(wanted);
        })
    };
    let commit = {
        let (draft, error, asked) = (draft.setter(), error.setter(), asked.setter());
        let (is_busy, is_late) = (props.is_busy, is_late.clone());
        let (kept, change, database) = (props.kept, change.clone(), props.database);
        Callback::from(move |changed: Draft| {
            let wanted = changed.read();
            draft.set(changed);
            if is_busy {
                is_late.replace(true);
                return;
            }
            match wanted {
                Err(why) => {
                    asked.set(None);
                    error.set(Some(why.words()));
                }
                Ok(wanted) => {
                    error.set(None);
                    if wanted == kept {
                        asked.set(None);
                    } else if draft::forgets(kept, wanted, database) {
                        asked.set(Some(wanted));
                    } else {
                        change.emit(wanted);
                    }
                }
            }
        })
    };
    {
        let (draft, commit) = (draft.clone(), commit.clone());
        use_effect_with(props.is_busy, move |&is_busy| {
            if !is_busy && is_late.replace(false) {
                commit.emit((*draft).clone());
            }
        });
    }
    let on_days = {
        let (draft, commit) = (draft.clone(), commit.clone());
        Callback::from(move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            commit.emit(Draft { days: field.value(), ..(*draft).clone() });
        })
    };
    let on_size = {
        let (draft, commit) = (draft.clone(), commit.clone());
        Callback::from(move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            commit.emit(Draft { size: field.value(), ..(*draft).clone() });
        })
    };
    let on_unit = {
        let (draft, commit) = (draft.clone(), commit.clone());
        Callback::from(move |event: Event| {
            let is_gib = platform::chosen(&event) == Draft::GIB;
            commit.emit(Draft { is_gib, ..(*draft).clone() });
        })
    };
    let invalid = error.is_some().then_some("true");
    html! {
        <div class="retention">
            <div class="card-line">
                <label for="retention-days"><span>{ t!("retention-days") }</span><small class="faint">{ t!("retention-days.meaning") }</small></label>
                <input id="retention-days" type="number" inputmode="numeric" min={Retention::LEAST_DAYS.to_string()} max={Retention::MOST_DAYS.to_string()}
                    value={draft.days.clone()} aria-invalid={invalid} aria-describedby={ERROR} readonly={props.is_busy} onchange={on_days} data-testid="retention-days" />
                <span class="retention-unit">{ t!("retention-days-unit") }</span>
            </div>
            <div class="card-line">
                <label for="retention-size"><span>{ t!("retention-cap") }</span><small class="faint">{ used(props.database) }</small></label>
                <input id="retention-size" type="number" inputmode="numeric" min="1" value={draft.size.clone()} aria-invalid={invalid} aria-describedby={ERROR}
                    readonly={props.is_busy} onchange={on_size} data-testid="retention-size" />
                <select class="retention-unit" aria-label={t!("retention-cap-unit")} onchange={on_unit} data-testid="retention-unit">
                    <option value={Draft::MIB} selected={!draft.is_gib}>{ Draft::MIB }</option>
                    <option value={Draft::GIB} selected={draft.is_gib}>{ Draft::GIB }</option>
                </select>
            </div>
            <p id={ERROR} class="form-error" role="alert">{ (*error).clone().unwrap_or_default() }</p>
            if let Some(wanted) = *asked {
                { question(props, wanted, change, &draft, &asked) }
            }
        </div>
    }
}

/// What would be forgotten, and whether that is meant.
fn question(
    props: &RetentionFormProps,
    wanted: Retention,
    change: Callback<Retention>,
    draft: &UseStateHandle<Draft>,
    asked: &UseStateHandle<Option<Retention>>,
) -> Html {
    // The question goes with its buttons: the focus goes back to where it came from.
    let is_days = wanted.history_days < props.kept.history_days;
    let field = if is_days { "retention-days" } else { "retention-size" };
    let keep = {
        let (draft, asked, kept) = (draft.setter(), asked.setter(), props.kept);
        Callback::from(move |_: MouseEvent| {
            draft.set(Draft::of(kept));
            asked.set(None);
            platform::focus(field);
        })
    };
    let forget = {
        let asked = asked.setter();
        Callback::from(move |_: MouseEvent| {
            asked.set(None);
            change.emit(wanted);
            platform::focus(field);
        })
    };
    let days = is_days.then(|| {
        let count = wanted.history_days;
        t!("retention-forgets-days", count = count, days = format::grouped(count.into()))
    });
    let surplus = props.database.map_or(0, |now| now.bytes.saturating_sub(wanted.cap_bytes));
    let size =
        (surplus > 0).then(|| t!("retention-forgets-size", size = format::memory_short(surplus)));
    html! {
        <div class="retention-question" role="group" aria-label={t!("retention-question")} data-testid="retention-question">
            <p role="alert">
                <strong class="k-warn">{ [days, size].into_iter().flatten().collect::<Vec<_>>().join(" ") }</strong>
                { " " }{ t!("retention-for-good") }
            </p>
            <div class="card-actions">
                <button type="button" class="button" onclick={keep} data-testid="retention-keep">{ t!("retention-keep") }</button>
                <button type="button" class="button is-danger" onclick={forget} data-testid="retention-forget">{ t!("retention-forget") }</button>
            </div>
        </div>
    }
}

fn used(database: Option<DatabaseCost>) -> String {
    match database {
        Some(database) => t!("retention-used", size = format::memory_short(database.bytes)),
        None => t!("retention-unused"),
    }
}
