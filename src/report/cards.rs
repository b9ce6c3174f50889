//! What customers thought, what practices did, and agents' score cards.

use super::build::{CONFIDENCE, Run, share};
use super::model::{AgentReport, Amount, Card, Compliance, Opinions, Practices, Satisfaction};
use crate::simulation::plan::Agent;
use crate::simulation::tally::{AgentTally, NightRecord, OpinionCounts};
use crate::statistics::{Interval, RatioSums, ratio};

/// What customers thought of all cases; none if nobody is asked.
pub fn satisfaction(run: &Run<'_>) -> Option<Satisfaction> {
    run.plan.satisfaction.as_ref()?;
    let nights = &run.simulated.nights;
    let surveys: u64 = nights.iter().map(|night| night.opinions.surveys).sum();
    let score = ratio(
        nights.iter().map(|night| (night.opinions.score as f64 / 1e6, night.opinions.surveys as f64)),
        CONFIDENCE,
    );
    Some(Satisfaction {
        surveys: run.per_night(surveys as f64),
        score: score.map(|it| Amount { mean: it.value, low: it.low.max(1.0), high: it.high.min(5.0) }),
        unsatisfied: pooled(nights, |it| (it.unsatisfied, it.surveys)),
        complaints: pooled(nights, |it| (it.complaints, it.cases)),
    })
}

/// A share of all nights together, with its interval.
fn pooled(nights: &[NightRecord], of: impl Fn(&OpinionCounts) -> (u64, u64)) -> Option<Compliance> {
    let mut sums = RatioSums::default();
    for (part, whole) in nights.iter().map(|night| of(&night.opinions)).filter(|(_, whole)| *whole > 0) {
        sums.add(part, whole);
    }
    let Interval { value, low, high } = sums.estimate(CONFIDENCE)?;
    Some(Compliance { mean: value, low, high })
}

/// What the customers of some cases thought; none if nobody is asked.
pub fn opinions(run: &Run<'_>, counts: &OpinionCounts) -> Option<Opinions> {
    run.plan.satisfaction.as_ref()?;
    Some(Opinions {
        surveys: run.per_night(counts.surveys as f64),
        score: (counts.surveys > 0).then(|| counts.score as f64 / 1e6 / counts.surveys as f64),
        unsatisfied: share(counts.unsatisfied, counts.surveys),
        complaints: share(counts.complaints, counts.cases),
    })
}

/// What the desk's practices did.
pub fn practices(run: &Run<'_>) -> Practices {
    let sums = &run.simulated.tally.practices;
    let per_night = |count: u64| run.per_night(count as f64);
    Practices {
        bot_conversations: per_night(sums.bot_conversations),
        bot_settled: per_night(sums.bot_settled),
        overlooked: per_night(sums.overlooked),
        call_backs: per_night(sums.call_backs),
        payouts: per_night(sums.payouts),
        approvals: per_night(sums.approvals),
        written_again: per_night(sums.written_again),
        asked_again: per_night(sums.asked_again),
        notices: per_night(sums.notices),
    }
}

fn card(run: &Run<'_>, tally: &AgentTally) -> Card {
    Card {
        conversations: run.per_night(tally.conversations as f64),
        replies: run.per_night(tally.replies as f64),
        quick_replies: share(tally.quick, tally.written),
        satisfaction: opinions(run, &tally.opinions),
    }
}

/// What a team's agents did together.
pub fn of_team(run: &Run<'_>, team: usize) -> Card {
    let mut sum = AgentTally::default();
    let agents = run.plan.agents.iter().zip(&run.simulated.tally.agents);
    agents.filter(|(agent, _)| usize::from(agent.team) == team).for_each(|(_, tally)| sum.merge(tally));
    card(run, &sum)
}

/// Every agent's score card, in roster order.
pub fn agents(run: &Run<'_>) -> Vec<AgentReport> {
    let report = |(agent, tally): (&Agent, &AgentTally)| {
        let team = run.plan.teams[usize::from(agent.team)].name.clone();
        let name = match agent.shift.as_str() {
            "" => format!("{team}/{}", agent.number + 1),
            shift => format!("{team}/{shift}/{}", agent.number + 1),
        };
        AgentReport {
            name,
            team,
            shift: agent.shift.clone(),
            on_duty_h: run.per_night(tally.on_duty as f64 / 3.6e9),
            occupancy: (tally.on_duty > 0).then(|| tally.busy as f64 / tally.on_duty as f64),
            card: card(run, tally),
        }
    };
    run.plan.agents.iter().zip(&run.simulated.tally.agents).map(report).collect()
}
