//! What several tests share.
#![allow(dead_code)] // each test binary uses its part

pub mod compare;
pub mod engine;
pub mod random_plan;
pub mod random_practices;
pub mod random_staff;
pub mod world;
