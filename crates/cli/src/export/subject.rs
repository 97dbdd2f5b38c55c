//! Which instance a person means.

use super::ExportError;
use mini_aws_domain::{HistorySubject, PastInstance};

/// How many are named where several are meant.
const NAMED: usize = 5;

/// The instance of that id or name, or the only one whose id begins so. A name stands for all that were ever called so.
pub fn find(wanted: &str, known: &[PastInstance]) -> Result<HistorySubject, ExportError> {
    if let Some(instance) = known.iter().find(|instance| instance.id.as_str() == wanted) {
        return Ok(HistorySubject::Instance { id: instance.id.clone() });
    }
    if known.iter().any(|instance| instance.name == wanted) {
        return Ok(HistorySubject::Name { name: wanted.to_owned() });
    }
    let begins = |instance: &&PastInstance| instance.id.as_str().starts_with(wanted);
    let found: Vec<&PastInstance> = known.iter().filter(begins).collect();
    match found.as_slice() {
        _ if wanted.is_empty() => Err(ExportError::NoSuchInstance(wanted.to_owned())),
        [] => Err(ExportError::NoSuchInstance(wanted.to_owned())),
        [only] => Ok(HistorySubject::Instance { id: only.id.clone() }),
        several => Err(ExportError::Ambiguous {
            wanted: wanted.to_owned(),
            found: several
                .iter()
                .take(NAMED)
                .map(|instance| format!("{} ({})", instance.id.short(), instance.name))
                .collect(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use mini_aws_domain::InstanceId;

    fn known() -> Vec<PastInstance> {
        let instance = |id: &str, name: &str| PastInstance {
            id: InstanceId::new(id),
            name: name.to_owned(),
            image: String::new(),
            project: None,
            service: None,
            first_seen: DateTime::default(),
            last_seen: DateTime::default(),
        };
        vec![instance("abc1", "web"), instance("abd2", "web"), instance("bcd3", "abc")]
    }

    #[test]
    fn ids_names_and_beginnings_are_found_in_this_order() {
        let known = known();
        let id = |id: &str| HistorySubject::Instance { id: InstanceId::new(id) };
        let name = |name: &str| HistorySubject::Name { name: name.to_owned() };
        for (wanted, found) in [
            ("abc1", id("abc1")),
            ("web", name("web")),
            ("abc", name("abc")),
            ("abd", id("abd2")),
            ("b", id("bcd3")),
        ] {
            assert_eq!(find(wanted, &known).unwrap(), found, "{wanted}");
        }
    }

    #[test]
    fn what_is_nobody_or_several_is_said() {
        let known = known();
        let Err(ExportError::Ambiguous { found, .. }) = find("ab", &known) else { panic!("one?") };
        assert_eq!(found, ["abc1 (web)", "abd2 (web)"]);
        assert!(matches!(find("zzz", &known), Err(ExportError::NoSuchInstance(_))));
        assert!(matches!(find("", &known), Err(ExportError::NoSuchInstance(_))));
    }
}
