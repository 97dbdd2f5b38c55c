use crate::charts::scale::ValueAxis;
use crate::units::{self, CpuShare, MemoryUnits, Units};
use mini_aws_domain::Metric;

const GIB: f64 = 1_073_741_824.0;

#[test]
fn the_value_axis_has_round_steps_and_room_above() {
    for (highest, step) in [
        (0.0, 1.0),
        (3.8, 1.0),
        (4.0, 1.5),
        (142.0, 40.0),
        (233.0, 80.0),
        (100.0, 30.0),
        (800.0, 250.0),
        (12_345.0, 4000.0),
    ] {
        let axis = ValueAxis::new(Metric::Cpu, highest);
        assert_eq!(axis.step, step, "{highest} %");
        assert!(axis.max() > highest);
    }
    for (highest, step, unit) in [
        (0.0, 0.25, "MiB"),
        (5.9 * GIB, 2.0, "GiB"),
        (8.0 * GIB, 2.5, "GiB"),
        (800.0 * 1_048_576.0, 0.25 * 1024.0, "MiB"),
        (1.2 * GIB, 0.5, "GiB"),
        (2000.0 * GIB, 1.0, "TiB"),
    ] {
        let axis = ValueAxis::new(Metric::Memory, highest);
        let expected = if step == 256.0 { (0.25, "GiB") } else { (step, unit) };
        assert_eq!((axis.step, axis.unit), expected, "{highest} bytes");
        assert!(axis.max() * axis.unit_size > highest);
    }
}

#[test]
fn an_axis_is_in_the_units_that_the_person_chose() {
    units::set_cores(8);
    Units { memory: MemoryUnits::Decimal, cpu: CpuShare::Machine }.show();
    let cpu = ValueAxis::new(Metric::Cpu, 800.0);
    let memory = ValueAxis::new(Metric::Memory, 5.9 * GIB);
    Units::default().show();
    units::set_cores(0);
    assert_eq!((cpu.step, cpu.unit, cpu.unit_size), (30.0, "%", 8.0));
    assert_eq!((memory.step, memory.unit, memory.unit_size), (2.0, "GB", 1e9));
}

#[test]
fn any_value_has_an_axis() {
    for metric in Metric::ALL {
        for highest in [f64::NAN, f64::INFINITY, -5.0, 1e25, u64::MAX as f64] {
            let axis = ValueAxis::new(metric, highest);
            assert!(axis.step.is_finite() && axis.step > 0.0, "{highest}");
        }
    }
}

#[test]
fn rates_have_an_axis_in_their_unit() {
    for (highest, step, unit) in [
        (0.0, 1.0, "B/s"),
        (800.0, 250.0, "B/s"),
        (4_100_000.0, 1.5, "MB/s"),
        (980_000.0, 1.0, "MB/s"),
        (95_000.0, 25.0, "kB/s"),
    ] {
        let axis = ValueAxis::new(Metric::DiskRead, highest);
        assert_eq!((axis.step, axis.unit), (step, unit), "{highest}");
        assert!(axis.max() * axis.unit_size > highest);
    }
}
