
/// Which mutant this is.
#[doc(hidden)]
#[allow(missing_docs, dead_code)]
pub mod mutant {
    use std::io::Write;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicBool, Ordering};

    static CHOSEN: LazyLock<u32> =
        LazyLock::new(|| std::env::var("TIEUCHI_MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0));
    static REACHED: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("TIEUCHI_MUTANTS_REACHED").ok());
    static TOLD: [AtomicBool; NUMBER] = [const { AtomicBool::new(false) }; NUMBER];

    /// Whether it is this one. On the way, which ones were come by is written down where that is asked for.
    #[inline(never)]
    pub fn on(number: u32) -> bool {
        if let Some(path) = &*REACHED
            && !TOLD[number as usize].swap(true, Ordering::Relaxed)
        {
            let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
            file.and_then(|mut file| file.write_all(format!("{number}\n").as_bytes())).expect("a file to write to");
        }
        *CHOSEN == number
    }
}
