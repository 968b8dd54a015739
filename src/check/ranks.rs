//! Ranks, and who stands at their top.

use crate::diagnostic::{CheckProblem, RankTopFault};
use crate::exact::Exact;
use crate::program::{
    Cond, Definition, FieldId, KindId, List, Name, Need, NumberKind, Order, Origin, Part, Path, Rank, RankGives,
    RankKey, Set, Term, Test, Ties, Type,
};
use crate::source::Span;
use crate::syntax::tree::{self, Derived, Expr, Top};

use super::guards;
use super::names::{self, FieldSource, Known};
use super::sorts::Guess;
use super::{Checker, Context, next};

impl<'a> Checker<'a> {
    /// Understands every rank: before all else, since who asks for those at its top has parts of it.
    pub(super) fn ranks(&mut self) {
        for kind in 0..self.kinds.len() {
            let fields = self.kinds.get(kind).map_or(0, |kind| kind.fields.len());
            for field in 0..fields {
                self.rank_of(KindId(kind as u32), FieldId(field as u32));
            }
        }
    }

    /// The rank that a field is, understood when it is first asked for; none if it isn't one or has no meaning.
    fn rank_of(&mut self, kind: KindId, field: FieldId) -> Option<Rank> {
        let entry = self.field_entry(kind, field)?;
        let (FieldSource::Rank(derive), file, at) = (entry.source, entry.file, entry.at) else { return None };
        if self.settling.contains(&(kind, field)) {
            let name = format!("{}.{}", self.kind_name(kind, file), self.field_name(kind, field, file));
            self.fault(CheckProblem::Cycle { names: vec![name.clone(), name] }, at);
            return None;
        }
        if !self.ranked.contains(&(kind, field)) {
            self.settling.insert((kind, field));
            let origin = self.rank(derive, &Context::new(file, vec![kind]));
            self.settling.remove(&(kind, field));
            self.ranked.insert((kind, field));
            if let Some(entry) = self.kinds.get_mut(kind.at()).and_then(|kind| kind.fields.get_mut(field.at())) {
                entry.origin = origin;
            }
        }
        match &self.field_entry(kind, field)?.origin {
            Some(Origin::Rank(rank)) => Some(rank.clone()),
            Some(
                Origin::Key | Origin::Data { .. } | Origin::Previous { .. } | Origin::Define(_) | Origin::Award { .. },
            )
            | None => None,
        }
    }

    fn rank(&mut self, derive: &'a tree::Derive, context: &Context) -> Option<Origin> {
        let Derived::Rank(rank) = &derive.what else { return None };
        let cites = self.cites(&rank.cites, context.file);
        let among = self.kind(&rank.among);
        if among.is_some_and(|among| !context.hand.contains(&among)) {
            let kind = self.kind_names(&context.hand, context.file).concat();
            let problem = CheckProblem::RankAmong { kind, among: rank.among.text.clone() };
            self.fault(problem, rank.among.span);
        }
        let mut inner = context.clone();
        let filter = rank.filter.as_ref().map(|filter| self.cond(filter, context));
        if let Some(Some(cond)) = &filter {
            guards::known(cond, true, &mut inner.present);
        }
        let same: Vec<Option<Path>> = rank.same.iter().map(|path| self.same(path, &inner)).collect();
        if rank.keys.is_empty() {
            self.fault(CheckProblem::RankByNothing, derive.naming.name.span);
        }
        let keys: Vec<Option<RankKey>> = rank.keys.iter().map(|key| self.rank_key(key, &inner)).collect();
        let ties = match &rank.ties {
            None => {
                self.fault(CheckProblem::RankTies, derive.naming.name.span);
                None
            }
            Some(tree::Ties::Shared) => Some(Ties::Shared),
            Some(tree::Ties::Decided(field)) => self.decision(field, &inner).map(Ties::Decided),
        };
        // Whoever is ranked or by what may have an error of its own; what is only warned of is a rank all the same.
        let filter = filter.map_or(Some(None), |cond| cond.map(Some))?;
        let same = same.into_iter().collect::<Option<Vec<_>>>()?;
        let keys = keys.into_iter().collect::<Option<Vec<_>>>().filter(|keys| !keys.is_empty())?;
        Some(Origin::Rank(Rank { gives: RankGives::Place, same, filter, keys, ties: ties?, cites }))
    }

    /// What the records of a group have in common.
    fn same(&mut self, path: &'a [tree::Ident], context: &Context) -> Option<Path> {
        let (found, ty) = self.path(path, context)?;
        let at = path.first().zip(path.last()).map_or(Span::NONE, |(first, last)| first.span.to(last.span));
        match ty {
            Type::Label(_) | Type::YesNo | Type::Date | Type::Number(NumberKind::Count | NumberKind::Integer) => {}
            Type::Reference(_) => {
                let mut via = found.path.via.clone();
                via.push(found.path.field);
                let there = context.present.contains(&(found.path.hand, via));
                if self.is_optional(found.kind, found.path.field) && !there {
                    let path = path.iter().map(|step| step.text.as_str()).collect::<Vec<_>>().join(".");
                    self.fault(CheckProblem::Unguarded { path }, at);
                    return None;
                }
            }
            Type::Text | Type::Number(NumberKind::Decimal | NumberKind::Percent) => {
                let sort = self.sort_shown(ty, context.file);
                self.fault(CheckProblem::RankSame { sort }, at);
                return None;
            }
        }
        Some(found.path)
    }

