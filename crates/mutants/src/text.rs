//! The text of a file with what is put around its places.

use std::cmp::Reverse;
use std::ops::Range;

#[derive(Debug)]
pub enum Piece {
    Text(&'static str),
    /// What belongs to a mutant alone.
    Of(usize, String),
}

/// Put around a place.
#[derive(Debug)]
pub struct Wrapper {
    pub range: Range<usize>,
    pub before: Vec<Piece>,
    pub after: &'static str,
}

/// Where mutants were written.
#[derive(Debug, Default)]
pub struct Written(Vec<(Range<usize>, Vec<usize>)>);

impl Written {
    /// All that were written.
    pub fn numbers(&self) -> impl Iterator<Item = usize> {
        self.0.iter().flat_map(|(_, numbers)| numbers.iter().copied())
    }

    /// The mutants of the smallest piece that covers a place.
    pub fn at(&self, place: &Range<usize>) -> &[usize] {
        let covering = self.0.iter().filter(|(range, _)| range.start <= place.start && place.end <= range.end);
        covering.min_by_key(|(range, _)| range.len()).map_or(&[], |(_, numbers)| numbers)
    }
}

struct Open {
    end: usize,
    after: &'static str,
    start: usize,
    numbers: Vec<usize>,
}

struct Writer<'t> {
    text: &'t str,
    /// Up to where the text has been copied.
    at: usize,
    out: String,
    open: Vec<Open>,
    written: Written,
}

impl Writer<'_> {
    fn copy(&mut self, end: usize) {
        self.out.push_str(self.text.get(self.at..end).unwrap_or(""));
        self.at = end;
    }

    /// Ends all that end up to a place.
    fn close(&mut self, place: usize) {
        while let Some(open) = self.open.pop_if(|open| open.end <= place) {
            self.copy(open.end);
            self.out.push_str(open.after);
            self.written.0.push((open.start..self.out.len(), open.numbers));
        }
    }
}

/// Wrappers stand beside or within one another.
pub fn written(text: &str, mut wrappers: Vec<Wrapper>) -> (String, Written) {
    wrappers.sort_by_key(|wrapper| (wrapper.range.start, Reverse(wrapper.range.end)));
    let mut writer = Writer { text, at: 0, out: String::new(), open: Vec::new(), written: Written::default() };
    for wrapper in wrappers {
        writer.close(wrapper.range.start);
        writer.copy(wrapper.range.start);
        let start = writer.out.len();
        let mut numbers = Vec::new();
        for piece in wrapper.before {
            match piece {
                Piece::Text(text) => writer.out.push_str(text),
                Piece::Of(number, text) => {
                    let range = writer.out.len()..writer.out.len() + text.len();
                    writer.written.0.push((range, vec![number]));
                    writer.out.push_str(&text);
                    numbers.push(number);
                }
            }
        }
        writer.open.push(Open { end: wrapper.range.end, after: wrapper.after, start, numbers });
    }
    writer.close(text.len());
    writer.copy(text.len());
    (writer.out, writer.written)
}
