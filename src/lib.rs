//! Nightdesk: what tonight's surge does to a helpdesk's promises.
//!
//! # Layout
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`units`] | time, spans, shares, money: the only place that converts |
//! | [`random`] | named reproducible draws, and the distributions they follow |
//! | [`statistics`] | intervals, quantiles, ratio estimates |
//! | [`scenario`] | the file: its tables, read with positions, checked, changed by levers and `--set` |
//! | [`theory`] | Erlang and friends: to check the engine, and for quick answers |

pub mod demand;
pub mod random;
pub mod report;
pub mod scenario;
pub mod simulation;
pub mod statistics;
pub mod theory;
pub mod units;
