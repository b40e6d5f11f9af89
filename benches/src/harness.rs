//! Paired measuring: the contenders take turns, so that whatever else the machine does falls on all of them alike.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use cpu_time::ThreadTime;

/// How long a contender runs before the next one has its turn.
const TURN: Duration = Duration::from_millis(2);

/// What is measured: a name, and the work, which returns something that the compiler cannot do without.
pub struct Contender<'a> {
    pub name: String,
    run: Box<dyn FnMut() -> usize + 'a>,
}

pub fn contender<'a>(name: impl Into<String>, run: impl FnMut() -> usize + 'a) -> Contender<'a> {
    Contender { name: name.into(), run: Box::new(run) }
}

/// What a contender took.
pub struct Measured {
    pub name: String,
    /// The median time of one run, in nanoseconds of CPU time of the thread.
    pub nanos: f64,
    /// The ratio to the first contender of the same round: lower quartile, median, upper quartile.
    pub ratio: [f64; 3],
    /// Allocations of one run, growing included.
    pub allocations: u64,
    /// Bytes allocated in one run.
    pub bytes: u64,
}

/// Measures the contenders over so many rounds; the ratios are to the first one.
pub fn compare(mut contenders: Vec<Contender<'_>>, rounds: usize) -> Vec<Measured> {
    let runs: Vec<u32> = contenders.iter_mut().map(|contender| runs_in_a_turn(&mut contender.run)).collect();
    let mut times: Vec<Vec<f64>> = vec![Vec::with_capacity(rounds); contenders.len()];
    for round in 0..rounds {
        for turn in 0..contenders.len() {
            // Another order each round: nobody always runs behind the same neighbour.
            let at = (turn * stride(contenders.len(), round) + round) % contenders.len();
            times[at].push(time(&mut contenders[at].run, runs[at]));
        }
    }
    let base = times[0].clone();
    contenders
        .iter_mut()
        .zip(&times)
        .map(|(contender, times)| {
            let mut ratios: Vec<f64> = times.iter().zip(&base).map(|(time, base)| time / base).collect();
            let [_, nanos, _] = quartiles(&mut times.clone());
            let (allocations, bytes) = allocated(&mut contender.run);
            Measured { name: contender.name.clone(), nanos, ratio: quartiles(&mut ratios), allocations, bytes }
        })
        .collect()
}

/// A step that visits every one of `len` places, another one each round.
fn stride(len: usize, round: usize) -> usize {
    let coprime: Vec<usize> = (1..len.max(2)).filter(|step| gcd(*step, len) == 1).collect();
    coprime[round % coprime.len()]
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn runs_in_a_turn(run: &mut dyn FnMut() -> usize) -> u32 {
    let mut runs = 1;
    loop {
        let nanos = time(run, runs) * f64::from(runs);
        if nanos >= TURN.as_nanos() as f64 / 2.0 {
            return ((f64::from(runs) * TURN.as_nanos() as f64 / nanos).round() as u32).max(1);
        }
        runs *= 2;
    }
}

/// Nanoseconds of one run.
fn time(run: &mut dyn FnMut() -> usize, runs: u32) -> f64 {
    let start = ThreadTime::now();
    for _ in 0..runs {
        black_box(run());
    }
    start.elapsed().as_nanos() as f64 / f64::from(runs)
}

fn quartiles(values: &mut [f64]) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}

/// Counts what is allocated.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: everything is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

fn count(size: usize) {
    // Not `fetch_add`: one thread measures, and a locked instruction would cost those who allocate.
    ALLOCATIONS.store(ALLOCATIONS.load(Relaxed) + 1, Relaxed);
    BYTES.store(BYTES.load(Relaxed) + size as u64, Relaxed);
}

fn allocated(run: &mut dyn FnMut() -> usize) -> (u64, u64) {
    let before = (ALLOCATIONS.load(Relaxed), BYTES.load(Relaxed));
    black_box(run());
    (ALLOCATIONS.load(Relaxed) - before.0, BYTES.load(Relaxed) - before.1)
}
