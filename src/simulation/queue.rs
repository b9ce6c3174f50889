//! Who waits for an agent.
//!
//! The queue is made of cells, first in first out, one for each kind of conversation that anybody can
//! tell apart (inquiry, channel, tier, handed over or not, restricted to a team or not). A team looks
//! only at the heads of its cells. What leaves from the middle is not searched for: its entry stays
//! until it comes to the head.

use super::calendar::Id;
use super::conversation::{Conversations, State};
use super::layout::{CellPlan, Group, Layout, Rank};
use crate::units::Time;
use std::collections::VecDeque;

/// A conversation in a cell.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Since when it waits, for the order.
    since: Time,
    id: Id,
    conversation: u32,
    /// The conversation's, if it has not left since.
    ticket: u32,
}

/// Who comes first for a team: the least.
pub(super) type Order = (Rank, Time, Id);

/// The whole queue.
#[derive(Debug)]
pub(super) struct Queue {
    cells: Vec<VecDeque<Entry>>,
    /// By team, then group: how many wait in its cells.
    waiting: Vec<Vec<u32>>,
    tickets: u32,
}

impl Queue {
    /// With room for so many, shared by the cells that customers' own conversations wait in.
    pub fn new(layout: &Layout, room: usize) -> Queue {
        let customers = layout.cells.iter().filter(|cell| cell.for_customers).count().max(1);
        let each = (2 * room / customers).clamp(256, 1 << 14);
        let other = ((1 << 17) / layout.cells.len().max(1)).clamp(16, 256);
        let room = |cell: &CellPlan| if cell.for_customers { each } else { other };
        Queue {
            cells: layout.cells.iter().map(|cell| VecDeque::with_capacity(room(cell))).collect(),
            waiting: layout.groups.iter().map(|groups| vec![0; groups.len()]).collect(),
            tickets: 0,
        }
    }

    pub fn clear(&mut self) {
        self.cells.iter_mut().for_each(VecDeque::clear);
        self.waiting.iter_mut().for_each(|groups| groups.fill(0));
        self.tickets = 0;
    }

    /// Puts a conversation in.
    #[inline]
    pub fn push(&mut self, layout: &Layout, conversations: &mut Conversations<'_>, conversation: u32) {
        self.tickets += 1;
        let record = &mut conversations[conversation];
        record.state = State::Queued;
        record.ticket = self.tickets;
        let cell = layout.cell_of(record);
        let entry = Entry { since: record.sent, id: record.id, conversation, ticket: self.tickets };
        let entries = &mut self.cells[cell];
        // Nearly always the last; a backlog, a handed-over conversation or a tie may come before others.
        let place = match entries.back() {
            Some(last) if (last.since, last.id) > (entry.since, entry.id) => {
                entries.partition_point(|other| (other.since, other.id) <= (entry.since, entry.id))
            }
            _ => entries.len(),
        };
        if place == entries.len() {
            entries.push_back(entry);
        } else {
            entries.insert(place, entry);
        }
        self.count(layout, cell, 1);
    }

    /// Says that a conversation has left its cell, before its record changes.
    #[inline]
    pub fn left(&mut self, layout: &Layout, conversations: &Conversations<'_>, conversation: u32) {
        self.count(layout, layout.cell_of(&conversations[conversation]), -1);
    }

    #[inline]
    fn count(&mut self, layout: &Layout, cell: usize, change: i32) {
        let plan = &layout.cells[cell];
        for &(team, _) in &plan.takers {
            let waiting = &mut self.waiting[team as usize][plan.group];
            *waiting = waiting.wrapping_add_signed(change);
        }
    }

    /// Something waits that a team may take (perhaps only later).
    #[inline]
    pub fn any(&self, team: u16, group: usize) -> bool {
        self.waiting[team as usize][group] > 0
    }

    /// The head of a cell that still waits.
    #[inline]
    fn head(&mut self, conversations: &Conversations<'_>, cell: u32) -> Option<Entry> {
        let entries = &mut self.cells[cell as usize];
        while let Some(&entry) = entries.front() {
            let record = &conversations[entry.conversation];
            if record.state == State::Queued && record.ticket == entry.ticket {
                return Some(entry);
            }
            entries.pop_front();
        }
        None
    }

    /// The conversation that a team takes first from a group, of those whose `after` has `passed`.
    #[inline]
    pub fn first(
        &mut self,
        group: &Group,
        conversations: &Conversations<'_>,
        passed: impl Fn(Time) -> bool,
    ) -> Option<(Order, u32)> {
        // Most groups are one cell, whose head is the first.
        if let [(rank, sources)] = &group.ranks[..]
            && let [only] = &sources[..]
            && only.after.0 == 0
        {
            let entry = self.head(conversations, only.cell)?;
            return Some(((*rank, entry.since - only.head_start, entry.id), entry.conversation));
        }
        for (rank, sources) in &group.ranks {
            let mut best: Option<(Order, u32)> = None;
            for source in sources {
                let Some(entry) = self.head(conversations, source.cell) else { continue };
                if source.after.0 > 0 && !passed(entry.since + source.after) {
                    continue;
                }
                let order = (*rank, entry.since - source.head_start, entry.id);
                if best.is_none_or(|(least, _)| order < least) {
                    best = Some((order, entry.conversation));
                }
            }
            if best.is_some() {
                return best;
            }
        }
        None
    }
}
