//! The command line as types; what they do stands in one file per command.

use super::duration;
use super::replay::args::{DemoHelpdeskArgs, ReplayArgs};
use crate::language::Language;
use crate::units::Span;
use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// What tonight's surge does to a helpdesk's promises.
#[derive(Clone, Debug, Parser)]
#[command(name = "nightdesk", version, max_term_width = 80, arg_required_else_help = true)]
#[command(after_help = super::exit::EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// The language of reports and messages: en or zh-CN [default: that of the locale, or else en]
    #[arg(long, global = true, value_name = "LANG", value_parser = language)]
    pub lang: Option<Language>,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// What will happen tonight: compliance, waits, backlog, load, cost
    Simulate(SimulateArgs),
    /// The cheapest agents by shift with whom tonight's targets hold
    Staff(StaffArgs),
    /// Plans side by side on the same nights: what differs, by how much, and which is best
    Compare(CompareArgs),
    /// Every problem in a scenario, and what it expects tonight
    Check(CheckArgs),
    /// The same in a browser, on this machine
    Serve(ServeArgs),
    /// One night, message by message, as JSON Lines
    Trace(TraceArgs),
    /// The night against a helpdesk: does it hold, and does it lose anyone?
    Replay(Box<ReplayArgs>),
    /// A small helpdesk of our own, to replay against
    DemoHelpdesk(DemoHelpdeskArgs),
    /// A scenario out of logs of calls, tickets, messages or counts
    Calibrate(CalibrateArgs),
    /// Quick answers from queueing formulas
    Erlang(ErlangArgs),
    /// Write a commented scenario to start from
    Init(InitArgs),
    /// The JSON Schema of a scenario or of a result
    Schema(SchemaArgs),
    /// Completions for a shell
    Completions(CompletionsArgs),
    /// The manual pages
    Man(ManArgs),
}

/// Which scenario, and what to change in it.
#[derive(Clone, Debug, Args)]
pub struct ScenarioArgs {
    /// The scenario file
    pub scenario: PathBuf,
    /// Apply a lever of the scenario; may be repeated, applied in order
    #[arg(long, value_name = "LEVER")]
    pub with: Vec<String>,
    /// Change a value, after the levers: team.night.shift.late.agents=9; '* 0.55' and '+ 2' act on what
    /// stands
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Where recordings are looked for after the scenario's own folder
    #[arg(long, value_name = "DIR", env = "NIGHTDESK_DATA", hide_env_values = true, value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub data: Option<PathBuf>,
}

/// How results are shown.
#[derive(Clone, Copy, Debug, Args)]
pub struct OutputArgs {
    /// What standard output carries: a report, or one JSON document and nothing else
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// No progress and no notes on standard error
    #[arg(long)]
    pub quiet: bool,
}

/// What standard output carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// `nightdesk simulate`
#[derive(Clone, Debug, Args)]
pub struct SimulateArgs {
    /// Which scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// How many nights.
    #[command(flatten)]
    pub sampling: SamplingArgs,
    /// Write results to this folder, which must be new or empty [default: a new folder
    /// results/SCENARIO-run-N]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write the report as a spreadsheet too, report.xlsx: roster, intervals, targets
    #[arg(long)]
    pub xlsx: bool,
    /// Say what went wrong on nights that miss a target, and what would mend it; takes a few thousand nights
    /// more
    #[arg(long)]
    pub explain: bool,
    /// Give the helpdesk the times that a replay measured, whose results folder this is, and say what its
    /// slowness costs in compliance and in agents
    #[arg(long, value_name = "RESULTDIR")]
    pub latency: Option<PathBuf>,
    /// Exit with 1 if a target is missed: if its compliance over all nights together is below its at_least
    #[arg(long)]
    pub enforce: bool,
    /// How to show them.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// How nights are sampled.
#[derive(Clone, Copy, Debug, Args)]
pub struct SamplingArgs {
    /// What all draws are keyed by: one seed gives one result, on any machine
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate exactly so many nights
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "precision")]
    pub replications: Option<u64>,
    /// Simulate until every compliance is known to ±P points and every chance to ±2P (95 %), from 400 to
    /// 10,000 nights [default: 1]
    #[arg(long, value_name = "P", value_parser = points)]
    pub precision: Option<f64>,
    /// Threads to use; the result does not depend on it [default: all]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
}

