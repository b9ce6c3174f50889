//! The engine held against what is known independently of it: closed forms, exact chains, published
//! figures, and what must hold between one simulation and another.
//!
//! Every scenario is TOML text, so that reader, compiler and engine are all in it. Seeds are fixed, so a
//! test either passes always or fails always; its stated false-alarm probability is that of failing, for a
//! seed chosen at random, although nothing is wrong. A comparison by a 99.9 % interval alone (see
//! [`measure::agrees`]) raises a false alarm in 1 of 1,000 seeds, k of them in at most k of 1,000.

mod accounts;
mod chat;
mod coverage;
mod desk;
mod digests;
mod erlang;
mod kiefer_wolfowitz;
mod measure;
mod metamorphic;
mod night_spike;
mod offered_load;
mod practices;
mod priorities;
mod published;
mod returning;
mod same_customers;
mod single_agent;
mod staffing;
mod surge;
mod waits;
