//! Programs for the property of shortfalls: sentences whose properties read
//! fields that nothing else of the sentence reads, so that a record's property
//! can be changed by itself.

use super::choices::Choices;
use super::kinds::{field, schema};
use super::programs::{Maker, PARENT, PERSON, POLICY, UNIT, Wanted, part};
use tieuchi::exact::Exact;
use tieuchi::program::{
    Aggregate, AggregateId, AwardCase, Base, Bound, Cite, ClauseId, ClausePart, Cond, Criterion, Definition, Field,
    FieldId, ForEach, KindId, LabelsId, Link, List, Missing, Need, Origin, Path, Population, Presence, Program,
    Quantifier, Step, Summary, Term, Test, Type,
};

/// What of a record a sentence reads.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    /// Fields that decide whether it is in the population, links included.
    pub filter: Vec<FieldId>,
    /// Fields that each part's property reads.
    pub parts: Vec<Vec<FieldId>>,
    /// Where the property is a sentence about the persons of a unit: the fields of theirs that it reads.
    pub group: Vec<FieldId>,
}

/// A program and the shapes of its clauses.
#[derive(Debug, Clone)]
pub struct Made {
    pub program: Program,
    pub shapes: Vec<Shape>,
}

/// The place of a clause, as its text says it.
pub fn number_of(text: &str) -> Option<ClauseId> {
    text.parse().ok().map(ClauseId)
}

/// Makes a program of one to three criteria, definitions or awards.
pub fn sentences(choices: &mut Choices) -> Made {
    let roots = !choices.once_in(4);
    let program = schema(Wanted::ALL, roots, false);
    let mut writer = Writer { maker: Maker::of(choices, Wanted::ALL, program), shapes: Vec::new() };
    for number in 0..=writer.maker.choices.below(2) {
        writer.statement(number);
    }
    for (number, clause) in writer.maker.program.clauses.iter_mut().enumerate() {
        clause.text = number.to_string();
    }
    Made { program: writer.maker.program, shapes: writer.shapes }
}

struct Writer<'c> {
    maker: Maker<'c>,
    shapes: Vec<Shape>,
}

