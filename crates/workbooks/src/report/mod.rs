//! stub
use crate::Unwritten;
use tieuchi::report::Report;
/// Heading
pub struct Heading {
    /// a
    pub rules: String,
    /// b
    pub records: String,
}
/// Report
pub fn report(_: &Report, _: &Heading) -> Result<Vec<u8>, Unwritten> {
    Ok(vec![])
}
