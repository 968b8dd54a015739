//! Files, declarations and their line-level elements.

use crate::source::Language;
use crate::syntax::tree::*;
use crate::syntax::words::Word;

use super::expr::{Binding, Follow, Place, Writer};
use super::layout::Ready;
use super::literal;

pub(super) fn file(file: &File) -> String {
    let mut text = format!("tieuchi {}, {}\n", file.edition, file.language);
    for declaration in &file.declarations {
        let mut writer = Writer::new(file.language, false);
        writer.declaration(declaration);
        text.push('\n');
        text.push_str(&writer.page.finish());
        text.push('\n');
    }
    if !file.tail.is_empty() {
        let mut writer = Writer::new(file.language, false);
        writer.page.comments(&file.tail);
        text.push('\n');
        text.push_str(&writer.page.finish());
        text.push('\n');
    }
    text
}

/// A declaration without the comments before and behind it.
pub(super) fn alone(declaration: &Declaration, language: Language) -> String {
    let mut writer = Writer::new(language, false);
    writer.body(declaration);
    writer.page.finish()
}

impl Writer {
    fn declaration(&mut self, declaration: &Declaration) {
        self.page.comments(&declaration.trivia.before);
        self.body(declaration);
    }

    fn body(&mut self, declaration: &Declaration) {
        self.page.note(declaration.trivia.after.as_ref());
        match &declaration.body {
            Body::Use(name) => {
                self.say(Word::Use);
                self.page.word(&literal::quoted(name));
                self.page.indent();
            }
            Body::Document(document) => self.document(document),
            Body::Scale(scale) => self.scale(scale),
            Body::Record(record) => self.record(record),
            Body::Derive(derive) => self.derive(derive),
            Body::Criterion(criterion) => self.criterion(criterion),
            Body::Claim(claim) => self.claim(claim),
            Body::Parameter(parameter) => self.parameter(parameter),
            Body::Trial(trial) => self.trial(trial),
            Body::Excuse(excuse) => self.excuse(excuse),
        }
        self.page.comments(&declaration.tail);
    }

    fn document(&mut self, document: &Document) {
        self.say(Word::Document);
        self.page.word(&literal::quoted(&document.code));
        self.page.indent();
        if let Some(title) = &document.title {
            self.page.line();
            self.say(Word::Title);
            self.page.word(&literal::quoted(title));
        }
        if let Some(period) = &document.period {
            self.page.line();
            self.say(Word::Period);
            self.page.word(&literal::date(period.from, self.language));
            self.say(Word::To);
            self.page.word(&literal::date(period.to, self.language));
        }
        for item in &document.items {
            self.element(&item.trivia);
            self.say(Word::Item);
            self.page.word(&item.id.text);
            self.page.word(&literal::quoted(&item.title));
            if let Some(reason) = &item.waived {
                self.page.may_break(Ready::Member);
                self.say(Word::NotMeasured);
                self.page.glued(":");
                self.page.word(&literal::quoted(reason));
            }
        }
    }

    /// Begins a line-level element on its own line.
    pub(super) fn element(&mut self, trivia: &Trivia) {
        self.page.line();
        self.page.comments(&trivia.before);
        self.page.note(trivia.after.as_ref());
    }

    fn naming(&mut self, naming: &Naming) {
        self.name(&naming.name);
        if let Some(alias) = &naming.alias {
            self.say(Word::Alias);
            self.name(alias);
        }
    }

    fn scale(&mut self, scale: &Scale) {
        self.say(Word::Scale);
        self.naming(&scale.naming);
        self.page.indent();
        self.page.line();
        if scale.none {
            self.say(Word::None);
        }
        for (number, label) in scale.labels.iter().enumerate() {
            if number > 0 || scale.none {
                self.page.may_break(Ready::Member);
                self.page.word("<");
            }
            self.page.word(&literal::quoted(label));
        }
    }

    fn record(&mut self, record: &Record) {
        self.say(if record.extends { Word::Extend } else { Word::Record });
        self.naming(&record.naming);
        if let Some(plural) = &record.plural {
            self.page.glued(",");
            self.say(Word::Plural);
            self.page.word(&literal::name(plural, self.language));
        }
        self.page.indent();
        for field in &record.fields {
            self.element(&field.trivia);
            self.field(field);
        }
        if let Some(series) = &record.series {
            self.element(&series.trivia);
            self.series(series);
        }
    }

