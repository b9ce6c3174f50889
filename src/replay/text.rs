//! What customers and agents write: sentences of realistic length in Chinese and English, and the marker
//! by which a message is known again.
//!
//! A marker reads `[nd:RUN:CONVERSATION:c2]` for a customer's second message and
//! `[nd:RUN:CONVERSATION:a2.7.1]` for the reply to it by agent 7 at the first attempt; numbers from 1. It is plain
//! ASCII without quotes, so that it survives whatever carries it.

use crate::random::{Key, NameKey, Purpose};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Who wrote a message, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Author {
    /// A customer's message of a turn, from 0.
    Customer {
        /// Which.
        turn: u32,
    },
    /// An agent's reply to it.
    Agent {
        /// Which.
        turn: u32,
        /// Index of the agent.
        agent: u32,
        /// From 1.
        attempt: u32,
    },
}

/// A marker that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Marker {
    /// Index of the conversation.
    pub conversation: u32,
    /// Who.
    pub author: Author,
}

/// Writes the marker of a message of conversation `conversation` in run `run`.
pub fn marker(run: &str, marker: Marker) -> String {
    let conversation = marker.conversation + 1;
    match marker.author {
        Author::Customer { turn } => format!("[nd:{run}:{conversation}:c{}]", turn + 1),
        Author::Agent { turn, agent, attempt } => {
            format!("[nd:{run}:{conversation}:a{}.{}.{attempt}]", turn + 1, agent + 1)
        }
    }
}

/// All markers of run `run` in a text, in their order.
pub fn markers(run: &str, text: &str) -> Vec<Marker> {
    let begin = format!("[nd:{run}:");
    text.split(begin.as_str()).skip(1).filter_map(|rest| read(rest.split_once(']')?.0)).collect()
}

fn read(text: &str) -> Option<Marker> {
    let number = |text: &str| text.parse::<u32>().ok()?.checked_sub(1);
    let (conversation, author) = text.split_once(':')?;
    let conversation = number(conversation)?;
    if let Some(turn) = author.strip_prefix('c') {
        return Some(Marker { conversation, author: Author::Customer { turn: number(turn)? } });
    }
    let mut parts = author.strip_prefix('a')?.split('.');
    let (turn, agent, attempt) = (parts.next()?, parts.next()?, parts.next()?);
    let author = Author::Agent { turn: number(turn)?, agent: number(agent)?, attempt: attempt.parse().ok()? };
    Some(Marker { conversation, author })
}

const CUSTOMER_ZH: [&str; 10] = [
    "你好，在吗？",
    "昨天直播间买的橙子今天收到了，切开两个都很酸，跟主播说的完全不一样。",
    "请问我的快递到哪里了？物流信息两天没有更新了，急用。",
    "我拍的粉底液到底发哪个版本？详情页写得不清楚，色号我要的是自然色。",
    "订单号我发给你了，麻烦查一下。",
    "能不能退款？果子我可以拍照给你看，箱子里还有三个坏的。",
    "等了十几分钟了，怎么还没有人回复？",
    "好的，那我再等等，谢谢。",
    "优惠券为什么用不了？直播的时候说满一百减二十的。",
    "收货地址写错了，还没有发货的话帮我改一下可以吗？",
];
const CUSTOMER_EN: [&str; 8] = [
    "Hello, is anybody there?",
    "The oranges from last night's stream arrived today and the first two I cut open were really sour.",
    "Where is my parcel? The tracking has not moved for two days and I need it by Friday.",
    "Which version of the foundation will I get? The page says 2025 but the host showed the new bottle.",
    "I have sent you the order number, could you please check it?",
    "Can I get a refund? I can send photos, three of them were rotten when I opened the box.",
    "I have been waiting for more than ten minutes now.",
    "Okay, thank you, I will wait.",
];
const AGENT_ZH: [&str; 6] = [
    "您好，很抱歉给您带来不便，我马上帮您查询，请稍等。",
    "亲，已经为您登记了，这边给您申请退款，预计一到三个工作日原路退回，请留意到账信息。",
    "您的包裹目前在转运中心，预计明天下午送达，快递单号可以在订单详情里查看。",
    "直播间下单的都是新版本，色号按照您订单里选择的发出，请放心。",
    "麻烦您拍一张照片发给我们，我们核实以后给您补发或者退款。",
    "请问还有其他可以帮您的吗？祝您生活愉快。",
];
const AGENT_EN: [&str; 5] = [
    "Hello, I am sorry about that. Let me check your order, one moment please.",
    "I have registered it and asked for a refund; you should see it within three working days.",
    "Your parcel is at the sorting centre and should arrive tomorrow afternoon.",
    "All orders from the stream get the new version, in the shade that you chose.",
    "Is there anything else I can help you with? Have a nice evening.",
];

/// The text of a message, its marker included. Two of three conversations are in Chinese.
pub fn message(run: &str, id: Marker) -> String {
    let key = Key::night(u64::from(id.conversation), 0);
    let chinese = key.named(NameKey::of(&["language"])).draw(Purpose::Channel).uniform() < 2.0 / 3.0;
    let (turn, sentences): (u32, &[&str]) = match (id.author, chinese) {
        (Author::Customer { turn }, true) => (turn, &CUSTOMER_ZH),
        (Author::Customer { turn }, false) => (turn, &CUSTOMER_EN),
        (Author::Agent { turn, .. }, true) => (turn, &AGENT_ZH),
        (Author::Agent { turn, .. }, false) => (turn, &AGENT_EN),
    };
    let mut draw = key.named(NameKey::of(&["text"])).number(u64::from(turn)).draw(Purpose::Tier);
    let mut text = String::new();
    // One to three sentences, mostly one.
    for _ in 0..=(draw.bits() % 4 / 2 + draw.bits() % 2) {
        text.push_str(sentences[(draw.bits() % sentences.len() as u64) as usize]);
        text.push(' ');
    }
    text + &marker(run, id)
}

/// The subject of a conversation.
pub fn subject(run: &str, inquiry: &str, conversation: u32) -> String {
    format!("{inquiry} (nightdesk {run}, {})", conversation + 1)
}

/// A photo of so many bytes, which do not compress, as base64.
pub fn photo_of(bytes: u64) -> String {
    let mut draw = Key::night(bytes, 0).draw(Purpose::Tier);
    let bytes: Vec<u8> = (0..bytes).map(|_| draw.bits() as u8).collect();
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_known_again_wherever_it_stands() {
        let first = Marker { conversation: 0, author: Author::Customer { turn: 0 } };
        let reply = Marker { conversation: 11, author: Author::Agent { turn: 2, agent: 6, attempt: 1 } };
        let body = serde_json::json!([message("k3", reply), "[nd:other:1:c1]", message("k3", first)]);
        assert_eq!(markers("k3", &body.to_string()), [reply, first]);
        assert!(message("k3", reply).ends_with("[nd:k3:12:a3.7.1]"));
    }

    #[test]
    fn nonsense_is_no_marker() {
        assert_eq!(markers("k", "[nd:k:0:c1] [nd:k:1:c0] [nd:k:1:x1] [nd:k:1:a1] [nd:k:1:c1"), []);
    }
}
