//! A chat agent with slots without limit, on whom nobody gives up: a Jackson network.
//!
//! Conversations come as a Poisson process, have a geometric number of turns, and their customers think
//! independently between turns. However long they think, the number of messages in the agent's inbox is
//! that of M/M/1 at rate turns × λ (Jackson, "Networks of waiting lines", Operations Research 5, 1957),
//! and a message finds it so: reply times are exponential.

use super::{Outlook, assert_positive};

/// The reply times of such an agent. Rates and times in one unit of the caller's choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replies {
    /// Messages in a unit of time.
    pub messages: f64,
    /// The share of its time that the agent writes; below 1.
    pub occupancy: f64,
    /// The mean time from message to the end of its reply.
    pub mean: f64,
}

/// The replies to `conversations` in a unit of time with a mean of `turns` messages each (geometric, from
/// 1), each reply an exponential work of mean `reply`.
///
/// # Panics
/// If an argument is not positive and finite, or `turns` is below 1.
pub fn replies(conversations: f64, turns: f64, reply: f64) -> Outlook<Replies> {
    assert_positive("the rate of conversations", conversations);
    assert_positive("the reply time", reply);
    assert!(turns >= 1.0 && turns.is_finite(), "a conversation has at least one turn");
    let messages = conversations * turns;
    let spare = 1.0 / reply - messages;
    if spare <= 0.0 {
        return Outlook::Overload { grows: -spare };
    }
    Outlook::Steady(Replies { messages, occupancy: messages * reply, mean: 1.0 / spare })
}

impl Replies {
    /// The share of messages whose reply is there within `time`.
    pub fn within(&self, time: f64) -> f64 {
        -libm::expm1(-time / self.mean)
    }

    /// The mean time until work on a message begins.
    pub fn mean_wait(&self) -> f64 {
        self.mean * self.occupancy
    }
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::*;

    #[test]
    fn one_conversation_of_four_turns_loads_the_agent_as_four() {
        // M/M/1 by hand: 4 x 0.2 = 0.8 messages against 1 reply a minute: mean 1 / 0.2 = 5, wait 4.
        let replies = replies(0.2, 4.0, 1.0).steady().unwrap();
        close(replies.occupancy, 0.8, 1e-15);
        close(replies.mean, 5.0, 1e-14);
        close(replies.mean_wait(), 4.0, 1e-14);
        close(replies.within(5.0), 1.0 - libm::exp(-1.0), 1e-14);
    }

    #[test]
    fn waits_are_those_of_erlang_c_with_one_agent() {
        let queue = crate::theory::erlang_c::erlang_c(0.6, 1.0, 1).steady().unwrap();
        close(replies(0.3, 2.0, 1.0).steady().unwrap().mean_wait(), queue.mean_wait(), 1e-14);
    }

    #[test]
    fn too_many_turns_are_an_overload_of_messages() {
        // Six messages a minute against four.
        assert_eq!(replies(2.0, 3.0, 0.25), Outlook::Overload { grows: 2.0 });
    }
}
