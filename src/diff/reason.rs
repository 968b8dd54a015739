//! Why two explanations come to different ends: both are gone down side by side to the first condition on which they
//! don't agree.

use crate::engine::Truth;
use crate::report::{AwardedReport, Explanation, ListPartReport, ListReport, What};
use crate::verdict::Verdict;

use super::{Reason, Why};

/// Where one side stands on the way down.
#[derive(Clone, Copy)]
struct At<'a> {
    /// The words of the condition that was last passed, and whether it holds.
    text: &'a str,
    truth: Truth,
    explanation: &'a Explanation,
}

impl<'a> At<'a> {
    fn whole(explanation: &'a Explanation) -> At<'a> {
        At { text: "", truth: explanation.truth, explanation }
    }

    fn part(part: &'a ListPartReport) -> At<'a> {
        At { text: &part.text, truth: part.explanation.truth, explanation: &part.explanation }
    }

    /// Further down, below the same words.
    fn down(self, explanation: &'a Explanation) -> At<'a> {
        At { explanation, ..self }
    }

    fn reason(self, label: Option<&str>) -> Reason {
        let text = match &self.explanation.what {
            What::Clause(clause) if self.text.is_empty() => clause.text.clone(),
            _ => self.text.to_owned(),
        };
        let (label, mut explanation) = (label.map(str::to_owned), self.explanation.clone());
        match &mut explanation.what {
            // Below a `not` it is the failing that was asked for: nothing is lacking.
            What::Test(test) if self.truth == Truth::Yes => test.lack = None,
            What::Compare(compare) if self.truth == Truth::Yes => compare.lack = None,
            _ => {}
        }
        Reason { label, text, truth: self.truth, explanation }
    }
}

/// What is said of a criterion's condition on both sides.
pub(super) fn of_conditions(old: &Explanation, new: &Explanation) -> Why {
    let (old, new) = descend(Some(At::whole(old)), Some(At::whole(new)));
    Why { old: old.map(|at| at.reason(None)), new: new.map(|at| at.reason(None)) }
}

/// A record's award on one side, and how to explain one of its cases by itself.
pub(super) struct Given<'a> {
    pub awarded: AwardedReport,
    pub case: &'a dyn Fn(usize) -> Option<Explanation>,
}

impl Given<'_> {
    /// The case of a label, and whether it holds, where it was come to.
    fn of(&self, label: &str) -> Option<(usize, Truth)> {
        let cases = self.awarded.cases.iter().enumerate();
        let (number, case) = cases.into_iter().find(|(_, case)| case.label == label)?;
        Some((number, case.explanation.truth))
    }

    /// The case that decides, where the other side hasn't got it or hasn't come to it.
    fn own(&self, other: &Given<'_>) -> Option<Reason> {
        let mut cases = self.awarded.cases.iter().enumerate();
        let (number, case) = cases.find(|(_, case)| !case.explanation.truth.is_no())?;
        let explanation = (self.case)(number).filter(|_| other.of(&case.label).is_none())?;
        Some(At::whole(&explanation).reason(Some(&case.label)))
    }
}

/// Why an award gives one label here and another there: the first case that one passes and the other doesn't.
pub(super) fn of_awards(old: &Given<'_>, new: &Given<'_>) -> Why {
    for case in &new.awarded.cases {
        let (Some((before, was)), Some((after, is))) = (old.of(&case.label), new.of(&case.label)) else { continue };
        if was != is
            && let (Some(before), Some(after)) = ((old.case)(before), (new.case)(after))
        {
            let (before, after) = descend(Some(At::whole(&before)), Some(At::whole(&after)));
            let reason = |at: Option<At<'_>>| at.map(|at| at.reason(Some(&case.label)));
            return Why { old: reason(before), new: reason(after) };
        }
    }
    Why { old: old.own(new), new: new.own(old) }
}

/// The first place where the two sides don't agree; a side has none where it asks for nothing of the kind.
fn descend<'a>(old: Option<At<'a>>, new: Option<At<'a>>) -> (Option<At<'a>>, Option<At<'a>>) {
    let (Some(one), Some(other)) = (old, new) else { return (old, new) };
    if let Some((one, other)) = both_down(one, other) {
        return descend(Some(one), Some(other));
    }
    let need = |explanation: &Explanation| match &explanation.what {
        What::List(list) => need(list),
        What::Clause(_) | What::Test(_) | What::Compare(_) | What::Presence(_) | What::Not(_) | What::Meets(_) => None,
    };
    // A condition by itself is a list of one.
    let all = match (need(one.explanation), need(other.explanation)) {
        (Some(all), None) | (None, Some(all)) => all,
        (Some(all), Some(also)) if all == also => all,
        (Some(_), Some(_)) | (None, None) => return (old, new),
    };
    let (ours, theirs) = (parts(one), parts(other));
    let mut pairs = paired(&ours, &theirs);
    pairs.sort_by_key(|(_, their)| *their);
    for (our, their) in &pairs {
        if let (Some((one, before)), Some((other, after))) = (ours.get(*our), theirs.get(*their))
            && (one.truth != other.truth || (before.is_some() && after.is_some() && before != after))
        {
            return descend(Some(*one), Some(*other));
        }
    }
    // What only one of them asks for decides.
    let decides = |at: &At<'_>| if all { at.truth != Truth::Yes } else { at.truth != Truth::No };
    let alone = |side: &[(At<'a>, Option<Verdict>)], taken: &dyn Fn(usize) -> bool| {
        side.iter().enumerate().find(|(number, (at, _))| !taken(*number) && decides(at)).map(|(_, (at, _))| *at)
    };
    let our_own = alone(&ours, &|number| pairs.iter().any(|(our, _)| *our == number));
    let their_own = alone(&theirs, &|number| pairs.iter().any(|(_, their)| *their == number));
    if our_own.is_none() && their_own.is_none() { (old, new) } else { (our_own, their_own) }
}

/// Whether all of a list or any of it must hold; none for another number.
fn need(list: &ListReport) -> Option<bool> {
    match (list.at_least, list.at_most) {
        (Some(low), None) if low as usize == list.parts.len() => Some(true),
        (Some(1), None) => Some(false),
        _ => None,
    }
}

fn parts(at: At<'_>) -> Vec<(At<'_>, Option<Verdict>)> {
    match &at.explanation.what {
        What::List(list) => list.parts.iter().map(|part| (At::part(part), part.verdict)).collect(),
        What::Clause(_) | What::Test(_) | What::Compare(_) | What::Presence(_) | What::Not(_) | What::Meets(_) => {
            vec![(at, None)]
        }
    }
}

/// One step further down, where both sides have the same one way to go.
fn both_down<'a>(old: At<'a>, new: At<'a>) -> Option<(At<'a>, At<'a>)> {
    match (&old.explanation.what, &new.explanation.what) {
        (What::Not(one), What::Not(other)) => Some((old.down(one), new.down(other))),
        (What::Test(one), What::Test(other)) if one.field.id == other.field.id => {
            if let (Some(one), Some(other)) = (&one.defined, &other.defined) {
                return (one.truth != other.truth).then(|| (old.down(one), new.down(other)));
            }
            let (one, other) = (one.awarded.as_ref()?, other.awarded.as_ref()?);
            let case = other.cases.iter().find_map(|case| {
                let same = one.cases.iter().find(|other| other.label == case.label)?;
                (same.explanation.truth != case.explanation.truth).then_some((same, case))
            });
            case.map(|(one, other)| (old.down(&one.explanation), new.down(&other.explanation)))
        }
        _ => None,
    }
}

