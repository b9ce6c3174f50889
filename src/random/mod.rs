//! Named reproducible draws, and the distributions they follow.
//!
//! # Why keyed draws
//!
//! Plans are compared on the same customers: a customer's patience must not change because another
//! customer was served sooner. So no draw comes from "the next number of a generator": every draw is
//! a pure function of who it is for ([`Key`]: seed, replication, source, case, conversation, turn)
//! and of what it is for ([`Purpose`]). Whatever else happens in the night, the draw is the same.
//!
//! # How
//!
//! A key is a 64-bit state; going one level down mixes the next coordinate into it with the
//! finaliser of SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number
//! generators"; constants of Stafford's variant 13). A [`Draw`] is a SplitMix64 generator started at
//! its key: most laws take one number of it, rejection samplers take as many as they need.
//! A `Series` has one number for every case of a source.

mod cells;
mod distribution;
mod geometric;
mod sampler;

pub use distribution::{CountDistribution, Distribution, Law};
pub(crate) use sampler::gamma;
pub use sampler::{CountSampler, Sampler, normal_quantile};

use rand::rand_core::{Infallible, TryRng};

/// Steps of the Weyl sequence under SplitMix64: the golden ratio in 64 bits.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
/// Spreads purposes, turns and conversations; odd, with no simple relation to [`GOLDEN`].
const SPREAD: u64 = 0xd134_2543_de82_ef95;

/// The finaliser of SplitMix64, variant 13: every bit of `z` reaches every bit of the result.
#[inline]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Where in the tree of seed, replication, source and case a draw belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(u64);

impl Key {
    /// One night of a seed.
    pub const fn night(seed: u64, replication: u64) -> Key {
        Key(mix(mix(seed.wrapping_add(GOLDEN)).wrapping_add(replication.wrapping_mul(SPREAD))))
    }

    /// Something of this key that has a name: a source, a stream, a shift.
    #[inline]
    pub const fn named(self, name: NameKey) -> Key {
        Key(mix(self.0 ^ name.0))
    }

    /// Number `k` of something: a case of a source, an agent of a shift.
    #[inline]
    pub const fn number(self, k: u64) -> Key {
        Key(mix(self.0.wrapping_add(k.wrapping_add(1).wrapping_mul(GOLDEN))))
    }

    /// The numbers for `purpose` of the cases of the source with this key.
    #[inline]
    pub(crate) const fn series(self, purpose: Purpose) -> Series {
        Series(mix(self.draw(purpose).0))
    }

    /// The draw of this key for `purpose` that belongs to no conversation and no turn.
    #[inline]
    pub const fn draw(self, purpose: Purpose) -> Draw {
        self.draw_at(0, 0, purpose)
    }

    /// The draw for `purpose` at a turn of a conversation of the case with this key; both count from 0.
    #[inline]
    pub const fn draw_at(self, conversation: u32, turn: u32, purpose: Purpose) -> Draw {
        let place = (conversation as u64) << 40 | (turn as u64) << 8 | purpose as u64;
        Draw(self.0.wrapping_add(place.wrapping_mul(SPREAD)))
    }
}

/// Numbers of one purpose for the cases of a source: the outputs of a SplitMix64 generator, one a case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Series(u64);

impl Series {
    /// That of case `k`: 64 bits.
    #[inline]
    pub const fn bits(self, k: u64) -> u64 {
        mix(self.0.wrapping_add(k.wrapping_add(1).wrapping_mul(GOLDEN)))
    }
}

/// One over the number of values that a uniform number takes.
const UNIT_52: f64 = 1.0 / (1u64 << 52) as f64;

/// The middle of one of 2^52 equal cells.
#[inline]
const fn open_uniform(bits: u64) -> f64 {
    // Signed, since that is one instruction; the first bit is zero.
    ((bits >> 12) as i64 as f64 + 0.5) * UNIT_52
}

/// The name of a source, a stream or a shift as a number: the same wherever it stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameKey(u64);

