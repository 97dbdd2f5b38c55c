//! Everything that has to be said above the page.

use super::{Banner, Countdown, Hue};
use crate::{state::Shared, t, time::Clock, words};
use chrono::{DateTime, Utc};
use mini_aws_domain::{EngineStatus, Notice, NoticeCode, Problem};
use yew::prelude::*;

/// What may have to be said above the page.
#[derive(Properties, PartialEq)]
pub struct BannersProps {
    /// What the console has to say about itself.
    pub notices: Shared<Vec<Notice>>,
    /// Where the console stands with the engine.
    pub engine: EngineStatus,
    /// Whether the page shows what the engine left behind: then its being away is said here, and on the page otherwise.
    pub has_content: bool,
    /// Whether the console itself cannot be reached: then it cannot be said here how it stands with the engine.
    #[prop_or_default]
    pub is_cut_off: bool,
    /// Why the last request to the console failed.
    pub problem: Option<Problem>,
    /// The time.
    pub clock: Clock,
    /// Looks for the engine now.
    pub on_retry: Callback<()>,
    /// Has collecting go on.
    #[prop_or_default]
    pub on_resume: Callback<()>,
}

/// The banners: the engine's absence or the pause first, then what the console has to say.
#[component]
pub fn Banners(props: &BannersProps) -> Html {
    let retry = props.on_retry.reform(|_: MouseEvent| ());
    let away = match &props.engine {
        EngineStatus::Away { since, reason, next_step, retry_at, attempts }
            if props.has_content && !props.is_cut_off =>
        {
            let message = words::away_reason(reason, attempts);
            let next_step = words::away_next_step(reason, next_step, attempts);
            html! {
                <Banner hue={Hue::Bad} {message} {next_step}>
                    <span class="as-of">{ as_of(*since, props.clock) }</span>
                    <Countdown until={*retry_at} now={props.clock.now} />
                    <button type="button" class="button" onclick={retry}>{ t!("try-now") }</button>
                </Banner>
            }
        }
        EngineStatus::Paused { since } if props.has_content && !props.is_cut_off => {
            let resume = props.on_resume.reform(|_: MouseEvent| ());
            html! {
                <Banner hue={Hue::Info} message={t!("banner-paused")} next_step={t!("banner-paused.next")}>
                    <span class="as-of">{ as_of(*since, props.clock) }</span>
                    <button type="button" class="button" onclick={resume} data-testid="resume-collecting">{ t!("resume") }</button>
                </Banner>
            }
        }
        EngineStatus::Away { .. }
        | EngineStatus::Paused { .. }
        | EngineStatus::Connecting
        | EngineStatus::Connected { .. } => Html::default(),
    };
    let problem = props.problem.as_ref().filter(|_| !props.is_cut_off);
    let problem = problem.map(|problem| {
        let (message, next_step) = words::problem(problem);
        html! { <Banner hue={Hue::Bad} {message} {next_step} /> }
    });
    html! {
        <div class="banners">
            { away }
            { problem.unwrap_or_default() }
            { for props.notices.iter().map(|notice| {
                let (message, next_step) = words::notice(notice);
                html! { <Banner hue={hue(notice.code)} {message} {next_step} /> }
            }) }
        </div>
    }
}

/// Of when it is what is shown.
fn as_of(since: DateTime<Utc>, clock: Clock) -> Html {
    html! { <>{ t!("banner-as-of") }{ " " }<time title={clock.full(since)}>{ clock.moment(since) }</time></> }
}

fn hue(code: NoticeCode) -> Hue {
    match code {
        NoticeCode::Demo => Hue::Info,
        NoticeCode::DatabaseUnreadable
        | NoticeCode::DatabaseNewer
        | NoticeCode::NotRecording
        | NoticeCode::VolumesNotListed
        | NoticeCode::VpcsNotListed
        | NoticeCode::OtherEngine
        | NoticeCode::ChoiceUnreadable => Hue::Warning,
    }
}
