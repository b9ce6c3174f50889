//! What customers thought, and what the desk's practices did.

use crate::simulation::plan::Opinion;
use crate::simulation::satisfaction;
use crate::units::Money;

/// What customers thought of their cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpinionCounts {
    /// Cases that were over, or still open at the end, and that were not settled by a bot.
    pub cases: u64,
    /// Whose customers answered the survey.
    pub surveys: u64,
    /// Sum of their scores, in millionths.
    pub score: u64,
    /// Of those who answered, who scored less than `unsatisfied_below`.
    pub unsatisfied: u64,
    /// Cases whose customers complained.
    pub complaints: u64,
}

/// What the desk's practices did in a night.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PracticeCounts {
    /// Conversations that began with a bot.
    pub bot_conversations: u64,
    /// Of them, settled by it.
    pub bot_settled: u64,
    /// Messages that were overlooked until the customer nudged.
    pub overlooked: u64,
    /// After-care messages sent: call-backs.
    pub call_backs: u64,
    /// Outcomes that cost something.
    pub payouts: u64,
    /// Payouts that had to be approved of, and were.
    pub approvals: u64,
    /// Messages that customers wrote again while they waited for a reply.
    pub written_again: u64,
    /// Times that customers asked where their case stands.
    pub asked_again: u64,
    /// Progress notices sent.
    pub notices: u64,
    /// What these cost.
    pub notice_cost: Money,
    /// What the bot cost.
    pub bot_cost: Money,
}

impl OpinionCounts {
    /// Counts one customer's opinion.
    pub fn count(&mut self, opinion: &satisfaction::Opinion) {
        self.cases += 1;
        self.complaints += u64::from(opinion.complains);
        if opinion.answers {
            self.surveys += 1;
            self.score += opinion.score;
            self.unsatisfied += u64::from(opinion.unsatisfied);
        }
    }

    /// Those of an opinion, and those who may have it.
    pub fn of(&self, opinion: Opinion) -> (u64, u64) {
        match opinion {
            Opinion::Unsatisfied => (self.unsatisfied, self.surveys),
            Opinion::Complaints => (self.complaints, self.cases),
        }
    }

    /// Adds others.
    pub fn add(&mut self, other: &OpinionCounts) {
        self.cases += other.cases;
        self.surveys += other.surveys;
        self.score += other.score;
        self.unsatisfied += other.unsatisfied;
        self.complaints += other.complaints;
    }
}

impl PracticeCounts {
    /// Adds another night.
    pub fn add(&mut self, other: &PracticeCounts) {
        self.bot_conversations += other.bot_conversations;
        self.bot_settled += other.bot_settled;
        self.overlooked += other.overlooked;
        self.call_backs += other.call_backs;
        self.payouts += other.payouts;
        self.approvals += other.approvals;
        self.written_again += other.written_again;
        self.asked_again += other.asked_again;
        self.notices += other.notices;
        self.notice_cost += other.notice_cost;
        self.bot_cost += other.bot_cost;
    }
}
