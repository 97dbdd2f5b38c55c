//! How many volumes there are and how much they hold, in words.

use crate::{format, t};
use mini_aws_domain::Volume;

/// How many are shown, of all.
pub(super) fn count(shown: usize, all: usize) -> String {
    let count = format::grouped(shown as u64);
    if shown == all {
        return count;
    }
    t!("volumes-shown", count = count, all = format::grouped(all as u64))
}

/// How large the shown ones are, how much of that is unused, and of how many it is not known.
pub(super) fn totals<'a>(shown: impl Iterator<Item = &'a Volume>) -> String {
    let (mut count, mut unused, mut unmeasured) = (0_u64, 0_u64, 0_u64);
    let (mut bytes, mut unused_bytes) = (0_u64, 0_u64);
    for volume in shown {
        let size = volume.size_bytes.unwrap_or(0);
        count += 1;
        bytes = bytes.saturating_add(size);
        unmeasured += u64::from(volume.size_bytes.is_none());
        if volume.attached_to.is_empty() {
            unused += 1;
            unused_bytes = unused_bytes.saturating_add(size);
        }
    }
    let mut parts = Vec::new();
    let is_measured = unmeasured < count;
    if is_measured {
        parts.push(format::size(bytes));
    }
    if unused > 0 {
        let grouped = format::grouped(unused);
        parts.push(if is_measured && unused_bytes > 0 {
            let size = format::size(unused_bytes);
            t!("volumes-unused-size", n = unused, count = grouped, size = size)
        } else {
            t!("volumes-unused-count", count = grouped)
        });
    }
    if is_measured && unmeasured > 0 {
        parts.push(t!("volumes-unmeasured", count = format::grouped(unmeasured)));
    }
    parts.join(" · ")
}