impl Writer<'_> {
    fn statement(&mut self, number: usize) {
        let each = self.maker.choices.once_in(2);
        let hand: &[KindId] = if each { &[UNIT] } else { &[] };
        match self.maker.choices.below(8) {
            0..=2 => {
                let cond = Cond::Clause(self.sentence(hand));
                self.criterion(number, hand, cond);
            }
            3 | 4 => {
                let cond = self.several(hand);
                self.criterion(number, hand, cond);
            }
            5 => {
                let cond = self.groups();
                self.criterion(number, &[], cond);
            }
            6 => {
                let when = self.several(&[UNIT]);
                let second = Cond::Clause(self.sentence(&[UNIT]));
                let case = |label, when| AwardCase { label, when, place: None };
                let cases = vec![case(2, when), case(1, second)];
                self.derive(UNIT, Type::Label(LabelsId(0)), Origin::Award { cases, otherwise: 0, cites: vec![] });
            }
            _ => {
                let when = self.several(&[UNIT]);
                let field = self.derive(UNIT, Type::YesNo, Origin::Define(Definition::Cond(when)));
                self.criterion(number, &[UNIT], tested(field));
            }
        }
    }

    fn criterion(&mut self, number: usize, hand: &[KindId], cond: Cond) {
        let cites = vec![Cite { document: 0, item: (number % 2) as u32 }];
        self.maker.program.criteria.push(Criterion {
            id: format!("c{number}"),
            title: "a criterion".into(),
            cites,
            for_each: hand.iter().map(|kind| ForEach { kind: *kind, filter: None }).collect(),
            cond,
            if_none: None,
            text: "a requirement".into(),
            place: None,
        });
    }

    fn derive(&mut self, kind: KindId, ty: Type, origin: Origin) -> FieldId {
        let fields = &mut self.maker.program.kinds[kind.at()].fields;
        let id = FieldId(fields.len() as u32);
        fields.push(Field { origin, ..field(&format!("derived{}", id.0), ty) });
        self.maker.program.plan.push(Step::Derive(kind, id));
        id
    }

    /// Two or three sentences, and how many of them must hold.
    fn several(&mut self, hand: &[KindId]) -> Cond {
        let count = 2 + self.maker.choices.below(2);
        let parts = (0..count).map(|_| part(Cond::Clause(self.sentence(hand)))).collect();
        self.list(parts)
    }

    fn list(&mut self, parts: Vec<tieuchi::program::Part>) -> Cond {
        let k = self.maker.choices.within(1..parts.len() as i64) as u32;
        let needs = [Need::All, Need::Any, Need::AtLeast(k), Need::AtMost(k), Need::Exactly(k)];
        let need = *self.maker.choices.of(&needs);
        Cond::List(List { need, parts, lettered: !matches!(need, Need::All | Need::Any) })
    }

    /// So many units have so many persons who have a property.
    fn groups(&mut self) -> Cond {
        let mut free = self.fields(PERSON);
        let (property, group) = self.property(PERSON, &mut free);
        let link = Link { via: vec![FieldId(1)], hand: 0, under: None };
        let inner = Population { kind: PERSON, hand: vec![UNIT], links: vec![link], filter: None };
        let quantifier = self.quantifier(&inner, true);
        let inner_part = self.part(Base::Population, quantifier, Some(property), Missing::Unknown);
        self.maker.clause(inner, vec![inner_part]);
        self.shapes.push(Shape { filter: vec![FieldId(1)], parts: vec![group.clone()], group: vec![] });
        let inner = ClauseId(self.shapes.len() as u32 - 1);
        let mut fields = self.fields(UNIT);
        let (filter, read) = self.filter(UNIT, &mut fields);
        let population = Population { kind: UNIT, hand: vec![], links: vec![], filter };
        let quantifier = self.quantifier(&population, true);
        let outer = self.part(Base::Population, quantifier, Some(Cond::Clause(inner)), Missing::Unknown);
        let outer = self.maker.clause(population, vec![outer]);
        self.shapes.push(Shape { filter: read, parts: vec![vec![]], group });
        Cond::Clause(outer)
    }

    /// A head and up to two tails.
    fn sentence(&mut self, hand: &[KindId]) -> ClauseId {
        let kind = *self.maker.choices.of(&[PERSON, PERSON, POLICY, UNIT]);
        let (mut free, mut shape) = (self.fields(kind), Shape::default());
        let mut links = Vec::new();
        if !hand.is_empty() {
            let via = self.maker.choices.of(&self.maker.ways(kind, UNIT)).clone();
            let under = self.maker.choices.once_in(4).then_some(PARENT);
            shape.filter.extend(via.first());
            free.retain(|field| Some(field) != via.first());
            links.push(Link { via, hand: 0, under });
        }
        let (filter, read) = self.filter(kind, &mut free);
        shape.filter.extend(read);
        let population = Population { kind, hand: hand.to_vec(), links, filter };
        let mut parts: Vec<ClausePart> = Vec::new();
        while parts.is_empty() || (parts.len() < 3 && self.maker.choices.once_in(3)) {
            let of_which = Base::Holding(self.maker.choices.below(parts.len()) as u32);
            let base = match parts.first() {
                None => Base::Population,
                Some(head) if head.property.is_some() && self.maker.choices.once_in(3) => Base::Rest,
                Some(_) => of_which,
            };
            let bare = free.is_empty() || self.maker.choices.once_in(4);
            let (property, read) = if bare {
                (None, Vec::new())
            } else {
                let (property, read) = self.property(kind, &mut free);
                (Some(property), read)
            };
            let quantifier = self.quantifier(&population, property.is_some());
            let missing = match self.maker.choices.below(9) {
                6 => Missing::Failing,
                7 => Missing::Passing,
                8 => Missing::LeftOut,
                _ => Missing::Unknown,
            };
            parts.push(self.part(base, quantifier, property, missing));
            shape.parts.push(read);
        }
        self.shapes.push(shape);
        self.maker.clause(population, parts)
    }

    fn part(&self, base: Base, quantifier: Quantifier, property: Option<Cond>, missing: Missing) -> ClausePart {
        let (text, property_text) = ("a part".into(), property.iter().map(|_| "a property").collect());
        ClausePart { base, quantifier, property, missing, letter: None, text, property_text, place: None }
    }

    /// Fields that can be changed freely, in a chosen order.
    fn fields(&mut self, kind: KindId) -> Vec<FieldId> {
        let fields = (0u32..).zip(&self.maker.program.kinds[kind.at()].fields);
        // What leads to a unit by way of an owner, a parent or the unit itself is left to links.
        let data = fields.filter(|(id, field)| *id > 1 && matches!(field.origin, Origin::Data { .. }));
        let mut left: Vec<FieldId> = data.map(|(id, _)| FieldId(id)).collect();
        let mut order = Vec::new();
        while !left.is_empty() {
            order.push(left.remove(self.maker.choices.below(left.len())));
        }
        order
    }

    fn filter(&mut self, kind: KindId, free: &mut Vec<FieldId>) -> (Option<Cond>, Vec<FieldId>) {
        if free.len() < 2 || !self.maker.choices.once_in(3) {
            return (None, Vec::new());
        }
        let Some(field) = free.pop() else { return (None, Vec::new()) };
        (Some(self.test(kind, field)), vec![field])
    }

    /// A property of one free field or two, directly, defined or as an award.
    fn property(&mut self, kind: KindId, free: &mut Vec<FieldId>) -> (Cond, Vec<FieldId>) {
        let Some(first) = free.pop() else { return (tested(FieldId(0)), Vec::new()) };
        let (mut cond, mut read) = (self.test(kind, first), vec![first]);
        if free.len() > 2 && self.maker.choices.once_in(3) {
            read.extend(free.pop());
            let parts = read.iter().map(|field| part(self.test(kind, *field))).collect();
            cond = self.list(parts);
        }
        let direct = self.maker.choices.below(8);
        if direct == 5 {
            cond = Cond::Not(Box::new(cond));
        } else if direct == 6 {
            cond = tested(self.derive(kind, Type::YesNo, Origin::Define(Definition::Cond(cond))));
        } else if direct == 7 {
            let cases = vec![AwardCase { label: 2, when: cond, place: None }];
            let field =
                self.derive(kind, Type::Label(LabelsId(0)), Origin::Award { cases, otherwise: 1, cites: vec![] });
            let set = tieuchi::program::Set::Labels(vec![2]);
            cond = Cond::Test(Test { path: own(field), set });
        }
        (cond, read)
    }

    fn test(&mut self, kind: KindId, field: FieldId) -> Cond {
        let ty = self.maker.program.kinds[kind.at()].fields[field.at()].ty;
        match ty {
            Type::Reference(_) => {
                let presence = *self.maker.choices.of(&[Presence::Present, Presence::Absent]);
                Cond::Presence(own(field), presence)
            }
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date | Type::Label(_) => {
                let set = self.maker.set(ty);
                Cond::Test(Test { path: own(field), set })
            }
        }
    }

    fn quantifier(&mut self, population: &Population, property: bool) -> Quantifier {
        let bounds = [Bound::AtLeast, Bound::MoreThan, Bound::AtMost, Bound::LessThan, Bound::Exactly];
        let bound = *self.maker.choices.of(&bounds);
        match self.maker.choices.below(if property { 12 } else { 6 }) {
            0 => Quantifier::No,
            1..=3 => Quantifier::Count(bound, self.count(population, property)),
            4 | 5 => {
                let (low, more) = (self.maker.choices.within(0..4), self.maker.choices.within(0..3));
                Quantifier::Between(Term::Number(Exact::from(low)), Term::Number(Exact::from(low + more)))
            }
            6 | 7 => Quantifier::All,
            _ => {
                let shares = [(1, 2), (7, 10), (1, 3), (2, 3), (1, 1), (0, 1), (3, 4), (1, 4)];
                let (of, to) = *self.maker.choices.of(&shares);
                Quantifier::Share(bound, Term::Number(Exact::fraction(of, to).expect("a fraction")))
            }
        }
    }

    /// A number; or one that the unit in hand has; or how many there are.
    fn count(&mut self, population: &Population, property: bool) -> Term {
        match self.maker.choices.below(8) {
            // The staff of units isn't read by any property of persons or policies.
            6 if population.kind != UNIT && !population.hand.is_empty() => Term::Field(own(FieldId(4))),
            7 if property && population.filter.is_none() => {
                let id = AggregateId(self.maker.program.aggregates.len() as u32);
                self.maker.program.aggregates.push(Aggregate {
                    what: Summary::Number,
                    value: None,
                    population: population.clone(),
                    leave_out_missing: false,
                    text: "how many there are".into(),
                    place: None,
                });
                self.maker.program.plan.push(Step::Aggregate(id));
                let less = Exact::fraction(self.maker.choices.within(0..5), 2).expect("halves");
                Term::Sub(Box::new(Term::Aggregate(id)), Box::new(Term::Number(less)))
            }
            _ => Term::Number(Exact::from(*self.maker.choices.of(&[1i64, 2, 3, 1, 2, 0, 4]))),
        }
    }
}

fn own(field: FieldId) -> Path {
    Path { hand: 0, via: vec![], field }
}

fn tested(field: FieldId) -> Cond {
    Cond::Test(Test { path: own(field), set: tieuchi::program::Set::YesNo(true) })
}
