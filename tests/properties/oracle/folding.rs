//! Conditions on one field, read together: every value that the field may have is tried.

use super::range::{Range, contains, samples};
use super::{Kleene, Oracle, Record, Value, agreed};
use tieuchi::exact::Exact;
use tieuchi::program::{Cond, List, Need, NumberKind, Path, Set, Type};

/// A value that a field is taken to have.
pub(super) enum Given {
    Number(Exact),
    Label(u32),
    YesNo(bool),
    Text(String),
}

pub(super) fn enough(need: Need, holding: usize, all: usize) -> bool {
    match need {
        Need::All => holding == all,
        Need::Any => holding > 0,
        Need::AtLeast(k) => holding >= k as usize,
        Need::AtMost(k) => holding <= k as usize,
        Need::Exactly(k) => holding == k as usize,
    }
}

/// Whether a condition on one field holds of a value.
pub(super) fn given(cond: &Cond, value: &Given) -> bool {
    match cond {
        Cond::Test(test) => match (&test.set, value) {
            (Set::Numbers(set), Given::Number(number)) => contains(set, number),
            (Set::Labels(set), Given::Label(label)) => set.contains(label),
            (Set::YesNo(wanted), Given::YesNo(yes)) => wanted == yes,
            (Set::Texts(set, others), Given::Text(text)) => set.contains(text) != *others,
            _ => panic!("a value of the field's type"),
        },
        Cond::Not(inner) => !given(inner, value),
        Cond::List(list) => {
            let holding = list.parts.iter().filter(|part| given(&part.cond, value)).count();
            enough(list.need, holding, list.parts.len())
        }
        Cond::Compare(..) | Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => panic!("a condition on one field"),
    }
}

/// The only field that a condition tests; none if there are several or anything else.
pub(super) fn one_path(cond: &Cond) -> Option<Path> {
    match cond {
        Cond::Test(test) => Some(test.path.clone()),
        Cond::Not(inner) => one_path(inner),
        Cond::List(list) => {
            let paths: Option<Vec<Path>> = list.parts.iter().map(|part| one_path(&part.cond)).collect();
            let paths = paths?;
            paths.first().filter(|first| paths.iter().all(|path| path == *first)).cloned()
        }
        Cond::Compare(..) | Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => None,
    }
}

/// The parts of a list and of lists of the same need in it.
pub(super) fn flatten(list: &List, leaves: &mut Vec<Cond>) {
    for part in &list.parts {
        match &part.cond {
            Cond::List(inner) if inner.need == list.need => flatten(inner, leaves),
            other => leaves.push(other.clone()),
        }
    }
}

/// All points of the sets in conditions.
pub(super) fn points(cond: &Cond, found: &mut Vec<Exact>) {
    match cond {
        Cond::Test(test) => match &test.set {
            Set::Numbers(set) => found.extend(set.points.iter().cloned()),
            Set::Labels(_) | Set::Texts(..) | Set::YesNo(_) => {}
        },
        Cond::Not(inner) => points(inner, found),
        Cond::List(list) => list.parts.iter().for_each(|part| points(&part.cond, found)),
        Cond::Compare(..) | Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => {}
    }
}

pub(super) fn numbers(range: &Range, conds: &[Cond], whole: bool) -> Vec<Exact> {
    let mut all = Vec::new();
    conds.iter().for_each(|cond| points(cond, &mut all));
    samples(range, &all, whole)
}

/// Every text that conditions name, and one that they don't.
pub(super) fn texts(conds: &[Cond]) -> Vec<String> {
    fn named(cond: &Cond, found: &mut Vec<String>) {
        match cond {
            Cond::Test(test) => match &test.set {
                Set::Texts(texts, _) => found.extend(texts.iter().cloned()),
                Set::Numbers(_) | Set::Labels(_) | Set::YesNo(_) => {}
            },
            Cond::Not(inner) => named(inner, found),
            Cond::List(list) => list.parts.iter().for_each(|part| named(&part.cond, found)),
            Cond::Compare(..) | Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => {}
        }
    }
    let mut found = vec!["a text of its own".to_owned()];
    conds.iter().for_each(|cond| named(cond, &mut found));
    found
}

/// Whether a condition speaks of no population and of no other criterion.
pub(super) fn is_plain(cond: &Cond) -> bool {
    match cond {
        Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) => true,
        Cond::Not(inner) => is_plain(inner),
        Cond::List(list) => list.parts.iter().all(|part| is_plain(&part.cond)),
        Cond::Clause(_) | Cond::Meets(_) => false,
    }
}

impl Oracle<'_> {
    /// How many parts hold, over all fillings of the unknown ones. Parts on one
    /// field are filled together, by every value that the field may have.
    pub(super) fn list(&self, list: &List, hand: &[Record]) -> Kleene {
        let parts: Vec<Kleene> = list.parts.iter().map(|part| self.truth(&part.cond, hand)).collect();
        let sure = parts.iter().filter(|part| **part == Some(true)).count();
        let open = parts.iter().filter(|part| part.is_none()).count();
        let apart = agreed((sure..=sure + open).map(|count| enough(list.need, count, parts.len())));
        if apart.is_some() {
            return apart;
        }
        if let Some(path) = one_path(&Cond::List(list.clone())) {
            return self.together(&[Cond::List(list.clone())], Need::All, &path, hand);
        }
        let mut leaves = Vec::new();
        match list.need {
            Need::All | Need::Any => flatten(list, &mut leaves),
            Need::AtLeast(_) | Need::AtMost(_) | Need::Exactly(_) => return None,
        }
        let paths: Vec<Path> = leaves.iter().filter_map(one_path).collect();
        let decisive = Some(list.need == Need::Any);
        let decided = paths.iter().any(|path| {
            let own: Vec<Cond> = leaves.iter().filter(|leaf| one_path(leaf).as_ref() == Some(path)).cloned().collect();
            self.together(&own, list.need, path, hand) == decisive
        });
        if decided { decisive } else { None }
    }

    /// Whether a field holds whole numbers only.
    pub(super) fn is_whole(&self, path: &Path, hand: &[Record]) -> bool {
        let (kind, id) = self.end(path, hand);
        matches!(self.field(kind, id).ty, Type::Date | Type::Number(NumberKind::Count | NumberKind::Integer))
    }

    /// The truth of conditions on one field, over all values that it may have.
    pub(super) fn together(&self, conds: &[Cond], need: Need, path: &Path, hand: &[Record]) -> Kleene {
        let whole = self.is_whole(path, hand);
        let values = match self.read(path, hand) {
            Value::Number(range) | Value::Date(range) => {
                numbers(&range, conds, whole).into_iter().map(Given::Number).collect()
            }
            Value::Labels(labels) => labels.into_iter().map(Given::Label).collect(),
            Value::YesNo(truth) => {
                truth.map_or(vec![false, true], |truth| vec![truth]).into_iter().map(Given::YesNo).collect()
            }
            Value::Text(Some(text)) => vec![Given::Text(text)],
            Value::Text(None) => texts(conds).into_iter().map(Given::Text).collect(),
            Value::Record(_) => Vec::new(),
        };
        agreed(values.iter().map(|value| {
            let holding = conds.iter().filter(|cond| given(cond, value)).count();
            enough(need, holding, conds.len())
        }))
    }
}
