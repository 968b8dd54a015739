//! From names in data to fields, kinds and labels.

use std::borrow::Cow;
use std::collections::HashMap;

use super::text;
use crate::diagnostic::{self, Bilingual};
use crate::program::{self, FieldId, KindId, Labels, Name, Program};
use crate::source::Language;

impl From<&Name> for Bilingual {
    fn from(name: &Name) -> Bilingual {
        Bilingual { en: name.shown(Language::En).to_owned(), vi: name.shown(Language::Vi).to_owned() }
    }
}

/// The longest text, in bytes, that may be a misspelt name: comparing takes time by its length.
const MAX_MISSPELT: usize = 400;

/// The known name that may be meant by a text, if it is no longer than a name.
pub(super) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let short = |text: &&str| text.len() <= MAX_MISSPELT;
    if short(&written) { diagnostic::nearest(written, known.into_iter().filter(short)) } else { None }
}

/// Both names of something.
fn names(name: &Name) -> impl Iterator<Item = &str> {
    name.en.as_deref().into_iter().chain(name.vi.as_deref())
}

/// All that data may call a kind.
fn called(kind: &program::Kind) -> impl Iterator<Item = Cow<'_, str>> {
    let with_s = kind.name.en.as_ref().map(|name| Cow::Owned(format!("{name}s")));
    names(&kind.name).chain(kind.plural.as_deref()).map(Cow::Borrowed).chain(with_s)
}

/// The kind of records that `written` names: by its name in either language,
/// its plural or its English name with an s, exactly, or but for capitals and
/// blanks written for `_`.
pub fn kind_named(program: &Program, written: &str) -> Option<KindId> {
    let written = text::tidy(written);
    let exact = program.kinds.iter().position(|kind| called(kind).any(|name| name == written));
    let folded = text::same_name(&written);
    let place =
        exact.or_else(|| {
            sole(
                program.kinds.iter().enumerate().filter_map(|(place, kind)| {
                    called(kind).any(|name| text::same_name(&name) == folded).then_some(place)
                }),
            )
        })?;
    u32::try_from(place).ok().map(KindId)
}

/// The kind that may be meant by an unknown name.
pub fn nearest_kind(program: &Program, written: &str) -> Option<Bilingual> {
    let found = nearest(written, program.kinds.iter().flat_map(|kind| names(&kind.name)))?;
    program.kinds.iter().find(|kind| kind.name.is(found)).map(|kind| Bilingual::from(&kind.name))
}

/// The one item, if there is exactly one.
fn sole<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

/// The fields of one kind by name, ready for look-ups.
#[derive(Debug)]
pub(super) struct FieldIndex {
    exact: HashMap<String, FieldId>,
    /// By [`text::same_name`]; `None` where two fields share it.
    folded: HashMap<String, Option<FieldId>>,
}

impl FieldIndex {
    pub(super) fn new(kind: &program::Kind) -> FieldIndex {
        let mut index = FieldIndex { exact: HashMap::new(), folded: HashMap::new() };
        for (id, field) in (0u32..).map(FieldId).zip(&kind.fields) {
            for name in names(&field.name) {
                index.exact.entry(name.to_owned()).or_insert(id);
                let shared = |other: &mut Option<FieldId>| *other = other.filter(|other| *other == id);
                index.folded.entry(text::same_name(name)).and_modify(shared).or_insert(Some(id));
            }
        }
        index
    }

    /// The field that a column's name names, as [`kind_named`] does.
    pub(super) fn find(&self, written: &str) -> Option<FieldId> {
        let written = text::tidy(written);
        let exact = self.exact.get(written.as_ref()).copied();
        exact.or_else(|| self.folded.get(&text::same_name(&written)).copied().flatten())
    }
}

/// The field that may be meant by an unknown column.
pub(super) fn nearest_field(kind: &program::Kind, written: &str) -> Option<Bilingual> {
    let said = kind.fields.iter().filter(|field| field.name.is_spelled());
    let found = nearest(written, said.flat_map(|field| names(&field.name)))?;
    kind.fields.iter().find(|field| field.name.is(found)).map(|field| Bilingual::from(&field.name))
}

/// The labels of one set, ready for look-ups.
#[derive(Debug)]
pub(super) struct LabelIndex {
    exact: HashMap<String, u32>,
    /// By [`text::same_spelling`]; `None` where two labels share it.
    folded: HashMap<String, Option<u32>>,
    none: bool,
}

/// What a text is among labels.
pub(super) enum LabelFound {
    /// This label, as written.
    Exact(u32),
    /// This label, in another spelling.
    Folded(u32),
    /// None of them.
    No,
}

impl LabelIndex {
    pub(super) fn new(labels: &Labels) -> LabelIndex {
        let mut index = LabelIndex { exact: HashMap::new(), folded: HashMap::new(), none: labels.none };
        // The `none` of a set is the empty text: data say it in words.
        for (number, label) in (0u32..).zip(&labels.labels).skip(usize::from(labels.none)) {
            index.exact.insert(label.clone(), number);
            index.folded.entry(text::same_spelling(label)).and_modify(|other| *other = None).or_insert(Some(number));
        }
        index
    }

    pub(super) fn find(&self, written: &str) -> LabelFound {
        if let Some(number) = self.exact.get(written) {
            LabelFound::Exact(*number)
        } else if let Some(Some(number)) = self.folded.get(&text::same_spelling(written)) {
            LabelFound::Folded(*number)
        } else if self.none && text::says_none(written) {
            LabelFound::Exact(0)
        } else {
            LabelFound::No
        }
    }
}
