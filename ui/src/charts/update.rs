//! What of an option is new: from frame to frame that is the points of the lines and where the axes end, and nothing else need be
//! written, read and merged again.

use serde_json::{Map, Value, json};

/// How ECharts gets from the option that it has to another one.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Update {
    /// It has it already.
    Nothing,
    /// It merges this into what it has.
    Parts(Value),
    /// It merges this, and drops the lines that are not in it.
    Lines(Value),
    /// It forgets what it has.
    Whole(Value),
}

impl Update {
    /// The way from `before`, if it has any, to `after`.
    pub fn new(before: Option<&Value>, after: &Value) -> Self {
        let whole = || Self::Whole(after.clone());
        let Some((before, now)) = before.and_then(Value::as_object).zip(after.as_object()) else {
            return whole();
        };
        if before.keys().any(|part| !now.contains_key(part)) {
            return whole();
        }
        let mut parts = Map::new();
        let mut has_other_lines = false;
        for (name, value) in now {
            let change = match (name.as_str(), before.get(name)) {
                ("series", Some(before)) => match lines(before, value) {
                    Some(lines) => Change::of_list(lines),
                    None => {
                        has_other_lines = true;
                        Change::To(value.clone())
                    }
                },
                (_, Some(before)) => change(before, value),
                (_, None) => Change::To(value.clone()),
            };
            match change {
                Change::None => {}
                Change::To(value) => {
                    parts.insert(name.clone(), value);
                }
                // A merge leaves what it is not told of.
                Change::Less => return whole(),
            }
        }
        match (parts.is_empty(), has_other_lines) {
            (true, _) => Self::Nothing,
            (false, true) => Self::Lines(Value::Object(parts)),
            (false, false) => Self::Parts(Value::Object(parts)),
        }
    }
}

/// What is kept of an option to compare the next one with. The points are not: nearly every frame has others, and they are what is
/// large.
pub(super) fn remembered(mut option: Value) -> Value {
    if let Some(lines) = option.get_mut("series").and_then(Value::as_array_mut) {
        for line in lines.iter_mut().filter_map(Value::as_object_mut) {
            line.remove("data");
        }
    }
    option
}

/// What became of a part.
enum Change {
    None,
    /// What to merge.
    To(Value),
    /// Something is no longer said, which a merge cannot do.
    Less,
}

impl Change {
    fn of_list(changed: Vec<Value>) -> Self {
        if changed.is_empty() { Self::None } else { Self::To(Value::Array(changed)) }
    }
}

/// The lines that changed, each with its id and what is new of it; `None` if there are other lines now, in another order, or with less
/// said of one.
fn lines(before: &Value, after: &Value) -> Option<Vec<Value>> {
    let (before, after) = (before.as_array()?, after.as_array()?);
    if before.len() != after.len() {
        return None;
    }
    let mut changed = Vec::new();
    for (before, after) in before.iter().zip(after) {
        let id = after.get("id")?;
        if before.get("id") != Some(id) {
            return None;
        }
        match change(before, after) {
            Change::None => {}
            Change::To(mut line) => {
                line["id"] = json!(id);
                changed.push(line);
            }
            Change::Less => return None,
        }
    }
    Some(changed)
}

/// Objects are compared part by part, for so they are merged; anything else is replaced.
fn change(before: &Value, after: &Value) -> Change {
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        return if before == after { Change::None } else { Change::To(after.clone()) };
    };
    if old.keys().any(|name| !new.contains_key(name)) {
        return Change::Less;
    }
    let mut parts = Map::new();
    for (name, value) in new {
        match old.get(name).map_or_else(|| Change::To(value.clone()), |old| change(old, value)) {
            Change::None => {}
            Change::To(value) => {
                parts.insert(name.clone(), value);
            }
            Change::Less => return Change::Less,
        }
    }
    if parts.is_empty() { Change::None } else { Change::To(Value::Object(parts)) }
}