impl NameKey {
    /// The 64-bit FNV-1a hash of the parts, each closed by a zero byte, then mixed.
    pub fn of(parts: &[&str]) -> NameKey {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for part in parts {
            for byte in part.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        NameKey(mix(hash))
    }
}

/// What a draw is for. The numbers are part of what "the same seed" means: never reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// A night's factor on a stream's orders, or on everything.
    NightFactor = 0,
    /// From the case before to this one, on the axis of expected cases.
    Gap = 1,
    /// The case's own place in the night: baseline and forecast.
    Place = 2,
    /// When the order behind a case was placed.
    OrderTime = 3,
    /// From the order to the delivery.
    Delivery = 4,
    /// From the trigger to the first message.
    Delay = 5,
    /// The channel of a case.
    Channel = 6,
    /// The tier of a case.
    Tier = 7,
    /// Patience for the first reply of a conversation.
    Patience = 8,
    /// Patience for the reply of a later turn.
    PatienceLater = 9,
    /// How many turns a conversation has.
    Turns = 10,
    /// The reply time of a turn.
    Reply = 11,
    /// From a turn's reply to the next message.
    Think = 12,
    /// The work after a conversation's last reply.
    WrapUp = 13,
    /// How an answered conversation goes on.
    Outcome = 14,
    /// Whether a customer who gave up tries again.
    Retry = 15,
    /// When they do.
    RetryDelay = 16,
    /// How long a party takes.
    Party = 17,
    /// How long a follow-up message takes.
    FollowUp = 18,
    /// Whether an agent is absent.
    Absence = 19,
    /// How often a row of a scaled recording comes.
    Thinning = 20,
    /// For how long a case has waited when the desk opens.
    Since = 21,
    /// Whether a customer's message is overlooked.
    Overlooked = 22,
    /// When its customer writes again.
    Nudge = 23,
    /// Whether a concluded case gets after-care.
    AfterCare = 24,
    /// When after-care falls due.
    AfterCareDelay = 25,
    /// What after-care takes.
    AfterCareReply = 26,
    /// Whether a bot settles a conversation.
    Bot = 27,
    /// When a bot hands a conversation over.
    BotHandOver = 28,
    /// Whether a customer answers the survey.
    Survey = 29,
    /// How a customer's score differs from that of a like case.
    Scatter = 30,
    /// Whether a customer complains.
    Complaint = 31,
    /// What an outcome costs.
    Payout = 32,
    /// What it takes to approve of that.
    Approval = 33,
    /// Whether a customer who waits writes again.
    WritesAgain = 34,
    /// When.
    WritesAgainAfter = 35,
    /// What reading that adds to the reply.
    Reading = 36,
    /// Whether a customer whose case waits for a party asks again.
    AsksAgain = 37,
    /// When.
    AsksAgainAfter = 38,
    /// When a progress notice is due.
    NoticeAfter = 39,
    /// What it takes.
    Notice = 40,
    /// Whether its customer sees it.
    NoticeReach = 41,
    /// Whether a proactive message keeps a customer from asking.
    Proactive = 42,
    /// A night's factor on how long after a stream customers ask.
    DelayFactor = 43,
    /// How long the helpdesk keeps a customer's message from the agents.
    HelpdeskWay = 44,
    /// How long it keeps an agent who reads and replies.
    HelpdeskReply = 45,
    /// How long it keeps an agent who closes a conversation.
    HelpdeskResolve = 46,
}

/// A generator at the start of one draw.
#[derive(Clone, Debug)]
pub struct Draw(u64);

impl Draw {
    /// The next 64 bits.
    #[inline]
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number strictly between 0 and 1: the middle of one of 2^52 equal cells, so that its logarithm
    /// and its distance from 1 are both finite.
    #[inline]
    pub const fn uniform(&mut self) -> f64 {
        open_uniform(self.bits())
    }
}

impl TryRng for Draw {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.bits() >> 32) as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.bits())
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let next = self.bits().to_le_bytes();
            chunk.copy_from_slice(&next[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finaliser_is_splitmix64s() {
        // The first outputs of SplitMix64 from state 1234567, as published with the Java and C versions
        // (Rosetta Code, "Pseudo-random numbers/Splitmix64").
        let mut draw = Draw(1_234_567);
        assert_eq!(
            [draw.bits(), draw.bits(), draw.bits()],
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn a_draw_depends_on_every_coordinate_and_on_nothing_else() {
        let bits = |seed, replication, name: &str, case, conversation, turn, purpose| {
            Key::night(seed, replication)
                .named(NameKey::of(&[name]))
                .number(case)
                .draw_at(conversation, turn, purpose)
                .bits()
        };
        let one = bits(1, 2, "taste", 3, 0, 0, Purpose::Reply);
        assert_eq!(one, bits(1, 2, "taste", 3, 0, 0, Purpose::Reply));
        for other in [
            bits(2, 2, "taste", 3, 0, 0, Purpose::Reply),
            bits(1, 3, "taste", 3, 0, 0, Purpose::Reply),
            bits(1, 2, "version", 3, 0, 0, Purpose::Reply),
            bits(1, 2, "taste", 4, 0, 0, Purpose::Reply),
            bits(1, 2, "taste", 3, 1, 0, Purpose::Reply),
            bits(1, 2, "taste", 3, 0, 1, Purpose::Reply),
            bits(1, 2, "taste", 3, 0, 0, Purpose::Think),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn names_are_told_apart_where_one_ends_and_the_next_begins() {
        assert_ne!(NameKey::of(&["a", "bc"]), NameKey::of(&["ab", "c"]));
        assert_ne!(NameKey::of(&["a"]), NameKey::of(&["a", ""]));
    }

    /// Kolmogorov-Smirnov on neighbouring keys, where a poor mixer shows; false alarm 1e-4 each.
    #[test]
    fn neighbouring_cases_turns_and_purposes_draw_evenly() {
        let night = Key::night(7, 0).named(NameKey::of(&["taste"]));
        let n = 100_000;
        let cases: Vec<f64> = (0..n).map(|k| night.number(k).draw(Purpose::Patience).uniform()).collect();
        let turns: Vec<f64> =
            (0..n).map(|t| night.number(0).draw_at(0, t as u32, Purpose::Reply).uniform()).collect();
        let nights: Vec<f64> =
            (0..n).map(|r| Key::night(7, r).number(0).draw(Purpose::Gap).uniform()).collect();
        for mut sample in [cases, turns, nights] {
            // Lag-one correlation of independent uniforms is about N(0, 1/n): 3.9 deviations.
            let lag: f64 = sample.windows(2).map(|w| (w[0] - 0.5) * (w[1] - 0.5)).sum::<f64>() * 12.0;
            assert!(lag.abs() / (n as f64).sqrt() < 3.9, "correlated: {lag}");
            sample.sort_by(f64::total_cmp);
            let distance = sample
                .iter()
                .enumerate()
                .map(|(i, u)| (u - i as f64 / n as f64).abs().max((u - (i + 1) as f64 / n as f64).abs()))
                .fold(0.0, f64::max);
            // Kolmogorov's critical value at 1e-4 is 2.225 / sqrt(n).
            assert!(distance < 2.225 / (n as f64).sqrt(), "uneven: {distance}");
        }
    }
}
