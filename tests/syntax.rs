//! Reading rule files: comments, errors that stay within their declaration, and what is made to do harm.

#[path = "syntax/comments.rs"]
mod comments;
#[path = "syntax/hostile.rs"]
mod hostile;
#[path = "syntax/reading.rs"]
mod reading;
#[path = "syntax/recovery.rs"]
mod recovery;
