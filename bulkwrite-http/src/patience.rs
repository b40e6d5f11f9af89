//! How often something is tried, and how long one waits in between.

use std::time::Duration;

/// How much is tried before giving up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Patience {
    /// How many times a request is sent.
    pub tries: u32,
    /// How long after the first failure one more is sent.
    pub give_up: Duration,
}

impl Default for Patience {
    /// Eight tries within a quarter of an hour.
    fn default() -> Self {
        Self { tries: 8, give_up: Duration::from_secs(15 * 60) }
    }
}

impl Patience {
    /// The same, but giving up earlier or later.
    #[must_use]
    pub const fn give_up(self, give_up: Duration) -> Self {
        Self { give_up, ..self }
    }
}

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);
/// More than that is not waited for, whatever a server asks for.
const LONGEST_ASKED_FOR: Duration = Duration::from_secs(5 * 60);

/// The failures of one request so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tries {
    failed: u32,
    since: Duration,
}

impl Tries {
    /// After a failure: when to try again; `None` if it was the last time. `asked` is what the server asked for.
    pub(crate) fn again(
        &mut self,
        patience: &Patience,
        now: Duration,
        asked: Option<Duration>,
        jitter: &mut Jitter,
    ) -> Option<Duration> {
        if self.failed == 0 {
            self.since = now;
        }
        self.failed += 1;
        let doubled = FIRST.saturating_mul(1 << (self.failed - 1).min(16)).min(LONGEST);
        // Between half of it and all of it, so that many who fail together do not come back together.
        let delay =
            asked.map_or(doubled / 2 + doubled.mul_f64(jitter.draw() / 2.0), |asked| asked.min(LONGEST_ASKED_FOR));
        let until = now.saturating_add(delay);
        let in_time = until.saturating_sub(self.since) <= patience.give_up;
        (self.failed < patience.tries && in_time).then_some(until)
    }

    pub(crate) fn reset(&mut self) {
        self.failed = 0;
    }
}

/// Numbers that look random, from a seed of the caller's.
#[derive(Clone, Debug)]
pub(crate) struct Jitter(pub(crate) u64);

impl Jitter {
    /// At least 0, less than 1. (`SplitMix64`.)
    fn draw(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        f64::from(u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or_default()) / f64::from(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_minute_and_end() {
        let (mut tries, mut jitter) = (Tries::default(), Jitter(7));
        let mut now = Duration::from_secs(1000);
        for expected in [1, 2, 4, 8, 16, 32, 60] {
            let until = tries.again(&Patience::default(), now, None, &mut jitter).expect("it is tried again");
            let (delay, most) = (until.saturating_sub(now), Duration::from_secs(expected));
            assert!(most / 2 <= delay && delay <= most, "{delay:?} for {most:?}");
            now = until;
        }
        assert_eq!(tries.again(&Patience::default(), now, None, &mut jitter), None);
        tries.reset();
        assert!(tries.again(&Patience::default(), now, None, &mut jitter).is_some());
    }

    #[test]
    fn a_server_may_ask_for_five_minutes_and_time_runs_out() {
        let (mut tries, mut jitter) = (Tries::default(), Jitter(7));
        let now = Duration::from_secs(5);
        let asked = |seconds| Some(Duration::from_secs(seconds));
        let patience = Patience::default();
        assert_eq!(tries.again(&patience, now, asked(30), &mut jitter), asked(35));
        assert_eq!(tries.again(&patience, now, asked(3000), &mut jitter), asked(305));
        let soon = patience.give_up(Duration::from_secs(10));
        assert_eq!(Tries::default().again(&soon, now, asked(11), &mut jitter), None);
    }
}
