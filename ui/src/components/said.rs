//! What is wrong, and what to do, in the words of the window's language.

use crate::words;
use mini_aws_domain::Problem;
use yew::prelude::*;

/// A problem as a paragraph.
pub fn said(problem: &Problem) -> Html {
    let (message, next_step) = words::problem(problem);
    html! {
        <p>
            <strong class="k-bad">{ message }</strong>
            if !next_step.is_empty() {
                <span>{ " " }{ next_step }</span>
            }
        </p>
    }
}
