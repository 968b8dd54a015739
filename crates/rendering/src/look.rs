//! Stretches of text, and what they are.

/// What a stretch of text is, and therefore how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Running text.
    Plain,
    /// Titles.
    Strong,
    /// What stands behind.
    Faint,
    /// Names of lines.
    Label,
    /// Met.
    Good,
    /// Not met.
    Bad,
    /// Undetermined.
    Open,
}

/// A stretch of text that looks alike.
pub type Run = (Look, String);

/// Makes a run.
pub fn run(look: Look, text: impl Into<String>) -> Run {
    (look, text.into())
}
