//! Messages become cases with turns.
//!
//! A customer's messages up to the next reply are one turn, whose clock runs from the first of them. A
//! silence of over four hours begins a new case: consoles keep one conversation a customer for ever.
//!
//! Where the console says that a customer left, who left before the first reply gave up; a reply after that is work,
//! but no answer. A conversation that nobody answered and nobody is said to have left tells nothing of patience.

use super::case::{Case, DAY, Fate, SECOND, UNKNOWN};
use super::left_out::LeftOuts;
use super::message::{LEFT, Message, Reply};
use super::sorter::{Groups, Sorter};
use std::io;

/// Longer than this without a message, and what follows is a new case.
const SILENCE: i64 = 4 * 3600 * SECOND;
/// Values that a sample keeps; of more, every second, fourth, … is kept, in the order they come.
const MOST: usize = 1 << 20;

/// Values of which a bounded, evenly spread part is kept.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Inquiry and µs.
    pub values: Vec<(u16, i64)>,
    /// How many there were.
    pub seen: u64,
    every: u64,
}

impl Default for Sample {
    fn default() -> Sample {
        Sample { values: Vec::new(), seen: 0, every: 1 }
    }
}

impl Sample {
    /// Adds a value.
    pub fn add(&mut self, inquiry: u16, span: i64) {
        if self.seen.is_multiple_of(self.every) {
            self.values.push((inquiry, span));
        }
        self.seen += 1;
        if self.values.len() >= MOST {
            let mut place = 0;
            self.values.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.every *= 2;
        }
    }
}

/// What conversations hold.
#[derive(Debug, Default)]
pub struct Conversations {
    /// A case each.
    pub cases: Groups<Case>,
    /// Every reply.
    pub replies: Groups<Reply>,
    /// From a reply to the customer's next message.
    pub thinks: Sample,
}

/// Puts conversations together.
///
/// # Errors
/// If the temporary folder cannot be read or written.
pub fn cases(messages: &Groups<Message>, left_out: &mut LeftOuts) -> io::Result<Conversations> {
    let (mut cases, mut replies, mut thinks) = (Sorter::default(), Sorter::default(), Sample::default());
    for group in messages.groups() {
        let list = messages.of(group)?;
        for conversation in list.chunk_by(|a, b| a.conversation == b.conversation) {
            for one in conversation.chunk_by(|a, b| b.at - a.at <= SILENCE) {
                match turns(one, &mut replies, &mut thinks)? {
                    Some(case) => cases.push(case)?,
                    None => {
                        let rows = one.len() as u64;
                        let reason = "messages of conversations that the desk began";
                        left_out.add_many(reason, rows, || "found after sorting".to_owned());
                    }
                }
            }
        }
    }
    Ok(Conversations { cases: cases.finish(|_| {})?, replies: replies.finish(|_| {})?, thinks })
}

/// One case; none if no customer wrote first.
fn turns(messages: &[Message], replies: &mut Sorter<Reply>, thinks: &mut Sample) -> io::Result<Option<Case>> {
    let Some(first) = messages.first().filter(|first| first.agent == 0) else { return Ok(None) };
    let (mut asked, mut replied, mut case, mut gave_up) = (None, None, None::<Case>, None);
    let begins = Case {
        at: first.at,
        wait: UNKNOWN,
        begun: UNKNOWN,
        handle: UNKNOWN,
        solved: messages.last().map_or(UNKNOWN, |last| last.at),
        row: first.row,
        customer: first.conversation,
        inquiry: first.inquiry,
        channel: first.channel,
        fate: Fate::Unknown,
        counts: true,
        ..Case::default()
    };
    for message in messages {
        if message.agent == LEFT {
            if case.is_none() && gave_up.is_none() {
                gave_up = Some(Case { wait: message.at - first.at, fate: Fate::GaveUp, ..begins });
            }
            continue;
        }
        if message.agent == 0 {
            if let (None, Some(replied)) = (asked, replied) {
                thinks.add(first.inquiry, message.at - replied);
            }
            asked = asked.or(Some(message.at));
            continue;
        }
        replied = Some(message.at);
        let Some(asked) = asked.take() else { continue };
        if gave_up.is_none() {
            let (wait, agent) = (message.at - asked, message.agent);
            case.get_or_insert(Case { wait, agent, fate: Fate::Answered, ..begins }).turns += 1;
        }
        let (inquiry, channel) = (first.inquiry, first.channel);
        let day = message.at.div_euclid(DAY) as i32;
        replies.push(Reply { day, agent: message.agent, at: message.at, asked, inquiry, channel })?;
    }
    Ok(Some(case.or(gave_up).unwrap_or(begins)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(second: i64, agent: u32) -> Message {
        Message { conversation: 7, at: second * SECOND, row: second as u64, agent, inquiry: 1, channel: 0 }
    }

    #[test]
    fn a_conversation_becomes_turns_with_their_times() {
        let mut sorter = Sorter::default();
        // Two messages, a reply in two parts, a thought of 30 s, a reply; and a new case the next day.
        for (second, agent) in [(0, 0), (20, 0), (50, 3), (55, 3), (85, 0), (100, 4), (90_000, 0)] {
            sorter.push(message(second, agent)).unwrap();
        }
        let read = cases(&sorter.finish(|_| {}).unwrap(), &mut LeftOuts::default()).unwrap();
        let all: Vec<Case> = read.cases.groups().flat_map(|day| read.cases.of(day).unwrap()).collect();
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].wait, all[0].turns, all[0].agent), (50 * SECOND, 2, 3));
        assert_eq!((all[1].fate, all[1].turns), (Fate::Unknown, 0));
        assert_eq!(read.thinks.values, [(1, 30 * SECOND)]);
        let replies = read.replies.of(0).unwrap();
        assert_eq!(replies.iter().map(|r| (r.at - r.asked) / SECOND).collect::<Vec<_>>(), [50, 15]);
    }

    #[test]
    fn who_leaves_before_the_first_reply_gave_up_and_a_reply_after_it_is_work_only() {
        let mut sorter = Sorter::default();
        // Left after 40 s, answered all the same after 70; a day later answered after 10, and left.
        for (second, agent) in
            [(0, 0), (30, 0), (40, LEFT), (70, 3), (90_000, 0), (90_010, 3), (90_020, LEFT)]
        {
            sorter.push(message(second, agent)).unwrap();
        }
        let read = cases(&sorter.finish(|_| {}).unwrap(), &mut LeftOuts::default()).unwrap();
        let all: Vec<Case> = read.cases.groups().flat_map(|day| read.cases.of(day).unwrap()).collect();
        let ends: Vec<_> = all.iter().map(|case| (case.fate, case.wait / SECOND, case.turns)).collect();
        assert_eq!(ends, [(Fate::GaveUp, 40, 0), (Fate::Answered, 10, 1)]);
        let replies: usize = read.replies.groups().map(|day| read.replies.of(day).unwrap().len()).sum();
        assert_eq!(replies, 2);
    }

    #[test]
    fn a_sample_stays_small_and_spread_evenly() {
        let mut sample = Sample::default();
        (0..5_000_000).for_each(|value| sample.add(0, value));
        assert!(sample.values.len() <= MOST && sample.values.len() > MOST / 4);
        let gaps: Vec<i64> = sample.values.windows(2).map(|pair| pair[1].1 - pair[0].1).collect();
        assert!(gaps.iter().all(|gap| *gap == gaps[0]));
    }
}