/// `nightdesk staff`
#[derive(Clone, Debug, Args)]
#[command(after_help = STAFF_EXAMPLES)]
pub struct StaffArgs {
    /// Which scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// What it means that targets hold
    #[arg(long, value_enum, default_value_t = HoldArg::Night)]
    pub hold: HoldArg,
    /// Of night and each: on what share of nights; of average and interval: the confidence of the interval
    /// whose lower end has to reach the target
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, value_parser = certainty)]
    pub certainty: f64,
    /// The best compliance that so much planned pay a night can buy
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    pub budget: Option<f64>,
    /// The best compliance to be had with so many agents
    #[arg(long, value_name = "N")]
    pub at_most: Option<u32>,
    /// Stop searching after this and answer with the best so far
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration::parse)]
    pub time_limit: Span,
    /// What all draws are keyed by: one seed gives one answer, unless the time limit cuts it short
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Fresh nights that the answer is checked on
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(100..))]
    pub replications: u64,
    /// Threads to use; the answer does not depend on it [default: all]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Write results to this folder, which must be new or empty [default: a new folder
    /// results/SCENARIO-staff-N]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write the report as a spreadsheet too, report.xlsx: roster, intervals, targets
    #[arg(long)]
    pub xlsx: bool,
    /// How to show them.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// `nightdesk compare`
#[derive(Clone, Debug, Args)]
#[command(after_help = COMPARE_EXAMPLES)]
pub struct CompareArgs {
    /// The base, and what to change in all scenarios.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Other scenario files, each an alternative to the first
    #[arg(value_name = "OTHER")]
    pub others: Vec<PathBuf>,
    /// An alternative: the first scenario with these levers, applied in order; may be repeated
    #[arg(long = "plan", value_name = "LEVER + LEVER")]
    pub plans: Vec<String>,
    /// Every combination of the scenario's levers; of more than six, of the six that matter most
    #[arg(long, conflicts_with = "plans")]
    pub all_levers: bool,
    /// What makes a plan the best: cost, chance (of meeting all targets), satisfaction, or the name of a
    /// target, for its compliance [default: the least cost among those that meet all targets with --certainty, else the
    /// highest chance]
    #[arg(long, value_name = "WHAT")]
    pub by: Option<String>,
    /// The chance of meeting all targets that is asked for
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, value_parser = certainty)]
    pub certainty: f64,
    /// What does not matter: P points of compliance, 2P points of chance, P % of the base's cost and of the
    /// scale of scores
    #[arg(long, value_name = "P", default_value_t = 1.0, value_parser = points)]
    pub indifference: f64,
    /// What all draws are keyed by: one seed gives one result, on any machine
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Simulate exactly so many nights of every plan
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "precision")]
    pub replications: Option<u64>,
    /// Simulate until every difference of compliance to the base is known to ±P points and the best is found,
    /// from 400 to 10,000 nights [default: 0.5; with --all-levers: until the best is found]
    #[arg(long, value_name = "P", value_parser = points)]
    pub precision: Option<f64>,
    /// Threads to use; the result does not depend on it [default: all]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Write results to this folder, which must be new or empty [default: a new folder
    /// results/SCENARIO-compare-N]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write the report as a spreadsheet too, report.xlsx: roster, intervals, targets
    #[arg(long)]
    pub xlsx: bool,
    /// Exit with 1 unless a plan is found that meets all targets with --certainty
    #[arg(long, conflicts_with = "by")]
    pub enforce: bool,
    /// How to show them.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Shown below `nightdesk staff --help`.
const STAFF_EXAMPLES: &str = "\
Examples:
  nightdesk staff tonight.toml
      the cheapest roster with which all targets hold on 95 nights of 100
  nightdesk staff tonight.toml --hold interval
      ... with which every report interval keeps them, over all nights
  nightdesk staff tonight.toml --at-most 20
      the best that 20 agents can do
  nightdesk simulate results/tonight-staff-1/scenario.toml
      what happens with the roster found";

/// What it means that targets hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HoldArg {
    /// All targets together, on one night
    Night,
    /// Each target by itself, on one night
    Each,
    /// Each target's compliance over all nights together
    Average,
    /// The same in every report interval that counts 10 or more a night
    Interval,
}

