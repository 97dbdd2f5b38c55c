//! How many volumes there are and how much they hold, in words.

use crate::{format, t};
use mini_aws_domain::Volume;

/// What is shown, of `all`: how many, how large, and how much of that is unused.
pub(super) fn totals<'a>(shown: impl Iterator<Item = &'a Volume>, all: usize) -> String {
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
    let all = all as u64;
    let mut parts = vec![if count == all {
        format::grouped(count)
    } else {
        t!("volumes-shown", count = format::grouped(count), all = format::grouped(all))
    }];
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
