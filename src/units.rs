//! The quantities everything else is counted in: [`Time`], [`Span`], [`Share`] and [`Money`].
//!
//! All of them are integers or checked numbers with their unit in the type; this is the only place
//! that converts. Simulated time is whole microseconds from the opening, so that sums do not depend
//! on their order and one seed gives one result on any machine.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Microseconds in a second.
const SECOND: i64 = 1_000_000;

/// An instant: microseconds from the opening; negative before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

/// A length of time in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub i64);

impl Time {
    /// The opening.
    pub const OPENING: Time = Time(0);
    /// Later than anything that happens; what `"never"` adds up to.
    pub const NEVER: Time = Time(i64::MAX / 4);

    /// Microseconds from the opening.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Seconds from the opening.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / SECOND as f64
    }

    /// The instant `seconds` after the opening, to the nearest microsecond.
    pub fn from_seconds(seconds: f64) -> Time {
        Time(Span::from_seconds(seconds).0)
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// Endless; adding it to any instant of a simulation gives one that never comes.
    pub const FOREVER: Span = Span(i64::MAX / 4);

    /// Microseconds.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds.
    pub const fn from_whole_seconds(seconds: i64) -> Span {
        Span(seconds * SECOND)
    }

    /// `seconds`, to the nearest microsecond; what is too long to count is endless.
    pub fn from_seconds(seconds: f64) -> Span {
        Span::from_micros(seconds * SECOND as f64)
    }

    /// `micros`, to the nearest microsecond (halves away from zero); what is too long to count is endless.
    #[inline]
    pub fn from_micros(micros: f64) -> Span {
        // The largest span is far inside what a float holds exactly enough; `as` saturates.
        let rounded = if micros >= 0.0 { micros + 0.5 } else { micros - 0.5 } as i64;
        Span(rounded.clamp(-Span::FOREVER.0, Span::FOREVER.0))
    }

    /// Seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / SECOND as f64
    }

    /// Minutes.
    pub fn minutes(self) -> f64 {
        self.seconds() / 60.0
    }

    /// Hours.
    pub fn hours(self) -> f64 {
        self.seconds() / 3600.0
    }

    /// True of a span that never ends.
    pub const fn is_forever(self) -> bool {
        self.0 >= Span::FOREVER.0
    }
}

impl Add<Span> for Time {
    type Output = Time;
    #[inline]
    fn add(self, span: Span) -> Time {
        Time(self.0 + span.0)
    }
}
impl AddAssign<Span> for Time {
    #[inline]
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}
impl Sub<Span> for Time {
    type Output = Time;
    #[inline]
    fn sub(self, span: Span) -> Time {
        Time(self.0 - span.0)
    }
}
impl Sub for Time {
    type Output = Span;
    #[inline]
    fn sub(self, earlier: Time) -> Span {
        Span(self.0 - earlier.0)
    }
}
impl Add for Span {
    type Output = Span;
    #[inline]
    fn add(self, other: Span) -> Span {
        Span(self.0 + other.0)
    }
}
impl AddAssign for Span {
    #[inline]
    fn add_assign(&mut self, other: Span) {
        *self = *self + other;
    }
}
impl Sub for Span {
    type Output = Span;
    #[inline]
    fn sub(self, other: Span) -> Span {
        Span(self.0 - other.0)
    }
}
impl SubAssign for Span {
    #[inline]
    fn sub_assign(&mut self, other: Span) {
        *self = *self - other;
    }
}
impl Neg for Span {
    type Output = Span;
    fn neg(self) -> Span {
        Span(-self.0)
    }
}
impl std::iter::Sum for Span {
    fn sum<I: Iterator<Item = Span>>(spans: I) -> Span {
        spans.fold(Span::ZERO, Add::add)
    }
}

/// A share of something, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// Nothing of it.
    pub const NONE: Share = Share(0.0);
    /// All of it.
    pub const ALL: Share = Share(1.0);

    /// The share `value`, if it is one.
    pub fn new(value: f64) -> Option<Share> {
        (0.0..=1.0).contains(&value).then_some(Share(value))
    }

    /// From 0 to 1.
    pub const fn value(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} %", self.0 * 100.0)
    }
}

/// An amount of the scenario's currency, in millionths of its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// `units` of the currency, to the nearest millionth.
    pub fn from_units(units: f64) -> Money {
        Money(Span::from_seconds(units).0)
    }

    /// Units of the currency.
    pub fn units(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// So often this amount.
    pub fn times(self, count: u64) -> Money {
        Money(self.0.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX)))
    }

    /// What `span` costs at this amount an hour, to the nearest millionth.
    pub fn hourly(self, span: Span) -> Money {
        const HOUR: i128 = 3600 * SECOND as i128;
        let product = self.0 as i128 * span.0 as i128;
        Money(((2 * product + HOUR).div_euclid(2 * HOUR)) as i64)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}
impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}
impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}
impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_rounded_to_the_nearest_microsecond() {
        assert_eq!(Span::from_seconds(1.000_000_6), Span(1_000_001));
        assert_eq!(Span::from_seconds(-0.000_000_6), Span(-1));
        assert_eq!(Span::from_seconds(f64::INFINITY), Span::FOREVER);
    }

    #[test]
    fn never_comes_after_any_instant_and_adding_to_it_does_not_overflow() {
        assert!(Time(1 << 55) + Span::FOREVER > Time(1 << 55));
        assert!(Time::NEVER + Span::FOREVER > Time::NEVER);
        assert!(Time::NEVER + Span::FOREVER + Span::FOREVER + Span::FOREVER > Time::NEVER);
    }

    #[test]
    fn forty_minutes_at_32_an_hour_cost_21_and_a_third() {
        let pay = Money::from_units(32.0);
        assert_eq!(pay.hourly(Span::from_whole_seconds(2400)), Money(21_333_333));
        assert_eq!(pay.hourly(Span::from_whole_seconds(3600)), pay);
    }

    #[test]
    fn a_share_lies_between_nothing_and_all() {
        assert_eq!(Share::new(1.2), None);
        assert_eq!(Share::new(f64::NAN), None);
        assert_eq!(Share::new(0.5).map(Share::value), Some(0.5));
    }
}
