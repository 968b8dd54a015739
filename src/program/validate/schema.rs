//! Documents, labels, kinds and fields.

use super::expressions::Gives;
use super::texts::{distinct, filled, name, number, place, text, unique};
use super::{Checker, Invalid, Sound, Within, each, each_numbered, need};
use crate::program::{
    Cite, Constant, Definition, Document, Field, FieldId, Item, Kind, KindId, Labels, MAX_AWARD_LABELS, MAX_OWNERS,
    NumberKind, Origin, Parameter, Program, Rank, Score, Ties, Type,
};

impl Checker<'_> {
    /// Everything that is declared, but for what derived fields say.
    pub(super) fn schema(&self) -> Sound {
        let program = self.program;
        each("files", &program.files, |file| filled(file))?;
        each("parameters", &program.parameters, |one| parameter(program, one))?;
        distinct(program.parameters.iter().map(|parameter| &parameter.name)).within("parameters")?;
        each("documents", &program.documents, document)?;
        unique(program.documents.iter().map(|document| document.code.as_str())).within("documents")?;
        each("labels", &program.labels, labels)?;
        distinct(program.labels.iter().filter_map(|labels| labels.name.as_ref())).within("labels")?;
        each("kinds", &program.kinds, |kind| self.declared(kind))?;
        distinct(program.kinds.iter().map(|kind| &kind.name)).within("kinds")?;
        unique(program.criteria.iter().map(|criterion| criterion.id.as_str())).within("criteria")
    }

    fn declared(&self, kind: &Kind) -> Sound {
        name(&kind.name).within("name")?;
        kind.plural.as_deref().map_or(Ok(()), filled).within("plural")?;
        need(kind.key.at() < kind.fields.len(), "there is no such field").within("key")?;
        distinct(kind.fields.iter().map(|field| &field.name)).within("fields")?;
        each_numbered("fields", &kind.fields, |index, field| self.declared_field(field, index == kind.key.at()))
    }

    fn declared_field(&self, field: &Field, key: bool) -> Sound {
        name(&field.name).within("name")?;
        field.note.as_deref().map_or(Ok(()), text).within("note")?;
        place(self.program, field.place)?;
        match field.ty {
            Type::Text | Type::YesNo | Type::Number(_) | Type::Date => {}
            Type::Label(id) => self.labels(id).map(drop).within("ty")?,
            Type::Reference(kind) => self.kind(kind).map(drop).within("ty")?,
        }
        need(key == (field.origin == Origin::Key), "the key is the field of origin Key, and no other is")
            .within("origin")?;
        if let Some((low, high)) = &field.range {
            let data = matches!((field.ty, &field.origin), (Type::Number(_), Origin::Data { .. }));
            need(data, "only a number of the data has a range").within("range")?;
            number(low).and_then(|()| number(high)).within("range")?;
            need(low <= high, "the least value is above the greatest").within("range")?;
        }
        let reference = matches!(field.ty, Type::Reference(_));
        match &field.origin {
            Origin::Key => need(field.ty == Type::Text, "a key is a text").within("ty"),
            Origin::Data { optional, may_be_unknown } => {
                let stated = *optional || *may_be_unknown;
                need(reference || !stated, "only a reference is optional or may be unknown").within("origin")
            }
            Origin::Previous { .. } => need(reference, "the record before is a reference").within("ty"),
            Origin::Define(Definition::Cond(_)) => {
                need(field.ty == Type::YesNo, "a condition is yes or no").within("ty")
            }
            Origin::Define(Definition::Term(_)) => match field.ty {
                Type::Number(_) | Type::Date => Ok(()),
                Type::Label(id) => {
                    need(self.labels(id)?.labels.len() <= MAX_AWARD_LABELS, "too many labels").within("ty")
                }
                Type::Text | Type::YesNo | Type::Reference(_) => {
                    Err(Invalid::new("a definition is a condition, a number, a date or a label")).within("ty")
                }
            },
            Origin::Award { cases, otherwise, cites } => {
                let Type::Label(id) = field.ty else { return Err(Invalid::new("an award gives a label")).within("ty") };
                need(self.labels(id)?.labels.len() <= MAX_AWARD_LABELS, "too many labels").within("ty")?;
                each("cases", cases, |case| {
                    self.label(id, case.label).within("label")?;
                    place(self.program, case.place)
                })?;
                self.label(id, *otherwise).within("otherwise")?;
                self.cites(cites)
            }
            Origin::Rank(rank) => {
                need(field.ty == Type::Number(NumberKind::Count), "a rank is a count").within("ty")?;
                need(!rank.keys.is_empty(), "there is nothing to rank by").within("keys")?;
                each("keys", &rank.keys, |key| text(&key.text).within("text"))?;
                self.cites(&rank.cites)
            }
        }
    }

    /// What derived fields say.
    pub(super) fn derived(&self) -> Sound {
        for (kind_index, kind) in self.program.kinds.iter().enumerate() {
            let hand = [KindId(kind_index as u32)];
            for (index, field) in kind.fields.iter().enumerate() {
                let sound = match &field.origin {
                    Origin::Key | Origin::Data { .. } => Ok(()),
                    Origin::Previous { .. } => series(kind, field, hand[0]).within("previous"),
                    Origin::Define(Definition::Cond(cond)) => self.cond(cond, &hand).within("define"),
                    Origin::Define(Definition::Term(term)) => self
                        .term(term, &hand)
                        .and_then(|found| need(found.fits(field.ty), "the term is not of the field's type"))
                        .within("define"),
                    Origin::Award { cases, .. } => {
                        each("cases", cases, |case| self.cond(&case.when, &hand).within("when")).within("award")
                    }
                    Origin::Rank(rank) => self.rank(rank, &hand).within("rank"),
                };
                sound.within_nth("fields", index).within_nth("kinds", kind_index)?;
            }
        }
        Ok(())
    }

    /// A table of points: its total and its lines are numbers of its kind that the rules define.
    pub(super) fn score(&self, score: &Score) -> Sound {
        self.points(score.kind, score.field).within("field")?;
        number(&score.least).within("least")?;
        score.most.as_ref().map_or(Ok(()), number).within("most")?;
        each("lines", &score.lines, |line| {
            self.points(score.kind, line.field).within("field")?;
            need((1..=3).contains(&line.position.len()), "a line stands on one of three levels").within("position")?;
            filled(&line.marker).within("marker")?;
            filled(&line.title).within("title")?;
            text(&line.text).within("text")?;
            number(&line.least).within("least")?;
            line.most.as_ref().map_or(Ok(()), number).within("most")?;
            place(self.program, line.place)
        })?;
        self.cites(&score.cites)
    }

    fn points(&self, kind: KindId, field: FieldId) -> Sound {
        let found = self.kind(kind)?.fields.get(field.at());
        let defined = found.is_some_and(|field| {
            let origin = matches!(field.origin, Origin::Define(Definition::Term(_)));
            origin && matches!(field.ty, Type::Number(_))
        });
        need(defined, "points are a number that the rules define")
    }

    fn rank(&self, rank: &Rank, hand: &[KindId]) -> Sound {
        each("same", &rank.same, |path| match self.path(path, hand)?.ty {
            Type::Reference(_)
            | Type::Label(_)
            | Type::YesNo
            | Type::Date
            | Type::Number(NumberKind::Count | NumberKind::Integer) => Ok(()),
            Type::Text | Type::Number(NumberKind::Decimal | NumberKind::Percent) => {
                Err(Invalid::new("a group is told by a reference, a label, a whole number, a day, or yes and no"))
            }
        })?;
        rank.filter.iter().try_for_each(|filter| self.cond(filter, hand)).within("filter")?;
        each("keys", &rank.keys, |key| match &key.by {
            Definition::Cond(cond) => self.cond(cond, hand),
            Definition::Term(term) => {
                let orderly = match self.term(term, hand)? {
                    Gives::Number | Gives::Date => true,
                    Gives::Label(id) => self.labels(id)?.ordered,
                    Gives::Text | Gives::Reference(_) => false,
                };
                need(orderly, "what has no order ranks nobody")
            }
        })?;
        match &rank.ties {
            Ties::Shared => Ok(()),
            Ties::Decided(path) => {
                let field = self.path(path, hand).within("ties")?;
                let recorded = matches!((field.ty, &field.origin), (Type::Number(_), Origin::Data { .. }));
                need(recorded && path.via.is_empty(), "ties are decided by a number of the record's own data")
                    .within("ties")
            }
        }
    }

    pub(super) fn cites(&self, cites: &[Cite]) -> Sound {
        each("cites", cites, |cite| {
            let document = self.program.documents.get(cite.document as usize);
            let item = document.and_then(|document| document.items.get(cite.item as usize));
            need(item.is_some(), "there is no such item")
        })
    }

    /// A reference of a kind to itself that stands in the data.
    pub(super) fn parent(&self, kind: KindId, field: FieldId) -> Sound {
        need(self.target(kind, field)? == kind, "the reference does not lead to its own kind")
    }
}

