//! What a client says, or why it cannot be understood.

use mini_aws_domain::{ClientMessage, EventType, Problem};
use serde_json::Value;

/// How much of what was said is repeated to say what is wrong with it, in characters.
const QUOTED: usize = 40;

/// Reads a message.
///
/// # Errors
/// If it is no JSON, asks for something that there is not, or names an event that there is not.
pub(super) fn read(text: &str) -> Result<ClientMessage, Problem> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| problem("bad_json", format!("This is not JSON: {error}.")))?;
    let Some(action) = value.get("action").and_then(Value::as_str) else {
        let message = "A message is a JSON object with a word as its \"action\".";
        return Err(problem("bad_message", message.to_owned()));
    };
    if action != "subscribe" {
        let message = format!("There is no action \"{}\".", quote(action));
        return Err(problem("unknown_action", message));
    }
    if let Some(unknown) = unknown_type(&value) {
        let known: Vec<&str> = EventType::ALL.iter().map(|known| known.as_str()).collect();
        return Err(Problem {
            code: "unknown_type".to_owned(),
            message: format!("There is no event of the type \"{}\".", quote(unknown)),
            next_step: format!("The types are {}.", known.join(", ")),
        });
    }
    serde_json::from_value(value).map_err(|error| {
        let why = error.to_string();
        problem("bad_message", format!("A subscription cannot be read: {}.", quote(&why)))
    })
}

/// The first of the types that is none.
fn unknown_type(value: &Value) -> Option<&str> {
    let types = value.get("types")?.as_array()?.iter();
    types
        .filter_map(Value::as_str)
        .find(|name| EventType::ALL.iter().all(|known| known.as_str() != *name))
}

fn problem(code: &str, message: String) -> Problem {
    let next_step =
        r#"Send something like {"action":"subscribe","types":["AUDIT_LOG"],"instances":["ID"]}."#;
    Problem { code: code.to_owned(), message, next_step: next_step.to_owned() }
}

/// The beginning of what somebody else wrote.
fn quote(text: &str) -> String {
    text.chars().take(QUOTED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::InstanceId;

    fn code(text: &str) -> String {
        read(text).unwrap_err().code
    }

    #[test]
    fn a_subscription_is_read() {
        let all = ClientMessage::Subscribe { types: None, instances: None };
        assert_eq!(read(r#"{"action":"subscribe"}"#).unwrap(), all);
        let some =
            r#"{"action":"subscribe","types":["METRIC_UPDATE","AUDIT_LOG"],"instances":["a"]}"#;
        let expected = ClientMessage::Subscribe {
            types: Some(vec![EventType::MetricUpdate, EventType::AuditLog]),
            instances: Some(vec![InstanceId::new("a")]),
        };
        assert_eq!(read(some).unwrap(), expected);
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(code("{"), "bad_json");
        assert_eq!(code(""), "bad_json");
        assert_eq!(code(&"[".repeat(10_000)), "bad_json", "nested too deep");
        assert_eq!(code("[]"), "bad_message");
        assert_eq!(code(r#"{"action":1}"#), "bad_message");
        assert_eq!(code(r#"{"action":"shout"}"#), "unknown_action");
        assert_eq!(code(r#"{"action":"subscribe","types":["CPU"]}"#), "unknown_type");
        assert_eq!(code(r#"{"action":"subscribe","types":"CPU"}"#), "bad_message");
        assert_eq!(code(r#"{"action":"subscribe","types":[1]}"#), "bad_message");
        assert_eq!(code(r#"{"action":"subscribe","instance":"a"}"#), "bad_message");
    }

    #[test]
    fn little_of_it_is_repeated() {
        let long = format!(r#"{{"action":"{}"}}"#, "ä".repeat(5_000));
        let problem = read(&long).unwrap_err();
        assert_eq!(problem.message, format!("There is no action \"{}\".", "ä".repeat(QUOTED)));
        let many = format!(r#"{{"action":"subscribe","{}":1}}"#, "x".repeat(5_000));
        assert!(read(&many).unwrap_err().message.len() < 200);
    }
}
