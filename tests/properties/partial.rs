//! Reports without records, and evaluations put together from parts.

use super::choices::{Choices, choices, some};
use super::programs::{self, Wanted};
use super::rosters;
use proptest::prelude::*;
use serde_json::Value;
use tieuchi::engine::{Options, evaluate};
use tieuchi::report::{Listing, Report, report, report_listing};

/// A report with every list of records emptied.
fn emptied(report: &Report) -> Value {
    let mut value = serde_json::to_value(report).expect("a report is plain data");
    empty(&mut value);
    value["counted"] = Value::Bool(true);
    value
}

fn empty(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(empty),
        Value::Object(entries) => {
            entries.retain(|key, value| !(value.is_array() && matches!(key.as_str(), "open" | "closest")));
            for (key, value) in entries {
                match value {
                    Value::Array(items) if ["records", "against", "unknown", "maybe"].contains(&key.as_str()) => {
                        items.clear();
                    }
                    value => empty(value),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

proptest! {
    #![proptest_config(some(400))]

    #[test]
    fn counting_names_nobody_and_says_the_same(list in choices(200), records in choices(120)) {
        let program = programs::program(&mut Choices::new(list), Wanted::ALL);
        let roster = rosters::cells(&mut Choices::new(records), &program).roster(&program);
        let evaluation = evaluate(&program, &roster, &Options::default()).expect("made programs are small");
        let counted = report_listing(&evaluation, Listing::Counted);
        prop_assert_eq!(serde_json::to_value(&counted).expect("plain data"), emptied(&report(&evaluation)));
    }
}
