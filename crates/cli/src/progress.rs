//! How far it is, on a terminal, while something lasts.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use tieuchi::source::Language;
use tieuchi_records::Progress;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::words::{Words, words};

/// What is done before this needs no line.
const SOON: Duration = Duration::from_secs(1);

/// How often the line is drawn anew.
const EVERY: Duration = Duration::from_millis(100);

/// How wide the line is where the terminal doesn't say.
const WIDTH: usize = 80;

/// How many cells the bar has.
const CELLS: u64 = 20;

/// Shows a line on standard error while work lasts longer than [`SOON`], and wipes it. Without a terminal there is none.
pub fn during<T>(line: impl Fn(Duration) -> String + Send, work: impl FnOnce() -> T) -> T {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if dumb || !std::io::stderr().is_terminal() {
        return work();
    }
    thread::scope(|scope| {
        let (done, ended) = channel();
        scope.spawn(move || draw(&ended, line));
        let result = work();
        // The scope ends when the line is wiped.
        drop(done);
        result
    })
}

fn draw(ended: &Receiver<()>, line: impl Fn(Duration) -> String) {
    let start = Instant::now();
    let mut wait = SOON;
    let mut drawn = false;
    while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(wait) {
        let size = terminal_size::terminal_size_of(std::io::stderr());
        let width = size.map(|(width, _)| usize::from(width.0)).filter(|width| *width > 0).unwrap_or(WIDTH);
        put(&fitting(&line(start.elapsed()), width - 1));
        (drawn, wait) = (true, EVERY);
    }
    if drawn {
        put("");
    }
}

/// Writes a line in place of the one before, the cursor at its start.
fn put(line: &str) {
    let mut stderr = std::io::stderr().lock();
    // Nothing can be done where nobody can be told.
    let _ = write!(stderr, "\r\x1b[K{line}\r");
    let _ = stderr.flush();
}

/// As much of a line as fits.
fn fitting(line: &str, width: usize) -> String {
    if line.width() <= width {
        return line.to_owned();
    }
    let mut left = width.saturating_sub(1);
    let fits = |letter: &char| {
        let wide = letter.width().unwrap_or(0);
        let fits = wide <= left;
        left = left.saturating_sub(wide);
        fits
    };
    line.chars().take_while(fits).chain(['…']).collect()
}

/// How far reading is.
pub fn reading(progress: &Progress, elapsed: Duration, language: Language) -> String {
    let file = progress.file().unwrap_or_default();
    let file = std::path::Path::new(&file).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or(file);
    far(words(language), &file, progress.passed(), progress.all(), elapsed)
}

fn far(words: &Words, file: &str, passed: u64, all: u64, elapsed: Duration) -> String {
    let rate = passed as u128 * 1_000 / elapsed.as_millis().max(1);
    let rate = u64::try_from(rate).unwrap_or(u64::MAX);
    let done = size(words, passed);
    // A pipe doesn't say how much comes.
    if all == 0 {
        return format!("{} {file}  {done}, {}/s", words.reading, size(words, rate));
    }
    let (full, percent) = (passed.min(all) * CELLS / all, passed.min(all) * 100 / all);
    let bar: String = (0..CELLS).map(|cell| if cell < full { '█' } else { '░' }).collect();
    let left = match all.saturating_sub(passed).checked_div(rate) {
        Some(seconds) => format!(", {}", (words.left)(&time(seconds))),
        None => String::new(),
    };
    format!("{} {file}  {bar} {percent}%  {done} / {}, {}/s{left}", words.reading, size(words, all), size(words, rate))
}

/// How long evaluating lasts already.
pub fn evaluating(elapsed: Duration, language: Language) -> String {
    format!("{}  {}", words(language).evaluating, time(elapsed.as_secs()))
}

/// Bytes in a unit of which there are not many.
fn size(words: &Words, bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        1_000_000_000.. => (1_000_000_000, "GB"),
    };
    let tenths = u128::from(bytes) * 10 / unit;
    format!("{}{}{} {name}", tenths / 10, words.decimal, tenths % 10)
}

fn time(seconds: u64) -> String {
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {:02} s", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_far_it_is() {
        let line = |language, passed, all| far(words(language), "person.csv", passed, all, Duration::from_secs(2));
        assert_eq!(
            line(Language::En, 50_000_000, 200_000_000),
            "reading person.csv  █████░░░░░░░░░░░░░░░ 25%  50.0 MB / 200.0 MB, 25.0 MB/s, 6 s left"
        );
        assert_eq!(
            line(Language::Vi, 50_000_000, 20_000_000_000),
            "đang đọc person.csv  ░░░░░░░░░░░░░░░░░░░░ 0%  50,0 MB / 20,0 GB, 25,0 MB/s, còn 13 min 18 s"
        );
        assert_eq!(line(Language::En, 3_000, 0), "reading person.csv  3.0 kB, 1.5 kB/s");
        assert_eq!(line(Language::En, 0, 10), "reading person.csv  ░░░░░░░░░░░░░░░░░░░░ 0%  0.0 kB / 0.0 kB, 0.0 kB/s");
        assert_eq!(evaluating(Duration::from_millis(2_500), Language::En), "evaluating  2 s");
        assert_eq!(evaluating(Duration::from_secs(61), Language::Vi), "đang đánh giá  1 min 01 s");
    }

    #[test]
    fn the_line_stays_a_line() {
        assert_eq!(fitting("đang đọc", 8), "đang đọc");
        assert_eq!(fitting("đang đọc", 7), "đang đ…");
        assert_eq!(fitting("漢字漢字", 6), "漢字…");
        assert_eq!(fitting("x", 0), "…");
    }
}
