//! Cases, conversations, agents and their stretches of duty: the parts of the world's state.

use nightdesk::random::Key;
use nightdesk::simulation::customer::Customer;
use nightdesk::simulation::observer::Who;
use nightdesk::simulation::plan::Plan;
use nightdesk::units::{Span, Time};

/// One customer's inquiry, from first message to conclusion.
pub struct Case {
    pub source: u16,
    pub number: u32,
    pub inquiry: usize,
    pub tier: usize,
    /// When the very first message was sent.
    pub began: Time,
    /// Channel of the first conversation.
    pub channel: usize,
    /// Number of the next conversation.
    pub conversations: u32,
    /// Follow-up conversations so far.
    pub rounds: u32,
    /// When the last reply with credit, or the desk message, was sent.
    pub last_reply: Option<Time>,
    /// The targets on solution have been booked.
    pub solution_booked: bool,
    pub over: bool,
    /// A bot settled it before anybody had replied.
    pub settled_by_bot: bool,
    /// From the first message to the first reply with credit, or to the first talk.
    pub first_wait: Option<Span>,
    /// The longest wait for a later reply, or talk.
    pub later_wait: Span,
    /// Replies with credit.
    pub replies: u32,
    /// Handovers and escalations.
    pub transfers: u32,
    /// Who sent the last reply with credit, or the follow-up message.
    pub last_agent: Option<usize>,
    /// The conversation whose outcome decided on after-care last.
    pub after_care: Option<usize>,
}

/// One contact within a case.
pub struct Conversation {
    pub case: usize,
    /// Source, case, conversation; and the turn it is at.
    pub who: Who,
    pub channel: usize,
    /// Opened by the desk for this team alone; none: opened by the customer, who goes by the inquiry's routing.
    pub desk_team: Option<u16>,
    pub turns: u32,
    /// When the message of the current turn was sent (desk: when the conversation was opened): from here
    /// on its clock runs.
    pub clock: Time,
    /// Its place in line: the same, or when the bot handed it over, or when the customer nudged.
    pub sent: Time,
    /// In it the customer asks about another conversation, whose case waits for a party.
    pub is_ask: bool,
    /// When the customer wrote again, waiting for the reply to the current message.
    pub written_again: Vec<Time>,
    /// A notice on how the case stands, after this conversation, was seen.
    pub told: bool,
    /// Nobody notices the message before the customer nudges.
    pub unnoticed: bool,
    /// When the customer nudged while the conversation waited for an agent.
    pub nudged: Option<Time>,
    /// Its customer gave up waiting for the reply to the current message.
    pub gave_up: bool,
    pub stage: Stage,
    /// The agent whose conversation it is; on a message channel only while it is in hand.
    pub agent: Option<usize>,
    /// It has left an agent at the end of a shift, or before a break.
    pub handed_over: bool,
    /// The last reply has been sent; wrap-up and idle_close may still run.
    pub finished: bool,
    pub idle_close_runs: bool,
    /// When the solving reply was sent.
    pub solved: Option<Time>,
    /// The team that sent the last reply.
    pub last_team: u16,
}

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its message waits in the queue.
    Queued,
    /// Its message waits in its agent's inbox.
    Inbox,
    /// Its message waits and nobody has noticed it.
    Overlooked,
    /// Its agent works on it (or on its wrap-up).
    InHand,
    /// Its customer thinks.
    Thinking,
    /// Only its idle_close is left.
    Closing,
    Over,
}

impl Conversation {
    pub fn customer<'p>(&self, plan: &'p Plan, night: Key) -> Customer<'p> {
        Customer::new(plan, night, self.who.source, self.who.case)
    }

    /// Its current message is one that a customer sent.
    pub fn customer_wrote(&self) -> bool {
        self.desk_team.is_none() || self.who.turn > 0
    }

    /// A message waits that nobody has begun to work on.
    pub fn waits(&self) -> bool {
        matches!(self.stage, Stage::Queued | Stage::Inbox | Stage::Overlooked)
    }
}

/// A rostered person, tonight.
#[derive(Default)]
pub struct Agent {
    pub team: usize,
    /// The stretch of duty it is on; none: not there.
    pub stint: Option<usize>,
    /// Which of its duties that is (levels: 0).
    pub duty: usize,
    /// The duty's end has passed.
    pub past_end: bool,
    pub past_last_call: bool,
    /// The break it is on.
    pub away: Option<usize>,
    /// Breaks that have fallen due and are not taken yet.
    pub breaks_due: Vec<usize>,
    pub work: Option<Work>,
    /// Conversations that hold a slot.
    pub open: Vec<usize>,
    /// Those of them whose message waits.
    pub inbox: Vec<usize>,
    /// The conversation last worked on in this duty.
    pub last_conversation: Option<usize>,
    /// What its latest training has made of its speed.
    pub trained: Option<f64>,
    /// When the last work ended; at first the start of duty.
    pub last_work_ended: Time,
}

/// Work in hand.
#[derive(Clone, Copy)]
pub struct Work {
    pub kind: WorkKind,
    pub conversation: usize,
    pub since: Time,
    /// When the agent will have nothing in hand, a wrap-up that follows included.
    pub nothing_in_hand_at: Time,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum WorkKind {
    Reply,
    WrapUp,
    /// The follow-up message after the conversation.
    DeskMessage,
    /// After-care.
    AfterCare,
    /// The approval of a payout.
    Approval,
    /// A progress notice.
    Notice,
}

impl WorkKind {
    /// A message of the desk, after the conversation.
    pub fn is_the_desks_own(self) -> bool {
        matches!(self, WorkKind::DeskMessage | WorkKind::AfterCare | WorkKind::Approval | WorkKind::Notice)
    }
}

/// One stretch of duty of an agent, kept until the night is over.
pub struct Stint {
    pub agent: usize,
    pub team: usize,
    /// It is this night's cost.
    pub counted: bool,
    pub from: Time,
    /// When the agent left; none: still there.
    pub to: Option<Time>,
    /// End of the shift, or the step that sent the agent home: from here on it is overtime.
    pub regular_until: Time,
    pub away: Vec<Away>,
    /// Stretches with work in hand.
    pub busy: Vec<(Time, Time)>,
}

/// A break.
pub struct Away {
    pub from: Time,
    pub to: Option<Time>,
    pub paid: bool,
}