/// Whether two parts are alike in some way.
type Alike<'f> = &'f dyn Fn(&At<'_>, &At<'_>) -> bool;

/// Which part of one list is which of the other: by its words, by what it is about, else by its place among the rest if
/// there are as many left and it isn't plain that they are about something else.
fn paired(ours: &[(At<'_>, Option<Verdict>)], theirs: &[(At<'_>, Option<Verdict>)]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let by_words = |one: &At<'_>, other: &At<'_>| !one.text.is_empty() && one.text == other.text;
    let by_subject = |one: &At<'_>, other: &At<'_>| {
        subject(one.explanation).is_some_and(|about| subject(other.explanation).is_some_and(|other| about == other))
    };
    let ways: [Alike<'_>; 2] = [&by_words, &by_subject];
    for alike in ways {
        for (our, (one, _)) in ours.iter().enumerate() {
            let free = |pairs: &[(usize, usize)], their: usize| pairs.iter().all(|(_, taken)| *taken != their);
            if pairs.iter().any(|(taken, _)| *taken == our) {
                continue;
            }
            let found = theirs.iter().enumerate().find(|(their, (other, _))| free(&pairs, *their) && alike(one, other));
            if let Some((their, _)) = found {
                pairs.push((our, their));
            }
        }
    }
    let rest = |count: usize, taken: &dyn Fn(usize) -> bool| (0..count).filter(|at| !taken(*at)).collect::<Vec<_>>();
    let our_rest = rest(ours.len(), &|at| pairs.iter().any(|(our, _)| *our == at));
    let their_rest = rest(theirs.len(), &|at| pairs.iter().any(|(_, their)| *their == at));
    if our_rest.len() == their_rest.len() {
        let about = |side: &[(At<'_>, Option<Verdict>)], number: usize| {
            side.get(number).is_some_and(|(at, _)| matches!(subject(at.explanation), Some(Subject::One(_))))
        };
        let open = |(our, their): &(usize, usize)| !(about(ours, *our) && about(theirs, *their));
        pairs.extend(our_rest.into_iter().zip(their_rest).filter(open));
    }
    pairs
}

/// What a condition is about, whatever it asks of it and in whichever language.
#[derive(PartialEq)]
enum Subject {
    /// One field, or another criterion.
    One(String),
    /// Records of a kind, and the fields that are read of them.
    Records(String, Vec<String>),
}

fn subject(explanation: &Explanation) -> Option<Subject> {
    match &explanation.what {
        What::Test(test) => Some(Subject::One(test.field.id.clone())),
        What::Presence(presence) => Some(Subject::One(presence.field.id.clone())),
        // An identifier is no name of a field: it stands in other words.
        What::Meets(meets) => Some(Subject::One(format!("meets {}", meets.criterion))),
        What::Not(inner) => subject(inner),
        What::Clause(clause) => {
            let reads = clause.parts.iter().flat_map(|part| &part.reads).map(|field| field.id.clone());
            Some(Subject::Records(clause.kind.id.clone(), reads.collect()))
        }
        What::Compare(compare) => {
            let source = compare.left.source.as_ref().or(compare.right.source.as_ref())?;
            // An aggregate's number says nothing.
            (!source.id.starts_with("aggregate.")).then(|| Subject::One(source.id.clone()))
        }
        What::List(_) => None,
    }
}
