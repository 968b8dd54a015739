//! Files, declarations and their line-level elements.

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

impl Writer {
    fn declaration(&mut self, declaration: &Declaration) {
        self.page.comments(&declaration.trivia.before);
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
        });
        self.page.word(&literal::path(&[derive.kind.clone(), derive.naming.name.clone()], self.language));
        if let Some(alias) = &derive.naming.alias {
            self.say(Word::Alias);
            self.name(alias);
        }
        if !matches!(&derive.what, Derived::Score(Score { limit: None, .. })) {
            self.page.glued(":");
        }
        match &derive.what {
            Derived::Define(expr) => {
                self.page.may_break(Ready::Tail);
                self.page.indent();
                self.expr(expr, Place { body: true, ..Place::WHOLE });
            }
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
            if let Some(document) = &cite.document {
                self.page.word(&literal::quoted(document));
            }
            self.page.word(&cite.item.text);
        }
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
}