    fn field(&mut self, field: &Field) {
        self.naming(&field.naming);
        self.page.glued(":");
        match &field.ty {
            FieldType::Text => self.say(Word::Text),
            FieldType::YesNo => self.say(Word::YesNo),
            FieldType::Count => self.say(Word::Count),
            FieldType::Integer => self.say(Word::Integer),
            FieldType::Decimal => self.say(Word::Decimal),
            FieldType::Percent => self.say(Word::Percent),
            FieldType::Date => self.say(Word::Date),
            FieldType::OneOf(none, labels) => {
                self.say(Word::OneOfType);
                if *none {
                    self.say(Word::None);
                }
                for (number, label) in labels.iter().enumerate() {
                    if number > 0 || *none {
                        self.page.glued(",");
                        self.page.may_break(Ready::Member);
                    }
                    self.page.word(&literal::quoted(label));
                }
            }
            FieldType::Named(name) => self.page.word(&literal::type_name(name, self.language)),
        }
        if let Some((low, high)) = &field.range {
            let percent = field.ty == FieldType::Percent;
            let write = if percent { literal::percent } else { literal::number };
            self.page.word(&write(low, self.language));
            self.say(Word::To);
            self.page.word(&write(high, self.language));
        }
        if field.key {
            self.say(Word::Key);
        }
        for (set, word) in [
            (field.optional, Word::Optional),
            (field.may_be_unknown, Word::MayBeUnknown),
            (field.private, Word::Private),
            (field.less_is_better, Word::LessBetter),
        ] {
            if set {
                self.page.glued(",");
                self.say(word);
            }
        }
        if let Some(note) = &field.note {
            self.page.may_break(Ready::Verb);
            self.page.word(&literal::quoted(note));
        }
    }

    fn derive(&mut self, derive: &Derive) {
        self.say(match &derive.what {
            Derived::Define(_) => Word::Define,
            Derived::Award { .. } | Derived::Bands(_) => Word::Award,
            Derived::Score(_) => Word::Score,
            Derived::Table(_) => Word::Table,
            Derived::Rank(_) => Word::Rank,
        });
        self.page.word(&literal::path(&[derive.kind.clone(), derive.naming.name.clone()], self.language));
        if let Some(alias) = &derive.naming.alias {
            self.say(Word::Alias);
            self.name(alias);
        }
        if let Derived::Table(table) = &derive.what {
            return self.table(table);
        }
        if !matches!(&derive.what, Derived::Score(Score { limit: None, .. })) {
            self.page.glued(":");
        }
        match &derive.what {
            Derived::Table(_) => {}
            Derived::Define(expr) => {
                self.page.may_break(Ready::Tail);
                self.page.indent();
                self.expr(expr, Place { body: true, ..Place::WHOLE });
            }
            Derived::Rank(rank) => self.rank(rank),
            Derived::Award { scale, cites, cases, otherwise } => {
                self.name(scale);
                self.page.indent();
                self.cites(cites);
                for case in cases {
                    self.element(&case.trivia);
                    self.page.word(&literal::value(&case.label.value, self.language));
                    self.say(Word::When);
                    self.expr(&case.when, Place::WHOLE);
                }
                if let Some(otherwise) = otherwise {
                    self.page.line();
                    self.say(Word::Otherwise);
                    self.page.word(&literal::value(&otherwise.value, self.language));
                }
            }
            Derived::Bands(bands) => self.bands(bands),
            Derived::Score(score) => self.score(score),
        }
    }

    pub(super) fn cites(&mut self, cites: &[Cite]) {
        if cites.is_empty() {
            return;
        }
        self.page.line();
        self.say(Word::Cites);
        for (number, cite) in cites.iter().enumerate() {
            if number > 0 {
                self.page.glued(",");
                self.page.may_break(Ready::Member);
            }
            self.cite(cite);
        }
    }

    pub(super) fn cite(&mut self, cite: &Cite) {
        if let Some(document) = &cite.document {
            self.page.word(&literal::quoted(document));
        }
        self.page.word(&cite.item.text);
    }

