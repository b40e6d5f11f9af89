//! Looks each host up once a run.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bulkwrite_core::callback::{Answer, Resolve, SystemResolver};

/// What came of a look-up; an error of the system cannot be copied as it is.
type Known = Result<Answer, (io::ErrorKind, String)>;

/// Asks another resolver, and remembers what it said: many jobs have one callback.
#[derive(Debug, Default)]
pub(crate) struct Remembering<R = SystemResolver> {
    resolver: R,
    /// By host; whoever asks while an answer is on its way waits for it.
    known: Mutex<HashMap<String, Arc<OnceLock<Known>>>>,
}

impl<R: Resolve> Resolve for Remembering<R> {
    fn resolve(&self, host: &str) -> io::Result<Answer> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = Arc::clone(known.entry(host.to_owned()).or_default());
        drop(known);
        let ask = || self.resolver.resolve(host).map_err(|error| (error.kind(), error.to_string()));
        answer.get_or_init(ask).clone().map_err(|(kind, text)| io::Error::new(kind, text))
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Debug, Default)]
    struct Counting(AtomicUsize);

    impl Resolve for Counting {
        fn resolve(&self, host: &str) -> io::Result<Answer> {
            self.0.fetch_add(1, Ordering::Relaxed);
            if host == "acme.io" {
                return Ok(vec![IpAddr::from([9, 9, 9, 9])].into());
            }
            Err(io::Error::new(io::ErrorKind::NotFound, "no such host"))
        }
    }

    #[test]
    fn a_host_is_looked_up_once() {
        let resolver = Remembering { resolver: Counting::default(), known: Mutex::default() };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..10 {
                        assert_eq!(resolver.resolve("acme.io").unwrap().addrs.len(), 1);
                        let error = resolver.resolve("absent.io").unwrap_err();
                        assert_eq!(
                            (error.kind(), error.to_string().as_str()),
                            (io::ErrorKind::NotFound, "no such host")
                        );
                    }
                });
            }
        });
        assert_eq!(resolver.resolver.0.load(Ordering::Relaxed), 2);
    }
}
