//! Every spelling in the table of words is read, and means the same as the preferred one.

use tieuchi::source::{Language, Source};
use tieuchi::syntax::parse;
use tieuchi::syntax::tree::File;
use tieuchi::syntax::words::{Word, is_reserved};

/// A sentence for each word; the spelling stands around what is in brackets.
const SAMPLES: &[(Word, &str, &str)] = &[
    (Word::Use, "[] \"a\"", "[] \"a\""),
    (Word::Document, "[] \"a\"", "[] \"a\""),
    (Word::Title, "document \"a\" [] \"b\"", "văn bản \"a\" [] \"b\""),
    (Word::Period, "document \"a\" [] 2022-01-01 to 2022-12-31", "văn bản \"a\" [] 01/01/2022 đến 31/12/2022"),
    (Word::To, "document \"a\" period 2022-01-01 [] 2022-12-31", "văn bản \"a\" thời gian 01/01/2022 [] 31/12/2022"),
    (Word::Item, "document \"a\" [] I.1 \"b\"", "văn bản \"a\" [] I.1 \"b\""),
    (Word::NotMeasured, "document \"a\" item I.1 \"b\" []: \"c\"", "văn bản \"a\" mục I.1 \"b\" []: \"c\""),
    (Word::Scale, "[] s \"a\" < \"b\"", "[] s \"a\" < \"b\""),
    (Word::Record, "[] k f: text", "[] k f: chữ"),
    (Word::Extend, "[] k f: text", "[] k f: chữ"),
    (Word::Define, "[] k.f: x", "[] k.f: x"),
    (Word::Award, "[] k.f: s \"a\" when x otherwise \"b\"", "[] k.f: s \"a\" khi x còn lại \"b\""),
    (Word::Criterion, "[] 1 \"a\" x", "[] 1 \"a\" x"),
    (Word::Claim, "[] 1 \"a\" always: 2 is met", "[] 1 \"a\" luôn luôn: 2 đạt"),
    (Word::Question, "[] 1 \"a\" does 2 imply 3", "[] 1 \"a\" liệu 2 có kéo theo 3"),
    (Word::Always, "claim 1 \"a\" []: 2 is met", "khẳng định 1 \"a\" []: 2 đạt"),
    (Word::If, "claim 1 \"a\" always: [] 2 is met then 3 is met", "khẳng định 1 \"a\" luôn luôn: [] 2 đạt thì 3 đạt"),
    (Word::Hence, "claim 1 \"a\" always: if 2 is met [] 3 is met", "khẳng định 1 \"a\" luôn luôn: nếu 2 đạt [] 3 đạt"),
    (Word::Possible, "question 1 \"a\" [] 2 is met", "câu hỏi 1 \"a\" [] 2 đạt"),
    (Word::Whether, "question 1 \"a\" [] 2 imply 3", "câu hỏi 1 \"a\" [] 2 có kéo theo 3"),
    (Word::Imply, "question 1 \"a\" does 2 [] 3", "câu hỏi 1 \"a\" liệu 2 [] 3"),
    (Word::WhetherIs, "question 1 \"a\" [] 2 equivalent to 3", "câu hỏi 1 \"a\" [] 2 có tương đương với 3"),
    (Word::EquivalentTo, "question 1 \"a\" is 2 [] 3", "câu hỏi 1 \"a\" liệu 2 [] 3"),
    (Word::OrNot, "question 1 \"a\" does 2 imply 3 []", "câu hỏi 1 \"a\" liệu 2 có kéo theo 3 []"),
    (Word::IsMet, "claim 1 \"a\" always: 2 []", "khẳng định 1 \"a\" luôn luôn: 2 []"),
    (Word::IsNotMet, "claim 1 \"a\" always: 2 []", "khẳng định 1 \"a\" luôn luôn: 2 []"),
    (Word::IsUndetermined, "claim 1 \"a\" always: 2 []", "khẳng định 1 \"a\" luôn luôn: 2 []"),
    (Word::IsNotApplicable, "claim 1 \"a\" always: 2 []", "khẳng định 1 \"a\" luôn luôn: 2 []"),
    (Word::Parameter, "[] k: count = 3", "[] k: số đếm = 3"),
    (Word::MeetsEvery, "criterion 1 \"a\" []", "tiêu chí 1 \"a\" []"),
    (Word::Table, "[] k.f by x: first match 1 -> 2", "[] k.f theo x: dòng khớp đầu tiên 1 -> 2"),
    (Word::FirstMatch, "table k.f by x: [] 1 -> 2", "bảng k.f theo x: [] 1 -> 2"),
    (Word::OneMatch, "table k.f by x: [] 1 -> 2", "bảng k.f theo x: [] 1 -> 2"),
    (Word::TableFile, "table k.f by x: first match [] \"a.csv\"", "bảng k.f theo x: dòng khớp đầu tiên [] \"a.csv\""),
    (Word::AnyValue, "table k.f by x: first match [] -> 2", "bảng k.f theo x: dòng khớp đầu tiên [] -> 2"),
    (Word::UnderValue, "table k.f by x: first match [5] -> 2", "bảng k.f theo x: dòng khớp đầu tiên [5] -> 2"),
    (Word::Alias, "record k [] b", "bản ghi k [] b"),
    (Word::Plural, "record k, [] b", "bản ghi k, [] b"),
    (Word::Cites, "criterion 1 \"a\" [] 2 x", "tiêu chí 1 \"a\" [] 2 x"),
    (Word::ForEach, "criterion 1 \"a\" [] k: x", "tiêu chí 1 \"a\" [] k: x"),
    (Word::Each, "criterion 1 \"a\" for each k, [] l: x", "tiêu chí 1 \"a\" với mỗi k, [] l: x"),
    (Word::IfNone, "criterion 1 \"a\" x []: met", "tiêu chí 1 \"a\" x []: đạt"),
    (Word::Met, "criterion 1 \"a\" x if there are none: []", "tiêu chí 1 \"a\" x nếu không có ai: []"),
    (Word::NotMet, "criterion 1 \"a\" x if there are none: []", "tiêu chí 1 \"a\" x nếu không có ai: []"),
    (Word::Text, "record k f: []", "bản ghi k f: []"),
    (Word::YesNo, "record k f: []", "bản ghi k f: []"),
    (Word::Count, "record k f: []", "bản ghi k f: []"),
    (Word::Integer, "record k f: []", "bản ghi k f: []"),
    (Word::Decimal, "record k f: []", "bản ghi k f: []"),
    (Word::Percent, "record k f: []", "bản ghi k f: []"),
    (Word::Date, "record k f: []", "bản ghi k f: []"),
    (Word::OneOfType, "record k f: [] \"a\", \"b\"", "bản ghi k f: [] \"a\", \"b\""),
    (Word::Key, "record k f: text []", "bản ghi k f: chữ []"),
    (Word::Optional, "record k f: k, []", "bản ghi k f: k, []"),
    (Word::MayBeUnknown, "record k f: k, []", "bản ghi k f: k, []"),
    (Word::Private, "record k f: text, []", "bản ghi k f: chữ, []"),
    (Word::LessBetter, "record k f: count, []", "bản ghi k f: số đếm, []"),
    (Word::None, "define k.f: x is []", "định nghĩa k.f: x là []"),
    (Word::Yes, "define k.f: x is []", "định nghĩa k.f: x là []"),
    (Word::No, "define k.f: x is []", "định nghĩa k.f: x là []"),
    (Word::Points, "define k.f: x + 3 [] > y", "định nghĩa k.f: x + 3 [] > y"),
    (Word::And, "define k.f: x [] y", "định nghĩa k.f: x [] y"),
    (Word::Or, "define k.f: x [] y", "định nghĩa k.f: x [] y"),
    (Word::Not, "define k.f: [] x", "định nghĩa k.f: [] x"),
    (Word::Is, "define k.f: x [y]", "định nghĩa k.f: x [y]"),
    (Word::IsNot, "define k.f: x [y]", "định nghĩa k.f: x [y]"),
    (Word::AtLeast, "define k.f: x [y]", "định nghĩa k.f: x [y]"),
    (Word::AtMost, "define k.f: x [y]", "định nghĩa k.f: x [y]"),
    (Word::Above, "define k.f: x [y]", "định nghĩa k.f: x [y]"),
    (Word::Below, "define k.f: x [y]", "định nghĩa k.f: x [y]"),
    (Word::OnOrAfter, "define k.f: x [2022-01-01]", "định nghĩa k.f: x [01/01/2022]"),
    (Word::OnOrBefore, "define k.f: x [2022-01-01]", "định nghĩa k.f: x [01/01/2022]"),
    (Word::After, "define k.f: x [2022-01-01]", "định nghĩa k.f: x [01/01/2022]"),
    (Word::Before, "define k.f: x [2022-01-01]", "định nghĩa k.f: x [01/01/2022]"),
    (Word::Between, "define k.f: x [] 1 and 2", "định nghĩa k.f: x [] 1 đến 2"),
    (Word::BetweenAnd, "define k.f: x between 1 [] 2", "định nghĩa k.f: x từ 1 [] 2"),
    (Word::From, "define k.f: x [] 1 to 2", "định nghĩa k.f: x [] 1 đến 2"),
    (Word::ToUnder, "define k.f: x from 1 [] 2", "định nghĩa k.f: x từ 1 [] 2"),
    (Word::IsOneOf, "define k.f: x [] \"a\", \"b\"", "định nghĩa k.f: x [] \"a\", \"b\""),
    (Word::IsMissing, "define k.f: x []", "định nghĩa k.f: x []"),
    (Word::IsKnown, "define k.f: x []", "định nghĩa k.f: x []"),
    (Word::IsPresent, "define k.f: x []", "định nghĩa k.f: x []"),
    (Word::IsAbsent, "define k.f: x []", "định nghĩa k.f: x []"),
    (Word::WithinPeriod, "define k.f: x []", "định nghĩa k.f: x []"),
    (Word::InQuarter, "define k.f: x [] 1", "định nghĩa k.f: x [] 1"),
    (Word::OfYear, "define k.f: x in quarter 1 [] 2022", "định nghĩa k.f: x trong quý 1 [] 2022"),
    (Word::Meets, "define k.f: [] II.1", "định nghĩa k.f: [] II.1"),
    (Word::Meet, "define k.f: 100% of units [] II.1", "định nghĩa k.f: 100% units [] II.1"),
    (Word::AllOf, "define k.f: [] a) x b) y", "định nghĩa k.f: [] a) x b) y"),
    (Word::AnyOf, "define k.f: [] a) x b) y", "định nghĩa k.f: [] a) x b) y"),
    (Word::AtLeastOf, "define k.f: [1] a) x b) y", "định nghĩa k.f: [1] a) x b) y"),
    (Word::AtMostOf, "define k.f: [1] a) x b) y", "định nghĩa k.f: [1] a) x b) y"),
    (Word::ExactlyOf, "define k.f: [1] a) x b) y", "định nghĩa k.f: [1] a) x b) y"),
    (Word::All, "define k.f: [] units have x", "định nghĩa k.f: [] units có x"),
    (
        Word::AllInTail,
        "define k.f: no unit has x, of the rest [] have y",
        "định nghĩa k.f: mọi k có x, trong đó [] có y",
    ),
    (Word::NoKind, "define k.f: [unit] has x", "định nghĩa k.f: [unit] có x"),
    (
        Word::NoneInTail,
        "define k.f: all units have x, of which [] has y",
        "định nghĩa k.f: mọi k có x, trong đó [] có y",
    ),
    (Word::CountAtLeast, "define k.f: [] 2 units have x", "định nghĩa k.f: [] 2 k có x"),
    (Word::CountMoreThan, "define k.f: [] 2 units have x", "định nghĩa k.f: [] 2 k có x"),
    (Word::CountAtMost, "define k.f: [] 2 units have x", "định nghĩa k.f: [] 2 k có x"),
    (Word::CountFewerThan, "define k.f: [] 2 units have x", "định nghĩa k.f: [] 2 k có x"),
    (Word::CountExactly, "define k.f: [] 2 units have x", "định nghĩa k.f: [] 2 k có x"),
    (Word::ShareLessThan, "define k.f: [] 20% of units have x", "định nghĩa k.f: [] 20% k có x"),
    (Word::ShareOf, "define k.f: at least 20% [units] have x", "định nghĩa k.f: ít nhất 20% [k] có x"),
    (Word::ShareIn, "define k.f: at least [(y)] of units have x", "định nghĩa k.f: ít nhất [(y)] k có x"),
    (
        Word::ShareOfThem,
        "define k.f: all units have x, of which at least [(y)] have z",
        "định nghĩa k.f: mọi k có x, trong đó ít nhất [(y)] có z",
    ),
    (Word::ThereIs, "define k.f: [] at least 1 unit where x", "định nghĩa k.f: [] ít nhất 1 k mà x"),
    (Word::ThereAre, "define k.f: [] at least 2 units where x", "định nghĩa k.f: [] ít nhất 2 k mà x"),
    (Word::Has, "define k.f: no unit [] x", "định nghĩa k.f: không k nào [] x"),
    (Word::Have, "define k.f: all units [] x", "định nghĩa k.f: mọi k [] x"),
    (Word::With, "define k.f: all units have all l [] x", "định nghĩa k.f: mọi k có mọi l [] x"),
    (Word::HaveNo, "define k.f: all units [] no l with x", "định nghĩa k.f: mọi k [] không có l nào có x"),
    (Word::Where, "define k.f: all units [] y have x", "định nghĩa k.f: mọi k [] y có x"),
    (Word::InThe, "define k.f: all persons [] unit have x", "định nghĩa k.f: mọi k [] l có x"),
    (Word::UnderThe, "define k.f: all persons [] unit have x", "định nghĩa k.f: mọi k [] l có x"),
    (Word::AndThe, "define k.f: all persons in the a [] b have x", "định nghĩa k.f: mọi k thuộc a [] b có x"),
    (Word::MissingFails, "define k.f: all units have x []", "định nghĩa k.f: mọi k có x []"),
    (Word::MissingPasses, "define k.f: all units have x []", "định nghĩa k.f: mọi k có x []"),
    (Word::MissingLeftOut, "define k.f: all units have x []", "định nghĩa k.f: mọi k có x []"),
    (Word::OfWhich, "define k.f: all units have x, [] all have y", "định nghĩa k.f: mọi k có x, [] mọi có y"),
    (Word::OfTheRest, "define k.f: no unit has x, [] all have y", "định nghĩa k.f: mọi k có x, [] mọi có y"),
    (Word::PercentOf, "define k.f: 15% [] x", "định nghĩa k.f: 15% [] x"),
    (Word::RoundedDown, "define k.f: x []", "định nghĩa k.f: x []"),
    (Word::RoundedUp, "define k.f: x []", "định nghĩa k.f: x []"),
    (Word::RoundedNearest, "define k.f: x []", "định nghĩa k.f: x []"),
    (Word::Places, "define k.f: x rounded up [2]", "định nghĩa k.f: x làm tròn lên [2]"),
    (Word::ButAtMost, "define k.f: x [] 5", "định nghĩa k.f: x [] 5"),
    (Word::ButAtLeast, "define k.f: x [] 5", "định nghĩa k.f: x [] 5"),
    (Word::Total, "define k.f: [] x of units", "định nghĩa k.f: [] x của k"),
    (Word::Average, "define k.f: [] x of units", "định nghĩa k.f: [] x của k"),
    (Word::Least, "define k.f: [] x of units", "định nghĩa k.f: [] x của k"),
    (Word::Greatest, "define k.f: [] x of units", "định nghĩa k.f: [] x của k"),
    (Word::Of, "define k.f: total x [] units", "định nghĩa k.f: tổng x [] k"),
    (Word::NumberOf, "define k.f: [] units", "định nghĩa k.f: [] k"),
    (Word::IsTheLowest, "define k.f: x [] units", "định nghĩa k.f: x [] k"),
    (Word::IsTheHighest, "define k.f: x [] units", "định nghĩa k.f: x [] k"),
    (Word::Days, "define k.f: 6 [] before x", "định nghĩa k.f: 6 [] trước x"),
    (Word::Months, "define k.f: 6 [] before x", "định nghĩa k.f: 6 [] trước x"),
    (Word::Years, "define k.f: 6 [] before x", "định nghĩa k.f: 6 [] trước x"),
    (Word::Earlier, "define k.f: 6 days [] x", "định nghĩa k.f: 6 ngày [] x"),
    (Word::Later, "define k.f: 6 days [] x", "định nghĩa k.f: 6 ngày [] x"),
    (Word::DaysFrom, "define k.f: [] x to y", "định nghĩa k.f: [] x đến y"),
    (Word::MonthsFrom, "define k.f: [] x to y", "định nghĩa k.f: [] x đến y"),
    (Word::YearsFrom, "define k.f: [] x to y", "định nghĩa k.f: [] x đến y"),
    (Word::AgeAt, "define k.f: [x] y", "định nghĩa k.f: [x] y"),
    (Word::PeriodStart, "define k.f: []", "định nghĩa k.f: []"),
    (Word::PeriodEnd, "define k.f: []", "định nghĩa k.f: []"),
    (Word::When, "define k.f: 60 [] x; otherwise 85", "định nghĩa k.f: 60 [] x; còn lại 85"),
    (Word::Otherwise, "define k.f: 60 when x; [] 85", "định nghĩa k.f: 60 khi x; [] 85"),
    (Word::Score, "[] k.f a) \"b\": 1", "[] k.f a) \"b\": 1"),
    (Word::OutOf, "score k.f: [] 5 a) \"b\": 1", "chấm điểm k.f: [] 5 a) \"b\": 1"),
    (Word::LimitAtMost, "score k.f: [] 5 a) \"b\": 1", "chấm điểm k.f: [] 5 a) \"b\": 1"),
    (Word::Bonus, "score k.f a) [] \"b\": 1", "chấm điểm k.f a) [] \"b\": 1"),
    (Word::BonusBeyond, "score k.f a) [] \"b\": 1", "chấm điểm k.f a) [] \"b\": 1"),
    (Word::Minus, "score k.f a) [] \"b\": 1", "chấm điểm k.f a) [] \"b\": 1"),
    (Word::Line, "define k.f: [] a.1 of s", "định nghĩa k.f: [] a.1 của s"),
    (Word::EveryLine, "define k.f: [] s at least 50%", "định nghĩa k.f: [] s từ 50% trở lên"),
    (Word::DropsOneBand, "award k.f: s by x \"a\" at least 1 [] y", "xét tặng k.f: s theo x \"a\" từ 1 trở lên [] y"),
    (Word::Trial, "[] \"a\"", "[] \"a\""),
    (Word::Records, "test \"a\" [] k | f |", "tình huống \"a\" [] k | f |"),
    (Word::Set, "test \"a\" [] p = 3", "tình huống \"a\" [] p = 3"),
    (Word::Expect, "test \"a\" [] 1: met", "tình huống \"a\" [] 1: đạt"),
    (Word::Undetermined, "test \"a\" expect 1: []", "tình huống \"a\" kết quả 1: []"),
    (Word::NotApplicable, "test \"a\" expect 1: []", "tình huống \"a\" kết quả 1: []"),
    (Word::FailsFor, "test \"a\" expect 1: [] p1", "tình huống \"a\" kết quả 1: [] p1"),
    (Word::UnknownFor, "test \"a\" expect 1: [] p1", "tình huống \"a\" kết quả 1: [] p1"),
    (Word::ShortBy, "test \"a\" expect 1: [] 2", "tình huống \"a\" kết quả 1: [] 2"),
    (Word::Unknown, "test \"a\" expect k.f of p1: []", "tình huống \"a\" kết quả k.f của p1: []"),
    (Word::NeverFails, "[] 1 b: \"a\"", "[] 1 b: \"a\""),
    (Word::NeverHolds, "[] 1 b: \"a\"", "[] 1 b: \"a\""),
    (Word::Rank, "[] k.f: among units", "[] k.f: trong các k"),
    (Word::Among, "rank k.f: [] units", "xếp hạng k.f: [] k"),
    (Word::InTheSame, "rank k.f: among units [] x", "xếp hạng k.f: trong các k [] x"),
    (Word::Then, "rank k.f: among units by x, [] by y", "xếp hạng k.f: trong các k theo x, [] theo y"),
    (Word::LowestFirst, "rank k.f: among units by x []", "xếp hạng k.f: trong các k theo x []"),
    (Word::HighestFirst, "rank k.f: among units by x []", "xếp hạng k.f: trong các k theo x []"),
    (Word::TiesShared, "rank k.f: among units []", "xếp hạng k.f: trong các k []"),
    (Word::TiesDecidedBy, "rank k.f: among units [] d", "xếp hạng k.f: trong các k [] d"),
    (Word::InTheTop, "define k.f: x [3]", "định nghĩa k.f: x [3]"),
    (Word::By, "define k.f: [] x: \"a\" 1; \"b\" 2", "định nghĩa k.f: [] x: \"a\" 1; \"b\" 2"),
    (Word::Series, "record k f: text [] f by g", "bản ghi k f: chữ [] f theo g"),
    (Word::EveryStep, "record k f: text series of f by g [] 1 month", "bản ghi k f: chữ chuỗi của f theo g [] 1 tháng"),
    (Word::ThePrevious, "define k.f: [y] > 1", "định nghĩa k.f: [y] > 1"),
    (Word::PeriodsBefore, "define k.f: y 2 [] > 1", "định nghĩa k.f: y 2 [] > 1"),
    (Word::HasPrevious, "define k.f: []", "định nghĩa k.f: []"),
    (Word::HasSeveralPrevious, "define k.f: [2]", "định nghĩa k.f: [2]"),
    (Word::GrowthOf, "define k.f: [] x in percent > 1%", "định nghĩa k.f: [] x tính theo phần trăm > 1%"),
    (Word::InPercent, "define k.f: growth of x [] > 1%", "định nghĩa k.f: mức tăng x [] > 1%"),
    (Word::InPoints, "define k.f: growth of x [] > 1%", "định nghĩa k.f: mức tăng x [] > 1%"),
    (Word::Run, "define k.f: [] (x) > 1", "định nghĩa k.f: [] (x) > 1"),
    (Word::ForPeriods, "define k.f: x [3]", "định nghĩa k.f: x [3]"),
    (Word::CountedAnew, "define k.f: x for 3 consecutive periods []", "định nghĩa k.f: x trong 3 kỳ liên tiếp []"),
    (Word::InPeriodsBefore, "define k.f: x [3]", "định nghĩa k.f: x [3]"),
];

