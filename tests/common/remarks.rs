//! The comments of a rule text, found without the parser.

/// What stands behind each `#` that isn't quoted, in order, without the blanks around.
pub fn comments(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut closing = None;
        let mut escaped = false;
        for (at, letter) in line.char_indices() {
            match closing {
                Some(_) if escaped => escaped = false,
                Some('"') if letter == '\\' => escaped = true,
                Some(end) if letter == end => closing = None,
                Some(_) => {}
                None if letter == '#' => {
                    found.push(line[at + 1..].trim().to_owned());
                    break;
                }
                None => {
                    closing = ['"', '`'].into_iter().find(|quote| *quote == letter).or((letter == '“').then_some('”'))
                }
            }
        }
    }
    found
}
