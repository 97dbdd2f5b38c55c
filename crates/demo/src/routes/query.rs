//! Query strings and filters.

use crate::DemoError;
use serde_json::Value;
use std::collections::BTreeMap;

/// The parameters of a request.
#[derive(Debug, Default)]
pub(super) struct Query(Vec<(String, String)>);

/// Filters: every key with the values of which any may match.
pub(super) type Filters = BTreeMap<String, Vec<String>>;

impl Query {
    /// Takes a query string apart.
    pub fn parse(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// The first value of a parameter.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// All values of a parameter.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// A switch, read as the engine reads it.
    pub fn on(&self, key: &str, default: bool) -> bool {
        self.get(key).map_or(default, |value| {
            let value = value.trim().to_ascii_lowercase();
            !matches!(value.as_str(), "" | "0" | "no" | "false" | "none")
        })
    }

    /// The filters, of which only these keys are known; both spellings, `{"key":["value"]}` and `{"key":{"value":true}}`.
    pub fn filters(&self, known: &[&str]) -> Result<Filters, DemoError> {
        let Some(text) = self.get("filters").filter(|text| !text.is_empty()) else {
            return Ok(Filters::new());
        };
        let wrong = || DemoError::BadParameter("invalid filter".to_owned());
        let parsed: BTreeMap<String, Value> = serde_json::from_str(text).map_err(|_| wrong())?;
        let mut filters = Filters::new();
        for (key, value) in parsed {
            if !known.contains(&key.as_str()) {
                return Err(DemoError::BadParameter(format!("invalid filter '{key}'")));
            }
            let values = match value {
                Value::Array(values) => values
                    .into_iter()
                    .map(|value| value.as_str().map(str::to_owned))
                    .collect::<Option<Vec<_>>>()
                    .ok_or_else(wrong)?,
                Value::Object(values) => values
                    .into_iter()
                    .filter(|(_, on)| on.as_bool() == Some(true))
                    .map(|(value, _)| value)
                    .collect(),
                _ => return Err(wrong()),
            };
            if !values.is_empty() {
                filters.insert(key, values);
            }
        }
        Ok(filters)
    }
}

/// Whether labels satisfy every one of the wanted `key` or `key=value`.
pub(super) fn labelled(labels: &BTreeMap<String, String>, wanted: &[String]) -> bool {
    wanted.iter().all(|wanted| match wanted.split_once('=') {
        Some((key, value)) => labels.get(key).is_some_and(|own| own == value),
        None => labels.contains_key(wanted),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_come_in_two_spellings() {
        for text in [
            r#"filters={"status":["running"]}"#,
            r#"filters={"status":{"running":true,"paused":false}}"#,
            "filters=%7B%22status%22%3A%5B%22running%22%5D%7D",
        ] {
            let filters = Query::parse(text).filters(&["status"]).unwrap();
            assert_eq!(filters["status"], ["running"]);
        }
        for text in [
            "filters=[]",
            "filters={",
            r#"filters={"status":1}"#,
            r#"filters={"status":[1]}"#,
            r#"filters={"colour":["red"]}"#,
        ] {
            assert!(Query::parse(text).filters(&["status"]).is_err(), "{text}");
        }
    }

    #[test]
    fn switches_are_read_as_the_engine_does() {
        let on = |text: &str| Query::parse(text).on("all", false);
        assert!(on("all=1") && on("all=true") && on("all=yes"));
        assert!(!on("all=0") && !on("all=False") && !on("all=") && !on(""));
    }
}