fn parameter(program: &Program, parameter: &Parameter) -> Sound {
    name(&parameter.name).within("name")?;
    parameter.note.as_deref().map_or(Ok(()), text).within("note")?;
    place(program, parameter.place)?;
    let constant = |constant: &Constant| match (constant, parameter.ty) {
        (Constant::Number(found), Type::Number(kind)) => {
            number(found)?;
            match kind {
                NumberKind::Count if found.is_negative() => {
                    Err(Invalid::new("the number is not of the parameter's type"))
                }
                NumberKind::Count | NumberKind::Integer => {
                    need(found.is_integer(), "the number is not of the parameter's type")
                }
                NumberKind::Decimal | NumberKind::Percent => Ok(()),
            }
        }
        (Constant::Date(_), Type::Date) => Ok(()),
        (Constant::Number(_) | Constant::Date(_), _) => Err(Invalid::new("the number is not of the parameter's type")),
    };
    constant(&parameter.default).within("default")?;
    constant(&parameter.value).within("value")?;
    if let Some((low, high)) = &parameter.range {
        constant(low).and_then(|()| constant(high)).within("range")?;
        need(low <= high, "the least value is above the greatest").within("range")?;
        let inside = |value: &Constant| low <= value && value <= high;
        need(inside(&parameter.default) && inside(&parameter.value), "the parameter is out of its range")?;
    }
    Ok(())
}

