//! Sorting, compiled once: the standard `sort_by` brings some five thousand lines of code for each type that is sorted.

use std::cmp::Ordering;

/// Sorts, and keeps what is equal in its order.
pub fn by<T>(items: &mut [T], mut order: impl FnMut(&T, &T) -> Ordering) {
    let mut sources = sources(items.len(), &mut |a, b| order(&items[a], &items[b]));
    for start in 0..sources.len() {
        // Every cycle of the permutation is gone through once, and left behind as places that keep what they have.
        let mut at = start;
        loop {
            let source = std::mem::replace(&mut sources[at], at);
            if source == start {
                break;
            }
            items.swap(at, source);
            at = source;
        }
    }
}

/// [`by`] keys.
pub fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// For each place where the item is that belongs there; nothing if all are in order.
fn sources(len: usize, order: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    if (1..len).all(|at| order(at - 1, at) != Ordering::Greater) {
        return Vec::new();
    }
    let mut sources: Vec<usize> = (0..len).collect();
    sources.sort_by(|a, b| order(*a, *b));
    sources
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_stable_sort_of_the_standard_library(items: Vec<(u8, u8)>) {
            let (mut ours, mut standard) = (items.clone(), items);
            super::by_key(&mut ours, |item| item.0 % 16);
            standard.sort_by_key(|item| item.0 % 16);
            prop_assert_eq!(ours, standard);
        }
    }
}
