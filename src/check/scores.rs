//! Score tables: every line is a derived field of its own, and the score is their sum.

use crate::diagnostic::CheckProblem;
use crate::exact::Exact;
use crate::program::{
    self, Cond, Definition, FieldId, KindId, List, Need, NumberKind, Order, Origin, Part, Path, Score, Set, Term, Test,
    Type,
};
use crate::source::{Language, Span};
use crate::syntax::print::line_id;
use crate::syntax::tree::{self, Expr, Ident, Limit, LineContent, Role, ScoreLine};

use super::names::{Field, FieldSource, Known};
use super::sets;
use super::sorts::Guess;
use super::texts::cut;
use super::{Checker, Context};

/// What a line or a table may come to.
struct Bounds {
    least: Exact,
    most: Option<Exact>,
}

/// The lines of one table, added up.
struct Added {
    within: Vec<Term>,
    taken: Vec<Term>,
    beyond: Vec<Term>,
    /// The maxima of the plain lines together; none where one says none.
    plain: Option<Exact>,
    bonus: Exact,
    most_beyond: Option<Exact>,
}

impl<'a> Checker<'a> {
    /// Enters a score and, before it, its lines: `points.a`, `points.a.1`, names that no author can spell.
    pub(super) fn score_fields(&mut self, file: u32, kind: KindId, derive: &'a tree::Derive, score: &'a tree::Score) {
        self.line_fields(file, kind, derive, &score.lines, &mut Vec::new());
    }

    fn line_fields(
        &mut self,
        file: u32,
        kind: KindId,
        derive: &'a tree::Derive,
        lines: &'a [ScoreLine],
        place: &mut Vec<u32>,
    ) {
        if let (3.., Some(first)) = (place.len(), lines.first()) {
            // Text can't say it: the markers have three levels.
            return self.fault(CheckProblem::TooDeep, first.span);
        }
        for (number, line) in (0u32..).zip(lines) {
            place.push(number);
            if let LineContent::Lines(lines) = &line.content {
                self.line_fields(file, kind, derive, lines, place);
            }
            let mut name = self.name(file, &derive.naming);
            for (text, language) in [(&mut name.en, Language::En), (&mut name.vi, Language::Vi)] {
                *text = text.take().map(|text| line_name(&text, place, language));
            }
            let at = line.span;
            let entry = Field {
                name,
                ty: Known::Is(Type::Number(NumberKind::Decimal)),
                source: FieldSource::Line,
                private: false,
                less_is_better: false,
                range: None,
                note: Some(line.title.text.clone()),
                at,
                file,
                place: self.place(at),
                origin: None,
            };
            self.enter_hidden(kind, entry);
            place.pop();
        }
    }

    /// The origin of a score; that of its lines is set on the way.
    pub(super) fn score(
        &mut self,
        kind: KindId,
        field: FieldId,
        derive: &'a tree::Derive,
        score: &'a tree::Score,
        context: &Context,
    ) -> Option<Origin> {
        let cites = self.cites(&score.cites, context.file);
        let name = derive.naming.name.text.as_str();
        let mut lines = Vec::new();
        let added = self.lines(kind, name, &score.lines, (&mut Vec::new(), &mut lines), context);
        let bounds = self.bounds(score.limit.as_ref(), derive.naming.name.span, context);
        self.verified(score.limit.as_ref(), added.as_ref(), &score.lines, derive.naming.name.span, context);
        let (total, bounds) = (added?, bounds?);
        let most = most_of(&bounds, &total);
        let least = bounds.least.clone();
        if let (Some(entry), Some(most)) = (self.entry_mut(kind, field), &most) {
            entry.range = Some((least.clone(), most.clone()));
        }
        self.scores.push(Score { kind, field, lines, least, most, cites });
        Some(Origin::Define(Definition::Term(table(total, &bounds))))
    }

    /// Understands the lines of one table and adds them up.
    fn lines(
        &mut self,
        kind: KindId,
        name: &str,
        lines: &'a [ScoreLine],
        (place, out): (&mut Vec<u32>, &mut Vec<program::ScoreLine>),
        context: &Context,
    ) -> Option<Added> {
        let zero = Exact::zero;
        let (plain, bonus, most_beyond) = (Some(zero()), zero(), Some(zero()));
        let (within, taken, beyond) = (Vec::new(), Vec::new(), Vec::new());
        let mut added = Added { within, taken, beyond, plain, bonus, most_beyond };
        let mut sound = true;
        for (number, line) in (0u32..).zip(lines) {
            place.push(number);
            match self.line(kind, name, line, (place, out), context) {
                None => sound = false,
                Some((field, most)) => added.add(line.role, field, most),
            }
            place.pop();
        }
        sound.then_some(added)
    }