    fn rank_key(&mut self, key: &'a tree::RankKey, context: &Context) -> Option<RankKey> {
        let text = self.printed(&key.by, context.file);
        let yes_or_no = matches!(self.sort_of(&key.by, context), Guess::Condition | Guess::Value(Type::YesNo));
        let by = if yes_or_no {
            Definition::Cond(self.cond(&key.by, context)?)
        } else {
            let (term, ty) = self.value(&key.by, context, None)?;
            let orderly = match ty {
                Type::Number(_) | Type::Date => true,
                Type::Label(set) => self.labels.get(set.at()).is_some_and(|set| set.ordered),
                Type::Text | Type::YesNo | Type::Reference(_) => false,
            };
            if !orderly {
                let sort = self.sort_shown(ty, context.file);
                self.fault(CheckProblem::RankBy { sort }, key.by.span);
                return None;
            }
            Definition::Term(term)
        };
        Some(RankKey { by, lowest: key.lowest, text })
    }

    /// The field that decides ties: a number of the data.
    fn decision(&mut self, field: &'a tree::Ident, context: &Context) -> Option<Path> {
        let (found, ty) = self.path(std::slice::from_ref(field), context)?;
        let source = self.field_entry(found.kind, found.path.field).map(|entry| entry.source);
        if matches!((ty, source), (Type::Number(_), Some(FieldSource::Data { .. }))) {
            return Some(found.path);
        }
        self.fault(CheckProblem::RankDecision { name: field.text.clone() }, field.span);
        None
    }

    /// `place in the top 3`: the record is ranked, and its place is at most the third.
    pub(super) fn top(&mut self, value: &'a Expr, top: &Top, whole: &'a Expr, context: &Context) -> Option<Cond> {
        let at = whole.span;
        let tree::Node::Path(steps) = &value.node else {
            self.fault(CheckProblem::RankTop(RankTopFault::NoRank), value.span);
            return None;
        };
        let (found, _) = self.path(steps, context)?;
        let source = self.field_entry(found.kind, found.path.field).map(|entry| entry.source);
        if !matches!(source, Some(FieldSource::Rank(_))) {
            self.fault(CheckProblem::RankTop(RankTopFault::NoRank), value.span);
            return None;
        }
        let (one, none) = (Exact::from(1i64), Exact::zero());
        let fault = match top {
            Top::First(number) => (*number < one).then_some(RankTopFault::Nobody),
            Top::Share(share) if *share <= none => Some(RankTopFault::Nobody),
            Top::Share(share) => (*share > one).then_some(RankTopFault::TooMany),
        };
        if let Some(fault) = fault {
            self.fault(CheckProblem::RankTop(fault), at);
            return None;
        }
        // Where the rank itself isn't understood, that is told there.
        let rank = self.rank_of(found.kind, found.path.field)?;
        let place = found.path.clone();
        let hidden = |checker: &mut Self, name: (&str, &str), ty: Type, origin: Origin| {
            let field = checker.hidden(found.kind, found.path.field, name, ty, origin)?;
            Some(Path { field, ..place.clone() })
        };
        let reached = match top {
            Top::First(number) => {
                let set = super::sets::range(None, Some(number));
                Cond::Test(Test { path: place.clone(), set: Set::Numbers(set) })
            }
            Top::Share(share) => {
                let size = Origin::Rank(Rank { gives: RankGives::Size, ..rank.clone() });
                let size = hidden(self, ("size", "số_lượng"), Type::Number(NumberKind::Count), size)?;
                let most = Term::Mul(Box::new(Term::Number(share.clone())), Box::new(Term::Field(size)));
                Cond::Compare(Term::Field(place.clone()), Order::AtMost, most)
            }
        };
        let Some(filter) = rank.filter else { return Some(reached) };
        let ranked = hidden(self, ("ranked", "được_xếp"), Type::YesNo, Origin::Define(Definition::Cond(filter)))?;
        let ranked = Cond::Test(Test { path: ranked, set: Set::YesNo(true) });
        let text = self.printed(whole, context.file);
        let part = |cond: Cond| Part { cond, text: text.clone(), place: self.place(at) };
        Some(Cond::List(List { need: Need::All, parts: vec![part(ranked), part(reached)], lettered: false }))
    }

    /// A field that no author can name, of what a rank knows beside the place; made when it is first asked for.
    fn hidden(
        &mut self,
        kind: KindId,
        of: FieldId,
        (en, vi): (&str, &str),
        ty: Type,
        origin: Origin,
    ) -> Option<FieldId> {
        let rank = self.field_entry(kind, of)?;
        let suffixed = |name: &Option<String>, suffix: &str| name.as_ref().map(|name| format!("{name}.{suffix}"));
        let name = Name { en: suffixed(&rank.name.en, en), vi: suffixed(&rank.name.vi, vi) };
        let (at, file, place) = (rank.at, rank.file, rank.place);
        let entry = self.kinds.get_mut(kind.at())?;
        if let Some(known) = entry.fields.iter().position(|field| field.name == name) {
            return Some(FieldId(known as u32));
        }
        let id = FieldId(next(&entry.fields));
        entry.fields.push(names::Field {
            name,
            ty: Known::Is(ty),
            source: FieldSource::Hidden,
            private: false,
            less_is_better: false,
            range: None,
            note: None,
            at,
            file,
            place,
            origin: Some(origin),
        });
        Some(id)
    }
}
