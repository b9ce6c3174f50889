//! Surges after the streams of days that are not known yet: their times and orders are a planner's to know, how many
//! ask and how soon is learnt from the streams before.

use crate::calibration::estimate::arrivals::{DayCounts, Profile};
use crate::calibration::estimate::clean::Clean;
use crate::calibration::estimate::opening::HALF_HOUR;
use crate::calibration::estimate::surge::{Posterior, Prior, StreamTimes, observed};
use crate::calibration::log::{Civil, SECOND};
use crate::random::Distribution;
use std::io;

/// What the streams of known days teach of those of others.
#[derive(Clone, Debug)]
pub struct Surges {
    /// All streams of the list.
    streams: Vec<StreamTimes>,
    /// What is known of surges.
    known: Posterior,
    /// Of those who ask, by inquiry number less 1; sums to 1.
    parts: Vec<f64>,
}

/// What one stream is expected to bring.
#[derive(Clone, Debug)]
pub struct Coming {
    /// When it is shown.
    pub stream: StreamTimes,
    /// Cases for each order, by inquiry number less 1.
    pub shares: Vec<f64>,
    /// From its end to a case.
    pub delay: Distribution,
    /// How far off the number may be (coefficient of variation).
    pub forecast_cv: f64,
    /// How far off the pace may be.
    pub delay_cv: f64,
}

impl Surges {
    /// From the streams that ended on the days of `counts`; none: the log has no list of streams.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub fn learn(clean: &Clean<'_>, counts: &[DayCounts], prior: &Prior) -> io::Result<Option<Surges>> {
        if clean.streams.all.is_empty() {
            return Ok(None);
        }
        let seen = observed::observe(&clean.streams, clean, &Profile::of(counts), counts)?;
        let sum = |inquiry: usize| seen.iter().map(|surge| surge.by_inquiry[inquiry]).sum::<f64>().max(0.0);
        let beyond: Vec<f64> = (0..clean.log.inquiries.len()).map(sum).collect();
        let total: f64 = beyond.iter().sum();
        // No stream was seen yet: of all inquiries alike.
        let part = |cases: f64| if total > 0.0 { cases / total } else { 1.0 / beyond.len().max(1) as f64 };
        Ok(Some(Surges {
            streams: clean.streams.all.clone(),
            known: Posterior::of(&seen, prior),
            parts: beyond.iter().map(|cases| part(*cases)).collect(),
        }))
    }

    /// The streams that end between two times.
    pub fn between(&self, opens: Civil, closes: Civil) -> Vec<Coming> {
        let ends = |stream: &&StreamTimes| (opens..closes).contains(&stream.to);
        let coming = |stream: &StreamTimes| Coming {
            stream: stream.clone(),
            shares: self.parts.iter().map(|part| self.known.share.value * part).collect(),
            delay: self.known.delay(),
            forecast_cv: self.known.forecast_cv,
            delay_cv: self.known.delay_cv,
        };
        self.streams.iter().filter(ends).map(coming).collect()
    }

    /// Cases expected beyond the usual ones, by half hour of an opening.
    pub fn expected(&self, opens: Civil, half_hours: usize) -> Vec<f64> {
        let closes = opens + half_hours as i64 * HALF_HOUR;
        let mut cases = vec![0.0; half_hours];
        for stream in self.streams.iter().filter(|stream| (opens..closes).contains(&stream.to)) {
            let come = |at: Civil| self.known.come_after((at - stream.to) as f64 / SECOND as f64);
            for (place, cell) in cases.iter_mut().enumerate() {
                let from = opens + place as i64 * HALF_HOUR;
                *cell += stream.orders * self.known.share.value * (come(from + HALF_HOUR) - come(from));
            }
        }
        cases
    }

    /// How far off such a number may be (coefficient of variation).
    pub fn forecast_cv(&self) -> f64 {
        self.known.forecast_cv
    }
}
