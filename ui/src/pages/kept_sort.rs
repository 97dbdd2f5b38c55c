//! How a page's table is sorted, kept between starts.

use crate::{components::Sort, platform};
use yew::prelude::*;

/// How the table is sorted, kept under `key`, and what sorts it otherwise. One of a column that there is not any more (`columns` of them)
/// is by the first.
#[hook]
pub(super) fn use_kept_sort(key: &'static str, columns: usize) -> (Sort, Callback<Sort>) {
    let sort = use_state_eq(|| {
        let kept = platform::read_setting(key).and_then(|text| read(&text));
        kept.filter(|sort| sort.column < columns).unwrap_or_default()
    });
    let setter = sort.setter();
    let on_sort = use_callback((), move |wanted: Sort, ()| {
        platform::write_setting(key, &written(wanted));
        setter.set(wanted);
    });
    (*sort, on_sort)
}

/// `4-` for the fifth column with the largest first, `4+` the other way round.
fn written(sort: Sort) -> String {
    format!("{}{}", sort.column, if sort.descending { '-' } else { '+' })
}

fn read(text: &str) -> Option<Sort> {
    let (column, descending) = match (text.strip_suffix('-'), text.strip_suffix('+')) {
        (Some(column), _) => (column, true),
        (None, Some(column)) => (column, false),
        (None, None) => return None,
    };
    Some(Sort { column: column.parse().ok()?, descending })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        for sort in [Sort::default(), Sort { column: 12, descending: true }] {
            assert_eq!(read(&written(sort)), Some(sort));
        }
        for text in ["", "-", "x+", "-1+", "3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
