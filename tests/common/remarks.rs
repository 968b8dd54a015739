//! The comments of a rule text, found without the parser.

/// The letters that stand in no quotation marks, with where they stand; of a comment the `#` alone.
pub fn unquoted(text: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let mut closing = None;
        let mut escaped = false;
        for (offset, letter) in line.char_indices() {
            match closing {
                Some(_) if escaped => escaped = false,
                Some('"') if letter == '\\' => escaped = true,
                Some(end) if letter == end => closing = None,
                Some(_) => {}
                None => {
                    found.push((at + offset, letter));
                    closing = [('"', '"'), ('`', '`'), ('“', '”')]
                        .into_iter()
                        .find(|pair| pair.0 == letter)
                        .map(|pair| pair.1);
                    if letter == '#' {
                        break;
                    }
                }
            }
        }
        at += line.len();
    }
    found
}

/// What stands behind each `#` that isn't quoted, in order, without the blanks around.
pub fn comments(text: &str) -> Vec<String> {
    let signs = unquoted(text).into_iter().filter(|(_, letter)| *letter == '#');
    signs.map(|(at, _)| text[at + 1..].lines().next().unwrap_or("").trim().to_owned()).collect()
}
