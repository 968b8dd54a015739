//! Of inputs that libFuzzer has merged those that reach the most edges for their bytes, in place of what a folder has:
//! `cargo run -p tieuchi-probes --example keep -- CONTROL-FILE FOLDER BYTES`.
//!
//! The control file names the inputs, and of each what it reaches that none before it did. `fuzz/keep` makes it.

use std::collections::hash_map::DefaultHasher;
use std::error::Error;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [control, folder, bytes] = arguments.as_slice() else {
        return Err("keep CONTROL-FILE FOLDER BYTES".into());
    };
    let inputs = inputs(&fs::read_to_string(control)?)?;
    let reached: usize = inputs.iter().map(|input| input.reaches).sum();
    let kept = kept(inputs, bytes.parse()?);
    for entry in fs::read_dir(folder)? {
        fs::remove_file(entry?.path())?;
    }
    for input in &kept {
        let mut name = DefaultHasher::new();
        input.bytes.hash(&mut name);
        fs::write(Path::new(folder).join(format!("{:016x}", name.finish())), &input.bytes)?;
    }
    let size: usize = kept.iter().map(|input| input.bytes.len()).sum();
    let still: usize = kept.iter().map(|input| input.reaches).sum();
    println!("{folder}: {} inputs, {size} bytes, {still} of {reached} edges", kept.len());
    Ok(())
}

struct Input {
    bytes: Vec<u8>,
    reaches: usize,
}

/// How many there are, how many of them were there at first, their paths; then lines, `FT`, a number and what it reaches.
fn inputs(control: &str) -> Result<Vec<Input>, Box<dyn Error>> {
    let mut lines = control.lines();
    let many: usize = lines.next().ok_or("an empty control file")?.parse()?;
    let paths: Vec<&str> = lines.by_ref().skip(1).take(many).collect();
    let mut inputs = Vec::new();
    for line in lines {
        if let Some(numbers) = line.strip_prefix("FT ") {
            let mut numbers = numbers.split_whitespace();
            let input: usize = numbers.next().ok_or("a line without an input")?.parse()?;
            let path = paths.get(input).ok_or("an input without a path")?;
            inputs.push(Input { bytes: fs::read(path)?, reaches: numbers.count() });
        }
    }
    Ok(inputs)
}

/// One after the other that which reaches the most for its bytes, as long as there is room.
fn kept(mut inputs: Vec<Input>, mut room: usize) -> Vec<Input> {
    // What a file takes beside its bytes.
    let weight = |input: &Input| input.reaches * 1_000_000 / (input.bytes.len() + 40);
    inputs.sort_by_key(|input| std::cmp::Reverse(weight(input)));
    let mut fits = |input: &Input| {
        let left = room.checked_sub(input.bytes.len()).filter(|_| input.reaches > 0 && !input.bytes.is_empty());
        room = left.unwrap_or(room);
        left.is_some()
    };
    inputs.retain(|input| fits(input));
    inputs
}
