//! Nightdesk: what tonight's surge does to a helpdesk's promises.
//!
//! # Layout
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`units`] | time, spans, shares, money: the only place that converts |
//! | [`language`] | the languages that people are answered in, and their catalogues |
//! | [`random`] | named reproducible draws, and the distributions they follow |
//! | [`statistics`] | intervals, quantiles, ratio estimates |
//! | [`scenario`] | the file: its tables, read with positions, checked, changed by levers and `--set` |
//! | [`demand`] | who comes tonight, and when |
//! | [`theory`] | Erlang and friends: to check the engine, and for quick answers |
//! | [`simulation`] | a scenario compiled flat, one night of it, many nights |
//! | [`staffing`] | the cheapest agents with whom targets hold |
//! | [`calibration`] | logs in, scenario out; and what it predicts of days it has not seen |
//! | [`comparison`] | plans side by side: paired differences, and which is best |
//! | [`replay`] | a night against a helpdesk |
//! | [`report`] | one result model; writers: text, JSON, CSV |
//! | [`web`] | the page of `nightdesk serve` |
//! | [`cli`] | the command line, one file per command |

pub mod calibration;
pub mod cli;
pub mod comparison;
pub mod demand;
pub mod language;
pub mod random;
pub mod replay;
pub mod report;
pub mod scenario;
pub mod simulation;
pub mod staffing;
pub mod statistics;
pub mod theory;
pub mod units;
pub mod web;
