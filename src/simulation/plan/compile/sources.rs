//! Where cases come from: baselines, streams, recordings, backlogs.

use super::{Compiled, Compiler, found, noted};
use crate::demand::{
    Demand, Intensity, OrderFlow, Proactive, RecordedCase, Source, SourceKind, StreamSwing, Trigger,
};
use crate::random::{NameKey, Sampler};
use crate::scenario::{
    self, After, Arrivals, ArrivalsAs, Baseline, ClockTime, Days, Inquiry, Moment, Name, Row, Stream,
};
use crate::simulation::plan::calendar::{Found, hold_on};
use crate::simulation::plan::{CompileError, Plan};
use crate::units::{Span, Time};
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// From, to, and the rate at both: cases an hour, or weights.
type Stretch = (Time, Time, f64, f64);

/// A source and the words that name it.
type Worded = (Vec<String>, Source);

impl Compiler<'_> {
    /// All sources, ordered by the words that name them.
    pub(super) fn demand(&self, problems: &mut Vec<CompileError>) -> Demand {
        let mut sources: Vec<Worded> = Vec::new();
        for (index, (name, inquiry)) in self.scenario.inquiries.iter().enumerate() {
            if let Some(found) = noted(self.sources(index as u16, name, inquiry), problems) {
                sources.extend(found);
            }
        }
        sources.sort_by(|a, b| a.0.cmp(&b.0));
        let (count, most) = (sources.len(), Plan::MOST_SOURCES);
        if count > most {
            problems.push(CompileError::TooMany {
                place: "inquiry".to_owned(),
                kind: "sources of cases",
                count,
                most,
            });
        }
        let stream = |(name, stream): (&Name, &Stream)| StreamSwing {
            key: NameKey::of(&["stream", name]),
            forecast_cv: stream.forecast_cv,
            delay_cv: stream.delay_cv,
        };
        let demand = Demand {
            closes: self.calendar.closes,
            busyness_cv: self.scenario.busyness_cv,
            streams: self.scenario.streams.iter().map(stream).collect(),
            sources: sources.into_iter().map(|(_, source)| source).collect(),
        };
        problems.extend(too_many_cases(&demand));
        demand
    }

    /// The sources of an inquiry.
    fn sources(&self, index: u16, name: &str, inquiry: &Inquiry) -> Compiled<Vec<Worded>> {
        let mut sources = Vec::new();
        let proactive = inquiry.proactive.as_ref().map(|it| self.proactive(name, it)).transpose()?;
        let mut add = |words: &[&str], shown: &[&str], kind: SourceKind| {
            let drawn = matches!(kind, SourceKind::Intensity(_) | SourceKind::Orders(_));
            let proactive = proactive.filter(|_| drawn);
            let words: Vec<String> =
                [&[name], words].concat().iter().map(|word| (*word).to_owned()).collect();
            let key = NameKey::of(&words.iter().map(String::as_str).collect::<Vec<_>>());
            let name = [&[name], shown].concat().join("/");
            sources.push((words, Source { name, key, inquiry: index, kind, proactive }));
        };
        if let Some((baseline, days)) = &inquiry.baseline {
            let intensity = found(self.baseline(baseline, days), || format!("inquiry.{name}.baseline"))?;
            add(&["baseline"], &["baseline"], SourceKind::Intensity(intensity));
        }
        if let Some(arrivals) = &inquiry.arrivals {
            add(&["arrivals"], &["recording"], self.recording(name, inquiry, arrivals)?);
        }
        if let Some(backlog) = &inquiry.waiting_at_open {
            let since = Sampler::of(&backlog.since);
            let kind = SourceKind::Backlog { cases: backlog.cases, since };
            add(&["waiting_at_open"], &["waiting_at_open"], kind);
        }
        if let Some(share) = inquiry.share {
            for (stream_name, product, orders) in self.orders_of(inquiry) {
                let flow = self.order_flow(name, inquiry, stream_name, orders * share)?;
                let words = ["stream", stream_name, product];
                add(&words, &words[1..], SourceKind::Orders(flow));
            }
        }
        Ok(sources)
    }

    fn proactive(&self, name: &str, it: &scenario::Proactive) -> Compiled<Proactive> {
        let from =
            found(self.calendar.first(it.at, Time::OPENING), || format!("inquiry.{name}.proactive.at"))?;
        Ok(Proactive { from, spares: it.reach * (1.0 - it.still_ask) })
    }

    /// The streams, products and orders that bring cases of an inquiry.
    fn orders_of<'a>(&'a self, inquiry: &'a Inquiry) -> impl Iterator<Item = (&'a str, &'a str, f64)> {
        let asked = |product: &&Name| inquiry.product.as_ref().is_none_or(|asked| asked == *product);
        self.scenario.streams.iter().flat_map(move |(name, stream)| {
            let products = stream.orders.iter().filter(move |(product, _)| asked(product));
            products.map(move |(product, orders)| (name.as_str(), product.as_str(), *orders))
        })
    }

    /// A baseline over the night.
    fn baseline(&self, baseline: &Baseline, days: &Days) -> Found<Intensity> {
        let night = (Time::OPENING, self.calendar.closes);
        let stretches = match baseline {
            Baseline::Steps(steps) => self.curve(&steps.steps, false, night)?,
            Baseline::Linear(knots) => self.curve(knots, true, night)?,
            Baseline::Dated { rates, end } => self.dated(rates, *end, night)?,
        };
        if *days == Days::Every {
            return Ok(Intensity::from_segments(stretches));
        }
        let mut on_days = Vec::new();
        for day in self.calendar.days_around(night.0, night.1)?.filter(|day| hold_on(days, *day)) {
            let midnight = ClockTime(Span::ZERO);
            let (from, to) = (self.calendar.at(day, midnight)?, self.calendar.at(day.tomorrow()?, midnight)?);
            on_days.extend(stretches.iter().filter_map(|stretch| cut(*stretch, from, to)));
        }
        Ok(Intensity::from_segments(on_days))
    }

    /// Values by clock time, in steps or straight lines round midnight, between `from` and `to`.
    fn curve(
        &self,
        knots: &[(ClockTime, f64)],
        linear: bool,
        (from, to): (Time, Time),
    ) -> Found<Vec<Stretch>> {
        let knots = self.calendar.recurring(knots, (from, to))?;
        let between = |pair: &[(Time, f64)]| {
            let at_end = if linear { pair[1].1 } else { pair[0].1 };
            cut((pair[0].0, pair[1].0, pair[0].1, at_end), from, to)
        };
        Ok(knots.windows(2).filter_map(between).collect())
    }

    /// Rates that hold once, each up to the next, between `from` and `to`.
    fn dated(
        &self,
        rates: &[(DateTime, f64)],
        end: DateTime,
        (from, to): (Time, Time),
    ) -> Found<Vec<Stretch>> {
        let ends = rates.iter().skip(1).map(|next| next.0).chain([end]);
        let mut stretches = Vec::new();
        for (&(at, rate), until) in rates.iter().zip(ends) {
            let (at, until) = (self.calendar.instant(at)?, self.calendar.instant(until)?);
            stretches.extend(cut((at, until, rate, rate), from, to));
        }
        Ok(stretches)
    }

    /// The orders of a stream that may bring cases of an inquiry.
    fn order_flow(
        &self,
        name: &str,
        inquiry: &Inquiry,
        stream_name: &str,
        expected: f64,
    ) -> Compiled<OrderFlow> {
        let stream = &self.scenario.streams[stream_name];
        let place = || format!("stream.{stream_name}");
        let (from, to) = found(self.stream_window(stream), place)?;
        let placed = match &stream.orders_over {
            Some(weights) => found(self.curve(&weights.steps, false, (from, to)), place)?,
            None => vec![(from, to, 1.0, 1.0)],
        };
        let trigger = match &inquiry.after {
            After::Order => Trigger::Order,
            After::Stream => Trigger::StreamEnd(to),
            After::At(moment) => {
                let at = self.calendar.first(*moment, Time::OPENING);
                Trigger::At(found(at, || format!("inquiry.{name}.after"))?)
            }
            After::Delivery => match &stream.delivery {
                Some(delivery) => Trigger::Delivery(Sampler::of(delivery)),
                None => {
                    let detail = "an inquiry comes after the delivery, but the stream has no `delivery`";
                    return Err(CompileError::Missing { place: place(), detail });
                }
            },
        };
        Ok(OrderFlow {
            stream: self.names.streams.index("stream", stream_name, place)?,
            expected,
            placed: Intensity::from_segments(placed),
            trigger,
            delay: Sampler::of(&inquiry.delay),
        })
    }

    /// A stream's start, and the first end after it.
    fn stream_window(&self, stream: &Stream) -> Found<(Time, Time)> {
        let from = self.calendar.first(stream.from, Time::OPENING)?;
        let to = match stream.to {
            Moment::Clock(_) => self.calendar.first(stream.to, from + Span(1))?,
            Moment::DateTime(_) => self.calendar.first(stream.to, from)?,
        };
        Ok((from, to))
    }

    /// A recording, to be repeated or as an intensity.
    fn recording(&self, name: &str, inquiry: &Inquiry, arrivals: &Arrivals) -> Compiled<SourceKind> {
        let place = || format!("inquiry.{name}.arrivals");
        match arrivals.r#as {
            ArrivalsAs::Forecast => found(self.forecast(arrivals), place).map(SourceKind::Intensity),
            ArrivalsAs::Recorded => {
                let cases = arrivals.rows.iter().map(|row| row.count).sum::<f64>() * arrivals.times;
                if cases > Plan::MOST_CASES as f64 {
                    let (cases, most) = (cases as usize, Plan::MOST_CASES);
                    return Err(CompileError::TooManyCases { place: place(), cases, most });
                }
                let mut cases = Vec::new();
                for row in &arrivals.rows {
                    let case = self.recorded_case(name, inquiry, row)?;
                    let count = row.count.round().max(0.0) as usize;
                    cases.extend(std::iter::repeat_n(case, count));
                }
                Ok(SourceKind::Recorded { cases, times: arrivals.times })
            }
        }
    }

    /// One of the cases of a row.
    fn recorded_case(&self, name: &str, inquiry: &Inquiry, row: &Row) -> Compiled<RecordedCase> {
        let place = || format!("inquiry.{name}.arrivals");
        let channel = |channel: &Name| {
            if !inquiry.handling.contains_key(channel) {
                let detail = "a row is on a channel on which nothing says how a conversation goes";
                return Err(CompileError::Missing { place: place(), detail });
            }
            self.names.channels.small_index("channel", channel, place)
        };
        let tier = |tier: &Name| self.names.tiers.small_index("tier", tier, place);
        Ok(RecordedCase {
            at: found(self.calendar.instant(row.at), place)?,
            within: row.interval,
            channel: row.channel.as_ref().map(channel).transpose()?,
            tier: row.tier.as_ref().map(tier).transpose()?,
            reply: row.reply,
            patience: row.patience,
        })
    }

    /// An intensity of the rows: counts spread over their own intervals, time stamps over those of the report.
    fn forecast(&self, arrivals: &Arrivals) -> Found<Intensity> {
        let (closes, interval) = (self.calendar.closes, self.scenario.interval);
        let mut whole = 0.0;
        let mut counts: BTreeMap<(Time, Time), f64> = BTreeMap::new();
        for row in &arrivals.rows {
            let at = self.calendar.instant(row.at)?;
            let cases = row.count * arrivals.times;
            whole += cases;
            let stretch = if row.interval.0 > 0 {
                (at, at + row.interval)
            } else {
                let bin = at.0.div_euclid(interval.0);
                // The report's last interval may be cut off by the close; what comes later is not in it.
                let end = Time((bin + 1) * interval.0);
                (Time(bin * interval.0), if at < closes { end.min(closes) } else { end })
            };
            *counts.entry(stretch).or_default() += cases;
        }
        let stretches = sum_rates(&counts);
        let inside = stretches.into_iter().filter_map(|stretch| cut(stretch, Time::OPENING, closes));
        let intensity = Intensity::from_segments(inside.collect());
        let elsewhere = (whole - intensity.expected()).max(0.0);
        Ok(intensity.with_elsewhere(elsewhere))
    }
}