/// Shown below `compare --help`.
const COMPARE_EXAMPLES: &str = "\
Examples:
  nightdesk compare orange-night.toml --plan sour-text --plan 'sour-text + refund'
  nightdesk compare tonight.toml two-teams.toml --by phone
  nightdesk compare tonight.toml --all-levers --certainty 0.9";

/// `nightdesk check`
#[derive(Clone, Debug, Args)]
pub struct CheckArgs {
    /// Which scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// How to show what is found.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// `nightdesk serve`
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// A scenario file, or a folder of them: nothing outside the folder is read or written
    #[arg(default_value = ".")]
    pub place: PathBuf,
    /// The port on this machine (127.0.0.1); 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8787)]
    pub port: u16,
    /// Where recordings are looked for after the scenario's own folder
    #[arg(long, value_name = "DIR", env = "NIGHTDESK_DATA", hide_env_values = true, value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub data: Option<PathBuf>,
}

/// `nightdesk trace`
#[derive(Clone, Debug, Args)]
pub struct TraceArgs {
    /// Which scenario.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// What all draws are keyed by
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Which night of that seed; simulate starts at 0 too
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub replication: u64,
    /// Write to this file, which must be new [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// No notes on standard error
    #[arg(long)]
    pub quiet: bool,
}

/// `nightdesk calibrate`
#[derive(Clone, Debug, Args)]
#[command(after_help = CALIBRATE_EXAMPLES)]
pub struct CalibrateArgs {
    /// The logs, all of one kind
    #[arg(required = true, value_name = "LOG")]
    pub logs: Vec<PathBuf>,
    /// Write the scenario to this file, which must be new
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write the fit report as JSON to this file, which must be new
    #[arg(long, value_name = "FILE")]
    pub fit: Option<PathBuf>,
    /// Write the fit report as a page to look at to this file, which must be new: report.html
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// What the columns mean: a mapping file, or one of anonymous-bank-1999, bank-calls-5min, chatwoot,
    /// nightdesk, request-tracker, zendesk [default: whichever of these fits]
    #[arg(long, value_name = "NAME|FILE")]
    pub mapping: Option<String>,
    /// Over the mapping, may be repeated: a column (time=Created), log=cases|messages|counts, time_zone=…,
    /// encoding=gb18030, day_first=true, unit=60, answered=A,B, gave_up=…, nobody=…, customers=…, agents=…, left=…,
    /// leave_out=COLUMN=VALUE, busy_only=COLUMN=VALUE
    #[arg(long, value_name = "KEY=VALUE")]
    pub map: Vec<String>,
    /// The zone the scenario is to have [default: the log's]
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// Weekdays on which the desk is open: mon,tue,… [default: as the mapping says, or as seen]
    #[arg(long, value_name = "DAYS", value_delimiter = ',')]
    pub days: Vec<String>,
    /// When it is open: 07:00-24:00 [default: as the mapping says, or as seen]
    #[arg(long, value_name = "FROM-TO")]
    pub hours: Option<String>,
    /// The day the scenario is for [default: the first open day after the log's last]
    #[arg(long, value_name = "DATE")]
    pub date: Option<jiff::civil::Date>,
    /// The streams of those days and of the night to come, as a table: from,to and, if known, orders,name. Their
    /// surges are told apart from usual cases, and in a back-test forecast from the streams before
    #[arg(long, value_name = "FILE")]
    pub streams: Option<PathBuf>,
    /// What is held of surges before any was seen, may be repeated: share=0.05*3 (of orders, known to a factor of
    /// 3), delay=35min*2, forecast_cv=0.3, delay_cv=0.2 (how much streams differ); these are the defaults
    #[arg(long, value_name = "KEY=VALUE", requires = "streams")]
    pub prior: Vec<String>,
    /// Back-test: learn from the days before, predict those from it on, and show how far off that is
    #[arg(long, value_name = "DATE")]
    pub test_from: Option<jiff::civil::Date>,
    /// The last day that is predicted [default: the log's last]
    #[arg(long, value_name = "DATE", requires = "test_from")]
    pub test_to: Option<jiff::civil::Date>,
    /// What counts as answered in time, in the back-test
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = duration::parse)]
    pub within: Span,
    /// Nights simulated for each day of the back-test
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(20..))]
    pub replications: u64,
    /// What all draws of the back-test are keyed by: one seed gives one result, on any machine
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads to use; the result does not depend on it [default: all]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// How to show the fit report.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Shown below `calibrate --help`.
const CALIBRATE_EXAMPLES: &str = "\
Examples:
  nightdesk calibrate tickets.tsv -o usual-monday.toml
  nightdesk calibrate calls-*.csv --map time=Started --map day_first=true \\
      --map handle=Talk --map unit=60 --time-zone Asia/Shanghai -o tonight.toml
  nightdesk simulate tonight.toml
  nightdesk calibrate chats.csv --streams streams.csv -o after-the-stream.toml
  nightdesk calibrate calls-*.csv --test-from 2026-11-01

