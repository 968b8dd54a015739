//! The sheets of a report.

use std::collections::{HashMap, HashSet};

use rust_xlsxwriter::{Workbook, XlsxError};
use tieuchi::report::{CiteReport, MissingValue, Range, Report, RoleReport, ScoreLineReport, Totals, Value};
use tieuchi::verdict::Verdict;

use super::rows::{Group, shown};
use super::table::{Out, Table};
use super::{Heading, Phrases};
use crate::aside::free_name;
use crate::words::{day, prose};

/// The most fields that have a column of their own on a sheet; what is read beyond stands together in one.
const MAX_FIELDS: usize = 40;

/// A workbook while it is written.
pub(crate) struct Book<'a> {
    book: Workbook,
    report: &'a Report,
    phrases: &'a dyn Phrases,
    taken: HashSet<String>,
}

impl<'a> Book<'a> {
    pub fn new(book: Workbook, report: &'a Report, phrases: &'a dyn Phrases) -> Book<'a> {
        let mut new = Book { book, report, phrases, taken: HashSet::new() };
        // The sheets that are always there have their names, whatever criteria are called.
        for name in
            [new.summary_name(), new.criteria_name(), new.conditions_name(), new.awards_name(), new.items_name()]
        {
            new.taken.insert(name.to_lowercase());
        }
        new
    }

    fn pick<T>(&self, en: T, vi: T) -> T {
        self.report.language.pick(en, vi)
    }

    fn summary_name(&self) -> &'static str {
        self.pick("Summary", "Tổng hợp")
    }

    fn criteria_name(&self) -> &'static str {
        self.pick("Criteria", "Tiêu chí")
    }

    fn conditions_name(&self) -> &'static str {
        self.pick("Conditions", "Điều kiện")
    }

    fn awards_name(&self) -> &'static str {
        self.pick("Awards", "Xét tặng")
    }

    fn items_name(&self) -> &'static str {
        self.pick("Items", "Các mục")
    }

    /// A name for a sheet that no other has.
    pub fn name(&mut self, wanted: &str) -> String {
        free_name(wanted, &mut self.taken)
    }

    fn verdict(&self, verdict: Verdict) -> Out {
        Out::Verdict(verdict, self.phrases.verdict(verdict).to_owned())
    }

    fn value(&self, value: &Value) -> Out {
        Out::value(value, self.phrases, self.report.language)
    }

    fn cites(&self, cites: &[CiteReport]) -> String {
        let item = self.pick("item", "mục");
        let each = cites.iter().map(|cite| format!("{}, {item} {}", cite.document, cite.item));
        each.collect::<Vec<_>>().join("; ")
    }

    fn missing(&self, open: &[MissingValue], cut: bool) -> Out {
        if open.is_empty() { Out::Blank } else { Out::Text(self.phrases.missing(open, cut)) }
    }

    pub fn summary(&mut self, heading: &Heading) -> Result<(), XlsxError> {
        let language = self.report.language;
        let mut table = Table::new(self.pick(["What", "Value", "Note"], ["Nội dung", "Kết quả", "Ghi chú"]));
        table.above(self.pick("Rules", "Quy tắc"), &heading.rules);
        table.above(self.pick("Records", "Hồ sơ"), &heading.records);
        for document in &self.report.documents {
            let title = document.title.clone().unwrap_or_default();
            let period = document.period.map_or_else(String::new, |period| {
                let (first, last) = (day(period.first, language), day(period.last, language));
                self.pick(format!(" ({first} to {last})"), format!(" (từ {first} đến {last})"))
            });
            table.above(&document.code, format!("{title}{period}"));
        }
        if self.report.counted {
            let said = self.pick("Records are counted here, not named.", "Ở đây hồ sơ chỉ được đếm, không nêu tên.");
            table.above(self.pick("Note", "Lưu ý"), said);
        }
        let overall = self.verdict(self.report.verdict);
        table.row(vec![Out::text(self.pick("Overall", "Kết luận chung")), overall, Out::Blank]);
        let Totals { met, not_met, undetermined, not_applicable } = self.report.counts;
        let counts = [
            (Verdict::Met, met),
            (Verdict::NotMet, not_met),
            (Verdict::Undetermined, undetermined),
            (Verdict::NotApplicable, not_applicable),
        ];
        let criteria = self.pick("Criteria", "Tiêu chí");
        for (verdict, count) in counts {
            let said = format!("{criteria}: {}", self.phrases.verdict(verdict).to_lowercase());
            table.row(vec![Out::Text(said), Out::count(count), Out::Blank]);
        }
        for parameter in &self.report.parameters {
            let set = parameter.default.as_ref().map(|default| self.phrases.value(default));
            let set =
                set.map(|value| self.pick(format!("set, instead of {value}"), format!("đã đặt, thay cho {value}")));
            let notes: Vec<String> = parameter.note.clone().into_iter().chain(set).collect();
            let name = format!("{}: {}", self.pick("Parameter", "Tham số"), shown(&parameter.name.name));
            table.row(vec![Out::Text(name), self.value(&parameter.value), Out::Text(notes.join("; "))]);
        }
        let name = self.summary_name();
        table.write(&mut self.book, name, self.phrases)
    }

    pub fn criteria(&mut self, groups: &[Group], names: &[String]) -> Result<(), XlsxError> {
        let mut table = Table::new(self.pick(
            [
                "Criterion",
                "Title",
                "Verdict",
                "Met for",
                "Not met for",
                "Undetermined for",
                "Not applicable for",
                "Requirement",
                "Founded on",
                "Missing data",
                "Rule",
            ],
            [
                "Mã",
                "Tiêu chí",
                "Kết quả",
                "Số đạt",
                "Số không đạt",
                "Số chưa xác định",
                "Số không áp dụng",
                "Yêu cầu",
                "Căn cứ",
                "Số liệu còn thiếu",
                "Quy tắc",
            ],
        ));
        let each = groups.iter().enumerate();
        let each = each.flat_map(|(at, group)| group.criteria.iter().map(move |id| (id.as_str(), at)));
        let at: HashMap<&str, usize> = each.collect();
        for criterion in &self.report.criteria {
            let id = match at.get(criterion.id.as_str()).and_then(|at| names.get(*at)) {
                Some(sheet) => Out::Link(sheet.clone(), criterion.id.clone()),
                None => Out::text(&criterion.id),
            };
            let place = criterion.place.as_ref().map(|place| format!("{}:{}", place.file, place.line));
            let mut row = vec![id, Out::text(&criterion.title), self.verdict(criterion.verdict)];
            match &criterion.for_each {
                None => row.extend([Out::Blank, Out::Blank, Out::Blank, Out::Blank]),
                Some(each) => {
                    let Totals { met, not_met, undetermined, not_applicable } = each.counts;
                    row.extend([met, not_met, undetermined, not_applicable].map(Out::count));
                }
            }
            row.extend([
                Out::Text(shown(&criterion.text)),
                Out::Text(self.cites(&criterion.cites)),
                self.missing(&criterion.open, criterion.open_cut),
                Out::Text(place.unwrap_or_default()),
            ]);
            table.row(row);
        }
        let name = self.criteria_name();
        table.write(&mut self.book, name, self.phrases)
    }

    pub fn conditions(&mut self, rows: Vec<Vec<Out>>) -> Result<(), XlsxError> {
        let mut table = Table::new(self.pick(
            [
                "Criterion",
                "For",
                "Condition",
                "Holds",
                "Have it, at least",
                "Have it, at most",
                "Counted for certain",
                "Perhaps counted",
                "Share",
                "Needed",
                "To be met",
            ],
            [
                "Mã",
                "Xét cho",
                "Điều kiện",
                "Đúng",
                "Số có, ít nhất",
                "Số có, nhiều nhất",
                "Số chắc chắn được tính",
                "Số có thể được tính",
                "Tỷ lệ",
                "Cần",
                "Để đạt",
            ],
        ));
        rows.into_iter().for_each(|row| table.row(row));
        let name = self.conditions_name();
        table.write(&mut self.book, name, self.phrases)
    }

    /// Who is behind the verdict of a criterion.
    pub fn behind(&mut self, group: Group, name: String) -> Result<(), XlsxError> {
        let mut fields: Vec<String> = Vec::new();
        let mut known: HashSet<&str> = HashSet::new();
        for (field, _) in group.rows.iter().flat_map(|(_, row)| &row.values) {
            if fields.len() < MAX_FIELDS && known.insert(field) {
                fields.push(field.clone());
            }
        }
        let all: HashSet<&str> =
            group.rows.iter().flat_map(|(_, row)| &row.values).map(|(name, _)| name.as_str()).collect();
        let beyond = all.len() > fields.len();
        let mut heads = vec![
            self.pick("Criterion", "Mã tiêu chí").to_owned(),
            self.pick("For", "Xét cho").to_owned(),
            self.pick("Record", "Bản ghi").to_owned(),
            self.pick("Standing", "Tình trạng").to_owned(),
            self.pick("Condition", "Điều kiện").to_owned(),
        ];
        heads.extend(fields.iter().map(|field| prose(field)));
        heads.extend(beyond.then(|| self.pick("Other values", "Giá trị khác").to_owned()));
        heads.push(self.pick("To be met", "Để đạt").to_owned());
        heads.push(self.pick("Missing data", "Số liệu còn thiếu").to_owned());
        let mut table = Table::new(heads);
        if let ([only], Some(criterion)) = (
            group.criteria.as_slice(),
            self.report.criteria.iter().find(|criterion| group.criteria.first() == Some(&criterion.id)),
        ) {
            table.above(only, &criterion.title);
            table.above(self.pick("Verdict", "Kết quả"), self.phrases.verdict(criterion.verdict));
            table.above(self.pick("Requirement", "Yêu cầu"), shown(&criterion.text));
            table.above(self.pick("Founded on", "Căn cứ"), self.cites(&criterion.cites));
        }
        for (criterion, row) in group.rows {
            let id = group.criteria.get(criterion).cloned().unwrap_or_default();
            let mut cells = vec![
                Out::Text(id),
                Out::Text(row.each),
                Out::Text(row.record),
                Out::text(row.standing),
                Out::Text(shown(&row.condition)),
            ];
            let value =
                |field: &String| row.values.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone());
            cells.extend(fields.iter().map(|field| value(field).unwrap_or(Out::Blank)));
            if beyond {
                let others = row.values.iter().filter(|(name, _)| !fields.contains(name));
                let others: Vec<String> = others.map(|(name, value)| format!("{name}: {}", plain(value))).collect();
                cells.push(Out::Text(others.join("; ")));
            }
            cells.extend([Out::Text(row.needed), Out::Text(row.missing)]);
            table.row(cells);
        }
        table.write(&mut self.book, &name, self.phrases)
    }

    pub fn awards(&mut self) -> Result<(), XlsxError> {
        if self.report.awards.is_empty() {
            return Ok(());
        }
        let mut table = Table::new(self.pick(
            ["Award", "For", "Record", "Label", "Settled", "Missing data", "Founded on"],
            ["Danh hiệu", "Xét cho", "Bản ghi", "Kết quả", "Đã xác định", "Số liệu còn thiếu", "Căn cứ"],
        ));
        for award in &self.report.awards {
            let head = || [Out::Text(prose(&award.field.name)), Out::Text(prose(&award.kind.name))];
            let cites = self.cites(&award.cites);
            for record in &award.records {
                let settled = self.pick(["no", "yes"], ["không", "có"]);
                let [open, certain] = settled;
                let mut row = head().to_vec();
                row.extend([
                    Out::text(&record.id),
                    Out::Text(self.phrases.labels(&record.labels)),
                    Out::text(if record.labels.len() == 1 { certain } else { open }),
                    self.missing(&record.open, false),
                    Out::text(&cites),
                ]);
                table.row(row);
            }
            if award.more > 0 {
                let mut row = head().to_vec();
                row.push(Out::Text(self.phrases.and_more(award.more)));
                table.row(row);
            }
            if self.report.counted {
                for (label, count) in &award.counts {
                    let mut row = head().to_vec();
                    row.extend([Out::count(*count), Out::Text(self.phrases.labels(std::slice::from_ref(label)))]);
                    table.row(row);
                }
            }
        }
        let name = self.awards_name();
        table.write(&mut self.book, name, self.phrases)
    }

    pub fn scores(&mut self) -> Result<(), XlsxError> {
        for score in &self.report.scores {
            let most = |most: &Option<tieuchi::exact::Exact>| {
                let shown = most.as_ref().map(|most| self.phrases.value(&Value::Number(most.clone())));
                shown
                    .map(|most| self.pick(format!(" (out of {most})"), format!(" (tối đa {most})")))
                    .unwrap_or_default()
            };
            let line = |line: &ScoreLineReport| {
                let minus = if line.role == RoleReport::Minus { "− " } else { "" };
                format!("{}) {minus}{}{}", line.marker, line.title, most(&line.most))
            };
            let mut heads = vec![self.pick("Record", "Bản ghi").to_owned()];
            heads.push(format!("{}{}", prose(&score.field.name), most(&score.most)));
            heads.extend(score.lines.iter().map(line));
            heads.push(self.pick("Missing data", "Số liệu còn thiếu").to_owned());
            let mut table = Table::new(heads);
            table.above(&prose(&score.kind.name), prose(&score.field.name));
            table.above(self.pick("Founded on", "Căn cứ"), self.cites(&score.cites));
            for record in &score.records {
                let mut row = vec![Out::text(&record.id), self.value(&record.total)];
                row.extend(record.points.iter().map(|points| self.value(points)));
                row.push(self.missing(&record.open, false));
                table.row(row);
            }
            if score.more > 0 {
                table.row(vec![Out::Text(self.phrases.and_more(score.more))]);
            }
            let name = format!("{} - {}", prose(&score.field.name), score.kind.name.replace('_', " "));
            let name = free_name(&name, &mut self.taken);
            table.write(&mut self.book, &name, self.phrases)?;
        }
        Ok(())
    }

    pub fn ranks(&mut self) -> Result<(), XlsxError> {
        for rank in &self.report.ranks {
            let mut heads: Vec<String> = rank.same.iter().map(|field| prose(&shown(&field.name))).collect();
            heads.push(self.pick("Place", "Hạng").to_owned());
            heads.push(prose(&rank.kind.name));
            heads.push(self.pick("Ranked", "Được xếp hạng").to_owned());
            heads.extend(rank.keys.iter().map(|key| {
                let lowest = if key.lowest_first { self.pick(" (lowest first)", " (thấp trước)") } else { "" };
                format!("{}{lowest}", prose(&shown(&key.text)))
            }));
            heads.extend(rank.decided_by.iter().map(|field| prose(&field.name)));
            heads.push(self.pick("Shares it with", "Đồng hạng với").to_owned());
            heads.push(self.pick("No decision recorded beside", "Chưa có quyết định so với").to_owned());
            heads.push(self.pick("Missing data", "Số liệu còn thiếu").to_owned());
            let mut table = Table::new(heads);
            table.above(&prose(&rank.kind.name), prose(&rank.field.name));
            table.above(self.pick("Founded on", "Căn cứ"), self.cites(&rank.cites));
            for record in &rank.records {
                let ranked = match record.ranked {
                    tieuchi::engine::Truth::Yes => self.pick("yes", "có"),
                    tieuchi::engine::Truth::No => self.pick("no", "không"),
                    tieuchi::engine::Truth::Unknown => self.pick("unknown", "chưa rõ"),
                };
                let mut row: Vec<Out> = record.same.iter().map(|value| self.value(value)).collect();
                row.extend([self.range(&record.place), Out::text(&record.id), Out::text(ranked)]);
                row.extend(record.keys.iter().map(|key| self.value(key)));
                if rank.decided_by.is_some() {
                    row.push(record.decision.as_ref().map_or(Out::Blank, |decision| self.value(decision)));
                }
                row.extend([Out::Text(record.tied.join(", ")), Out::Text(record.undecided_with.join(", "))]);
                row.push(self.missing(&record.open, record.open_cut));
                table.row(row);
            }
            if rank.more > 0 {
                table.row(vec![Out::Text(self.phrases.and_more(rank.more))]);
            }
            let name = format!("{} - {}", prose(&rank.field.name), rank.kind.name.replace('_', " "));
            let name = free_name(&name, &mut self.taken);
            table.write(&mut self.book, &name, self.phrases)?;
        }
        Ok(())
    }

    /// A number, or between which it lies.
    fn range(&self, range: &Range) -> Out {
        match (&range.low, &range.high) {
            (Some(low), Some(high)) if low == high => Out::exact(low, false, self.report.language),
            _ => Out::Text(self.phrases.value(&Value::Between(range.clone()))),
        }
    }

    pub fn items(&mut self) -> Result<(), XlsxError> {
        let mut table = Table::new(self.pick(
            ["Document", "Item", "Title", "Criteria", "Awards, points, ranks", "Not measured, since"],
            ["Văn bản", "Mục", "Nội dung", "Tiêu chí", "Xét tặng, chấm điểm, xếp hạng", "Không đo, vì"],
        ));
        for document in &self.report.documents {
            for item in &document.items {
                let derived = item.awards.iter().chain(&item.scores).chain(&item.ranks).cloned();
                table.row(vec![
                    Out::text(&document.code),
                    Out::text(&item.id),
                    Out::text(&item.title),
                    Out::Text(item.criteria.join(", ")),
                    Out::Text(derived.collect::<Vec<_>>().join(", ")),
                    Out::Text(item.waived.clone().unwrap_or_default()),
                ]);
            }
        }
        let name = self.items_name();
        table.write(&mut self.book, name, self.phrases)
    }

    pub fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.save_to_buffer()
    }
}

/// A cell as a text among others.
fn plain(cell: &Out) -> String {
    match cell {
        Out::Blank => String::new(),
        Out::Text(text) | Out::Verdict(_, text) | Out::Link(_, text) => text.clone(),
        Out::Number(number, _) => number.to_string(),
        Out::Day(year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
    }
}
