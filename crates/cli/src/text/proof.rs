//! What rules mean, whatever the records.

use serde::Serialize;
use tieuchi::source::Language;
use tieuchi_analysis::prove::{
    ClaimAnswer, ClaimProof, CriterionProof, Found, PartProof, Proof, Records, Said, Spot, Wanted, Why,
};
use unicode_width::UnicodeWidthStr;

use super::{Look, Page, Run, Speech, padded, run};
use crate::words::count;

/// What comes of holding two rules against each other.
#[derive(Debug, Serialize)]
pub struct Comparison {
    /// The rules as they were named.
    pub first: String,
    /// The others.
    pub second: String,
    /// Whether both directions were asked.
    pub equivalent: bool,
    /// Whether the first imply the second, or both each other.
    pub answer: ClaimAnswer,
    /// Records that keep the first and fail the second; of an equivalence, then the other way round.
    pub found: Vec<Found>,
}

const GOOD: (Look, &str) = (Look::Good, "✔");
const BAD: (Look, &str) = (Look::Bad, "✘");
const OPEN: (Look, &str) = (Look::Open, "?");

/// The sign of an answer.
fn sign(answer: Option<bool>) -> Run {
    let (look, sign) = match answer {
        Some(true) => GOOD,
        Some(false) => BAD,
        None => OPEN,
    };
    run(look, sign)
}

fn at(place: &Option<Spot>) -> String {
    place.as_ref().map_or_else(String::new, |place| format!("  {}:{}:{}", place.file, place.line, place.column))
}

/// Writes what was found out about rules.
pub fn render(speech: &Speech, page: &mut Page, proof: &Proof, rules: &str) {
    let tell = Tell { language: speech.language, page };
    tell.proof(proof, rules);
}

/// Writes what comes of holding two rules against each other.
pub fn compared(speech: &Speech, page: &mut Page, comparison: &Comparison) {
    let mut tell = Tell { language: speech.language, page };
    tell.heading(&comparison.first);
    let directions = [(&comparison.first, &comparison.second), (&comparison.second, &comparison.first)];
    for ((old, new), found) in directions.into_iter().zip(&comparison.found) {
        tell.page.gap();
        let refuted = found.possible().map(|possible| !possible);
        let text = match (refuted, tell.language) {
            (Some(true), Language::En) => format!("Whatever keeps {old} keeps {new}."),
            (Some(true), Language::Vi) => format!("Hồ sơ nào không vi phạm {old} thì cũng không vi phạm {new}."),
            (Some(false), Language::En) => format!("What keeps {old} may fail {new}: {}", tell.size(found)),
            (Some(false), Language::Vi) => {
                format!("Có hồ sơ không vi phạm {old} mà không đạt {new}: {}", tell.size(found))
            }
            (None, Language::En) => format!("Whether what keeps {old} keeps {new} is not decided"),
            (None, Language::Vi) => {
                format!("Chưa kết luận được: không vi phạm {old} thì có chắc không vi phạm {new} không")
            }
        };
        tell.page.flow(1, 2, &[sign(refuted), run(Look::Plain, " ")], &[run(Look::Strong, text)]);
        tell.shown(3, found);
    }
}

struct Tell<'p> {
    language: Language,
    page: &'p mut Page,
}

