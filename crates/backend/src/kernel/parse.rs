//! What the kernel writes into its files, read without allocating.

/// What crossed a network namespace's interfaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Traffic {
    /// Bytes received and sent.
    Told(u64, u64),
    /// There is no interface to the outside.
    NoInterface,
    /// There are interfaces, but which of them the engine counts cannot be seen.
    Unclear,
}

/// Which interfaces an engine counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interfaces {
    /// Those that it made itself, which it names `eth0`, `eth1` …: a container may have others of its own making, such as those of an
    /// engine inside.
    Ethernet,
    /// All but the loopback.
    All,
}

/// `12345\n`.
pub(super) fn number(text: &[u8]) -> Option<u64> {
    digits(text.trim_ascii())
}

/// A limit: a number, or `max` for none.
pub(super) fn limit(text: &[u8]) -> Option<Option<u64>> {
    match text.trim_ascii() {
        b"max" => Some(None),
        text => digits(text).map(Some),
    }
}

/// The value of `key` in lines of a key and a value.
pub(super) fn keyed(text: &[u8], key: &[u8]) -> Option<u64> {
    lines(text).find_map(|line| number(line.strip_prefix(key)?.strip_prefix(b" ")?))
}

/// Bytes read and written, from `io.stat` of cgroup v2: `8:0 rbytes=1 wbytes=2 rios=3 …`, a line a device.
pub(super) fn io_stat(text: &[u8]) -> (u64, u64) {
    let sum = |key: &[u8]| {
        words(text).filter_map(|word| digits(word.strip_prefix(key)?)).fold(0, u64::saturating_add)
    };
    (sum(b"rbytes="), sum(b"wbytes="))
}

/// Bytes read and written, from a `…io_service_bytes…` of cgroup v1: `8:0 Read 1`, a line a device and operation. Nothing if it
/// names no device.
pub(super) fn service_bytes(text: &[u8]) -> Option<(u64, u64)> {
    let mut sums = None;
    for line in lines(text) {
        let mut words = words(line);
        let (Some(_device), Some(operation), Some(bytes)) =
            (words.next(), words.next(), words.next().and_then(digits))
        else {
            // The last line, `Total 3`, has no device.
            continue;
        };
        let (read, written) = sums.get_or_insert((0_u64, 0_u64));
        match operation {
            b"Read" => *read = read.saturating_add(bytes),
            b"Write" => *written = written.saturating_add(bytes),
            _ => {}
        }
    }
    sums
}

/// What crossed the interfaces, from a `net/dev`: two lines of headings, then `  eth0: 1 2 3 4 5 6 7 8 9 …`, of which the first number
/// is bytes received and the ninth is bytes sent. Nothing if a line cannot be understood.
pub(super) fn traffic(text: &[u8], counted: Interfaces) -> Option<Traffic> {
    let (mut sums, mut others) = (None, false);
    for line in lines(text).skip(2) {
        let colon = line.iter().position(|&byte| byte == b':')?;
        let (name, numbers) = (line.get(..colon)?.trim_ascii(), line.get(colon + 1..)?);
        let mut numbers = words(numbers);
        let received = digits(numbers.next()?)?;
        let sent = digits(numbers.nth(7)?)?;
        let is_counted = match counted {
            Interfaces::Ethernet => name.starts_with(b"eth"),
            Interfaces::All => name != b"lo",
        };
        if is_counted {
            let (all_received, all_sent) = sums.get_or_insert((0_u64, 0_u64));
            *all_received = all_received.saturating_add(received);
            *all_sent = all_sent.saturating_add(sent);
        } else if name != b"lo" {
            // The kernel itself makes some in each namespace, for tunnels that nobody uses.
            others |= received > 0 || sent > 0;
        }
    }
    Some(match sums {
        Some((received, sent)) => Traffic::Told(received, sent),
        None if others => Traffic::Unclear,
        None => Traffic::NoInterface,
    })
}

