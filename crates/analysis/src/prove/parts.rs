//! Cases of awards, and lettered conditions.

use tieuchi::program::{Cond, Definition, KindId, List, Origin, Part, Place};

use super::{Found, Named, PartProof, Prover, Said, Wanted};
use crate::fact::Fact;

/// What a lettered condition stands in.
struct Within<'a> {
    /// Its name.
    of: &'a str,
    /// The kind of the record in hand, and conditions that hold of it there; none: of the whole roster.
    hand: Option<(KindId, Vec<(Cond, bool)>)>,
}

impl Prover<'_> {
    /// All of them, in the order of the rules: awards and definitions, then criteria.
    pub(super) fn parts(&self) -> Vec<PartProof> {
        let mut found = Vec::new();
        for (kind, declared) in (0u32..).map(KindId).zip(&self.program.kinds) {
            for field in declared.fields.iter().filter(|field| field.name.is_spelled()) {
                let language = self.program.language;
                let of = format!("{}.{}", declared.name.shown(language), field.name.shown(language));
                match &field.origin {
                    Origin::Award { cases, otherwise, .. } => {
                        let label = |label: u32| self.label(field.ty, label);
                        let mut before: Vec<(Cond, bool)> = Vec::new();
                        for case in cases {
                            let mut asked = before.clone();
                            asked.push((case.when.clone(), true));
                            let can_hold = self.one(&Fact::Some(kind, asked), &label(case.label), case.place);
                            found.push(self.case(&of, label(case.label), case.place, can_hold));
                            let within = Within { of: &of, hand: Some((kind, Vec::new())) };
                            self.letters(&case.when, &within, &mut found);
                            before.push((case.when.clone(), false));
                        }
                        let can_hold = self.one(&Fact::Some(kind, before), &label(*otherwise), field.place);
                        found.push(self.case(&of, label(*otherwise), field.place, can_hold));
                    }
                    Origin::Define(Definition::Cond(cond)) => {
                        let within = Within { of: &of, hand: Some((kind, Vec::new())) };
                        self.letters(cond, &within, &mut found);
                    }
                    Origin::Key
                    | Origin::Data { .. }
                    | Origin::Define(Definition::Term(_))
                    | Origin::Previous { .. }
                    | Origin::Rank(_) => {}
                }
            }
        }
        for criterion in &self.program.criteria {
            let hand = match criterion.for_each.as_slice() {
                [] => None,
                [each] => Some((each.kind, each.filter.iter().map(|filter| (filter.clone(), true)).collect())),
                // Letters over pairs of records aren't asked for by themselves.
                [_, _, ..] => continue,
            };
            self.letters(&criterion.cond, &Within { of: &criterion.id, hand }, &mut found);
        }
        found
    }

    fn label(&self, ty: tieuchi::program::Type, label: u32) -> String {
        let tieuchi::program::Type::Label(set) = ty else { return String::new() };
        let text = self.program.labels.get(set.at()).and_then(|labels| labels.labels.get(label as usize));
        match text {
            Some(text) if text.is_empty() => self.program.language.pick("none", "không").to_owned(),
            Some(text) => text.clone(),
            None => String::new(),
        }
    }

    fn case(&self, of: &str, text: String, place: Option<Place>, can_hold: Found) -> PartProof {
        PartProof { of: of.to_owned(), text, case: true, place: self.spot(place), can_hold, can_fail: None }
    }

    fn one(&self, fact: &Fact, text: &str, place: Option<Place>) -> Found {
        let said = Said { what: text.to_owned(), wanted: Wanted::Holds, text: String::new(), place: self.spot(place) };
        self.found(&[Named { fact: fact.clone(), said }], 1)
    }

    /// The lettered conditions in a condition, from the outside in.
    fn letters(&self, cond: &Cond, within: &Within<'_>, into: &mut Vec<PartProof>) {
        match cond {
            Cond::List(List { parts, lettered, .. }) => {
                for part in parts {
                    if *lettered {
                        into.push(self.letter(part, within));
                    }
                    self.letters(&part.cond, within, into);
                }
            }
            Cond::Not(inner) => self.letters(inner, within, into),
            Cond::Test(_) | Cond::Compare(..) | Cond::Presence(..) | Cond::Clause(_) | Cond::Meets(_) => {}
        }
    }

    fn letter(&self, part: &Part, within: &Within<'_>) -> PartProof {
        let fact = |holds: bool| match &within.hand {
            None => Fact::Truth(part.cond.clone(), holds),
            Some((kind, conds)) => {
                Fact::Some(*kind, conds.iter().cloned().chain([(part.cond.clone(), holds)]).collect())
            }
        };
        let ask = |holds: bool| self.one(&fact(holds), &part.text, part.place);
        PartProof {
            of: within.of.to_owned(),
            text: part.text.clone(),
            case: false,
            place: self.spot(part.place),
            can_hold: ask(true),
            can_fail: Some(ask(false)),
        }
    }
}
