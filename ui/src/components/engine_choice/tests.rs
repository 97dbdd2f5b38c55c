//! What can be chosen, and what is typed.

use super::endpoint::{transport, typed};
use super::*;
use crate::testing::draw;
use mini_aws_domain::Problem;

fn context(name: &str, endpoint: &str, transport: Transport) -> DockerContext {
    DockerContext {
        name: name.to_owned(),
        description: String::new(),
        endpoint: endpoint.to_owned(),
        transport,
        is_current: name == "default",
        problem: None,
    }
}

fn options(pick: EnginePick) -> EngineOptions {
    EngineOptions {
        pick,
        overruled: None,
        contexts: vec![
            context("default", "unix:///var/run/docker.sock", Transport::Unix),
            DockerContext {
                description: "The <build> machine".to_owned(),
                problem: Some("Its certificates are missing.".to_owned()),
                ..context("build", "tcp://build.example:2376", Transport::Tls)
            },
        ],
    }
}

fn handle(value: Option<Result<EngineOptions, Problem>>) -> EngineChoiceProps {
    EngineChoiceProps {
        engines: EnginesHandle {
            value,
            task: None,
            outcome: None,
            change: Callback::noop(),
            retry: Callback::noop(),
        },
    }
}

#[tokio::test]
async fn the_engines_to_choose_from() {
    let pick = EnginePick::Context { name: "default".to_owned() };
    insta::assert_snapshot!(draw::<EngineChoice>(handle(Some(Ok(options(pick))))).await);
}

#[tokio::test]
async fn what_was_chosen_stays_in_sight_when_its_context_is_gone() {
    let gone = options(EnginePick::Context { name: "old".to_owned() });
    let html = draw::<EngineChoice>(handle(Some(Ok(gone)))).await;
    assert!(html.contains("<b>old</b>") && html.contains("no context of that name"), "{html}");
    let typed = options(EnginePick::Endpoint { endpoint: "ssh://me@<server>".to_owned() });
    let html = draw::<EngineChoice>(handle(Some(Ok(typed)))).await;
    assert!(
        html.contains("<code>ssh://me@&lt;server&gt;</code>") && html.contains("SSH"),
        "{html}"
    );
}

#[tokio::test]
async fn what_does_not_count_now_is_said_to() {
    let why = "The console was started with --demo.".to_owned();
    let overruled =
        EngineOptions { overruled: Some(why.clone()), ..options(EnginePick::Automatic) };
    assert!(draw::<EngineChoice>(handle(Some(Ok(overruled)))).await.contains(&why));
}

#[tokio::test]
async fn a_change_is_under_way_done_or_failed() {
    let pick = EnginePick::Context { name: "build".to_owned() };
    let mut props = handle(Some(Ok(options(EnginePick::Automatic))));
    props.engines.task = Some(pick.clone());
    let html = draw::<EngineChoice>(EngineChoiceProps { engines: props.engines.clone() }).await;
    assert!(html.contains("Switching…") && html.contains("aria-disabled=\"true\""), "{html}");
    props.engines.task = None;
    props.engines.outcome = Some(Ok(pick));
    let html = draw::<EngineChoice>(EngineChoiceProps { engines: props.engines.clone() }).await;
    assert!(html.contains("context build"), "{html}");
    let problem = Problem {
        code: "bad_endpoint".to_owned(),
        message: "That is no endpoint.".to_owned(),
        next_step: "Write it like unix:///run/docker.sock.".to_owned(),
    };
    props.engines.outcome = Some(Err(problem.clone()));
    let html = draw::<EngineChoice>(props).await;
    assert!(html.contains("That is no endpoint.") && html.contains("Write it like"), "{html}");
    let html = draw::<EngineChoice>(handle(Some(Err(problem)))).await;
    assert!(html.contains("Try again"), "{html}");
    assert!(draw::<EngineChoice>(handle(None)).await.contains("aria-busy"));
}

#[test]
fn what_is_typed_is_an_endpoint_or_is_not() {
    for (text, expected) in [
        (" unix:///run/docker.sock ", Some("unix:///run/docker.sock")),
        ("/run/docker.sock", Some("unix:///run/docker.sock")),
        ("ssh://me@server", Some("ssh://me@server")),
        ("", None),
        ("server", None),
        ("tcp://", None),
        ("://x", None),
        ("tcp://a b", None),
    ] {
        assert_eq!(typed(text).as_deref(), expected, "{text:?}");
    }
}

#[test]
fn an_endpoint_says_how_it_is_reached() {
    assert_eq!(transport("npipe:////./pipe/docker_engine"), Transport::NamedPipe);
    assert_eq!(transport("tcp://h:2375"), Transport::Tcp);
    assert_eq!(transport("nonsense"), Transport::Unknown);
}