    /// Understands one line: its field, and the most that it may come to.
    fn line(
        &mut self,
        kind: KindId,
        name: &str,
        line: &'a ScoreLine,
        (place, out): (&mut Vec<u32>, &mut Vec<program::ScoreLine>),
        context: &Context,
    ) -> Option<(FieldId, Option<Exact>)> {
        let at = line.title.span;
        let own = line_name(name, place, self.language(context.file));
        let field = *self.kind_entry(kind)?.by_name.get(&own)?;
        let own_place = place.clone();
        let index = out.len();
        let role = match line.role {
            Role::Plain => program::Role::Plain,
            Role::Bonus => program::Role::Bonus,
            Role::Beyond => program::Role::Beyond,
            Role::Minus => program::Role::Minus,
        };
        let (title, shown) = (line.title.text.clone(), self.place(line.span));
        let entry = program::ScoreLine {
            field,
            marker: line_id(&own_place, self.language(0)),
            position: own_place,
            role,
            title,
            text: String::new(),
            least: Exact::zero(),
            most: None,
            place: shown,
        };
        out.push(entry);
        let bounds = self.bounds(line.limit.as_ref(), at, context);
        let (term, most, least, text) = match &line.content {
            LineContent::Points(points) => {
                if matches!(self.sort_of(points, context), Guess::Condition | Guess::Value(Type::YesNo)) {
                    self.fault(CheckProblem::PointsOfCondition, points.span);
                    return None;
                }
                let (term, number) = self.number(points, context)?;
                if number == NumberKind::Percent {
                    self.not_value(
                        Some(crate::diagnostic::Sort::Number),
                        crate::diagnostic::Sort::Percent,
                        points.span,
                    );
                    return None;
                }
                let bounds = bounds?;
                let given = greatest(&term);
                self.within_limit(given.as_ref(), bounds.most.as_ref(), points.span, context);
                let most = bounds.most.clone().or(given);
                (clamped(term, &bounds), most, bounds.least, self.printed_points(points, context.file))
            }
            LineContent::Lines(lines) => {
                let added = self.lines(kind, name, lines, (place, out), context);
                self.verified(line.limit.as_ref(), added.as_ref(), lines, at, context);
                let (added, bounds) = (added?, bounds?);
                let most = most_of(&bounds, &added);
                (table(added, &bounds), most, bounds.least, String::new())
            }
        };
        if let Some(entry) = out.get_mut(index) {
            (entry.text, entry.least, entry.most) = (text, least.clone(), most.clone());
        }
        let entry = self.entry_mut(kind, field)?;
        entry.range = most.clone().map(|most| (least, most));
        entry.origin = Some(Origin::Define(Definition::Term(term)));
        Some((field, most))
    }

