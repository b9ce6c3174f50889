//! Plans side by side: what is known by hand, and what the procedures guarantee.

mod choosing;
mod coverage;
mod explained;
mod known;
mod synthetic;