impl Tell<'_> {
    fn pick<T>(&self, en: T, vi: T) -> T {
        self.language.pick(en, vi)
    }

    fn heading(&mut self, rules: &str) {
        let label = self.pick("Rules: ", "Quy tắc: ");
        self.page.flow(0, 2, &[run(Look::Label, label)], &[run(Look::Plain, rules.to_owned())]);
        let of = self.pick(
            "Of complete records, every field filled in; a criterion is met where it is met by somebody.",
            "Xét mọi hồ sơ đầy đủ, trường nào cũng có số liệu; tiêu chí chỉ kể là đạt khi có đối tượng để xét.",
        );
        self.page.flow(0, 2, &[], &[run(Look::Faint, of)]);
    }

    fn proof(mut self, proof: &Proof, rules: &str) {
        self.heading(rules);
        if let Some(together) = &proof.together {
            self.together(together, &proof.clashes);
        }
        if !proof.criteria.is_empty() {
            self.page.gap();
            let title = self.pick("Criteria", "Tiêu chí");
            self.page.line(0, &[run(Look::Strong, title)]);
            proof.criteria.iter().for_each(|criterion| self.criterion(criterion));
        }
        self.parts(&proof.parts);
        if !proof.claims.is_empty() {
            self.page.gap();
            let title = self.pick("Claims and questions", "Khẳng định và câu hỏi");
            self.page.line(0, &[run(Look::Strong, title)]);
            proof.claims.iter().for_each(|claim| self.claim(claim));
        }
    }

    fn together(&mut self, found: &Found, more: &[Vec<Said>]) {
        self.page.gap();
        let text = match (found.possible(), self.language) {
            (Some(true), Language::En) => format!("All criteria can be met together: {}", self.size(found)),
            (Some(true), Language::Vi) => format!("Mọi tiêu chí có thể cùng đạt: {}", self.size(found)),
            (Some(false), Language::En) => "The criteria can't all be met together".to_owned(),
            (Some(false), Language::Vi) => "Các tiêu chí không thể cùng đạt".to_owned(),
            (None, Language::En) => "Whether all criteria can be met together is not decided".to_owned(),
            (None, Language::Vi) => "Chưa kết luận được mọi tiêu chí có thể cùng đạt hay không".to_owned(),
        };
        self.page.flow(0, 2, &[sign(found.possible()), run(Look::Plain, " ")], &[run(Look::Strong, text)]);
        self.shown(2, found);
        for clash in more {
            let text = self.pick("Nor can these:", "Những điều này cũng không thể cùng đúng:");
            self.page.line(2, &[run(Look::Plain, text)]);
            clash.iter().for_each(|said| self.said(4, said));
        }
    }

    /// How many records, and whether that is the least.
    fn size(&self, found: &Found) -> String {
        let (Found::Possible { smallest, .. }, Some(size)) = (found, found.size()) else { return String::new() };
        match (self.language, smallest, size) {
            (_, _, 0) => self.pick("no record is needed", "không cần bản ghi nào").to_owned(),
            (Language::En, true, 1) => "1 record suffices".to_owned(),
            (Language::En, true, _) => format!("{size} records suffice, and no fewer do"),
            (Language::En, false, 1) => "1 record suffices; whether none does is not decided".to_owned(),
            (Language::En, false, _) => format!("{size} records suffice; whether fewer do is not decided"),
            (Language::Vi, true, _) => format!("chỉ cần {size} bản ghi, ít hơn thì không được"),
            (Language::Vi, false, _) => format!("cần không quá {size} bản ghi; chưa rõ có thể ít hơn không"),
        }
    }

    /// Records, what clashes, or why it isn't decided.
    fn shown(&mut self, indent: usize, found: &Found) {
        match found {
            Found::Possible { records, .. } => records.iter().for_each(|table| self.table(indent, table)),
            Found::Impossible { clash, .. } => {
                let text = self.pick("These can't all be so:", "Những điều này không thể cùng đúng:");
                self.page.line(indent, &[run(Look::Plain, text)]);
                clash.iter().for_each(|said| self.said(indent + 2, said));
            }
            Found::Undecided { reasons, limit, tried, most } => {
                self.undecided(indent, reasons, limit.as_deref(), (*tried, *most));
            }
        }
    }

    /// Something that was to be so: of a criterion its verdict, a condition in its own words.
    fn said(&mut self, indent: usize, said: &Said) {
        let (before, after) = match said.wanted {
            Wanted::Met => ("", self.pick(" is met", " đạt")),
            Wanted::Kept => ("", self.pick(" is met or not applicable", " đạt hoặc không áp dụng")),
            Wanted::NotMet => ("", self.pick(" is not met", " không đạt")),
            Wanted::SomeNotMet => {
                (self.pick("one of ", "một trong các tiêu chí "), self.pick(" is not met", " không đạt"))
            }
            Wanted::Undetermined => ("", self.pick(" is undetermined", " chưa xác định")),
            Wanted::NotApplicable => ("", self.pick(" is not applicable", " không áp dụng")),
            Wanted::OtherThanMet => (
                "",
                self.pick(
                    " is not met, undetermined or not applicable",
                    " không đạt, chưa xác định hoặc không áp dụng",
                ),
            ),
            Wanted::OtherThanNotMet => {
                ("", self.pick(" is met, undetermined or not applicable", " đạt, chưa xác định hoặc không áp dụng"))
            }
            Wanted::OtherThanUndetermined => {
                ("", self.pick(" is met, not met or not applicable", " đạt, không đạt hoặc không áp dụng"))
            }
            Wanted::OtherThanNotApplicable => {
                ("", self.pick(" is met, not met or undetermined", " đạt, không đạt hoặc chưa xác định"))
            }
            Wanted::Holds => ("", ""),
            Wanted::Fails => (self.pick("not so: ", "không đúng: "), ""),
        };
        let runs = [
            run(Look::Plain, before),
            run(Look::Strong, said.what.clone()),
            run(Look::Plain, after),
            run(Look::Faint, at(&said.place)),
        ];
        self.page.flow(indent, 2, &[run(Look::Plain, "• ")], &runs);
        if !said.text.is_empty() {
            self.page.flow(indent + 2, 2, &[], &[run(Look::Faint, said.text.clone())]);
        }
    }

    fn undecided(&mut self, indent: usize, reasons: &[Why], limit: Option<&str>, (tried, most): (u32, u32)) {
        for why in reasons {
            let text = format!("{}{}", self.why(&why.construct), at(&why.place));
            self.page.flow(indent, 2, &[run(Look::Plain, "• ")], &[run(Look::Plain, text)]);
        }
        if let Some(limit) = limit {
            let text = match (limit, self.language) {
                ("steps", Language::En) => "the steps allowed are used up (--steps)",
                ("steps", Language::Vi) => "đã hết số bước cho phép (--steps)",
                ("time", Language::En) => "there was no time left for it (--time)",
                ("time", Language::Vi) => "đã hết thời gian cho phép (--time)",
                (_, Language::En) => "numbers grow too large",
                (_, Language::Vi) => "số trở nên quá lớn",
            };
            self.page.flow(indent, 2, &[run(Look::Plain, "• ")], &[run(Look::Plain, text)]);
        }
        if tried == 0 {
            return;
        }
        let (tried, most) = (count(tried.into(), self.language), count(most.into(), self.language));
        let text = match self.language {
            Language::En => format!(
                "{tried} rosters at the edges of what is asked, of up to {most} records of each kind, don't show it either"
            ),
            Language::Vi => format!(
                "{tried} bộ hồ sơ thử ở quanh các ngưỡng, mỗi loại không quá {most} bản ghi, cũng không cho thấy"
            ),
        };
        self.page.flow(indent, 2, &[run(Look::Plain, "• ")], &[run(Look::Faint, text)]);
    }

    fn why(&self, construct: &str) -> &'static str {
        match (construct, self.language) {
            ("arithmetic", Language::En) => "numbers of records are computed with",
            ("arithmetic", Language::Vi) => "có phép tính trên số liệu của từng bản ghi",
            ("mean", Language::En) => "an average is compared with something that isn't a constant",
            ("mean", Language::Vi) => "số bình quân được so với một đại lượng thay đổi",
            ("rank", Language::En) => "it depends on ranks",
            ("rank", Language::Vi) => "kết quả phụ thuộc vào thứ hạng",
            ("series", Language::En) => "it depends on earlier periods",
            ("series", Language::Vi) => "kết quả phụ thuộc vào kỳ trước",
            ("pairs", Language::En) => "it is for each pair of records",
            ("pairs", Language::Vi) => "xét cho từng cặp bản ghi",
            ("above", Language::En) => "it reads a record above that isn't known",
            ("above", Language::Vi) => "có đọc bản ghi cấp trên chưa xác định",
            ("levels", Language::En) => "records may lie more than two levels deep, which isn't tried",
            ("levels", Language::Vi) => "bản ghi có thể xếp sâu hơn hai cấp, trường hợp này chưa được xét",
            ("unknown", Language::En) => "a value may not exist (an average of nobody, a quotient by 0)",
            ("unknown", Language::Vi) => "có giá trị có thể không tồn tại (bình quân khi không có ai, phép chia cho 0)",
            ("circle", Language::En) => "kinds of records refer to each other in a circle",
            ("circle", Language::Vi) => "các loại bản ghi dẫn chiếu vòng tròn",
            ("cases", Language::En) => "there are too many cases to tell apart (--cells)",
            ("cases", Language::Vi) => "có quá nhiều trường hợp phải phân biệt (--cells)",
            ("key", Language::En) => "it compares keys or texts of records",
            ("key", Language::Vi) => "có so sánh khóa hoặc chữ của các bản ghi",
            (_, Language::En) => "the records that were found don't show it",
            (_, Language::Vi) => "hồ sơ tìm được chưa cho thấy điều đó",
        }
    }

    fn criterion(&mut self, criterion: &CriterionProof) {
        let CriterionProof { id, title, place, can_be_met, can_fail, fails_alone } = criterion;
        let alone = fails_alone.as_ref().map_or(Some(true), Found::possible);
        let answers = [can_be_met.possible(), can_fail.possible(), alone];
        let whole = if answers.contains(&Some(false)) {
            Some(false)
        } else if answers.contains(&None) {
            None
        } else {
            Some(true)
        };
        let size = |found: &Found| found.size().map_or_else(String::new, |size| format!(" ({size})"));
        let mut says = Vec::new();
        if whole == Some(true) {
            says.push(match self.language {
                Language::En => format!("can be met{}, can fail{}", size(can_be_met), size(can_fail)),
                Language::Vi => format!("có thể đạt{}, có thể không đạt{}", size(can_be_met), size(can_fail)),
            });
        } else {
            says.extend(
                match can_be_met.possible() {
                    Some(true) => None,
                    Some(false) => Some(self.pick("can never be met", "không bao giờ đạt được")),
                    None => Some(self.pick("whether it can be met is not decided", "chưa rõ có thể đạt hay không")),
                }
                .map(str::to_owned),
            );
            says.extend(
                match can_fail.possible() {
                    Some(true) => None,
                    Some(false) => Some(self.pick("can never fail", "không bao giờ không đạt")),
                    None => Some(self.pick("whether it can fail is not decided", "chưa rõ có thể không đạt hay không")),
                }
                .map(str::to_owned),
            );
            says.extend(match alone {
                Some(true) => None,
                Some(false) => Some(self.follows(fails_alone.as_ref())),
                None => Some(
                    self.pick(
                        "whether it follows from the others is not decided",
                        "chưa rõ có suy ra từ các tiêu chí khác hay không",
                    )
                    .to_owned(),
                ),
            });
        }
        let place = if whole == Some(true) { String::new() } else { at(place) };
        let runs = [
            run(Look::Strong, id.clone()),
            run(Look::Plain, format!(" {title}: ")),
            run(Look::Plain, says.join("; ")),
            run(Look::Faint, place),
        ];
        self.page.flow(1, 2, &[sign(whole), run(Look::Plain, " ")], &runs);
        for found in [Some(can_be_met), Some(can_fail), fails_alone.as_ref()].into_iter().flatten() {
            if let Found::Undecided { .. } = found {
                self.shown(5, found);
                break;
            }
        }
    }

    /// From which others a criterion follows.
    fn follows(&self, found: Option<&Found>) -> String {
        let Some(Found::Impossible { clash, .. }) = found else { return String::new() };
        let others: Vec<&str> =
            clash.iter().filter(|said| said.wanted != Wanted::NotMet).map(|said| said.what.as_str()).collect();
        match self.language {
            Language::En => format!("follows from {}", others.join(", ")),
            Language::Vi => format!("suy ra được từ {}", others.join(", ")),
        }
    }

    fn parts(&mut self, parts: &[PartProof]) {
        if parts.is_empty() {
            return;
        }
        self.page.gap();
        let title =
            self.pick("Cases, points and parts of sentences", "Các trường hợp, các điểm a, b, c và các vế của câu");
        self.page.line(0, &[run(Look::Strong, title)]);
        let answers = |part: &PartProof| {
            [Some(part.can_hold.possible()), part.can_fail.as_ref().map(Found::possible)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
        };
        let fine = parts.iter().filter(|part| answers(part).iter().all(|answer| *answer == Some(true))).count();
        if fine > 0 {
            let text = match self.language {
                Language::En => format!("{fine} of {} can hold and can fail", parts.len()),
                Language::Vi => format!("{fine} trên {} có thể đúng và có thể không đúng", parts.len()),
            };
            self.page.line(1, &[sign(Some(true)), run(Look::Plain, format!(" {text}"))]);
        }
        for part in parts {
            let answers = answers(part);
            if answers.iter().all(|answer| *answer == Some(true)) {
                continue;
            }
            let whole = if answers.contains(&Some(false)) { Some(false) } else { None };
            let says = match (part.can_hold.possible(), part.can_fail.as_ref().and_then(Found::possible), part.case) {
                (Some(false), _, true) => self.pick("is never reached", "không bao giờ xảy ra"),
                (Some(false), _, false) => self.pick("can never hold", "không bao giờ đúng"),
                (_, Some(false), _) => self.pick("can never fail", "lúc nào cũng đúng"),
                _ => self.pick("is not decided", "chưa kết luận được"),
            };
            let open = [Some(&part.can_hold), part.can_fail.as_ref()];
            let open = open.into_iter().flatten().find(|found| whole.is_none() && found.possible().is_none());
            let runs = [
                run(Look::Strong, part.of.clone()),
                run(Look::Plain, format!(" “{}”: {says}", part.text)),
                run(Look::Faint, at(&part.place)),
            ];
            self.page.flow(1, 2, &[sign(whole), run(Look::Plain, " ")], &runs);
            open.into_iter().for_each(|found| self.shown(5, found));
        }
    }

    fn claim(&mut self, claim: &ClaimProof) {
        let (answer, says) = match (claim.answer, self.language) {
            (ClaimAnswer::Yes, Language::En) => (Some(true), "yes"),
            (ClaimAnswer::Yes, Language::Vi) => (Some(true), "đúng"),
            (ClaimAnswer::No, Language::En) => (Some(false), "no"),
            (ClaimAnswer::No, Language::Vi) => (Some(false), "không"),
            (ClaimAnswer::Undecided, Language::En) => (None, "not decided"),
            (ClaimAnswer::Undecided, Language::Vi) => (None, "chưa kết luận được"),
        };
        let runs = [
            run(Look::Strong, claim.id.clone()),
            run(Look::Plain, format!(" {}: ", claim.text)),
            run(Look::Strong, says),
            run(Look::Faint, at(&claim.place)),
        ];
        self.page.flow(1, 2, &[sign(answer), run(Look::Plain, " ")], &runs);
        for found in &claim.found {
            if found.size().is_some() {
                let size = self.size(found);
                self.page.line(3, &[run(Look::Plain, size)]);
            }
            self.shown(3, found);
        }
    }

    /// Records in columns: the fields that matter.
    fn table(&mut self, indent: usize, table: &Records) {
        let kept: Vec<usize> = (0..table.fields.len()).filter(|place| table.read.get(*place) == Some(&true)).collect();
        self.page.line(indent, &[run(Look::Label, table.kind.clone())]);
        let rows = || std::iter::once(&table.fields).chain(&table.rows);
        let widths: Vec<usize> = kept
            .iter()
            .map(|place| rows().filter_map(|row| row.get(*place)).map(|cell| cell.width()).max().unwrap_or(0))
            .collect();
        for (line, row) in rows().enumerate() {
            let cells = kept
                .iter()
                .zip(&widths)
                .map(|(place, width)| padded(row.get(*place).map_or("", String::as_str), *width));
            let text = cells.collect::<Vec<_>>().join("  ");
            let look = if line == 0 { Look::Faint } else { Look::Plain };
            self.page.line(indent + 2, &[run(look, text.trim_end().to_owned())]);
        }
    }
}
