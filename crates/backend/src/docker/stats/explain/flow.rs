//! Why bytes a second are what they are.

use super::super::{Basis, Flow, NoRate, Origin, Rate};
use super::{Explained, SPACE, both, grouped, not_comparable, time, times};
use mini_aws_domain::ContainerOs;

/// What the counter is called: in full, and in a formula.
fn counter(flow: Flow, origin: Origin, os: ContainerOs) -> (&'static str, &'static str) {
    match (origin, flow, os) {
        (Origin::Engine, Flow::NetworkRx, _) => ("networks.*.rx_bytes, their sum", "rx_bytes"),
        (Origin::Engine, Flow::NetworkTx, _) => ("networks.*.tx_bytes, their sum", "tx_bytes"),
        (Origin::Engine, Flow::DiskRead, ContainerOs::Windows) => {
            ("storage_stats.read_size_bytes", "read_size_bytes")
        }
        (Origin::Engine, Flow::DiskWrite, ContainerOs::Windows) => {
            ("storage_stats.write_size_bytes", "write_size_bytes")
        }
        (Origin::Engine, Flow::DiskRead, ContainerOs::Linux) => {
            ("blkio_stats.io_service_bytes_recursive, the sum of what was read", "read")
        }
        (Origin::Engine, Flow::DiskWrite, ContainerOs::Linux) => {
            ("blkio_stats.io_service_bytes_recursive, the sum of what was written", "written")
        }
        (Origin::CgroupV1 | Origin::CgroupV2, Flow::NetworkRx, _) => {
            ("net/dev, bytes received over its interfaces", "received")
        }
        (Origin::CgroupV1 | Origin::CgroupV2, Flow::NetworkTx, _) => {
            ("net/dev, bytes transmitted over its interfaces", "transmitted")
        }
        (Origin::CgroupV1, Flow::DiskRead, _) => ("blkio, io_service_bytes, Read", "Read"),
        (Origin::CgroupV1, Flow::DiskWrite, _) => ("blkio, io_service_bytes, Write", "Write"),
        (Origin::CgroupV2, Flow::DiskRead, _) => ("io.stat, rbytes", "rbytes"),
        (Origin::CgroupV2, Flow::DiskWrite, _) => ("io.stat, wbytes", "wbytes"),
    }
}

/// Why what moves each second is what it is, in a sample of this basis of a container made for `os`.
pub(super) fn explain(basis: &Basis, flow: Flow, os: ContainerOs) -> Explained {
    let origin = basis.now.origin;
    let (name, in_formula) = counter(flow, origin, os);
    let rate = basis.rate(flow);
    Explained {
        value: rate.ok().map(Rate::per_second),
        counters: vec![both(basis, name, "bytes", |reading| flow.counter(reading)), times(basis)],
        formula: format!("Δ{in_formula} ÷ Δ{} × 1{SPACE}000{SPACE}000{SPACE}000", time(origin).1),
        filled: match rate {
            Ok(rate) => format!(
                "{} ÷ {} × 1{SPACE}000{SPACE}000{SPACE}000 = {}{SPACE}B/s",
                grouped(rate.bytes),
                grouped(rate.passed_ns),
                tenths(rate.per_second())
            ),
            Err(reason) => why_not(reason, basis, flow),
        },
        note: note(flow).to_owned(),
    }
}

/// `1 234.5`.
fn tenths(number: f64) -> String {
    let text = format!("{number:.1}");
    match text.split_once('.').and_then(|(whole, rest)| Some((whole.parse().ok()?, rest))) {
        Some((whole, rest)) => format!("{}.{rest}", grouped(whole)),
        // More than can be counted.
        None => text,
    }
}

fn why_not(reason: NoRate, basis: &Basis, flow: Flow) -> String {
    let of_network = matches!(flow, Flow::NetworkRx | Flow::NetworkTx);
    match reason {
        NoRate::NotComparable(reason) => not_comparable(reason, basis),
        NoRate::NotTold | NoRate::NotToldBefore | NoRate::Fell => None,
    }
    .unwrap_or_else(|| {
        match (reason, basis.now.origin, of_network) {
            (NoRate::Fell, _, true) => {
                "The counter is lower than in the reading before: an interface was taken away meanwhile. The next reading brings the value."
            }
            (NoRate::Fell, _, false) => {
                "The counter is lower than in the reading before: a device was taken away meanwhile. The next reading brings the value."
            }
            (NoRate::NotToldBefore, ..) => {
                "The reading before has no such counter, so there is nothing to compare with. The next reading brings the value."
            }
            (_, Origin::Engine, true) => {
                "The engine tells no interface: the instance has none, or uses the machine's own network."
            }
            (_, Origin::CgroupV1 | Origin::CgroupV2, true) => {
                "There is no interface that is known to be the instance's: it has none, or uses the machine's own network. Or only the \
                 engine knows which of them it made; then it is asked, and the value comes with its answer."
            }
            (_, Origin::Engine, false) => {
                "The engine does not tell what is read from and written to block devices."
            }
            (_, Origin::CgroupV1 | Origin::CgroupV2, false) => {
                "The kernel does not count for this instance what is read from and written to block devices."
            }
        }
        .to_owned()
    })
}

fn note(flow: Flow) -> &'static str {
    match flow {
        Flow::NetworkRx | Flow::NetworkTx => {
            "Over all interfaces that the engine gave it together; the loopback is none of them."
        }
        Flow::DiskRead => {
            "Over all block devices together. What is found in the page cache is not read from any."
        }
        Flow::DiskWrite => {
            "Over all block devices together. What is written to a file counts when the kernel takes it to a device."
        }
    }
}
