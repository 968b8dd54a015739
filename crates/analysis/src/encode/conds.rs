//! Conditions.

use std::rc::Rc;

use tieuchi::engine::Truth;
use tieuchi::program::{Cond, List, Need, Order, Origin, Path, Presence, Set, Term, Test, Type};

use super::terms::Value;
use super::{Construct, Encoder};
use crate::logic::{Formula, Kleene};
use crate::settle::{own, substituted};
use crate::world::{Atom, Goal, Printed, Rec, Side};

impl Encoder<'_> {
    /// Whether a condition holds with such records in hand.
    pub fn truth(&mut self, cond: &Cond, hand: &[Rec]) -> Kleene {
        let (when, choices) = (self.when(), self.world.choices);
        if let Some(known) = self.truths.of(when, cond, hand) {
            return known;
        }
        let kinds = self.kinds(hand);
        let Ok(mut settled) = self.settler.inlined(cond, &kinds) else { return self.open(Construct::Cases) };
        for (position, rec) in (0u8..).zip(hand) {
            if let Some(cell) = self.world.sort(*rec).map(|sort| sort.cell.clone()) {
                settled = Rc::new(substituted(&settled, position, &*cell));
            }
        }
        let truth = self.settled(&settled, hand);
        if self.is_final(hand, choices) {
            self.truths.keep(when, cond.clone(), hand, truth.clone());
        }
        truth
    }

    /// A condition in which what is known of the records in hand stands already.
    pub(super) fn settled(&mut self, cond: &Cond, hand: &[Rec]) -> Kleene {
        self.deeper(|own| own.settled_here(cond, hand), |own| own.open(Construct::Cases))
    }

    fn settled_here(&mut self, cond: &Cond, hand: &[Rec]) -> Kleene {
        match cond {
            Cond::Test(test) => self.test(test, hand),
            Cond::Compare(one, order, other) => self.compare(one, *order, other, hand),
            Cond::Presence(path, presence) => self.presence(path, *presence, hand),
            Cond::Not(inner) => self.settled(inner, hand).negated(),
            Cond::List(list) => self.list(list, hand),
            Cond::Clause(id) => self.clause(*id, hand),
            Cond::Meets(id) => self.meets(*id, hand),
        }
    }

    /// The ways in which a path's references may lead to a record, with the condition for each; none where one of them
    /// leads nowhere, or nobody knows where.
    fn ends(&self, path: &Path, hand: &[Rec]) -> Option<Result<Vec<Rec>, Goal>> {
        let start = hand.get(usize::from(path.hand))?;
        let mut at = start.group;
        for field in &path.via {
            match self.world.goal(at, *field)? {
                Goal::Group(next) => at = next,
                other @ (Goal::Absent | Goal::Elsewhere) => return Some(Err(other)),
            }
        }
        if path.via.is_empty() {
            return Some(Ok(vec![*start]));
        }
        let sorts = self.world.group(at)?.sorts.len();
        Some(Ok((0..sorts).map(|sort| Rec { group: at, sort }).collect()))
    }

    /// The records that a path may read of, each with the condition that it is that one.
    pub(super) fn readings(&mut self, path: &Path, hand: &[Rec]) -> Option<Result<Vec<(Formula, Rec)>, Goal>> {
        let recs = match self.ends(path, hand)? {
            Err(goal) => return Some(Err(goal)),
            Ok(recs) => recs,
        };
        if let [one] = recs.as_slice() {
            return Some(Ok(vec![(Formula::True, *one)]));
        }
        Some(Ok(recs.into_iter().map(|rec| (self.present(rec), rec)).collect()))
    }

    fn test(&mut self, test: &Test, hand: &[Rec]) -> Kleene {
        if own(&test.path, 0).is_some() {
            // Whatever is known of it stands in the condition already.
            if let Some(placed) = hand.first().and_then(|rec| self.placed(test, *rec)) {
                return placed;
            }
            return self.open_field(&test.path, hand);
        }
        let alone =
            Cond::Test(Test { path: Path { hand: 0, via: Vec::new(), field: test.path.field }, set: test.set.clone() });
        match self.readings(&test.path, hand) {
            Some(Ok(readings)) => {
                let truths: Vec<(Formula, Kleene)> =
                    readings.into_iter().map(|(when, rec)| (when, self.truth(&alone, &[rec]))).collect();
                chosen(truths)
            }
            Some(Err(Goal::Absent)) => self.nothing_known(test),
            Some(Err(Goal::Elsewhere | Goal::Group(_))) | None => self.open(Construct::Above),
        }
    }

    /// A field of which nothing is known, for a reason.
    fn open_field(&mut self, path: &Path, hand: &[Rec]) -> Kleene {
        let construct = self.why_open(path, hand);
        self.open(construct)
    }

    pub(super) fn why_open(&self, path: &Path, hand: &[Rec]) -> Construct {
        let kind = self.kinds(hand).get(usize::from(path.hand)).copied();
        let field = kind.and_then(|kind| self.program.kinds.get(kind.at())?.fields.get(path.field.at()));
        match field.map(|field| &field.origin) {
            Some(Origin::Rank(_)) => Construct::Rank,
            Some(Origin::Previous { .. }) => Construct::Series,
            Some(Origin::Key) => Construct::Key,
            Some(Origin::Data { .. }) if field.is_some_and(|field| field.ty == Type::Text) => Construct::Key,
            Some(Origin::Data { .. } | Origin::Define(_) | Origin::Award { .. }) | None => Construct::Arithmetic,
        }
    }

    /// A test of a field of a record that isn't there: decided where the set holds all values or none.
    fn nothing_known(&mut self, test: &Test) -> Kleene {
        match &test.set {
            Set::YesNo(_) => Kleene::unknown(),
            Set::Labels(_) | Set::Numbers(_) | Set::Texts(..) => self.open(Construct::Above),
        }
    }

    fn presence(&mut self, path: &Path, presence: Presence, hand: &[Rec]) -> Kleene {
        let kinds = self.kinds(hand);
        let readings = self.readings(path, hand);
        let known = match &readings {
            Some(Ok(_)) => true,
            Some(Err(Goal::Absent)) => false,
            Some(Err(Goal::Elsewhere | Goal::Group(_))) | None => return self.open(Construct::Above),
        };
        let end = path.via.iter().try_fold(kinds.get(usize::from(path.hand)).copied(), |kind, field| {
            kind.map(|kind| self.world.leads_to(kind, *field))
        });
        let field = end.flatten().and_then(|kind| self.program.kinds.get(kind.at())?.fields.get(path.field.at()));
        let Some(field) = field else { return self.open(Construct::Above) };
        match presence {
            Presence::Known | Presence::Missing => {
                let of_data = matches!(field.origin, Origin::Key | Origin::Data { .. });
                if known && !of_data {
                    return self.open(Construct::Unknown);
                }
                // Rosters are complete.
                Kleene::from(known == (presence == Presence::Known))
            }
            Presence::Present | Presence::Absent => {
                if !matches!(field.origin, Origin::Data { .. }) {
                    return self.open(Construct::Series);
                }
                let Some(Ok(readings)) = readings else {
                    return Kleene::from(presence == Presence::Absent);
                };
                let truths: Vec<(Formula, Kleene)> = readings
                    .into_iter()
                    .map(|(when, rec)| {
                        let present = match self.world.goal(rec.group, path.field) {
                            Some(Goal::Absent) => Kleene::from(presence == Presence::Absent),
                            Some(Goal::Group(_) | Goal::Elsewhere) => Kleene::from(presence == Presence::Present),
                            None => self.open(Construct::Above),
                        };
                        (when, present)
                    })
                    .collect();
                chosen(truths)
            }
        }
    }

    fn list(&mut self, list: &List, hand: &[Rec]) -> Kleene {
        let parts: Vec<Kleene> = list.parts.iter().map(|part| self.settled(&part.cond, hand)).collect();
        let doubtful = parts.iter().filter(|part| !part.is_settled()).count();
        let whole = self.counted(list.need, parts);
        if doubtful > 1 { self.loosened(whole) } else { whole }
    }

    /// Parts that are unknown each may be decided together, since they may speak of one field.
    fn loosened(&mut self, truth: Kleene) -> Kleene {
        let open = truth.open();
        if open == Formula::False {
            return truth;
        }
        let (yes, no) = (self.free(Construct::Unknown), self.free(Construct::Unknown));
        let folded = |way: Formula| open.clone().and(way);
        Kleene::new(truth.yes().or(folded(yes.clone())), truth.no().or(folded(no.and(yes.negated()))))
    }

    pub(crate) fn counted(&mut self, need: Need, parts: Vec<Kleene>) -> Kleene {
        match need {
            Need::All => Kleene::all(parts),
            Need::Any => Kleene::any(parts),
            Need::AtLeast(k) => self.at_least(k as usize, &parts),
            Need::AtMost(k) => self.at_least(k as usize + 1, &parts).negated(),
            Need::Exactly(k) => {
                let (low, high) = (self.at_least(k as usize, &parts), self.at_least(k as usize + 1, &parts));
                Kleene::all([low, high.negated()])
            }
        }
    }

    /// That so many of some hold at least: yes where so many do, no where too few may.
    fn at_least(&mut self, k: usize, parts: &[Kleene]) -> Kleene {
        if k == 0 {
            return Kleene::from(true);
        }
        let few = parts.len() < k;
        if few {
            return Kleene::from(false);
        }
        let settled = parts.iter().all(Kleene::is_settled);
        let yes = threshold(k, &parts.iter().map(Kleene::yes).collect::<Vec<_>>());
        if settled {
            return Kleene::from(yes);
        }
        let no = threshold(parts.len() - k + 1, &parts.iter().map(Kleene::no).collect::<Vec<_>>());
        Kleene::new(yes, no)
    }

    fn compare(&mut self, one: &Term, order: Order, other: &Term, hand: &[Rec]) -> Kleene {
        // Of many records alike: what is taken of the records below each was assumed.
        if let [rec] = hand
            && self.world.group(rec.group).is_some_and(|group| !group.one)
            && (self.asks_below(one, *rec) || self.asks_below(other, *rec))
        {
            let cond = Cond::Compare(one.clone(), order, other.clone());
            let (low, high) = match order {
                Order::AtLeast | Order::AtMost | Order::Above | Order::Below => {
                    return Kleene::from(self.assumed(Atom::Compare(Printed::new(&cond), Side::Only), *rec));
                }
                Order::Is | Order::IsNot => (Side::Low, Side::High),
            };
            let both = [low, high].map(|side| {
                let ask = if side == Side::Low { Order::AtLeast } else { Order::AtMost };
                let cond = Cond::Compare(one.clone(), ask, other.clone());
                self.assumed(Atom::Compare(Printed::new(&cond), side), *rec)
            });
            let equal = Kleene::from(Formula::all(both));
            return if order == Order::Is { equal } else { equal.negated() };
        }
        let (left, right) = (self.term(one, hand), self.term(other, hand));
        if left.len() * right.len() > super::terms::MAX_PIECES {
            return self.open(Construct::Cases);
        }
        let mut ways = Vec::new();
        for (when, a) in &left {
            for (and, b) in &right {
                let both = when.clone().and(and.clone());
                if both == Formula::False {
                    continue;
                }
                ways.push((both, self.compare_values(a, order, b)));
            }
        }
        chosen(ways)
    }

    fn compare_values(&mut self, one: &Value, order: Order, other: &Value) -> Kleene {
        let equality = |equal: bool| match order {
            Order::Is => Some(equal),
            Order::IsNot => Some(!equal),
            Order::AtLeast | Order::AtMost | Order::Above | Order::Below => None,
        };
        match (one, other) {
            (Value::Number(a), Value::Number(b)) => match a.order(order, b) {
                Some(formula) => Kleene::from(formula),
                None => self.open(Construct::Arithmetic),
            },
            // Nothing at all is known of one side, and no bound of the other decides it.
            (Value::Any, Value::Any | Value::Number(_)) | (Value::Number(_), Value::Any) => Kleene::unknown(),
            (Value::Label(a), Value::Label(b)) => Kleene::from(match order {
                Order::Is => a == b,
                Order::IsNot => a != b,
                Order::AtLeast => a >= b,
                Order::AtMost => a <= b,
                Order::Above => a > b,
                Order::Below => a < b,
            }),
            (Value::Text(a), Value::Text(b)) => equality(a == b).map_or_else(Kleene::unknown, Kleene::from),
            (Value::Record(a), Value::Record(b)) => {
                let single = |goal: &Goal| match goal {
                    Goal::Absent => true,
                    Goal::Group(id) => self.world.group(*id).is_some_and(|group| group.one),
                    Goal::Elsewhere => false,
                };
                if single(a) && single(b) {
                    return equality(a == b).map_or_else(Kleene::unknown, Kleene::from);
                }
                self.open(Construct::Above)
            }
            _ => self.open(Construct::Arithmetic),
        }
    }

    /// Whether a term takes something of the records below the one in hand.
    fn asks_below(&self, term: &Term, rec: Rec) -> bool {
        let kind = self.world.group(rec.group).map(|group| group.kind);
        let mut found = false;
        crate::cells::each_term(term, &mut |inner| match inner {
            Term::Aggregate(id) => {
                let aggregate = self.program.aggregates.get(id.at());
                found |= aggregate.is_some_and(|aggregate| !aggregate.population.links.is_empty()) && kind.is_some();
            }
            Term::Cases(cases, _) | Term::OneOf(cases) => {
                found |= cases.iter().any(|(when, _)| self.asks_others(when));
            }
            _ => {}
        });
        found
    }

    fn asks_others(&self, cond: &Cond) -> bool {
        match cond {
            Cond::Clause(_) => true,
            Cond::Not(inner) => self.asks_others(inner),
            Cond::List(list) => list.parts.iter().any(|part| self.asks_others(&part.cond)),
            Cond::Compare(..) | Cond::Test(_) | Cond::Presence(..) | Cond::Meets(_) => false,
        }
    }

    /// What was assumed of the records below each of many; noted where nothing was.
    pub(super) fn assumed(&mut self, atom: Atom, rec: Rec) -> Formula {
        let assumed = self.world.sort(rec).and_then(|sort| sort.assumed.get(&atom).copied());
        match assumed {
            Some(holds) => Formula::from(holds),
            None => {
                let choice = self.world.choice();
                self.noted.push((atom, choice));
                Formula::Chosen(choice)
            }
        }
    }

    /// What isn't known yet while groups are being made.
    pub(super) fn later(&mut self) -> Kleene {
        Kleene::from(Formula::Chosen(self.world.choice()))
    }
}