/// A problem for every source that brings more cases than can be numbered, or for the whole night.
fn too_many_cases(demand: &Demand) -> Vec<CompileError> {
    let most = Plan::MOST_CASES;
    let room: Vec<usize> = demand.sources.iter().map(|source| demand.room(source)).collect();
    let too_many = |place: &str, cases| CompileError::TooManyCases { place: place.to_owned(), cases, most };
    let sources = demand.sources.iter().zip(&room).filter(|(_, room)| **room > most);
    let mut problems: Vec<CompileError> =
        sources.map(|(source, room)| too_many(&source.name, *room)).collect();
    let whole = room.iter().fold(0usize, |sum, room| sum.saturating_add(*room));
    if problems.is_empty() && whole > most {
        problems.push(too_many("the night", whole));
    }
    problems
}

/// The sum of evenly spread counts, as stretches that do not overlap.
fn sum_rates(counts: &BTreeMap<(Time, Time), f64>) -> Vec<Stretch> {
    let mut changes: BTreeMap<Time, Vec<(bool, f64)>> = BTreeMap::new();
    for (&(from, to), count) in counts {
        let an_hour = count / (to - from).hours();
        changes.entry(from).or_default().push((true, an_hour));
        changes.entry(to).or_default().push((false, an_hour));
    }
    let mut stretches = Vec::with_capacity(changes.len());
    let mut running: Vec<f64> = Vec::new();
    let mut since = Time::OPENING;
    for (at, changed) in changes {
        // Summed afresh each time, so that nothing is left over where all have ended.
        let rate: f64 = running.iter().sum();
        stretches.push((since, at, rate, rate));
        for (begins, an_hour) in changed {
            match running.iter().position(|other| *other == an_hour) {
                Some(place) if !begins => drop(running.swap_remove(place)),
                _ => running.push(an_hour),
            }
        }
        since = at;
    }
    stretches.retain(|stretch| stretch.2 > 0.0);
    stretches
}

/// What of a stretch lies between `from` and `to`.
fn cut((start, end, at_start, at_end): Stretch, from: Time, to: Time) -> Option<Stretch> {
    let (cut_start, cut_end) = (start.max(from), end.min(to));
    if cut_start >= cut_end {
        return None;
    }
    let rate = |at: Time| match at {
        at if at == start => at_start,
        at if at == end => at_end,
        at => at_start + (at_end - at_start) * ((at - start).0 as f64 / (end - start).0 as f64),
    };
    Some((cut_start, cut_end, rate(cut_start), rate(cut_end)))
}
