//! How those who gave up count in a service level: the four conventions of a target's `abandoned`.

use serde::Serialize;

/// How customers who gave up count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Abandoned {
    /// Missed if they had waited longer than the target's time, else not counted.
    #[default]
    LateOnly,
    /// Missed.
    Missed,
    /// Not counted.
    Ignored,
    /// Met if they gave up within the target's time, else missed.
    MetIfQuick,
}

/// What became of the customers of a queue, as shares of all who came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fates {
    /// Answered within the time.
    pub answered_in_time: f64,
    /// Gave up within the time.
    pub abandoned_in_time: f64,
    /// Gave up at all.
    pub abandoned: f64,
}

impl Fates {
    /// The share met of those counted; 0 if nobody counts.
    pub fn service_level(&self, convention: Abandoned) -> f64 {
        let (met, counted) = match convention {
            Abandoned::LateOnly => (self.answered_in_time, 1.0 - self.abandoned_in_time),
            Abandoned::Missed => (self.answered_in_time, 1.0),
            Abandoned::Ignored => (self.answered_in_time, 1.0 - self.abandoned),
            Abandoned::MetIfQuick => (self.answered_in_time + self.abandoned_in_time, 1.0),
        };
        // Rounding may leave a share of 1 + 1e-16.
        if counted > 0.0 { (met / counted).clamp(0.0, 1.0) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::close;
    use super::*;

    #[test]
    fn of_a_hundred_customers_each_convention_counts_as_worked_by_hand() {
        // 70 answered in time, 10 gave up in time, 5 gave up late, 15 answered late.
        let fates = Fates { answered_in_time: 0.70, abandoned_in_time: 0.10, abandoned: 0.15 };
        close(fates.service_level(Abandoned::LateOnly), 70.0 / 90.0, 1e-15);
        close(fates.service_level(Abandoned::Missed), 0.70, 1e-15);
        close(fates.service_level(Abandoned::Ignored), 70.0 / 85.0, 1e-15);
        close(fates.service_level(Abandoned::MetIfQuick), 0.80, 1e-15);
    }

    #[test]
    fn where_nobody_counts_nothing_is_met() {
        let fates = Fates { answered_in_time: 0.0, abandoned_in_time: 1.0, abandoned: 1.0 };
        assert_eq!(fates.service_level(Abandoned::Ignored), 0.0);
        assert_eq!(fates.service_level(Abandoned::LateOnly), 0.0);
    }
}
