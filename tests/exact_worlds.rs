//! Every sentence of the model (docs/model.md, section 3) in a tiny world whose exact answer can be seen
//! by eye. Each is run by the oracle and by the product's engine, which must agree on every count.
//!
//! Agents are numbered in roster order, customers in the order they are added; times are seconds.

mod oracle;
mod support;

#[path = "exact_worlds/after_care.rs"]
mod after_care;
#[path = "exact_worlds/authority.rs"]
mod authority;
#[path = "exact_worlds/bot.rs"]
mod bot;
#[path = "exact_worlds/breaks.rs"]
mod breaks;
#[path = "exact_worlds/cases.rs"]
mod cases;
#[path = "exact_worlds/finding_an_agent.rs"]
mod finding_an_agent;
#[path = "exact_worlds/giving_up.rs"]
mod giving_up;
#[path = "exact_worlds/helpdesk.rs"]
mod helpdesk;
#[path = "exact_worlds/levels.rs"]
mod levels;
#[path = "exact_worlds/message_channels.rs"]
mod message_channels;
#[path = "exact_worlds/overlooked.rs"]
mod overlooked;
#[path = "exact_worlds/satisfaction.rs"]
mod satisfaction;
#[path = "exact_worlds/shifts.rs"]
mod shifts;
#[path = "exact_worlds/targets.rs"]
mod targets;
#[path = "exact_worlds/time.rs"]
mod time;
#[path = "exact_worlds/waiting.rs"]
mod waiting;
#[path = "exact_worlds/working.rs"]
mod working;
