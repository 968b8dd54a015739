//! Times of one process, printed for the command that started it.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;

/// Seconds.
#[derive(Debug, Default, Serialize)]
pub struct Timing {
    /// How often the work is done and timed.
    #[serde(skip)]
    pub runs: usize,
    /// Seconds of each run in memory.
    pub seconds: Vec<f64>,
    /// Seconds of named stages of a single run.
    pub stages: Vec<(&'static str, f64)>,
}

impl Timing {
    /// Does the work twice to warm up, then times it run by run.
    pub fn repeat<T>(&mut self, mut work: impl FnMut() -> T) {
        for _ in 0..2 {
            black_box(work());
        }
        for _ in 0..self.runs {
            let start = Instant::now();
            black_box(work());
            self.seconds.push(start.elapsed().as_secs_f64());
        }
    }

    /// Notes a stage.
    pub fn stage(&mut self, name: &'static str, took: Duration) {
        self.stages.push((name, took.as_secs_f64()));
    }
}
