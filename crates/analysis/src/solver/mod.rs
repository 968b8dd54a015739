//! Exact solving of linear comparisons over whole numbers, joined by `and`, `or` and `not`.
