//! One case of a log, small and of fixed size, so that many fit into memory and the rest onto disk.

use super::sorter::Record;

/// Microseconds of civil time since the beginning of 1970, in the zone the scenario is to have.
pub type Civil = i64;

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in a day.
pub const DAY: i64 = 86_400 * SECOND;
/// A duration or a time that the log does not give.
pub const UNKNOWN: i64 = i64::MIN;

/// How a case's search for an agent ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// The log does not say.
    #[default]
    Unknown,
    /// An agent answered.
    Answered,
    /// The customer gave up.
    GaveUp,
}

/// One case of a log. Ordered by time first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// When it began to look for an agent.
    pub at: Civil,
    /// How long until answered or given up, µs; or [`UNKNOWN`].
    pub wait: i64,
    /// When an agent began; or [`UNKNOWN`].
    pub begun: Civil,
    /// The agent's work, µs; or [`UNKNOWN`].
    pub handle: i64,
    /// When it was over for good; or [`UNKNOWN`].
    pub solved: Civil,
    /// A hash of who the customer is; 0: not known.
    pub customer: u64,
    /// A hash of the whole row.
    pub row: u64,
    /// The agent's number; 0: none or not known.
    pub agent: u32,
    /// Customer messages that were answered; 0: not known.
    pub turns: u32,
    /// Number of the inquiry.
    pub inquiry: u16,
    /// Number of the channel.
    pub channel: u16,
    /// Number of the tier; 0: not known.
    pub tier: u16,
    /// How its search for an agent ended.
    pub fate: Fate,
    /// False: it only shows that its agent was busy; it is not to be predicted.
    pub counts: bool,
}

impl Case {
    /// The day of its beginning, in days since 1970.
    pub fn day(&self) -> i32 {
        self.at.div_euclid(DAY) as i32
    }

    /// Since midnight, µs.
    pub fn clock(&self) -> i64 {
        self.at.rem_euclid(DAY)
    }

    /// When its agent ended, if that is known.
    pub fn ended(&self) -> Option<Civil> {
        (self.begun != UNKNOWN && self.handle != UNKNOWN).then(|| self.begun + self.handle)
    }

    /// The wait, if known.
    pub fn waited(&self) -> Option<i64> {
        (self.wait != UNKNOWN).then_some(self.wait)
    }

    /// The agent's work, if known.
    pub fn handled(&self) -> Option<i64> {
        (self.handle != UNKNOWN).then_some(self.handle)
    }
}

impl Record for Case {
    const BYTES: usize = 7 * 8 + 2 * 4 + 3 * 2 + 2;

    fn group(&self) -> i32 {
        self.day()
    }

    fn pack(&self, out: &mut Vec<u8>) {
        for number in [self.at, self.wait, self.begun, self.handle, self.solved] {
            out.extend(number.to_le_bytes());
        }
        out.extend(self.customer.to_le_bytes());
        out.extend(self.row.to_le_bytes());
        out.extend(self.agent.to_le_bytes());
        out.extend(self.turns.to_le_bytes());
        for number in [self.inquiry, self.channel, self.tier] {
            out.extend(number.to_le_bytes());
        }
        out.extend([self.fate as u8, u8::from(self.counts)]);
    }

    fn unpack(bytes: &[u8]) -> Case {
        let mut rest = bytes;
        let at = i64::from_le_bytes(take(&mut rest));
        let wait = i64::from_le_bytes(take(&mut rest));
        let begun = i64::from_le_bytes(take(&mut rest));
        let handle = i64::from_le_bytes(take(&mut rest));
        let solved = i64::from_le_bytes(take(&mut rest));
        Case {
            at,
            wait,
            begun,
            handle,
            solved,
            customer: u64::from_le_bytes(take(&mut rest)),
            row: u64::from_le_bytes(take(&mut rest)),
            agent: u32::from_le_bytes(take(&mut rest)),
            turns: u32::from_le_bytes(take(&mut rest)),
            inquiry: u16::from_le_bytes(take(&mut rest)),
            channel: u16::from_le_bytes(take(&mut rest)),
            tier: u16::from_le_bytes(take(&mut rest)),
            fate: [Fate::Unknown, Fate::Answered, Fate::GaveUp][usize::from(take::<1>(&mut rest)[0]).min(2)],
            counts: take::<1>(&mut rest)[0] != 0,
        }
    }
}

/// The next `N` bytes.
pub fn take<const N: usize>(rest: &mut &[u8]) -> [u8; N] {
    let mut taken = [0; N];
    let (head, tail) = rest.split_at(N.min(rest.len()));
    taken[..head.len()].copy_from_slice(head);
    *rest = tail;
    taken
}

/// FNV-1a over the bytes of several texts, each closed by a zero byte; never 0.
pub fn hash<'a>(texts: impl Iterator<Item = &'a str>) -> u64 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    for text in texts {
        for byte in text.bytes().chain([0]) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    state.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_comes_back_from_its_bytes() {
        let case = Case {
            at: -5,
            wait: UNKNOWN,
            begun: 7,
            handle: 8,
            solved: 9,
            customer: u64::MAX,
            row: 1,
            agent: 2,
            turns: 3,
            inquiry: 4,
            channel: 5,
            tier: 6,
            fate: Fate::GaveUp,
            counts: true,
        };
        let mut bytes = Vec::new();
        case.pack(&mut bytes);
        assert_eq!(bytes.len(), Case::BYTES);
        assert_eq!(Case::unpack(&bytes), case);
    }

    #[test]
    fn a_case_before_1970_is_of_the_day_before() {
        let case = Case { at: -1, ..Case::default() };
        assert_eq!((case.day(), case.clock()), (-1, DAY - 1));
    }
}
