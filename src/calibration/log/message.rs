//! One message of a log, and one reply, both small and of fixed size.

use super::case::{Civil, take};
use super::sorter::Record;

/// A message. Ordered by conversation, then time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// A hash of the conversation's name.
    pub conversation: u64,
    /// When it was written.
    pub at: Civil,
    /// A hash of the whole row.
    pub row: u64,
    /// The agent who wrote it; 0: a customer did. [`u32::MAX`]: an agent whom the log does not name. [`LEFT`]: nobody
    /// wrote, the customer left.
    pub agent: u32,
    /// Number of the inquiry.
    pub inquiry: u16,
    /// Number of the channel.
    pub channel: u16,
}

/// In the place of an agent: the console says that the customer left.
pub const LEFT: u32 = u32::MAX - 1;
/// Conversations are read in so many groups, each small enough for memory.
const GROUPS: u64 = 4096;

impl Record for Message {
    const BYTES: usize = 3 * 8 + 4 + 2 * 2;

    fn pack(&self, out: &mut Vec<u8>) {
        out.extend(self.conversation.to_le_bytes());
        out.extend(self.at.to_le_bytes());
        out.extend(self.row.to_le_bytes());
        out.extend(self.agent.to_le_bytes());
        out.extend(self.inquiry.to_le_bytes());
        out.extend(self.channel.to_le_bytes());
    }

    fn unpack(bytes: &[u8]) -> Message {
        let mut rest = bytes;
        Message {
            conversation: u64::from_le_bytes(take(&mut rest)),
            at: i64::from_le_bytes(take(&mut rest)),
            row: u64::from_le_bytes(take(&mut rest)),
            agent: u32::from_le_bytes(take(&mut rest)),
            inquiry: u16::from_le_bytes(take(&mut rest)),
            channel: u16::from_le_bytes(take(&mut rest)),
        }
    }

    fn group(&self) -> i32 {
        (self.conversation / (u64::MAX / GROUPS + 1)) as i32
    }
}

/// An agent's reply. Ordered by day, agent, then time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reply {
    /// Days since 1970.
    pub day: i32,
    /// Who replied.
    pub agent: u32,
    /// When.
    pub at: Civil,
    /// When the customer wrote what it answers.
    pub asked: Civil,
    /// Number of the inquiry.
    pub inquiry: u16,
    /// Number of the channel.
    pub channel: u16,
}

impl Record for Reply {
    const BYTES: usize = 2 * 4 + 2 * 8 + 2 * 2;

    fn pack(&self, out: &mut Vec<u8>) {
        out.extend(self.day.to_le_bytes());
        out.extend(self.agent.to_le_bytes());
        out.extend(self.at.to_le_bytes());
        out.extend(self.asked.to_le_bytes());
        out.extend(self.inquiry.to_le_bytes());
        out.extend(self.channel.to_le_bytes());
    }

    fn unpack(bytes: &[u8]) -> Reply {
        let mut rest = bytes;
        Reply {
            day: i32::from_le_bytes(take(&mut rest)),
            agent: u32::from_le_bytes(take(&mut rest)),
            at: i64::from_le_bytes(take(&mut rest)),
            asked: i64::from_le_bytes(take(&mut rest)),
            inquiry: u16::from_le_bytes(take(&mut rest)),
            channel: u16::from_le_bytes(take(&mut rest)),
        }
    }

    fn group(&self) -> i32 {
        self.day
    }
}
