//! What is noted of cases for their customers' opinions and for after-care; nothing of plans without.

use super::conversation::{Life, NO_AGENT};
use super::customer::Customer;
use super::engine::Engine;
use super::plan::Plan;
use super::satisfaction::{CaseEnd, Experience};
use crate::units::{Span, Time};

/// What is noted of a case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notes {
    first_wait: Option<Span>,
    later_wait: Span,
    replies: u32,
    transfers: u32,
    /// Who sent the last reply with credit, or the follow-up message.
    agent: u32,
    /// What an outcome decided.
    after_care: Option<OwedCare>,
}

/// After-care that a case is owed once it is concluded.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwedCare {
    /// The conversation whose outcome decided on it.
    pub number: u32,
    /// Its channel.
    pub channel: u8,
    /// The team that had it.
    pub team: u16,
}

const BLANK: Notes = Notes {
    first_wait: None,
    later_wait: Span::ZERO,
    replies: 0,
    transfers: 0,
    agent: NO_AGENT,
    after_care: None,
};

/// Notes by the record that carries the case.
#[derive(Debug)]
pub(super) struct Notebook {
    kept: bool,
    pages: Vec<Notes>,
}

impl Notebook {
    /// With room for so many.
    pub fn new(plan: &Plan, room: usize) -> Notebook {
        let kept = plan.satisfaction.is_some() || super::layout::after_care(plan);
        Notebook { kept, pages: Vec::with_capacity(if kept { room } else { 0 }) }
    }

    /// A case begins with this record.
    #[inline]
    pub fn begin(&mut self, record: u32) {
        if self.kept {
            self.write(record, BLANK);
        }
    }

    /// The case goes over to another record.
    #[inline]
    pub fn pass(&mut self, from: u32, to: u32) {
        if self.kept {
            let notes = self.pages[from as usize];
            self.write(to, notes);
        }
    }

    fn write(&mut self, record: u32, notes: Notes) {
        let record = record as usize;
        if record >= self.pages.len() {
            self.pages.resize(record + 1, BLANK);
        }
        self.pages[record] = notes;
    }

    /// The notes on a record's case, if any are kept.
    #[inline]
    pub fn page(&mut self, record: u32) -> Option<&mut Notes> {
        if self.kept { self.pages.get_mut(record as usize) } else { None }
    }

    /// A reply with credit (or follow-up message, which is none) is sent by `agent`.
    #[inline]
    pub fn reply(&mut self, record: u32, agent: u32, replies: u32) {
        if let Some(notes) = self.page(record) {
            notes.replies += replies;
            notes.agent = agent;
        }
    }

    /// A customer's message has its reply, or the talk starts, after `wait`; so long after the case's first message.
    #[inline]
    pub fn answer(&mut self, record: u32, wait: Span, since_first: Span) {
        if let Some(notes) = self.page(record) {
            match notes.first_wait {
                None => notes.first_wait = Some(since_first),
                Some(_) => notes.later_wait = notes.later_wait.max(wait),
            }
        }
    }

    /// The case's conversation leaves its agent, or is escalated.
    #[inline]
    pub fn transfer(&mut self, record: u32) {
        if let Some(notes) = self.page(record) {
            notes.transfers += 1;
        }
    }

    /// An outcome decides on after-care.
    pub fn owe_after_care(&mut self, record: u32, care: OwedCare) {
        if let Some(notes) = self.page(record) {
            notes.after_care = Some(care);
        }
    }
}

impl Engine<'_> {
    /// What the customer thinks of the case that a record carried, now that it ended at `at`.
    pub(super) fn opinion(&mut self, conversation: u32, life: &Life, at: Time, end: CaseEnd) {
        let Some(satisfaction) = &self.plan.satisfaction else { return };
        let Some(&mut notes) = self.notebook.page(conversation) else { return };
        let experience = Experience {
            first_wait: notes.first_wait.unwrap_or(at - life.first),
            later_wait: notes.later_wait,
            replies: notes.replies,
            transfers: notes.transfers,
            end,
        };
        let record = &self.conversations[conversation];
        let customer: Customer<'_> = record.customer;
        let opinion = customer.opinion(satisfaction, &experience);
        self.counts.inquiries[record.inquiry as usize].opinions.count(&opinion);
        if notes.agent != NO_AGENT {
            self.counts.agents[notes.agent as usize].opinions.count(&opinion);
        }
    }

    /// The after-care that a concluded case is owed, and how long after the conclusion it falls due.
    pub(super) fn after_care_owed(&mut self, conversation: u32) -> Option<(OwedCare, Span)> {
        let care = self.notebook.page(conversation)?.after_care?;
        let customer = self.conversations[conversation].customer;
        let (delay, _) = customer.after_care(customer.outcome(care.number), care.number)?;
        Some((care, delay))
    }
}
