//! The intervals, the costs, and the agents, as tables for spreadsheets and plots.

use super::{AgentReport, CostPart, IntervalReport, SimulationReport, Writer};
use std::io;

/// Writes `intervals.csv`: the interval's own figures, then for each target how many counted and the
/// compliance (empty where nothing counted).
#[derive(Clone, Copy, Debug)]
pub struct Csv;

impl Writer for Csv {
    fn file_name(&self) -> &'static str {
        "intervals.csv"
    }

    fn write(&self, report: &SimulationReport, out: &mut dyn io::Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(head(report))?;
        for interval in &report.intervals {
            writer.write_record(row(interval))?;
        }
        writer.flush()
    }
}

/// Writes `costs.csv`: a row for each kind of cost, then for each lever pulled and for what
/// falling below over several nights costs a night, then all kinds together (without the latter).
#[derive(Clone, Copy, Debug)]
pub struct CostsCsv;

impl Writer for CostsCsv {
    fn file_name(&self) -> &'static str {
        "costs.csv"
    }

    fn write(&self, report: &SimulationReport, out: &mut dyn io::Write) -> io::Result<()> {
        let cost = &report.cost;
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["kind", "lever", "currency", "mean", "low", "high", "per_case"])?;
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let mut row = |kind: &str, lever: &str, [mean, low, high, per_case]: [Option<f64>; 4]| {
            let figures = [number(mean), number(low), number(high), number(per_case)];
            let names = [kind, lever, &cost.currency];
            writer.write_record(names.into_iter().chain(figures.iter().map(String::as_str)))
        };
        let of = |part: &CostPart| [Some(part.mean), part.low, part.high, part.per_case];
        for kind in &cost.kinds {
            row(&kind.name, "", of(kind))?;
        }
        for lever in &cost.levers {
            row("levers", &lever.name, of(lever))?;
        }
        for period in &cost.periods {
            row(&period.name, "", [Some(period.mean), Some(period.low), Some(period.high), None])?;
        }
        row("all", "", [Some(cost.mean), cost.low, cost.high, cost.per_case.map(|it| it.mean)])?;
        writer.flush()
    }
}

/// Writes `agents.csv`: a row for each agent, in roster order; empty where nothing was counted.
#[derive(Clone, Copy, Debug)]
pub struct AgentsCsv;

impl Writer for AgentsCsv {
    fn file_name(&self) -> &'static str {
        "agents.csv"
    }

    fn write(&self, report: &SimulationReport, out: &mut dyn io::Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record([
            "name",
            "team",
            "shift",
            "on_duty_h",
            "occupancy",
            "conversations",
            "replies",
            "quick_replies",
            "surveys",
            "score",
            "unsatisfied",
            "complaints",
        ])?;
        for agent in &report.agents {
            writer.write_record(agent_row(agent))?;
        }
        writer.flush()
    }
}

fn agent_row(agent: &AgentReport) -> Vec<String> {
    let card = &agent.card;
    let opinions = card.satisfaction;
    let figures = [
        Some(agent.on_duty_h),
        agent.occupancy,
        Some(card.conversations),
        Some(card.replies),
        card.quick_replies,
        opinions.map(|it| it.surveys),
        opinions.and_then(|it| it.score),
        opinions.and_then(|it| it.unsatisfied),
        opinions.and_then(|it| it.complaints),
    ];
    let names = [&agent.name, &agent.team, &agent.shift].map(String::clone);
    let figures = figures.map(|figure| figure.map_or_else(String::new, |figure| figure.to_string()));
    names.into_iter().chain(figures).collect()
}

fn head(report: &SimulationReport) -> Vec<String> {
    let own = ["name", "starts", "start_s", "arrivals", "waiting", "on_duty"].map(str::to_owned);
    let targets = report.targets.iter();
    let targets =
        targets.flat_map(|target| ["counted", "compliance"].map(|field| format!("{}.{field}", target.name)));
    own.into_iter().chain(targets).collect()
}

fn row(interval: &IntervalReport) -> Vec<String> {
    let figures = [interval.start_s, interval.arrivals, interval.waiting, interval.on_duty];
    let own = [interval.name.clone(), interval.starts.clone()].into_iter();
    let targets = interval.targets.iter().flat_map(|target| {
        [target.counted.to_string(), target.compliance.map_or_else(String::new, |share| share.to_string())]
    });
    own.chain(figures.map(|figure| figure.to_string())).chain(targets).collect()
}
