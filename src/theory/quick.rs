//! quick
