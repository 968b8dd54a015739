//! What a column is for, told those who fill it in.

use tieuchi::exact::Exact;
use tieuchi::program::{Cite, Field, FieldId, Kind, KindId, NumberKind, Origin, Program, Reader, Type};
use tieuchi::source::Language;

use crate::columns::{Column, Sheet};
use crate::lists::labels;
use crate::words::{day, prose, signs};

/// How many labels of a set are told, and how many readers of a field.
const TOLD: usize = 8;

/// What is told of columns.
pub(crate) struct Notes<'p> {
    pub program: &'p Program,
    pub language: Language,
    readers: Vec<Vec<Vec<Reader>>>,
}

impl<'p> Notes<'p> {
    pub fn new(program: &'p Program, language: Language) -> Notes<'p> {
        Notes { program, language, readers: program.readers() }
    }

    /// What goes into a cell of a field.
    pub fn wanted(&self, field: &Field, is_key: bool, sheets: &[Sheet<'_>]) -> String {
        let language = self.language;
        match field.ty {
            _ if is_key => language.pick("A key that no other row has.", "Mã riêng, không trùng với dòng khác.").into(),
            Type::Text => language.pick("Text.", "Chữ.").into(),
            Type::YesNo => language.pick("yes or no.", "có hoặc không.").into(),
            Type::Date => language.pick("A day, written 31/12/2022.", "Ngày, ghi như 31/12/2022.").into(),
            Type::Label(set) => {
                let all = self.program.labels.get(set.at()).map(|set| labels(set, language)).unwrap_or_default();
                language.pick(format!("One of: {}.", listed(&all)), format!("Một trong: {}.", listed(&all)))
            }
            Type::Reference(to) => {
                let name = sheets.iter().find(|sheet| sheet.id == to).map_or("", |sheet| &sheet.name);
                language.pick(format!("A key of the sheet “{name}”."), format!("Mã có trong trang tính “{name}”."))
            }
            Type::Number(kind) => self.number(kind, field),
        }
    }

    fn number(&self, kind: NumberKind, field: &Field) -> String {
        let (language, percent) = (self.language, kind == NumberKind::Percent);
        let what = match kind {
            NumberKind::Count => language.pick("A whole number from 0", "Số nguyên từ 0 trở lên"),
            NumberKind::Integer => language.pick("A whole number", "Số nguyên"),
            NumberKind::Decimal => language.pick("A number", "Số, có thể có phần lẻ"),
            NumberKind::Percent => language.pick("A percentage, written 85%", "Tỷ lệ phần trăm, ghi như 85%"),
        };
        let shown = |bound: &Exact| {
            let hundred = Exact::fraction(100, 1).and_then(|hundred| bound.mul(&hundred)).filter(|_| percent);
            let text = hundred.as_ref().unwrap_or(bound).to_string();
            format!("{}{}", signs(&text, language), if percent { "%" } else { "" })
        };
        match &field.range {
            None => format!("{what}."),
            Some((low, high)) => {
                let (low, high) = (shown(low), shown(high));
                language.pick(format!("{what}, {low} to {high}."), format!("{what}, trong khoảng {low} đến {high}."))
            }
        }
    }

    /// What a blank cell of a field means.
    pub fn blank(&self, field: &Field) -> &'static str {
        let pick = |en, vi| self.language.pick(en, vi);
        match (&field.origin, field.ty) {
            (Origin::Key, _) => pick("Required.", "Bắt buộc."),
            (Origin::Data { optional: true, .. }, Type::Reference(_)) => {
                pick("Blank: there is none.", "Để trống: không có.")
            }
            (Origin::Data { may_be_unknown: true, .. }, Type::Reference(_)) => {
                pick("Blank: not known yet.", "Để trống: chưa rõ.")
            }
            (Origin::Data { .. }, Type::Reference(_)) => pick("Required.", "Bắt buộc."),
            (
                Origin::Data { .. }
                | Origin::Define(_)
                | Origin::Award { .. }
                | Origin::Previous { .. }
                | Origin::Rank(_),
                _,
            ) => pick(
                "Blank: missing, which may leave criteria undetermined.",
                "Để trống: chưa có số liệu; tiêu chí liên quan có thể chưa xác định được.",
            ),
        }
    }

    /// Who reads a field, each with what it is founded on.
    pub fn read_by(&self, kind: KindId, field: FieldId) -> String {
        let readers = self.readers.get(kind.at()).and_then(|fields| fields.get(field.at()));
        let shown = readers.into_iter().flatten().filter_map(|reader| self.reader(*reader));
        listed_with(&shown.collect::<Vec<_>>(), "; ")
    }

    fn reader(&self, reader: Reader) -> Option<String> {
        let (name, cites) = match reader {
            Reader::Criterion(id) => {
                let criterion = self.program.criteria.get(id.at())?;
                (criterion.id.clone(), criterion.cites.as_slice())
            }
            Reader::Derived(kind, field) => {
                let declared = self.program.kinds.get(kind.at())?;
                let found = declared.fields.get(field.at())?;
                let scored = self.program.scores.iter().find(|score| (score.kind, score.field) == (kind, field));
                let cites: &[Cite] = match &found.origin {
                    Origin::Award { cites, .. } => cites,
                    Origin::Rank(rank) => &rank.cites,
                    Origin::Key | Origin::Data { .. } | Origin::Define(_) | Origin::Previous { .. } => {
                        scored.map_or(&[], |score| &score.cites)
                    }
                };
                let shown = |name: &tieuchi::program::Name| name.shown(self.language).replace('_', " ");
                (format!("{} ({})", shown(&found.name), shown(&declared.name)), cites)
            }
        };
        let cites: Vec<String> = cites.iter().filter_map(|cite| self.cite(cite)).collect();
        Some(if cites.is_empty() { name } else { format!("{name} [{}]", cites.join(", ")) })
    }

    fn cite(&self, cite: &Cite) -> Option<String> {
        let document = self.program.documents.get(cite.document as usize)?;
        let item = document.items.get(cite.item as usize)?;
        Some(format!("{}, {} {}", document.code, self.language.pick("item", "mục"), item.id))
    }

    /// What is told of the periods of a series, behind the column that says which.
    pub fn period(&self, kind: &Kind, id: FieldId) -> Option<String> {
        let (owners, months) = kind.fields.iter().find_map(|field| match &field.origin {
            Origin::Previous { owners, period, months } if *period == id => Some((owners, *months)),
            Origin::Previous { .. }
            | Origin::Key
            | Origin::Data { .. }
            | Origin::Define(_)
            | Origin::Award { .. }
            | Origin::Rank(_) => None,
        })?;
        let names = owners.iter().filter_map(|owner| kind.fields.get(owner.at()));
        let names: Vec<String> = names.map(|field| prose(field.name.shown(self.language))).collect();
        let end = self.program.documents.iter().find_map(|document| document.period).map(|(_, last)| last);
        let example = end.map(|last| match months {
            None => last.year().to_string(),
            Some(_) => format!("{:02}/{:02}/{:04}", last.day(), last.month(), last.year()),
        });
        let (names, example) = (names.join(", "), example.unwrap_or_else(|| "2022".to_owned()));
        Some(self.language.pick(
            format!("One row for each period of the same {names}. Example: {example}."),
            format!("Mỗi kỳ của cùng {names} ghi một dòng. Ví dụ: {example}."),
        ))
    }

    /// All that is told of a column, a line each.
    pub fn of(&self, sheet: &Sheet<'_>, column: &Column<'_>, sheets: &[Sheet<'_>]) -> String {
        let (field, language) = (column.field, self.language);
        let read = self.read_by(sheet.id, column.id);
        let read = match read.as_str() {
            "" => language.pick("No criterion reads it.", "Không tiêu chí nào dùng đến.").to_owned(),
            read => language.pick(format!("Read by: {read}."), format!("Dùng cho: {read}.")),
        };
        let private = language.pick("Private: never shown in reports.", "Riêng tư: không nêu trong báo cáo.");
        let lines = [
            field.note.clone(),
            Some(self.wanted(field, field.origin == Origin::Key, sheets)),
            Some(self.blank(field).to_owned()),
            self.period(sheet.kind, column.id),
            field.private.then(|| private.to_owned()),
            Some(read),
        ];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    /// The period of the regulation, as people read it.
    pub fn documents(&self) -> Vec<String> {
        let each = self.program.documents.iter().map(|document| {
            let title = document.title.as_ref().map(|title| format!(": {title}")).unwrap_or_default();
            let period = document.period.map(|(first, last)| {
                let (first, last) = (day(first, self.language), day(last, self.language));
                self.language.pick(format!(" ({first} to {last})"), format!(" (từ {first} đến {last})"))
            });
            format!("{}{title}{}", document.code, period.unwrap_or_default())
        });
        each.collect()
    }
}

fn listed(all: &[String]) -> String {
    listed_with(all, ", ")
}

/// The first of a list; dots say that there are more.
fn listed_with(all: &[String], between: &str) -> String {
    let shown = all.iter().take(TOLD).cloned().collect::<Vec<_>>().join(between);
    if all.len() > TOLD { format!("{shown}{between}…") } else { shown }
}
