//! Ctrl-C: the first asks to stop and save, the second stops at once.

use super::exit::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether somebody asked to stop.
#[derive(Clone, Debug)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on.
    pub fn listen() -> Interrupt {
        let asked = Arc::new(AtomicBool::new(false));
        let handler = Arc::clone(&asked);
        // Where no handler can be set, an interrupt stops us at once, as it does by default.
        let _ = ctrlc::set_handler(move || {
            if handler.swap(true, Ordering::Relaxed) {
                std::process::exit(ExitCode::Interrupted as i32);
            }
        });
        Interrupt(asked)
    }

    /// True once somebody asked to stop.
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
