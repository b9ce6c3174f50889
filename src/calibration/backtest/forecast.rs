//! How many cases will come: the days after the last one known, half hour by half hour.
//!
//! A day is a level, times its weekday's factor, times that of its day of the month (people are paid and billed
//! by the month). The level is the mean of known days, weighed by half for every so many open days passed, since
//! desks grow and shrink; how many is chosen on the known days alone, by what would have forecast the later ones
//! from the earlier ones best (rolling origins; L. J. Tashman, "Out-of-sample tests of forecasting accuracy",
//! International Journal of Forecasting 16, 2000). The shape over the day is the weekday's, held by three tenths
//! to that of all days.

use crate::calibration::estimate::arrivals::DayCounts;
use crate::calibration::estimate::opening::weekday;
use crate::calibration::log::times::date_of;

/// Open days after which a day counts half: what is tried; the first is taken of too few days.
const HALF_LIVES: [f64; 5] = [80.0, 10.0, 20.0, 40.0, f64::INFINITY];
/// Known days before the first origin that half lives are tried from, and open days between two origins.
const FIRST_ORIGIN: usize = 20;
const BETWEEN_ORIGINS: usize = 3;
/// Days of the month are alike within about so many.
const DAY_OF_MONTH: f64 = 3.0;
/// A day of the month is held to no effect by the weight of so many days.
const DAY_PRIOR: f64 = 2.0;
/// From so many days on (two months of weekdays) days of the month can be told apart.
const ENOUGH: usize = 42;
/// How far the local level reaches that a day of the month is measured against, in open days.
const LOCAL: f64 = 15.0;
/// The weight of the weekday's own shape.
const OWN_SHAPE: f64 = 0.7;

/// Expected cases of days after the last of `known`, by half hour; all inquiries together.
pub fn forecast(known: &[DayCounts], days: &[i32]) -> Vec<Vec<f64>> {
    forecast_with(known, days, half_life(known, days.len()))
}

/// The half life with the least mean absolute error of a day, over origins in the later half of the known days.
fn half_life(known: &[DayCounts], ahead: usize) -> f64 {
    let mut best = (f64::INFINITY, HALF_LIVES[0]);
    if known.len() < ENOUGH {
        return best.1;
    }
    for half_life in HALF_LIVES {
        let mut errors = 0.0;
        for origin in (FIRST_ORIGIN.max(known.len() / 2)..known.len()).step_by(BETWEEN_ORIGINS) {
            let later = &known[origin..known.len().min(origin + ahead.max(1))];
            let dates: Vec<i32> = later.iter().map(|day| day.day).collect();
            let off = |(day, rates): (&DayCounts, Vec<f64>)| {
                let seen = rates.iter().enumerate().filter(|(place, _)| day.seen[*place]);
                seen.map(|(place, rate)| rate - day.total(place)).sum::<f64>().abs()
            };
            let all = later.iter().zip(forecast_with(&known[..origin], &dates, half_life)).map(off);
            errors += all.sum::<f64>() / later.len() as f64;
        }
        if errors < best.0 {
            best = (errors, half_life);
        }
    }
    best.1
}

fn forecast_with(known: &[DayCounts], days: &[i32], half_life: f64) -> Vec<Vec<f64>> {
    let halves = known.first().map_or(0, |day| day.seen.len());
    let rows: Vec<(usize, usize, Vec<f64>)> = known.iter().map(|day| whole(day, known)).collect();
    let totals: Vec<f64> = rows.iter().map(|(_, _, row)| row.iter().sum()).collect();
    // Against the local level, so that a desk that grows does not make its later weekdays busy ones.
    let ratios: Vec<f64> =
        (0..totals.len()).map(|place| totals[place] / local(&totals, place).max(1e-9)).collect();
    let weekdays = weekday_factors(&rows, &ratios);
    let even: Vec<f64> = rows.iter().zip(&totals).map(|((of, _, _), total)| total / weekdays[*of]).collect();
    let months = month_factors(&rows, &even);
    let last = rows.len() as f64 - 1.0;
    let weight = |place: usize| libm::exp2((place as f64 - last) / half_life);
    let (mut sum, mut weights) = (0.0, 0.0);
    for (place, ((_, date, _), even)) in rows.iter().zip(&even).enumerate() {
        sum += weight(place) * even / months[*date];
        weights += weight(place);
    }
    let level = sum / f64::max(weights, 1e-9);
    let all = shape(rows.iter().map(|(_, _, row)| row), halves);
    let by_weekday: Vec<Vec<f64>> =
        (0..7).map(|of| shape(rows.iter().filter(|row| row.0 == of).map(|row| &row.2), halves)).collect();
    let one = |day: &i32| {
        let (of, date) = (weekday(*day), date_of(*day).day() as usize);
        let total = level * weekdays[of] * months[date];
        let own = &by_weekday[of];
        let weight = if own.iter().sum::<f64>() > 0.0 { OWN_SHAPE } else { 0.0 };
        (0..halves).map(|place| total * (weight * own[place] + (1.0 - weight) * all[place])).collect()
    };
    days.iter().map(one).collect()
}