fn digits(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0_u64, |number, &digit| {
        let digit = digit.is_ascii_digit().then(|| u64::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty())
}

fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DEV: &[u8] = b"Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     900      10    0    0    0     0          0         0      900      10    0    0    0     0       0          0
  eth0:    1000      11    1    2    3     4          5         6     2000      21    0    0    0     0       0          0
 eth1:3 1 0 0 0 0 0 0 4 1 0 0 0 0 0 0
docker0:       7       1    0    0    0     0          0         0        8       1    0    0    0     0       0          0
 sit0:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
";

    fn without(names: &[&str]) -> Vec<u8> {
        let text = std::str::from_utf8(DEV).unwrap();
        let kept = text.lines().filter(|line| {
            !names.iter().any(|name| line.trim_start().starts_with(&format!("{name}:")))
        });
        kept.flat_map(|line| format!("{line}\n").into_bytes()).collect()
    }

    #[test]
    fn numbers_and_limits() {
        assert_eq!(number(b"18446744073709551615\n"), Some(u64::MAX));
        for no_number in ["", "\n", "18446744073709551616", "-1", "1.5", "1 2", "max"] {
            assert_eq!(number(no_number.as_bytes()), None, "{no_number:?}");
        }
        assert_eq!(limit(b"max\n"), Some(None));
        assert_eq!(limit(b"4096\n"), Some(Some(4096)));
        assert_eq!(limit(b"none"), None);
    }

    #[test]
    fn a_key_is_not_part_of_another() {
        let text = b"inactive_file 1\ntotal_inactive_file 2\ntotal_inactive_files 3\nbroken\n";
        assert_eq!(keyed(text, b"inactive_file"), Some(1));
        assert_eq!(keyed(text, b"total_inactive_file"), Some(2));
        assert_eq!(keyed(text, b"total_inactive"), None);
        assert_eq!(keyed(text, b"broken"), None);
    }

    #[test]
    fn input_and_output_are_summed_over_devices() {
        let v2 = b"8:16 rbytes=10 wbytes=20 rios=3 wios=4 dbytes=500 dios=6\n7:0 8:0 rbytes=1 wbytes=2\n";
        assert_eq!(io_stat(v2), (11, 22));
        assert_eq!(io_stat(b""), (0, 0));
        let v1 = b"8:0 Read 10\n8:0 Write 20\n8:0 Sync 30\n8:0 Discard 9\n8:0 Total 30\n7:0 Read 1\nTotal 40\n";
        assert_eq!(service_bytes(v1), Some((11, 20)));
        assert_eq!(service_bytes(b"Total 0\n"), None);
    }

    #[test]
    fn traffic_is_that_of_the_interfaces_that_the_engine_counts() {
        assert_eq!(traffic(DEV, Interfaces::Ethernet), Some(Traffic::Told(1003, 2004)));
        assert_eq!(traffic(DEV, Interfaces::All), Some(Traffic::Told(1010, 2012)));
        let renamed = without(&["eth0", "eth1"]);
        assert_eq!(traffic(&renamed, Interfaces::Ethernet), Some(Traffic::Unclear));
        let none = without(&["eth0", "eth1", "docker0"]);
        assert_eq!(traffic(&none, Interfaces::Ethernet), Some(Traffic::NoInterface));
        let only_loopback = without(&["eth0", "eth1", "docker0", "sit0"]);
        assert_eq!(traffic(&only_loopback, Interfaces::All), Some(Traffic::NoInterface));
        assert_eq!(traffic(b"a\nb\neth0: 1 2 3", Interfaces::All), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            likely in "([a-z0-9]{1,6}[:= \n]{1,2}){0,40}",
        ) {
            for text in [bytes.as_slice(), likely.as_bytes()] {
                number(text);
                limit(text);
                keyed(text, b"inactive_file");
                io_stat(text);
                service_bytes(text);
                for counted in [Interfaces::Ethernet, Interfaces::All] {
                    traffic(text, counted);
                }
            }
        }

        #[test]
        fn what_is_written_is_read(value in any::<u64>()) {
            prop_assert_eq!(number(format!("{value}\n").as_bytes()), Some(value));
            let text = format!("anon 1\ninactive_file {value}\nfile 3\n");
            prop_assert_eq!(keyed(text.as_bytes(), b"inactive_file"), Some(value));
        }
    }
}