    fn entry_mut(&mut self, kind: KindId, field: FieldId) -> Option<&mut Field<'a>> {
        self.kinds.get_mut(kind.at())?.fields.get_mut(field.at())
    }

    /// What a limit allows: from 0, unless it says from where.
    fn bounds(&mut self, limit: Option<&Limit>, at: Span, context: &Context) -> Option<Bounds> {
        let (least, most) = match limit {
            None => return Some(Bounds { least: Exact::zero(), most: None }),
            Some(Limit::OutOf(most) | Limit::AtMost(most)) => (Exact::zero(), most.clone()),
            Some(Limit::Range(least, most)) => (least.clone(), most.clone()),
        };
        if least > most {
            let (low, high) = (self.plain_text(&least, context.file), self.plain_text(&most, context.file));
            self.fault(CheckProblem::TurnedRange { low, high }, at);
            return None;
        }
        Some(Bounds { least, most: Some(most) })
    }

    /// Holds a stated total against the lines.
    fn verified(
        &mut self,
        limit: Option<&Limit>,
        added: Option<&Added>,
        lines: &[ScoreLine],
        at: Span,
        context: &Context,
    ) {
        let (Some(Limit::OutOf(stated)), Some(added)) = (limit, added) else { return };
        let Some(plain) = &added.plain else {
            let open = lines.iter().find(|line| line.role == Role::Plain && line.limit.is_none());
            let (title, at) = open.map_or((String::new(), at), |line| (line.title.text.clone(), line.title.span));
            return self.fault(CheckProblem::LineWithoutMost { title }, at);
        };
        let with_bonus = plain.add(&added.bonus).unwrap_or_else(|| plain.clone());
        if plain != stated && with_bonus != *stated {
            let bonus = (!added.bonus.is_zero()).then(|| self.plain_text(&with_bonus, context.file));
            let (stated, sum) = (self.plain_text(stated, context.file), self.plain_text(plain, context.file));
            self.fault(CheckProblem::ScoreSum { stated, sum, bonus }, at);
        }
    }

    /// Points out constants above a line's maximum, and a maximum that no case comes to.
    fn within_limit(&mut self, given: Option<&Exact>, most: Option<&Exact>, at: Span, context: &Context) {
        let (Some(given), Some(most)) = (given, most) else { return };
        if given != most {
            let over = given > most;
            let (given, most) = (self.plain_text(given, context.file), self.plain_text(most, context.file));
            self.fault(CheckProblem::ScoreLimit { given, most, over }, at);
        }
    }

    fn printed_points(&self, points: &Expr, file: u32) -> String {
        cut(crate::syntax::print::print_points(points, self.language(file)))
    }

    /// The field of `line a.1 of points`.
    pub(super) fn line_path(&self, place: &[u32], path: &[Ident], context: &Context) -> Option<Vec<Ident>> {
        let (score, before) = path.split_last()?;
        let text = line_name(&score.text, place, self.language(context.file));
        let own = Ident { text, span: score.span };
        Some(before.iter().cloned().chain([own]).collect())
    }

    /// `line a.1 of points`: the term; finds a line or a score that isn't there.
    pub(super) fn score_line(&mut self, place: &[u32], path: &[Ident], at: Span, context: &Context) -> Option<Path> {
        let line = self.line_path(place, path, context)?;
        if let Ok(found) = self.follow(&line, context)
            && found.unguarded.is_none()
        {
            return Some(found.path);
        }
        let (found, _) = self.path(path, context)?;
        let name = path.last().map_or(String::new(), |name| name.text.clone());
        let known = self.lines_of(found.kind, found.path.field, context);
        let line = line_id(place, self.language(context.file));
        self.fault(CheckProblem::NoScoreLine { line, name, known }, at);
        None
    }

    /// The lines of a score as an author names them; none of what is no score.
    fn lines_of(&self, kind: KindId, field: FieldId, context: &Context) -> Vec<String> {
        let language = self.language(context.file);
        let mut found = Vec::new();
        if let Some(FieldSource::Score(_, score)) = self.field_entry(kind, field).map(|entry| entry.source) {
            collect(&score.lines, &mut Vec::new(), &mut |place, _| found.push(line_id(place, language)));
        }
        found
    }

    /// `every line of points at least 50%`: each plain line of the table, of its own maximum.
    pub(super) fn every_line(
        &mut self,
        path: &[Ident],
        above: bool,
        share: &Exact,
        at: Span,
        context: &Context,
    ) -> Option<Cond> {
        let (found, _) = self.path(path, context)?;
        let Some(FieldSource::Score(_, score)) = self.field_entry(found.kind, found.path.field).map(|one| one.source)
        else {
            let name = path.last().map_or(String::new(), |name| name.text.clone());
            self.fault(CheckProblem::NoScoreLine { line: String::new(), name, known: Vec::new() }, at);
            return None;
        };
        let mut parts = Vec::new();
        for (number, line) in (0u32..).zip(&score.lines).filter(|(_, line)| line.role == Role::Plain) {
            let Some(most) = most_said(line) else {
                self.fault(CheckProblem::LineWithoutMost { title: line.title.text.clone() }, line.title.span);
                return None;
            };
            let path = self.score_line(&[number], path, at, context)?;
            let order = if above { Order::Above } else { Order::AtLeast };
            let set = Set::Numbers(sets::half_line(order, most.mul(share)?));
            let id = line_id(&[number], self.language(context.file));
            let text = cut(format!("{id}) {}", line.title.text));
            parts.push(Part { cond: Cond::Test(Test { path, set }), text, place: self.place(line.span) });
        }
        if parts.is_empty() {
            self.fault(CheckProblem::Empty, at);
            return None;
        }
        // The texts have the lines' own letters, which may leave some out.
        Some(Cond::List(List { need: Need::All, parts, lettered: false }))
    }
}