/// Weekday, day of the month and counts; a half hour that was not seen has the mean of the others' days.
fn whole(day: &DayCounts, known: &[DayCounts]) -> (usize, usize, Vec<f64>) {
    let usual = |place: usize| {
        let seen = known.iter().filter(|other| other.seen[place]);
        let (sum, count) =
            seen.fold((0.0, 0.0), |(sum, count), other| (sum + other.total(place), count + 1.0));
        if count > 0.0 { sum / count } else { 0.0 }
    };
    let row = (0..day.seen.len()).map(|place| if day.seen[place] { day.total(place) } else { usual(place) });
    (weekday(day.day), date_of(day.day).day() as usize, row.collect())
}

fn weekday_factors(rows: &[(usize, usize, Vec<f64>)], totals: &[f64]) -> [f64; 7] {
    let mean = |of: &dyn Fn(usize) -> bool| {
        let own = rows.iter().zip(totals).filter(|((place, _, _), _)| of(*place));
        let (sum, count) = own.fold((0.0, 0.0), |(sum, count), (_, total)| (sum + total, count + 1.0));
        if count > 0.0 { Some(sum / count) } else { None }
    };
    let means: Vec<Option<f64>> = (0..7).map(|of| mean(&|place| place == of)).collect();
    let known: Vec<f64> = means.iter().flatten().copied().collect();
    let all = known.iter().sum::<f64>() / known.len().max(1) as f64;
    std::array::from_fn(|of| means[of].map_or(1.0, |mean| if all > 0.0 { mean / all } else { 1.0 }))
}

/// The mean of the days around a place, near ones weighing more.
fn local(values: &[f64], place: usize) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (other, value) in values.iter().enumerate() {
        let far = (other as f64 - place as f64) / LOCAL;
        let weight = libm::exp(-0.5 * far * far);
        sum += weight * value;
        weights += weight;
    }
    sum / weights
}

/// By day of the month, from 1.
fn month_factors(rows: &[(usize, usize, Vec<f64>)], even: &[f64]) -> [f64; 32] {
    if rows.len() < ENOUGH {
        return [1.0; 32];
    }
    let ratios: Vec<f64> = (0..even.len()).map(|place| even[place] / local(even, place).max(1e-9)).collect();
    std::array::from_fn(|date| {
        let (mut sum, mut weights) = (DAY_PRIOR, DAY_PRIOR);
        for ((_, other, _), ratio) in rows.iter().zip(&ratios) {
            let apart = other.abs_diff(date);
            let far = apart.min(31 - apart.min(31)) as f64 / DAY_OF_MONTH;
            let weight = libm::exp(-0.5 * far * far);
            sum += weight * ratio;
            weights += weight;
        }
        sum / weights
    })
}

/// Shares of a day.
fn shape<'a>(rows: impl Iterator<Item = &'a Vec<f64>>, halves: usize) -> Vec<f64> {
    let mut sums = vec![0.0; halves];
    for row in rows {
        sums.iter_mut().zip(row).for_each(|(sum, count)| *sum += count);
    }
    let total: f64 = sums.iter().sum();
    sums.iter().map(|sum| if total > 0.0 { sum / total } else { 0.0 }).collect()
}

/// The usual forecast that ours is held against: the mean of the same weekday.
pub fn same_weekday(known: &[DayCounts], days: &[i32]) -> Vec<Vec<f64>> {
    let rows: Vec<(usize, usize, Vec<f64>)> = known.iter().map(|day| whole(day, known)).collect();
    let halves = known.first().map_or(0, |day| day.seen.len());
    let one = |day: &i32| {
        let own: Vec<&Vec<f64>> =
            rows.iter().filter(|row| row.0 == weekday(*day)).map(|row| &row.2).collect();
        let mean = |place: usize| own.iter().map(|row| row[place]).sum::<f64>() / own.len().max(1) as f64;
        (0..halves).map(mean).collect()
    };
    days.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_that_fell_a_busy_monday_and_a_busy_first_of_the_month_are_forecast() {
        let count = |day: i32| {
            let level = if day < 80 { 200.0 } else { 100.0 };
            let monday = if weekday(day) == 0 { 1.5 } else { 1.0 };
            level * monday
        };
        let known: Vec<DayCounts> = (0..160)
            .map(|day| DayCounts {
                day,
                counts: vec![vec![count(day), 2.0 * count(day)]],
                seen: vec![true; 2],
            })
            .collect();
        let days: Vec<i32> = (160..167).collect();
        let found = forecast(&known, &days);
        for (day, row) in days.iter().zip(&found) {
            let ratio = row.iter().sum::<f64>() / (3.0 * count(*day));
            assert!((0.95..1.15).contains(&ratio), "{day}: {ratio}");
            assert!((row[1] / row[0] - 2.0).abs() < 1e-9);
        }
        // The mean of all weekdays alike knows nothing of the fall.
        let usual = same_weekday(&known, &days);
        assert!(usual[0].iter().sum::<f64>() > 1.3 * found[0].iter().sum::<f64>());
    }
}
