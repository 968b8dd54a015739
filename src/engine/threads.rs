//! Work in pieces, on as many threads as are given.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::evaluation::Options;

/// Below so many rows for each thread a further one costs more than it brings.
const LEAST: usize = 1 << 16;

/// The rows in the pieces that are worked on apart.
pub(super) fn pieces(rows: usize, options: &Options) -> Vec<Range<usize>> {
    let mut cuts: Vec<usize> = options.cuts.iter().copied().filter(|cut| *cut < rows).collect();
    let step = match options.chunk_rows {
        0 => rows.div_ceil(options.threads.min(rows / LEAST).max(1)),
        some => some,
    };
    cuts.extend((0..rows).step_by(step.max(1)));
    cuts.extend([0, rows]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.iter().zip(cuts.iter().skip(1)).map(|(from, to)| *from..*to).collect()
}

/// Does all jobs, and gives their results in the order of the jobs whatever thread did which.
pub(super) fn run<J: Send, T: Send>(jobs: Vec<J>, threads: usize, work: impl Fn(J) -> T + Sync) -> Vec<T> {
    let workers = threads.min(jobs.len());
    if workers < 2 {
        return jobs.into_iter().map(work).collect();
    }
    let queue = Mutex::new(jobs.into_iter().enumerate());
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((number, job)) = next else { return };
                    let result = work(job);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((number, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}
