//! Bytes a second, explained.

use super::super::super::Origin;
use super::kernel::{observed, reading};
use super::*;

fn flow(basis: &Basis, metric: Metric) -> Explained {
    explain(basis, metric, EngineKind::Docker, ContainerOs::Linux)
}

/// What is explained is what is shown, whatever the engine.
#[test]
fn every_golden_pairs_rates_are_its_samples_own() {
    let mut told = 0;
    for (name, case) in cases() {
        let Some((sample, basis)) = case.observe() else { continue };
        for (metric, rate) in [
            (Metric::NetworkRx, sample.network_rx_rate),
            (Metric::NetworkTx, sample.network_tx_rate),
            (Metric::DiskRead, sample.disk_read_rate),
            (Metric::DiskWrite, sample.disk_write_rate),
        ] {
            let explained = explain(&basis, metric, case.engine_kind, case.container_os);
            assert_eq!(explained.value, rate, "{name}: {metric:?}");
            assert_eq!(explained.counters.len(), 2, "{name}");
            match rate {
                Some(_) => assert!(explained.filled.ends_with("B/s"), "{name}: {explained:?}"),
                None => assert!(explained.filled.ends_with('.'), "{name}: {explained:?}"),
            }
            told += usize::from(rate.is_some());
        }
    }
    assert!(told > 20, "only {told} rates were explained");
}

#[test]
fn the_numbers_are_filled_in() {
    let (before, now) = (
        reading(Origin::CgroupV1, 1000, 1_000_000_000),
        reading(Origin::CgroupV1, 2004, 1_502_000_000),
    );
    let (sample, basis) = observed(EngineKind::Docker, before, now);
    let received = flow(&basis, Metric::NetworkRx);
    assert_eq!(received.value, sample.network_rx_rate);
    assert_eq!(plain(&received.formula), "Δreceived ÷ Δt × 1 000 000 000");
    assert_eq!(plain(&received.filled), "502 000 ÷ 1 004 000 000 × 1 000 000 000 = 500 000.0 B/s");
    assert_eq!(
        counters(&received),
        [
            "net/dev, bytes received over its interfaces 1000000 → 1502000 bytes",
            "t, the time of reading 1000000000 → 2004000000 unix_ns",
        ]
    );
    let read = flow(&basis, Metric::DiskRead);
    assert_eq!((read.value, plain(&read.filled).ends_with("= 0.0 B/s")), (Some(0.0), true));
}

#[test]
fn without_a_rate_it_says_why() {
    let (before, now) = (
        reading(Origin::CgroupV2, 1000, 1_000_000_000),
        reading(Origin::CgroupV2, 2004, 1_502_000_000),
    );
    let (_, basis) = observed(EngineKind::Docker, before, now);
    let why_not = |basis: &Basis, metric: Metric| {
        let explained = flow(basis, metric);
        assert_eq!(explained.value, None, "{metric:?}");
        explained.filled
    };
    assert!(why_not(&basis, Metric::DiskWrite).contains("a device was taken away"));
    assert!(why_not(&basis, Metric::NetworkTx).contains("no interface that is known"));
    let before = Reading { disk_read: None, network_rx: Some(u64::MAX), ..before };
    let (_, basis) = observed(EngineKind::Docker, before, now);
    assert!(why_not(&basis, Metric::DiskRead).contains("reading before has no such counter"));
    assert!(why_not(&basis, Metric::NetworkRx).contains("an interface was taken away"));
    let (_, basis) = observed(EngineKind::Docker, before, Reading { disk_read: None, ..now });
    assert!(why_not(&basis, Metric::DiskRead).contains("kernel does not count"));
    let engine = Reading { origin: Origin::Engine, disk_read: None, ..now };
    let (_, basis) = observed(EngineKind::Docker, before, engine);
    assert!(why_not(&basis, Metric::DiskRead).contains("engine does not tell"));
    assert!(why_not(&basis, Metric::NetworkTx).contains("engine tells no interface"));
    let first = Basis { before: None, cpu: Err(NoCpu::FirstReading), ..basis };
    assert!(why_not(&first, Metric::NetworkRx).contains("takes two readings"));
    let fell = Reading { cpu_total: 5, ..now };
    let (_, basis) = observed(EngineKind::Docker, before, fell);
    assert!(why_not(&basis, Metric::NetworkRx).contains("started again"));
}