fn document(document: &Document) -> Sound {
    filled(&document.code).within("code")?;
    document.title.as_deref().map_or(Ok(()), text).within("title")?;
    if let Some((first, last)) = document.period {
        need(first <= last, "the period ends before it begins").within("period")?;
    }
    each("items", &document.items, |item: &Item| {
        filled(&item.id).within("id")?;
        text(&item.title).within("title")?;
        item.waived.as_deref().map_or(Ok(()), text).within("waived")
    })?;
    unique(document.items.iter().map(|item| item.id.as_str())).within("items")
}

fn labels(labels: &Labels) -> Sound {
    labels.name.as_ref().map_or(Ok(()), name).within("name")?;
    need(!labels.labels.is_empty(), "there are no labels")?;
    each("labels", &labels.labels, |label| text(label))?;
    unique(labels.labels.iter().map(String::as_str)).within("labels")?;
    let stated = labels.labels.iter().skip(usize::from(labels.none));
    need(stated.into_iter().all(|label| !label.trim().is_empty()), "a label is empty")?;
    let first = labels.labels.first().is_some_and(String::is_empty);
    need(first == labels.none, "`none` is the empty first label")
}

/// A reference to the record before: of which owner and which period the records of the kind are.
fn series(kind: &Kind, field: &Field, own: KindId) -> Sound {
    let Origin::Previous { owners, period, months } = &field.origin else { return Ok(()) };
    let data = |id: &FieldId| {
        let found = kind.fields.get(id.at()).filter(|field| matches!(field.origin, Origin::Data { .. }));
        found.ok_or_else(|| Invalid::new("there is no such field in the data"))
    };
    need(field.ty == Type::Reference(own), "the record before is of the same kind")?;
    need((1..=MAX_OWNERS).contains(&owners.len()), "there are no owners, or too many").within("owners")?;
    each("owners", owners, |owner| {
        let whose = matches!(data(owner)?.ty, Type::Text | Type::Label(_) | Type::Reference(_));
        need(whose, "an owner is a reference, a label or a text")?;
        need(owners.iter().filter(|other| *other == owner).count() == 1, "an owner stands twice")
    })?;
    let counted = match (data(period).within("period")?.ty, months) {
        (Type::Number(NumberKind::Count | NumberKind::Integer), None) => true,
        (Type::Date, Some(months)) => *months > 0 && 12 % months == 0,
        _ => false,
    };
    need(counted, "a period is a whole number, or a date with months that divide a year").within("period")?;
    let others = kind.fields.iter().filter(|other| matches!(other.origin, Origin::Previous { .. })).count();
    need(others == 1, "a kind is one series")
}
