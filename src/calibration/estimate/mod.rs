//! What a log says about a desk.
pub mod arrivals;
pub mod clean;
pub mod durations;
pub mod faults;
pub mod opening;
pub mod patience;
pub mod presence;
pub mod priority;
pub mod retries;
pub mod services;
pub mod skills;
pub mod surge;
pub mod turns;
pub mod whole;
pub mod wrap_up;