    fn criterion(&mut self, criterion: &Criterion) {
        self.say(Word::Criterion);
        self.page.word(&criterion.id.text);
        self.page.word(&literal::quoted(&criterion.title));
        self.page.indent();
        self.cites(&criterion.cites);
        for (number, each) in criterion.for_each.iter().enumerate() {
            if number == 0 {
                self.page.line();
                self.say(Word::ForEach);
            } else {
                self.page.glued(",");
                self.page.may_break(Ready::Verb);
                self.say(Word::Each);
            }
            self.name(&each.kind);
            if let Some(filter) = &each.filter {
                self.page.may_break(Ready::Filter);
                self.say(Word::Where);
                self.page.nest();
                self.expr(filter, Place::WHOLE.part(Binding::Chain, Follow::Open));
                self.page.unnest();
            }
        }
        if !criterion.for_each.is_empty() {
            self.page.glued(":");
        }
        self.page.line();
        self.expr(&criterion.condition, Place::WHOLE);
        if let Some(met) = criterion.if_none {
            self.page.line();
            self.say(Word::IfNone);
            self.page.glued(":");
            self.say(if met { Word::Met } else { Word::NotMet });
        }
    }

    fn parameter(&mut self, parameter: &Parameter) {
        self.say(Word::Parameter);
        self.naming(&parameter.naming);
        self.page.glued(":");
        self.say(match parameter.ty {
            SettingType::Count => Word::Count,
            SettingType::Integer => Word::Integer,
            SettingType::Decimal => Word::Decimal,
            SettingType::Percent => Word::Percent,
            SettingType::Date => Word::Date,
        });
        if let Some((low, high)) = &parameter.range {
            self.page.word(&literal::value(&low.value, self.language));
            self.say(Word::To);
            self.page.word(&literal::value(&high.value, self.language));
        }
        self.page.word("=");
        self.page.word(&literal::value(&parameter.default.value, self.language));
        self.page.indent();
        if let Some(note) = &parameter.note {
            self.page.may_break(Ready::Verb);
            self.page.word(&literal::quoted(note));
        }
    }

    fn table(&mut self, table: &Table) {
        self.say(Word::By);
        for (number, path) in table.by.iter().enumerate() {
            if number > 0 {
                self.page.glued(",");
                self.page.may_break(Ready::Member);
            }
            self.page.word(&literal::path(path, self.language));
        }
        self.page.glued(":");
        self.say(if table.first { Word::FirstMatch } else { Word::OneMatch });
        self.page.indent();
        if let Some(file) = &table.file {
            self.page.may_break(Ready::Verb);
            self.say(Word::TableFile);
            self.page.word(&literal::quoted(file));
        }
        for row in &table.rows {
            self.element(&row.trivia);
            for (number, cell) in row.cells.iter().enumerate() {
                if number > 0 {
                    self.page.glued(",");
                    self.page.may_break(Ready::Member);
                }
                self.cell(&cell.fits);
            }
            self.page.word("->");
            self.page.word(&literal::value(&row.value.value, self.language));
        }
        if let Some(otherwise) = &table.otherwise {
            self.page.line();
            self.say(Word::Otherwise);
            self.page.word(&literal::value(&otherwise.value, self.language));
        }
    }

    pub(super) fn cell(&mut self, fits: &Fits) {
        let language = self.language;
        let write = |literal: &Literal| literal::value(&literal.value, language);
        match fits {
            Fits::Any => self.say(Word::AnyValue),
            Fits::Is(values) => {
                for (number, value) in values.iter().enumerate() {
                    if number > 0 {
                        self.say(Word::Or);
                    }
                    self.page.word(&write(value));
                }
            }
            Fits::Compare(how, end) => {
                let word = match how {
                    Comparison::AtLeast => Word::AtLeast,
                    Comparison::AtMost => Word::AtMost,
                    Comparison::Above => Word::Above,
                    Comparison::Below => Word::UnderValue,
                    Comparison::Is | Comparison::IsNot => Word::Is,
                };
                self.say(word);
                self.page.word(&write(end));
                self.say_behind(word);
            }
            Fits::Between(low, high, open) => {
                let (first, second) =
                    if *open { (Word::From, Word::ToUnder) } else { (Word::Between, Word::BetweenAnd) };
                self.say(first);
                self.page.word(&write(low));
                self.say(second);
                self.page.word(&write(high));
            }
        }
    }
}
