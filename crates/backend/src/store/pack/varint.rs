//! Whole numbers in few bytes: LEB128, signs folded into the lowest bit, zeros told by how many there are.

use super::Damaged;

/// Appends a number: seven bits a byte, the lowest first.
pub(super) fn put(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value as u8) | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Folds the sign into the lowest bit, so that what is near zero is small.
pub(super) fn fold(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

/// Takes the sign out again.
pub(super) fn unfold(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -((value & 1).cast_signed())
}

/// Takes numbers out of bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next number.
    #[inline]
    pub fn take(&mut self) -> Result<u64, Damaged> {
        // Nine in ten are below 128.
        if let [first, rest @ ..] = self.rest
            && *first < 0x80
        {
            self.rest = rest;
            return Ok(u64::from(*first));
        }
        let mut value = 0_u64;
        for (index, byte) in self.rest.iter().enumerate().take(10) {
            value |= u64::from(byte & 0x7f) << (7 * index as u32).min(63);
            if byte & 0x80 == 0 {
                self.rest = &self.rest[index + 1..];
                return Ok(value);
            }
        }
        Err(Damaged)
    }

    /// The next `length` bytes, to be read for themselves.
    pub fn split(&mut self, length: u64) -> Result<Self, Damaged> {
        let length = usize::try_from(length).map_err(|_| Damaged)?;
        let (part, rest) = self.rest.split_at_checked(length).ok_or(Damaged)?;
        self.rest = rest;
        Ok(Self { rest: part })
    }
}

/// How many zeros in a row are worth a count: fewer are as short by themselves.
const RUN: u64 = 3;

/// Writes a list of numbers in which zeros are frequent: `0` and how many more than [`RUN`] for a run of zeros, else the number plus
/// one.
#[derive(Debug, Default)]
pub(super) struct Packer {
    bytes: Vec<u8>,
    zeros: u64,
}

impl Packer {
    pub fn put(&mut self, value: u64) {
        if value == 0 {
            self.zeros += 1;
            return;
        }
        self.end_run();
        // The highest number of all would not fit; nothing that is measured comes near.
        put(&mut self.bytes, value.saturating_add(1));
    }

    pub fn finish(mut self) -> Vec<u8> {
        self.end_run();
        self.bytes
    }

    fn end_run(&mut self) {
        if self.zeros >= RUN {
            self.bytes.push(0);
            put(&mut self.bytes, self.zeros - RUN);
        } else {
            self.bytes.extend(std::iter::repeat_n(1, self.zeros as usize));
        }
        self.zeros = 0;
    }
}

/// Reads what [`Packer`] wrote.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unpacker<'a> {
    reader: Reader<'a>,
    zeros: u64,
}

impl<'a> Unpacker<'a> {
    pub fn new(reader: Reader<'a>) -> Self {
        Self { reader, zeros: 0 }
    }

    #[inline]
    pub fn take(&mut self) -> Result<u64, Damaged> {
        if self.zeros > 0 {
            self.zeros -= 1;
            return Ok(0);
        }
        match self.reader.take()? {
            0 => {
                self.zeros = self.reader.take()?.saturating_add(RUN - 1);
                Ok(0)
            }
            value => Ok(value - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_comes_back(numbers: Vec<u64>) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| put(&mut bytes, *number));
            let mut reader = Reader::new(&bytes);
            for number in numbers {
                prop_assert_eq!(reader.take(), Ok(number));
            }
            prop_assert!(reader.is_empty());
            prop_assert_eq!(reader.take(), Err(Damaged));
        }

        #[test]
        fn every_sign_comes_back(number: i64) {
            prop_assert_eq!(unfold(fold(number)), number);
        }

        #[test]
        fn lists_full_of_zeros_come_back(
            numbers in prop::collection::vec(prop_oneof![3 => Just(0), 1 => 0..u64::MAX - 1], 0..200)
        ) {
            let mut packer = Packer::default();
            numbers.iter().for_each(|number| packer.put(*number));
            let bytes = packer.finish();
            let mut unpacker = Unpacker::new(Reader::new(&bytes));
            for number in numbers {
                prop_assert_eq!(unpacker.take(), Ok(number));
            }
        }

        #[test]
        fn garbage_is_an_error_and_no_panic(bytes: Vec<u8>) {
            let mut reader = Reader::new(&bytes);
            while reader.take().is_ok() {}
            let mut unpacker = Unpacker::new(Reader::new(&bytes));
            for _ in 0..1000 {
                let _ = unpacker.take();
            }
        }
    }

    #[test]
    fn zeros_cost_next_to_nothing() {
        let mut packer = Packer::default();
        (0..720).for_each(|_| packer.put(0));
        assert_eq!(packer.finish().len(), 3);
    }
}