fn read(language: Language, declaration: &str) -> File {
    let parsed = parse(&Source::new("sample", &format!("tieuchi 1, {language}\n{declaration}\n")), 0);
    let findings: Vec<String> = parsed.findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{declaration}: {findings:?}");
    parsed.file
}

fn with(sample: &str, spelling: &str) -> String {
    let (before, rest) = sample.split_once('[').unwrap();
    let (operand, behind) = rest.split_once(']').unwrap();
    format!("{before}{}{behind}", spelling.replace('…', operand))
}

#[test]
fn every_word_has_a_sample() {
    for word in Word::ALL {
        assert_eq!(SAMPLES.iter().filter(|(sampled, _, _)| sampled == word).count(), 1, "{word:?}");
    }
}

#[test]
fn every_spelling_reads_like_the_preferred_one() {
    for (word, en, vi) in SAMPLES {
        for (language, sample) in [(Language::En, en), (Language::Vi, vi)] {
            let preferred = read(language, &with(sample, word.text(language)));
            for spelling in word.spellings(language) {
                let text = with(sample, spelling);
                assert!(read(language, &text) == preferred, "{word:?}: {text}");
            }
        }
    }
}

#[test]
fn reserved_words_stand_in_backquotes() {
    for (language, words) in [(Language::En, ["has", "of", "when", "if"]), (Language::Vi, ["có", "từ", "khi", "nếu"])]
    {
        let define = language.pick("define", "định nghĩa");
        for word in words {
            assert!(is_reserved(language, word));
            let parsed = parse(&Source::new("a", &format!("tieuchi 1, {language}\n{define} k.{word}: x\n")), 0);
            assert!(!parsed.findings.is_empty(), "{word}");
            read(language, &format!("{define} k.`{word}`: x"));
        }
        assert!(!is_reserved(language, language.pick("notable", "đáng_kể")));
    }
}

#[test]
fn what_the_grammar_reserves_is_known_here() {
    for language in [Language::En, Language::Vi] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("grammar/{language}.pest"));
        let grammar = std::fs::read_to_string(path).unwrap();
        let (_, rest) = grammar.split_once("reserved = @{").unwrap();
        let (words, _) = rest.split_once('}').unwrap();
        let words: Vec<&str> = words.split('"').skip(1).step_by(2).collect();
        assert!(words.len() > 20);
        for word in words {
            assert!(is_reserved(language, word), "{word}");
        }
    }
}
