//! What one agent more or fewer changes, measured on the same nights.

use super::Fault;
use super::programme::Slopes;
use super::sample::{Measured, Sample};

/// Slopes around `centre` on `nights` nights, a roster more and one fewer for every choice. None if who
/// watches wants to stop.
///
/// # Errors
/// If a roster cannot be compiled.
pub fn around(sample: &mut Sample<'_>, centre: &[u32], nights: u64) -> Result<Option<Slopes>, Fault> {
    let here = sample.measure(centre, nights)?;
    let mut by_promise = vec![vec![(0.0, 0.0); centre.len()]; here.promises.len()];
    for choice in 0..centre.len() {
        let (least, most) = (sample.desk.choices[choice].least, sample.desk.choices[choice].most);
        if least == most {
            continue;
        }
        let mut moved = centre.to_vec();
        let mut measured = [None, None];
        for (side, possible, by) in [(0, centre[choice] < most, 1), (1, centre[choice] > least, -1)] {
            if possible {
                if sample.watch.stop() {
                    return Ok(None);
                }
                moved[choice] = centre[choice].saturating_add_signed(by);
                measured[side] = Some(sample.measure(&moved, nights)?);
            }
        }
        for (promise, of_choice) in by_promise.iter_mut().enumerate() {
            let gain = |it: &Measured| (odds(it, &here, promise) - odds(&here, &here, promise)).max(0.0);
            let loss = |it: &Measured| (odds(&here, &here, promise) - odds(it, &here, promise)).max(0.0);
            let (up, down) = (measured[0].as_ref().map(gain), measured[1].as_ref().map(loss));
            // More staff helps ever less; where chance has it otherwise, the mean of both is nearer.
            of_choice[choice] = match (up, down) {
                (Some(up), Some(down)) if up > down => ((up + down) / 2.0, (up + down) / 2.0),
                (up, down) => (up.or(down).unwrap_or(0.0), down.or(up).unwrap_or(0.0)),
            };
        }
    }
    Ok(Some(Slopes { centre: centre.to_vec(), by_promise }))
}

/// The smoothed log odds of the promise of `other` that is the `promise`-th of `here`.
fn odds(other: &Measured, here: &Measured, promise: usize) -> f64 {
    let of = &here.promises[promise];
    let same = other.promises.iter().find(|it| (it.target, it.interval) == (of.target, of.interval));
    same.unwrap_or(of).smooth_odds()
}