docs/calibration.md says how each figure is got.";

/// `nightdesk erlang`
#[derive(Clone, Debug, Args)]
#[command(group = clap::ArgGroup::new("asked").required(true).args(["agents", "target"]))]
#[command(override_usage = "nightdesk erlang <MODEL> --calls <N> --handle-time <TIME>\n       \
    (--agents <N> | --target <SHARE>) [OPTIONS]")]
pub struct ErlangArgs {
    /// Which formula
    #[arg(value_enum)]
    pub model: Model,
    /// Calls that come in the time of --per
    #[arg(long, value_name = "N")]
    pub calls: f64,
    /// The time in which --calls come
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = duration::parse)]
    pub per: Span,
    /// Mean time an agent needs for a call
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    pub handle_time: Span,
    /// Mean patience of a caller (a, x)
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    pub patience: Option<Span>,
    /// Share of those who gave up who call again (x)
    #[arg(long, value_name = "SHARE")]
    pub redial: Option<f64>,
    /// What so many agents achieve
    #[arg(long, value_name = "N")]
    pub agents: Option<u64>,
    /// The agents needed to answer this share within --within (b: to turn away no more than the rest)
    #[arg(long, value_name = "SHARE")]
    pub target: Option<f64>,
    /// What counts as answered in time
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = duration::parse)]
    pub within: Span,
    /// How to show the answer.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Which formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Model {
    /// Nobody waits: who finds all agents busy is turned away
    B,
    /// Everybody waits, however long
    C,
    /// Callers give up (exponential patience)
    A,
    /// Callers give up, and some call again
    X,
}

/// `nightdesk init`
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// The file to write, which must be new; '-' is standard output
    #[arg(default_value = "tonight.toml")]
    pub file: PathBuf,
    /// No notes on standard error
    #[arg(long)]
    pub quiet: bool,
}

/// `nightdesk schema`
#[derive(Clone, Copy, Debug, Args)]
pub struct SchemaArgs {
    /// Of what
    #[arg(long, value_enum, default_value_t = SchemaOf::Scenario)]
    pub of: SchemaOf,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The scenario file, for editors
    Scenario,
    /// What simulate prints with --format json
    Simulate,
    /// What replay prints with --format json
    Replay,
    /// What staff prints with --format json
    Staff,
    /// What calibrate prints with --format json
    Calibrate,
    /// What compare prints with --format json
    Compare,
}

/// `nightdesk completions`
#[derive(Clone, Copy, Debug, Args)]
pub struct CompletionsArgs {
    /// For which shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// `nightdesk man`
#[derive(Clone, Debug, Args)]
pub struct ManArgs {
    /// Write a page for each command to this folder [default: the main page to standard output]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// A chance, below always.
fn certainty(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err("expected a share between 0 and 1, e.g. 0.95".to_owned()),
    }
}

/// Chosen by its code.
fn language(code: &str) -> Result<Language, String> {
    code.parse()
}

/// Percentage points, above 0.
fn points(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(points) if points > 0.0 && points <= 50.0 => Ok(points),
        _ => Err("expected percentage points above 0 and up to 50".to_owned()),
    }
}

/// An amount of money.
fn amount(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(amount) if amount >= 0.0 && amount.is_finite() => Ok(amount),
        _ => Err("expected an amount, 0 or more".to_owned()),
    }
}
