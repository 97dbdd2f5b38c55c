//! The console itself does not answer.

use super::{Countdown, Glyph, Hue, Icon};
use crate::{backend::Link, t, time::Clock, words};
use mini_aws_domain::Problem;
use yew::prelude::*;

/// What is known of the way to the console.
#[derive(Properties, PartialEq)]
pub struct LinkBarProps {
    /// The way.
    pub link: Link,
    /// The time.
    pub clock: Clock,
    /// Tries now.
    pub on_retry: Callback<()>,
}

/// At the lower edge, over the page, which must not move for it: what is wrong, and when it is tried again.
#[component]
pub fn LinkBar(props: &LinkBarProps) -> Html {
    let onclick = props.on_retry.reform(|_: MouseEvent| ());
    html! {
        // It is there before there is something in it: only then that is read out.
        <div class="link-bar" role="status" data-testid="link">
            if let Link::Down { problem, retry_at } = &props.link {
                <div class={classes!("banner", Hue::Bad.class())}>
                    <Icon glyph={Glyph::Attention} />
                    { said(problem) }
                    <div class="banner-actions">
                        <Countdown until={*retry_at} now={props.clock.now} />
                        <button type="button" class="button" {onclick}>{ t!("try-now") }</button>
                    </div>
                </div>
            }
        </div>
    }
}

fn said(problem: &Problem) -> Html {
    let (message, next_step) = words::problem(problem);
    html! { <p><strong>{ message }</strong>{ " " }<span>{ next_step }</span></p> }
}