/// The truth of whichever way is taken; one is, and no two are.
pub(super) fn chosen(ways: Vec<(Formula, Kleene)>) -> Kleene {
    if let [(Formula::True, one)] = ways.as_slice() {
        return one.clone();
    }
    let yes = Formula::any(ways.iter().map(|(when, truth)| when.clone().and(truth.yes())));
    if ways.iter().all(|(_, truth)| truth.is_settled()) {
        return Kleene::from(yes);
    }
    if ways.iter().all(|(_, truth)| truth.known() == Some(Truth::Unknown)) {
        return Kleene::unknown();
    }
    Kleene::new(yes, Formula::any(ways.iter().map(|(when, truth)| when.clone().and(truth.no()))))
}

/// That so many of some formulas hold at least, built up one by one.
fn threshold(k: usize, parts: &[Formula]) -> Formula {
    // reached[j]: at least j of those before hold.
    let mut reached = vec![Formula::False; k + 1];
    if let Some(first) = reached.first_mut() {
        *first = Formula::True;
    }
    for part in parts {
        for j in (1..=k).rev() {
            let (Some(before), Some(now)) = (reached.get(j - 1).cloned(), reached.get(j).cloned()) else { continue };
            if let Some(slot) = reached.get_mut(j) {
                *slot = now.or(before.and(part.clone()));
            }
        }
    }
    reached.pop().unwrap_or(Formula::True)
}
