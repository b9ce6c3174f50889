//! What customers think of their cases: a score, whether they say it, whether they complain.
//!
//! The score of a case, before chance, is
//!
//! ```text
//! at_best − first_wait.per_minute · (w₁ − first_wait.free)⁺ − later_wait.per_minute · (w₂ − later_wait.free)⁺
//!         − turns.each · (r − turns.free)⁺ − transfer · t − (abandoned, or open)
//! ```
//!
//! with w₁ and w₂ in minutes the wait for the first reply and the longest wait for a later one, r the
//! number of replies, t that of transfers, and x⁺ = max(x, 0). To it comes `scatter` times a normal
//! deviate of the case's own; the sum is held within 1 and 5. The shape follows what live-chat vendors
//! publish about rated chats: satisfaction is flat up to a wait of three minutes and then falls
//! (Comm100, Live Chat Benchmark Report 2016, chapter 3); low scores go with queueing, waiting for an
//! answer in the conversation, transfers, and being given up on (ASAPP, "Reduce wait times, increase CSAT
//! scores", 17,000 rated chats). The amounts are assumptions, to be replaced by one's own.

use super::customer::Customer;
use super::plan::{Satisfaction, Tolerance};
use crate::random::{Purpose, normal_quantile};
use crate::units::Span;

/// How a case came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseEnd {
    /// It was concluded.
    Concluded,
    /// Its customer gave up and did not try again.
    Abandoned,
    /// It was open at the end of the run-out.
    Open,
}

/// What a customer's opinion depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Experience {
    /// From the case's first message to the first reply (of a call: to the talk); if there was none, to
    /// the last giving up or the end of the run-out.
    pub first_wait: Span,
    /// The longest wait for any later reply.
    pub later_wait: Span,
    /// Replies with credit.
    pub replies: u32,
    /// Handovers of the case's conversations, and escalations.
    pub transfers: u32,
    /// How it ended.
    pub end: CaseEnd,
}

/// What a customer thinks and does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// From 1 to 5, in millionths.
    pub score: u64,
    /// Answers the survey.
    pub answers: bool,
    /// Scores less than `unsatisfied_below`.
    pub unsatisfied: bool,
    /// Complains.
    pub complains: bool,
}

impl Satisfaction {
    /// The score from 1 to 5 after an experience; `deviate`: from the standard normal distribution.
    pub fn score(&self, experience: &Experience, deviate: f64) -> f64 {
        let end = match experience.end {
            CaseEnd::Concluded => 0.0,
            CaseEnd::Abandoned => self.abandoned,
            CaseEnd::Open => self.open,
        };
        let turns = f64::from(experience.replies.saturating_sub(self.free_turns));
        let off = self.first_wait.points(experience.first_wait)
            + self.later_wait.points(experience.later_wait)
            + self.each_turn * turns
            + self.transfer * f64::from(experience.transfers)
            + end;
        (self.at_best - off + self.scatter * deviate).clamp(1.0, 5.0)
    }
}

impl Tolerance {
    /// Points off for a wait.
    fn points(&self, wait: Span) -> f64 {
        self.per_minute * ((wait - self.free).max(Span::ZERO).seconds() / 60.0)
    }
}

impl Customer<'_> {
    /// What this customer thinks of the case, once it is over (or the night is).
    pub fn opinion(&self, satisfaction: &Satisfaction, experience: &Experience) -> Opinion {
        let uniform = |purpose| self.key.draw(purpose).uniform();
        let deviate =
            if satisfaction.scatter > 0.0 { normal_quantile(uniform(Purpose::Scatter)) } else { 0.0 };
        let score = satisfaction.score(experience, deviate);
        let unsatisfied = score < satisfaction.unsatisfied_below;
        let complains = match unsatisfied {
            true => satisfaction.complaints_unsatisfied,
            false => satisfaction.complaints_others,
        };
        Opinion {
            score: (score * 1e6 + 0.5) as u64,
            answers: uniform(Purpose::Survey) < satisfaction.share,
            unsatisfied,
            complains: complains > 0.0 && uniform(Purpose::Complaint) < complains,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn satisfaction() -> Satisfaction {
        let per_minute = |free, per_minute| Tolerance { free: Span::from_whole_seconds(free), per_minute };
        Satisfaction {
            share: 0.3,
            at_best: 4.6,
            first_wait: per_minute(180, 0.25),
            later_wait: per_minute(60, 0.5),
            free_turns: 6,
            each_turn: 0.1,
            transfer: 0.4,
            abandoned: 1.5,
            open: 1.0,
            scatter: 0.9,
            unsatisfied_below: 2.5,
            complaints_unsatisfied: 0.05,
            complaints_others: 0.002,
        }
    }

    const AT_ONCE: Experience = Experience {
        first_wait: Span::ZERO,
        later_wait: Span::ZERO,
        replies: 1,
        transfers: 0,
        end: CaseEnd::Concluded,
    };

    fn seconds(seconds: i64) -> Span {
        Span::from_whole_seconds(seconds)
    }

    #[track_caller]
    fn scores(experience: Experience, expected: f64) {
        let score = satisfaction().score(&experience, 0.0);
        assert!((score - expected).abs() < 1e-12, "{score}");
    }

    #[test]
    fn every_part_takes_off_what_it_says() {
        scores(AT_ONCE, 4.6);
        scores(Experience { first_wait: seconds(180), ..AT_ONCE }, 4.6);
        scores(Experience { first_wait: seconds(300), ..AT_ONCE }, 4.1);
        scores(Experience { later_wait: seconds(90), ..AT_ONCE }, 4.35);
        scores(Experience { replies: 8, ..AT_ONCE }, 4.4);
        scores(Experience { transfers: 2, ..AT_ONCE }, 3.8);
        scores(Experience { end: CaseEnd::Abandoned, ..AT_ONCE }, 3.1);
        scores(Experience { end: CaseEnd::Open, ..AT_ONCE }, 3.6);
        let all = Experience {
            first_wait: seconds(240),
            later_wait: seconds(120),
            replies: 7,
            transfers: 1,
            end: CaseEnd::Abandoned,
        };
        scores(all, 4.6 - 0.25 - 0.5 - 0.1 - 0.4 - 1.5);
    }

    #[test]
    fn scores_stay_within_one_and_five() {
        scores(Experience { first_wait: seconds(86_400), ..AT_ONCE }, 1.0);
        assert_eq!(satisfaction().score(&AT_ONCE, 3.0), 5.0);
    }
}
