//! `nightdesk replay` and `nightdesk demo-helpdesk` as types.

use crate::cli::args::OutputArgs;
use crate::cli::duration;
use crate::replay::demo::faults::Fault;
use crate::scenario::threshold::Threshold;
use crate::units::Span;
use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  nightdesk replay scenarios/orange-night.toml --window 22:45..23:15 --speed 30
      half an hour of the night in a minute, against a helpdesk of our own
  nightdesk replay scenarios/orange-night.toml --window 22:45..23:15 --dry-run
      what would be sent
  nightdesk replay tonight.toml --helpdesk rt5 --url http://127.0.0.1:8085 \\
      --secrets tokens.env --check-profile
      whether a helpdesk does everything that its profile says
  nightdesk replay tonight.toml --helpdesk my-desk.toml \\
      --url https://staging.example.com --may-load staging.example.com \\
      --fail-if 'post_message.p99 > 800ms'
  nightdesk replay --resume-report results/orange-night-replay-1
      the report of a replay that was killed";

/// `nightdesk replay`
#[derive(Clone, Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ReplayArgs {
    /// A scenario, or a trace that nightdesk trace has written
    #[arg(required_unless_present = "resume_report")]
    pub input: Option<PathBuf>,
    /// Apply a lever of the scenario; may be repeated
    #[arg(long, value_name = "LEVER")]
    pub with: Vec<String>,
    /// Change a value, after the levers
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Where recordings are looked for after the scenario's own folder
    #[arg(long, value_name = "DIR", env = "NIGHTDESK_DATA", hide_env_values = true, value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub data: Option<PathBuf>,
    /// What all draws are keyed by
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Which night of that seed
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub replication: u64,
    /// Which part of the night, e.g. 22:45..23:15 [default: all of it]
    #[arg(long, value_name = "FROM..TO")]
    pub window: Option<String>,
    /// How many times as fast time runs
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = speed)]
    pub speed: f64,
    /// Which helpdesk: a profile file, or the name of a bundled one [default: a helpdesk of our own, in this
    /// process]
    #[arg(long, value_name = "PROFILE")]
    pub helpdesk: Option<String>,
    /// Where it is [default: as its profile says]
    #[arg(long, value_name = "URL", requires = "helpdesk")]
    pub url: Option<String>,
    /// Tokens as NAME=VALUE lines; what is not in it comes from the environment
    #[arg(long, value_name = "FILE")]
    pub secrets: Option<PathBuf>,
    /// This host may be loaded although it is not this machine; may be repeated
    #[arg(long, value_name = "HOST")]
    pub may_load: Vec<String>,
    /// Certificates (PEM) to trust beside those of the system
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// What agents do: work as people do, or what the trace says, when it says so
    #[arg(long, value_enum, default_value_t = Agents::Live)]
    pub agents: Agents,
    /// How often each agent looks at the queue, in the scenario's time
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = duration::parse)]
    pub poll: Span,
    /// Which agent takes a conversation
    #[arg(long, value_enum, default_value_t = Take::Best)]
    pub take: Take,
    /// Fail if this is so, e.g. 'post_message.p99 > 800ms'; may be repeated, adds to the scenario's fail_if
    #[arg(long, value_name = "THRESHOLD", value_parser = Threshold::parse)]
    pub fail_if: Vec<Threshold>,
    /// Stop and fail as soon as this is so; may be repeated
    #[arg(long, value_name = "THRESHOLD", value_parser = Threshold::parse)]
    pub abort_on: Vec<Threshold>,
    /// Judge compliance although time runs faster than it does
    #[arg(long)]
    pub accept_speed: bool,
    /// The results folder of an earlier replay: fail if calls became slower, by more than the noise of both
    #[arg(long, value_name = "DIR")]
    pub baseline: Option<PathBuf>,
    /// Nights simulated for the band beside the measured compliance
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub nights: u64,
    /// Requests a second at most
    #[arg(long, value_name = "N", value_parser = positive)]
    pub max_rate: Option<f64>,
    /// Requests under way at once at most [default: what the peak asks for]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=20_000))]
    pub users: Option<u64>,
    /// How long an answer is waited for
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = duration::parse)]
    pub timeout: Span,
    /// How long replies are waited for after the window, in the scenario's time [default: the longest
    /// `within` and 5 min]
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    pub drain: Option<Span>,
    /// How late we may be ourselves (99th percentile) before the measurement is invalid
    #[arg(long, value_name = "TIME", default_value = "50ms", value_parser = duration::parse)]
    pub max_lag: Span,
    /// Share of the conversations that are read back at the end
    #[arg(long, value_name = "SHARE", default_value_t = 1.0, value_parser = share)]
    pub read_back: f64,
    /// Remove (or close) at the end what the run has created
    #[arg(long)]
    pub clean_up: bool,
    /// Of the helpdesk of our own: what it does wrong, e.g. lose=0.05 or stall=0.01,2s; may be repeated
    #[arg(long, value_name = "KIND=SHARE[,TIME]", value_parser = Fault::parse, conflicts_with = "helpdesk")]
    pub fault: Vec<Fault>,
    /// Only say what would be sent
    #[arg(long)]
    pub dry_run: bool,
    /// Only try every operation once, with every role
    #[arg(long, conflicts_with = "dry_run")]
    pub check_profile: bool,
    /// Only report what the ledger in this results folder holds
    #[arg(long, value_name = "DIR", conflicts_with_all = ["input", "dry_run", "check_profile"])]
    pub resume_report: Option<PathBuf>,
    /// Write results to this folder, which must be new or empty [default: a new folder
    /// results/NAME-replay-N]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How to show them.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What agents do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Agents {
    /// Look at the queue, take what is there, work, reply
    Live,
    /// What the trace says, when it says so
    Scripted,
}

/// Which agent takes a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Take {
    /// The one who has most time for it, as a routing console does
    Best,
    /// Whoever sees it first, however busy: tries whether the helpdesk keeps agents apart
    First,
}

/// `nightdesk demo-helpdesk`
#[derive(Clone, Debug, Args)]
pub struct DemoHelpdeskArgs {
    /// Where to listen on 127.0.0.1; 0 takes any port that is free
    #[arg(long, value_name = "N", default_value_t = 8090)]
    pub port: u16,
    /// What it does wrong: stall, throttle, lose, duplicate, reorder, ignore, cut, leak, steal, fail or
    /// open, e.g. lose=0.05 or stall=0.01,2s; may be repeated
    #[arg(long, value_name = "KIND=SHARE[,TIME]", value_parser = Fault::parse)]
    pub fault: Vec<Fault>,
    /// No notes on standard error
    #[arg(long)]
    pub quiet: bool,
}

fn speed(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|speed| *speed >= 0.1 && *speed <= 1000.0);
    number.ok_or_else(|| "expected a number from 0.1 to 1000".to_owned())
}

fn positive(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number > 0.0 && number.is_finite());
    number.ok_or_else(|| "expected a number above 0".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    number.ok_or_else(|| "expected a share from 0 to 1".to_owned())
}
