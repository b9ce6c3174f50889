//! Tiny worlds.