impl Added {
    fn add(&mut self, role: Role, field: FieldId, most: Option<Exact>) {
        let term = Term::Field(Path { hand: 0, via: Vec::new(), field });
        match role {
            Role::Plain => {
                self.plain = self.plain.take().zip(most).and_then(|(sum, most)| sum.add(&most));
                self.within.push(term);
            }
            Role::Bonus => {
                self.bonus = most.and_then(|most| self.bonus.add(&most)).unwrap_or_else(|| self.bonus.clone());
                self.within.push(term);
            }
            Role::Beyond => {
                self.most_beyond = self.most_beyond.take().zip(most).and_then(|(sum, most)| sum.add(&most));
                self.beyond.push(term);
            }
            Role::Minus => self.taken.push(term),
        }
    }
}

/// `points.a.1`.
fn line_name(score: &str, place: &[u32], language: Language) -> String {
    format!("{score}.{}", line_id(place, language))
}

/// Calls with every line and its place, in the order of the text.
fn collect(lines: &[ScoreLine], place: &mut Vec<u32>, call: &mut impl FnMut(&[u32], &ScoreLine)) {
    for (number, line) in (0u32..).zip(lines) {
        place.push(number);
        call(place, line);
        if let LineContent::Lines(lines) = &line.content {
            collect(lines, place, call);
        }
        place.pop();
    }
}

/// What a table comes to: its lines within its bounds, and what goes beyond.
fn table(added: Added, bounds: &Bounds) -> Term {
    let mut within = total(added.within).unwrap_or(Term::Number(Exact::zero()));
    if let Some(taken) = total(added.taken) {
        within = Term::Sub(Box::new(within), Box::new(taken));
    }
    let within = clamped(within, bounds);
    match total(added.beyond) {
        None => within,
        Some(beyond) => Term::Add(Box::new(within), Box::new(beyond)),
    }
}

/// The sum of terms, two by two, so that a long table isn't a deep one.
fn total(mut terms: Vec<Term>) -> Option<Term> {
    while terms.len() > 1 {
        let mut left = terms.into_iter();
        let mut sums = Vec::new();
        while let Some(one) = left.next() {
            sums.push(match left.next() {
                Some(other) => Term::Add(Box::new(one), Box::new(other)),
                None => one,
            });
        }
        terms = sums;
    }
    terms.pop()
}

/// The most that a table may come to.
fn most_of(bounds: &Bounds, added: &Added) -> Option<Exact> {
    let lines = added.plain.as_ref().and_then(|plain| plain.add(&added.bonus));
    let within = bounds.most.clone().or(lines)?;
    within.add(added.most_beyond.as_ref()?)
}

fn clamped(term: Term, bounds: &Bounds) -> Term {
    let least = Term::Max(Box::new(term), Box::new(Term::Number(bounds.least.clone())));
    match &bounds.most {
        None => least,
        Some(most) => Term::Min(Box::new(least), Box::new(Term::Number(most.clone()))),
    }
}

/// The greatest of the constants that a term is one of; none where it is none of such.
fn greatest(term: &Term) -> Option<Exact> {
    match term {
        Term::Number(number) => Some(number.clone()),
        Term::Cases(cases, otherwise) => {
            cases.iter().try_fold(greatest(otherwise)?, |most, (_, value)| Some(most.max(greatest(value)?)))
        }
        Term::OneOf(cases) => {
            let all = cases.iter().map(|(_, value)| greatest(value)).collect::<Option<Vec<_>>>()?;
            all.into_iter().max()
        }
        Term::Date(_)
        | Term::Label(..)
        | Term::Text(_)
        | Term::Field(_)
        | Term::Add(..)
        | Term::Sub(..)
        | Term::Mul(..)
        | Term::Div(..)
        | Term::Min(..)
        | Term::Max(..)
        | Term::Rounded(..)
        | Term::Aggregate(_)
        | Term::Shift(..)
        | Term::Elapsed(..) => None,
    }
}

/// The maximum that a line states.
fn most_said(line: &ScoreLine) -> Option<Exact> {
    match line.limit.as_ref()? {
        Limit::OutOf(most) | Limit::AtMost(most) | Limit::Range(_, most) => Some(most.clone()),
    }
}
