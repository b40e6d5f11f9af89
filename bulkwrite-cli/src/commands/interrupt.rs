//! Ctrl-C, where something is being written: it stops the work, and leaves nothing half-written.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Sets a flag when the run is interrupted, as long as it lives.
pub(super) struct Guards(Vec<signal_hook::SigId>);

impl Guards {
    pub(super) fn new(flag: &Arc<AtomicBool>) -> Self {
        let signals = [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM];
        // Where a signal cannot be caught, it ends the run: what is left has its name for it.
        Self(signals.iter().filter_map(|signal| signal_hook::flag::register(*signal, Arc::clone(flag)).ok()).collect())
    }
}

impl Drop for Guards {
    fn drop(&mut self) {
        for id in &self.0 {
            signal_hook::low_level::unregister(*id);
        }
    }
}
