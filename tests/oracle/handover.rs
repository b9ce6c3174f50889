//! How agents go, and what becomes of their conversations (3.7, D29).

use super::people::Stage;
use super::world::World;
use nightdesk::simulation::observer::Event;

impl World<'_> {
    /// The agent leaves, with nothing in hand.
    pub fn leave(&mut self, agent: usize) {
        let stint = self.agents[agent].stint.expect("who leaves was there");
        let counted = self.stints[stint].counted;
        self.end_stint(agent);
        self.agents[agent].past_end = false;
        self.hand_over(agent, counted);
    }

    /// Before a break, and the agent stays on its duty.
    pub fn hand_over_all(&mut self, agent: usize) {
        let stint = self.agents[agent].stint.expect("a break is part of a duty");
        self.hand_over(agent, self.stints[stint].counted);
    }

    /// Its conversations go: those with a message waiting back to the queue, in the order of their
    /// messages; those whose customer thinks when it writes; those in their idle_close are over.
    fn hand_over(&mut self, agent: usize, counted: bool) {
        let team = self.agents[agent].team;
        let is_level = self.plan.teams[team].level.is_some();
        let counts = counted && !(is_level && self.now >= self.plan.closes);
        let mut waiting = Vec::new();
        for conversation in std::mem::take(&mut self.agents[agent].open) {
            if self.conversations[conversation].stage == Stage::Closing {
                self.close(conversation);
                continue;
            }
            self.tell(Event::HandedOver, conversation, Some(agent));
            self.counts.teams[team].handed_over += u64::from(counts);
            let it = &mut self.conversations[conversation];
            it.agent = None;
            it.handed_over = true;
            let case = &mut self.cases[it.case];
            case.transfers += u32::from(!it.gave_up && !it.is_ask);
            if it.stage == Stage::Inbox {
                waiting.push(conversation);
            }
        }
        self.agents[agent].inbox.clear();
        waiting.sort_by_key(|conversation| {
            let it = &self.conversations[*conversation];
            (it.sent, it.who)
        });
        for conversation in waiting {
            self.place(conversation);
        }
    }
}
