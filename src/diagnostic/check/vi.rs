//! Vietnamese prose of the checker's findings.

use super::super::Prose;
use super::{CheckProblem, KeyFault, PeriodFault, PresenceFault, RankTopFault, SeriesFault, Sort, Thing, listed};

fn thing(thing: Thing) -> &'static str {
    match thing {
        Thing::Scale => "thang",
        Thing::Record => "bản ghi",
        Thing::Field => "trường",
        Thing::Criterion => "tiêu chí",
        Thing::Document => "văn bản",
        Thing::Item => "mục",
        Thing::Label => "nhãn",
        Thing::Parameter => "tham số",
        Thing::Claim => "khẳng định hoặc câu hỏi",
    }
}

fn sort(sort: &Sort) -> String {
    match sort {
        Sort::Condition => "một điều kiện".to_owned(),
        Sort::Number => "một số".to_owned(),
        Sort::Percent => "một tỷ lệ phần trăm".to_owned(),
        Sort::Text => "một đoạn chữ".to_owned(),
        Sort::Date => "một ngày".to_owned(),
        Sort::Label(scale) => format!("một nhãn của `{scale}`"),
        Sort::YesNo => "một giá trị có/không".to_owned(),
        Sort::Reference(kind) => format!("một tham chiếu đến `{kind}`"),
        Sort::Verdict => "kết luận của một tiêu chí".to_owned(),
    }
}

fn names(names: &[String]) -> String {
    listed(names, "`", "`")
}

/// Labels in quotation marks; the empty one is `không có`.
fn labels(names: &[String]) -> String {
    listed(names, "“", "”").replace("“”", "`không có`")
}

fn meant(nearest: &Option<String>, otherwise: String) -> String {
    match nearest {
        Some(name) => format!("Có phải ý là `{name}`?"),
        None => otherwise,
    }
}

fn known(what: &str, list: String) -> String {
    if list.is_empty() { String::new() } else { format!("{what}: {list}.") }
}

/// `trên 90 và dưới 91`
fn stretch(stretch: &super::Stretch) -> String {
    let low =
        stretch.low.as_ref().map(|(low, within)| if *within { format!("từ {low}") } else { format!("trên {low}") });
    let high = stretch
        .high
        .as_ref()
        .map(|(high, within)| if *within { format!("đến {high}") } else { format!("dưới {high}") });
    match (low, high, stretch.low == stretch.high) {
        (Some(_), Some(_), true) => stretch.low.as_ref().map_or(String::new(), |(point, _)| point.clone()),
        (Some(low), Some(high), _) => format!("{low} {high}"),
        (Some(low), None, _) => format!("{low} trở lên"),
        (None, Some(high), _) => high,
        (None, None, _) => "mọi giá trị".to_owned(),
    }
}

pub(super) fn prose(problem: &CheckProblem) -> Prose {
    match problem {
        CheckProblem::UnknownField { name, kind, nearest, known: fields } => Prose::new(
            format!("`{kind}` không có trường `{name}`"),
            "không có trường này",
            meant(nearest, known(&format!("Các trường của `{kind}`"), names(fields))),
        ),
        CheckProblem::UnknownType { name, nearest } => Prose::new(
            format!("`{name}` không phải là thang, cũng không phải là bản ghi"),
            "không rõ kiểu",
            meant(
                nearest,
                "Hãy khai báo một thang hoặc một bản ghi có tên này, hoặc viết một trong các kiểu: chữ, có/không, số đếm, số nguyên, số thập phân, phần trăm, ngày, một trong …".to_owned(),
            ),
        ),
        CheckProblem::UnknownKind { name, nearest, known: kinds } => Prose::new(
            format!("không có bản ghi `{name}`"),
            "không rõ bản ghi nào",
            meant(nearest, known("Các bản ghi", names(kinds))),
        ),
        CheckProblem::UnknownLabel { label, scale, nearest, known: all } => Prose::new(
            format!("“{label}” không phải là nhãn của `{scale}`"),
            "không có nhãn này",
            match nearest {
                Some(name) => format!("Có phải ý là “{name}”?"),
                None => known("Các nhãn", labels(all)),
            },
        ),
        CheckProblem::ForeignLabel { label, scale, other, known: all } => Prose::new(
            format!("“{label}” là nhãn của `{other}`, trong khi ở đây so sánh `{scale}`"),
            format!("nhãn của `{other}`"),
            known(&format!("Các nhãn của `{scale}`"), labels(all)),
        ),
        CheckProblem::NoNone { scale: Some(scale) } => Prose::new(
            format!("`{scale}` không có mức `không có`"),
            "không có nhãn này",
            format!("Hãy viết một nhãn của nó, hoặc đặt `không có` ở đầu `{scale}`."),
        ),
        CheckProblem::NoNone { scale: None } => Prose::new(
            "không rõ `không có` này thuộc thang nào",
            "không có gì?",
            "Hãy so sánh nó với một trường là thang hoặc `một trong`.",
        ),
        CheckProblem::UnknownCriterion { id, nearest } => Prose::new(
            format!("không có tiêu chí {id}"),
            "không có tiêu chí này",
            meant(nearest, "Hãy viết số hiệu của một tiêu chí có trong các tệp này.".to_owned()),
        ),
        CheckProblem::UnknownDocument { code, nearest } => Prose::new(
            format!("không có văn bản “{code}”"),
            "không có văn bản này",
            match nearest {
                Some(code) => format!("Có phải ý là “{code}”?"),
                None => "Hãy khai báo bằng `văn bản`, hoặc bỏ tên văn bản đi.".to_owned(),
            },
        ),
        CheckProblem::UnknownItem { id, document, nearest } => Prose::new(
            match document {
                Some(document) => format!("văn bản “{document}” không có mục {id}"),
                None => format!("không văn bản nào có mục {id}"),
            },
            "không có mục này",
            meant(nearest, "Hãy thêm mục này vào văn bản, hoặc căn cứ vào một mục đã có.".to_owned()),
        ),
        CheckProblem::AmbiguousItem { id, documents } => Prose::new(
            format!("nhiều văn bản cùng có mục {id}"),
            "của văn bản nào?",
            format!("Hãy ghi văn bản trước mục: một trong {}.", labels(documents)),
        ),
        CheckProblem::Twice { thing: what, name } => Prose::new(
            format!("{} `{name}` được khai báo lần thứ hai", thing(*what)),
            "lặp lại",
            "Hãy bỏ một trong hai, hoặc đặt tên khác.",
        ),
        CheckProblem::AliasConflict { name, alias, other } => Prose::new(
            format!("`{name}` ở chỗ khác còn gọi là `{other}`, ở đây lại là `{alias}`"),
            "tên gọi khác",
            "Mỗi tên chỉ có một tên gọi trong ngôn ngữ kia, ở mọi chỗ như nhau. Hãy viết cùng một tên gọi, hoặc dùng tên khác.",
        ),
        CheckProblem::AmbiguousField { name, kinds } => Prose::new(
            format!("`{name}` là trường của cả {}", names(kinds)),
            "của bản ghi nào?",
            format!(
                "Hãy viết bản ghi ở trước: {}.",
                names(&kinds.iter().map(|kind| format!("{kind}.{name}")).collect::<Vec<_>>())
            ),
        ),
        CheckProblem::OuterField { name, outer, inner } => Prose::new(
            format!("`{name}` là trường của `{outer}`, nhưng phần này nói về từng `{inner}`"),
            format!("trường của `{outer}`"),
            "Hãy viết thành một điều kiện riêng, chẳng hạn hai điểm của `đủ các điều kiện a) … b) …`.",
        ),
        CheckProblem::NothingInHand { name, kind } => Prose::new(
            format!("`{name}` của bản ghi nào? Ở đây chưa nói đến bản ghi cụ thể nào"),
            "trường của gì?",
            match kind {
                Some(kind) => format!(
                    "Hãy nói rõ về những bản ghi nào, chẳng hạn `100% {kind} có {name} …`, hoặc mở đầu bằng `với mỗi {kind}:`."
                ),
                None => "Hãy nói rõ về những bản ghi nào, chẳng hạn `100% … có …`, hoặc mở đầu bằng `với mỗi …:`."
                    .to_owned(),
            },
        ),
        CheckProblem::NotReference { name, sort: found } => Prose::new(
            format!("`{name}` là {}, nên không thể viết tiếp gì sau dấu chấm", sort(found)),
            "không phải tham chiếu",
            "Chỉ sau một trường tham chiếu đến bản ghi khác mới viết tiếp được trường của bản ghi đó.",
        ),
        CheckProblem::Unguarded { path } => Prose::new(
            format!("`{path}` có thể không tồn tại"),
            "có thể không tồn tại",
            format!("Hãy nói trước là có: `{path} có tồn tại và …`, hoặc khi nêu đối tượng: `mà {path} có tồn tại`."),
        ),
        CheckProblem::NotCondition { sort: found } => Prose::new(
            format!("đây là {}, trong khi cần một điều kiện", sort(found)),
            "không phải điều kiện",
            match found {
                Sort::Label(_) => "Hãy so sánh, chẳng hạn `… từ \"…\" trở lên` hoặc `… là \"…\"`.",
                Sort::Number | Sort::Percent | Sort::Date => {
                    "Hãy so sánh, chẳng hạn `… từ … trở lên` hoặc `… dưới …`."
                }
                Sort::Text | Sort::Reference(_) | Sort::YesNo | Sort::Condition => {
                    "Hãy so sánh với một giá trị, chẳng hạn `… là …`."
                }
                Sort::Verdict => {
                    "Hãy viết `đạt tiêu chí` rồi đến số hiệu; chỉ khẳng định và câu hỏi mới nêu kết luận của tiêu chí."
                }
            },
        ),
        CheckProblem::BareLiteral => Prose::new(
            "một giá trị đứng riêng không phải là điều kiện",
            "so sánh với gì?",
            "Hãy viết điều được so sánh, chẳng hạn `danh_hiệu là \"…\"` hoặc `số_vi_phạm là 0`.",
        ),
        CheckProblem::NotValue { wanted: Some(wanted), found } => Prose::new(
            format!("đây là {}, trong khi cần {}", sort(found), sort(wanted)),
            format!("không phải {}", sort(wanted)),
            match found {
                Sort::Condition => "Để đếm bản ghi, hãy viết `số lượng … mà …`.",
                Sort::Date => "Để dời ngày, hãy viết `10 ngày sau …`; để tính khoảng thời gian, `số ngày từ … đến …`.",
                Sort::Number | Sort::Percent | Sort::Text | Sort::Label(_) | Sort::YesNo => "",
                Sort::Reference(_) | Sort::Verdict => "",
            },
        ),
        CheckProblem::NotValue { wanted: None, found } => Prose::new(
            format!("đây là {}, trong khi cần một giá trị để so sánh", sort(found)),
            "không phải giá trị",
            "Điều kiện đứng riêng được: hãy nối với điều kiện khác bằng `và`, `hoặc`, hay viết `không phải` ở trước.",
        ),
        CheckProblem::Incomparable { left, right } => Prose::new(
            format!("không thể so sánh {} với {}", sort(left), sort(right)),
            "hai bên không so sánh được",
            if (left, right) == (&Sort::YesNo, &Sort::YesNo) {
                "Hãy viết rõ cả hai trường hợp: `(a và b) hoặc (không phải a và không phải b)`."
            } else {
                "Hãy so sánh các giá trị cùng loại; nhãn chỉ so sánh được trong cùng một thang."
            },
        ),
        CheckProblem::NoOrder { sort: found } => Prose::new(
            format!("{} không có cao thấp", sort(found)),
            "không có thứ tự",
            match found {
                Sort::Label(list) => format!(
                    "Hãy viết `là` hoặc `là một trong`, hay khai báo `{list}` thành thang, nhãn thấp nhất đứng đầu."
                ),
                Sort::YesNo | Sort::Condition | Sort::Verdict => {
                    "Hãy viết riêng tên trường, hoặc `không phải` rồi đến tên trường.".to_owned()
                }
                Sort::Number | Sort::Percent | Sort::Text | Sort::Date | Sort::Reference(_) => {
                    "Hãy viết `là` hoặc `không phải là`.".to_owned()
                }
            },
        ),
        CheckProblem::ConstantComparison => Prose::new(
            "hai bên đều là hằng số, nên kết quả không phụ thuộc vào bản ghi nào",
            "lúc nào cũng như nhau",
            "Hãy so sánh một trường với hằng số.",
        ),
        CheckProblem::PlainForPercent { number } => Prose::new(
            format!("một tỷ lệ phần trăm được so sánh với số thường {number}"),
            "cần tỷ lệ phần trăm",
            format!("Hãy viết {number}% nếu ý là như vậy."),
        ),
        CheckProblem::PercentForCount { percent } => Prose::new(
            format!("một số nguyên được so sánh với {percent}%"),
            "cần một số thường",
            format!("Hãy viết {percent} nếu ý là một số, hoặc `{percent}% của …` nếu ý là một phần của cái gì đó."),
        ),
        CheckProblem::PointsOrPart { percent } => Prose::new(
            format!("{percent} điểm phần trăm, hay {percent}% của nó?"),
            "ý là cách nào?",
            format!(
                "Hãy viết `{percent} điểm phần trăm` để cộng hoặc trừ điểm phần trăm, hoặc `{percent}% của …` để lấy một phần của con số."
            ),
        ),
        CheckProblem::PointsForNumber { sort: found } => Prose::new(
            format!("điểm phần trăm chỉ đi với tỷ lệ phần trăm, còn đây là {}", sort(found)),
            "điểm của gì?",
            "Hãy viết một số thường, hoặc `…% của …`.",
        ),
        CheckProblem::Presence { name, fault } => {
            let (title, help) = match fault {
                PresenceFault::NeverMissing => (
                    format!("`{name}` không bao giờ thiếu"),
                    "Ô trống ở đó bị từ chối khi đọc dữ liệu, trừ khi trường ghi `có thể chưa rõ`.",
                ),
                PresenceFault::Optional => (
                    format!("`{name}` không bắt buộc: ô trống nghĩa là chắc chắn không có"),
                    "Hãy viết `không tồn tại` hoặc `có tồn tại`.",
                ),
                PresenceFault::Derived => (
                    format!("`{name}` được tính ra, nên không thiếu trong dữ liệu"),
                    "Hãy hỏi điều này ở các trường dùng để tính ra nó.",
                ),
                PresenceFault::NotOptional => (
                    format!("`{name}` không phải là tham chiếu không bắt buộc"),
                    "Hãy viết `chưa rõ` hoặc `đã rõ`; chỉ tham chiếu không bắt buộc mới có tồn tại hay không tồn tại.",
                ),
                PresenceFault::NotField => (
                    "chỉ một trường mới có thể chưa rõ hoặc có tồn tại".to_owned(),
                    "Hãy viết tên trường ở trước.",
                ),
            };
            Prose::new(title, "", help)
        }
        CheckProblem::ReferenceText { name, instead } => Prose::new(
            format!("`{name}` tham chiếu đến một bản ghi, nhưng được so sánh với chữ"),
            "là tham chiếu",
            format!("Hãy so sánh khóa của bản ghi: `{instead}`."),
        ),
        CheckProblem::TurnedRange { low, high } => Prose::new(
            format!("từ {low} đến {high} không có gì"),
            "ngược chiều",
            format!("Hãy viết đầu thấp trước: {high}, rồi {low}."),
        ),
        CheckProblem::Period(fault) => match fault {
            PeriodFault::None => Prose::new(
                "không văn bản nào ghi thời gian",
                "kỳ nào?",
                "Hãy viết `thời gian … đến …` trong văn bản, hoặc viết hai ngày ở đây.",
            ),
            PeriodFault::Several => {
                Prose::new("nhiều văn bản cùng ghi thời gian", "kỳ nào?", "Hãy viết hai ngày ở đây.")
            }
            PeriodFault::TwoYears => Prose::new(
                "kỳ này kéo dài hơn một năm",
                "quý của năm nào?",
                "Hãy viết năm: `trong quý 1 năm 2022`.",
            ),
            PeriodFault::Quarter => {
                Prose::new("không có quý như vậy", "không có quý này", "Một năm có các quý từ 1 đến 4.")
            }
        },
        CheckProblem::DivisionByZero => Prose::new("chỗ này chia cho 0", "0", "Không thể chia cho 0."),
        CheckProblem::TooDeep => Prose::new(
            "chỗ này lồng nhau quá sâu",
            "quá sâu",
            "Hãy đặt tên cho một phần bằng `định nghĩa` rồi dùng tên đó ở đây.",
        ),
        CheckProblem::ConditionalCases => Prose::new(
            "các trường hợp với `khi` cho ra giá trị, không cho ra điều kiện",
            "là điều kiện",
            "Hãy viết `(… và …) hoặc (không phải … và …)`.",
        ),
        CheckProblem::Empty => Prose::new(
            "ở đây không có gì",
            "trống",
            "Danh sách cần ít nhất một phần, và tiêu chí phải nói yêu cầu điều gì.",
        ),
        CheckProblem::BareShare { percent } => Prose::new(
            format!("ít nhất {percent}%, không quá {percent}% hay đúng {percent}%?"),
            "ý là cách nào?",
            format!("Hãy viết `ít nhất {percent}%`, `không quá {percent}%` hoặc `đúng {percent}%`."),
        ),
        CheckProblem::Impossible { threshold } => Prose::new(
            format!("không gì đạt được {threshold}"),
            "không bao giờ đạt",
            "Tỷ lệ nằm giữa 0% và 100%, số bản ghi từ 0 trở lên, và trong một danh sách thì không thể đạt nhiều hơn số phần của nó.",
        ),
        CheckProblem::Trivial { threshold } => Prose::new(
            format!("{threshold} thì lúc nào cũng đúng, dữ liệu thế nào cũng vậy"),
            "lúc nào cũng đúng",
            "Hãy viết đúng mức muốn đặt ra, hoặc bỏ câu này đi.",
        ),
        CheckProblem::NotWhole { number } => Prose::new(
            format!("{number} không thể là số bản ghi"),
            "không phải số nguyên",
            "Hãy viết một số nguyên, hoặc một tỷ lệ như `ít nhất 50%`.",
        ),
        CheckProblem::NoProperty => Prose::new(
            "câu này nói về ai, nhưng chưa nói điều gì",
            "phải thế nào?",
            "Hãy viết điều họ phải có, chẳng hạn `có xếp_loại từ \"…\" trở lên`.",
        ),
        CheckProblem::AmbiguousTail => Prose::new(
            "trong đó là trong điểm nào ở trước?",
            "trong số nào?",
            "Sau các điểm a), b) thì không còn rõ nói về ai. Hãy viết thành một điểm nữa, hoặc thành câu riêng.",
        ),
        CheckProblem::KindNotInHand { kind, hand } => Prose::new(
            format!("ở đây chưa có `{kind}` nào được nói đến"),
            "cái nào?",
            if hand.is_empty() {
                format!("Hãy bỏ đi để nói về mọi bản ghi, hoặc mở đầu tiêu chí bằng `với mỗi {kind}:`.")
            } else {
                format!("Ở đây đang nói đến: {}.", names(hand))
            },
        ),
        CheckProblem::NoLink { kind, to, longer } => Prose::new(
            format!("không trường nào của `{kind}` tham chiếu đến `{to}`"),
            "thuộc về đó bằng cách nào?",
            if longer.is_empty() {
                format!("Hãy thêm vào `{kind}` một trường tham chiếu đến `{to}`.")
            } else {
                format!(
                    "Hãy ghi đường đi trong ngoặc: {}.",
                    names(&longer.iter().map(|path| format!("({path})")).collect::<Vec<_>>())
                )
            },
        ),
        CheckProblem::SeveralLinks { kind, to, fields } => Prose::new(
            format!("nhiều trường của `{kind}` cùng tham chiếu đến `{to}`"),
            "theo trường nào?",
            format!(
                "Hãy ghi rõ trong ngoặc: {}.",
                names(&fields.iter().map(|path| format!("({path})")).collect::<Vec<_>>())
            ),
        ),
        CheckProblem::WrongLink { path, to } => Prose::new(
            format!("`{path}` không dẫn đến `{to}`"),
            "dẫn đi chỗ khác",
            format!("Hãy viết các trường tham chiếu nối từ bản ghi này sang bản ghi kia, trường cuối dẫn đến `{to}`."),
        ),
        CheckProblem::NoParent { kind } => Prose::new(
            format!("`{kind}` không có trường nào tham chiếu đến `{kind}` cấp trên"),
            "không có cấp dưới",
            format!("Hãy viết `thuộc`, hoặc thêm vào `{kind}` một trường như `cấp_trên: {kind}, không bắt buộc`."),
        ),
        CheckProblem::SeveralParents { kind, fields } => Prose::new(
            format!("nhiều trường của `{kind}` cùng tham chiếu đến `{kind}`: {}", names(fields)),
            "cấp dưới theo trường nào?",
            "Không rõ trường nào dẫn lên cấp trên. Hãy chỉ giữ một trường là tham chiếu, hoặc dùng `thuộc` với trường trong ngoặc.",
        ),
        CheckProblem::NoRest => Prose::new(
            "không có số còn lại: câu trước nói về tất cả",
            "còn lại của gì?",
            "Trước `số còn lại` cần một điều mà một số có, còn số kia thì không.",
        ),
        CheckProblem::Unreachable => Prose::new(
            "không bao giờ xét đến trường hợp này",
            "không bao giờ đến",
            "Các trường hợp trước đã bao hết. Hãy đưa nó lên trước, hoặc bỏ đi.",
        ),
        CheckProblem::ByIncomplete { labels: left } => Prose::new(
            if left.is_empty() {
                "danh sách này cần `còn lại`".to_owned()
            } else {
                format!("còn bỏ sót {}", labels(left))
            },
            "còn gì nữa?",
            "Hãy thêm dòng cho những giá trị bỏ sót, hoặc `còn lại …` ở cuối.",
        ),
        CheckProblem::ByTwice { label } => Prose::new(
            format!("“{label}” xuất hiện ở đây lần thứ hai"),
            "lặp lại",
            "Mỗi giá trị chỉ để một dòng.",
        ),
        CheckProblem::ByWhat { sort: found } => Prose::new(
            format!("`theo` đi với nhãn, chữ, có/không hoặc số, còn đây là {}", sort(found)),
            "theo gì?",
            "Hãy viết một trường có nhãn, hoặc các trường hợp như `(60 khi …; còn lại 85)`.",
        ),
        CheckProblem::NoOtherwise => Prose::new(
            "chưa nói còn lại thì xét tặng gì",
            "còn lại thì sao?",
            "Hãy thêm `còn lại không có` hoặc `còn lại \"…\"` ở cuối.",
        ),
        CheckProblem::TooManyLabels { scale, count, most } => Prose::new(
            format!("`{scale}` có {count} nhãn, mà xét tặng, định nghĩa hay bảng chỉ dùng được tối đa {most}"),
            "quá nhiều nhãn",
            "Hãy dùng ít nhãn hơn ở đây.",
        ),
        CheckProblem::Cycle { names: around } => Prose::new(
            format!(
                "những điều này cần đến nhau theo vòng tròn: {}",
                around.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ")
            ),
            "nằm trong vòng tròn",
            "Hãy cắt vòng tròn. Một định nghĩa chỉ được hỏi giá trị của chính nó ở các bản ghi ngay bên dưới, theo một trường duy nhất dẫn lên cấp trên.",
        ),
        CheckProblem::MeetsWhat { id, kinds } => Prose::new(
            format!("tiêu chí {id} xét với mỗi {}, mà ở đây chưa nói đến bản ghi nào như vậy", names(kinds)),
            "ai đạt?",
            "Hãy dùng ở chỗ đang nói đến bản ghi như vậy, chẳng hạn `100% … đạt tiêu chí …`, hoặc trong một tiêu chí chung.",
        ),
        CheckProblem::Key { kind, fault } => {
            let (title, help) = match fault {
                KeyFault::None => (
                    format!("`{kind}` chưa có khóa"),
                    "Hãy đánh dấu trường dùng để phân biệt các bản ghi: `mã: chữ khóa`.",
                ),
                KeyFault::Two => (format!("`{kind}` có khóa thứ hai"), "Chỉ giữ một khóa."),
                KeyFault::Private => (
                    format!("khóa của `{kind}` là riêng tư"),
                    "Báo cáo gọi tên bản ghi bằng khóa. Hãy lấy trường khác làm khóa, hoặc bỏ `riêng tư`.",
                ),
                KeyFault::NotText => (format!("khóa của `{kind}` không phải là chữ"), "Hãy viết `chữ khóa`."),
                KeyFault::Extended => (
                    format!("khóa của `{kind}` được thêm từ bên ngoài"),
                    "Khóa phải nằm ở chỗ khai báo bản ghi.",
                ),
            };
            Prose::new(title, "", help)
        }
        CheckProblem::OnlyReference { name } => Prose::new(
            format!("`{name}` không phải là tham chiếu, nên không thể `không bắt buộc` hay `có thể chưa rõ`"),
            "không phải tham chiếu",
            "Hãy bỏ từ này: trường khác nào cũng có thể để trống, khi đó là thiếu.",
        ),
        CheckProblem::FewLabels { name } => Prose::new(
            format!("`{name}` cần ít nhất hai nhãn"),
            "quá ít nhãn",
            "Hãy thêm một nhãn, hoặc `không có` ở đầu.",
        ),
        CheckProblem::RangeWithoutNumber { name } => Prose::new(
            format!("`{name}` không phải là số, nên không có khoảng giá trị"),
            "không phải số",
            "Hãy bỏ khoảng giá trị, hoặc cho trường là số đếm, số nguyên, số thập phân hay phần trăm.",
        ),
        CheckProblem::SameKindTwice { kind } => Prose::new(
            format!("`{kind}` đứng hai lần sau `với mỗi`"),
            "lặp lại",
            "Một tiêu chí xét với mỗi bản ghi của một loại, hoặc với mỗi cặp của hai loại khác nhau.",
        ),
        CheckProblem::TooManyKinds => Prose::new(
            "một tiêu chí chỉ xét với mỗi bản ghi của một hoặc hai loại",
            "quá nhiều",
            "Chỉ giữ hai loại.",
        ),
        CheckProblem::DefineWhat { sort: found } => Prose::new(
            format!("định nghĩa này cho ra {}", sort(found)),
            "không phải điều kiện, cũng không phải số",
            "Định nghĩa cho ra một điều kiện, một số, một ngày hoặc nhãn của một trường. Muốn đặt nhãn riêng, hãy dùng `xét tặng`.",
        ),
        CheckProblem::ExtendNaming => Prose::new(
            "`bổ sung` chỉ ghi tên bản ghi",
            "không ghi ở đây",
            "Tên gọi khác và số nhiều nằm ở chỗ khai báo bản ghi.",
        ),
        CheckProblem::AwardWhat { name } => Prose::new(
            format!("`{name}` không phải là thang"),
            "không phải thang",
            "Xét tặng cho ra nhãn của một thang. Hãy khai báo thang: `thang … không có < \"…\" < \"…\"`.",
        ),
        CheckProblem::NoSeries { kind } => Prose::new(
            match kind {
                Some(kind) => format!("`{kind}` không phải là chuỗi theo kỳ nên không có kỳ trước"),
                None => "ở đây không nói đến bản ghi nào của một chuỗi theo kỳ".to_owned(),
            },
            "kỳ trước của gì?",
            match kind {
                Some(kind) => format!("Hãy nêu trong `bản ghi {kind}` chuỗi là của ai, theo kỳ nào: `chuỗi của … theo …`."),
                None => "Hãy nêu đang nói về bản ghi nào, như `100% … có …`, hoặc mở đầu bằng `với mỗi …:`.".to_owned(),
            },
        ),
        CheckProblem::Series { name, fault } => {
            let (title, help) = match fault {
                SeriesFault::Twice => {
                    (format!("`{name}` đã là một chuỗi"), "Chỉ giữ một dòng `chuỗi của … theo …`.".to_owned())
                }
                SeriesFault::SameField => (format!("`{name}` được nêu hai lần"), "Mỗi trường chỉ nêu một lần.".to_owned()),
                SeriesFault::Owner => (
                    format!("`{name}` không cho biết bản ghi là của ai"),
                    "Sau `chuỗi của` là một tham chiếu, một nhãn hoặc một trường chữ trong dữ liệu, không phải khóa.".to_owned(),
                ),
                SeriesFault::ManyOwners { most } => {
                    (format!("chuỗi `{name}` nêu quá nhiều trường"), format!("Chỉ nêu tối đa {most} trường."))
                }
                SeriesFault::Period => (
                    format!("`{name}` không phải là kỳ"),
                    "Sau `theo` là một số đếm, số nguyên hoặc ngày trong dữ liệu.".to_owned(),
                ),
                SeriesFault::NoStep => (
                    format!("mỗi kỳ của `{name}` dài bao lâu?"),
                    "Hãy nêu sau trường ngày: `mỗi 1 tháng`, `mỗi 3 tháng`, `mỗi 1 năm`.".to_owned(),
                ),
                SeriesFault::Step => (
                    format!("mỗi kỳ của `{name}` không thể dài như vậy"),
                    "Mỗi kỳ dài 1, 2, 3, 4 hoặc 6 tháng, hoặc 1 năm.".to_owned(),
                ),
                SeriesFault::StepOfNumber => (
                    format!("`{name}` là số nên các kỳ nối tiếp nhau sẵn"),
                    "Hãy bỏ phần `mỗi …`: kỳ liền trước là số đó trừ 1.".to_owned(),
                ),
            };
            Prose::new(title, "", help)
        }
        CheckProblem::GrowthHow => Prose::new(
            "mức tăng tính theo phần trăm hay theo điểm phần trăm?",
            "tính theo gì?",
            "Hãy viết `tính theo phần trăm` nếu so với giá trị kỳ trước, hoặc `tính theo điểm phần trăm` nếu là hiệu của hai tỷ lệ phần trăm.",
        ),
        CheckProblem::GrowthPoints => Prose::new(
            "điểm phần trăm chỉ dùng cho tỷ lệ phần trăm, mà đây không phải tỷ lệ phần trăm",
            "không phải tỷ lệ phần trăm",
            "Hãy viết `tính theo phần trăm`, hoặc lấy hiệu: `doanh_thu - (doanh_thu kỳ trước)`.",
        ),
        CheckProblem::Periods { most } => Prose::new(
            "không thể xét số kỳ như vậy",
            "bao nhiêu kỳ?",
            if *most == u32::MAX { "Hãy viết số từ 1 trở lên.".to_owned() } else { format!("Hãy viết một số từ 1 đến {most}.") },
        ),
        CheckProblem::NoPrevious { periods: 1 } => Prose::new(
            "có thể không có kỳ liền trước",
            "có thể không có",
            "Hãy nêu điều kiện đó trước: `có kỳ liền trước và …`.",
        ),
        CheckProblem::NoPrevious { periods } => Prose::new(
            format!("có thể không có đủ {periods} kỳ liền trước"),
            "có thể không có",
            format!("Hãy nêu điều kiện đó trước: `có {periods} kỳ liền trước và …`."),
        ),
        CheckProblem::RankTies => Prose::new(
            "xếp hạng này chưa nêu cách xử lý khi bằng nhau",
            "bằng nhau thì sao?",
            "Hãy viết `đồng hạng` nếu cùng giữ một hạng, hoặc `hòa thì theo …` với một trường số ghi trong hồ sơ.",
        ),
        CheckProblem::RankBy { sort: found } => Prose::new(
            format!("không thể xếp hạng theo {}", sort(found)),
            "không có thứ tự",
            "Hãy xếp hạng theo số, ngày, nhãn của một thang, hoặc có và không.",
        ),
        CheckProblem::RankByNothing => Prose::new(
            "xếp hạng này chưa nêu xếp theo gì",
            "theo gì?",
            "Hãy viết `theo …`, sau đó `, rồi theo …` cho trường hợp bằng nhau.",
        ),
        CheckProblem::RankSame { sort: found } => Prose::new(
            format!("không thể chia nhóm theo {}", sort(found)),
            "không thành nhóm",
            "Chỉ xếp hạng trong những bản ghi cùng một tham chiếu, một nhãn, một số nguyên, một ngày, hoặc cùng có hay cùng không.",
        ),
        CheckProblem::RankDecision { name } => Prose::new(
            format!("`{name}` không thể phân định khi bằng nhau vì không phải là số ghi trong hồ sơ"),
            "không ghi trong hồ sơ",
            "Hãy khai báo một trường số để ghi kết quả phân định, 1 là trước nhất, hoặc viết `đồng hạng`.",
        ),
        CheckProblem::RankAmong { kind, among } => Prose::new(
            format!("`{kind}` lại được xếp hạng trong các `{among}`"),
            "loại khác",
            format!("Bản ghi chỉ xếp hạng với bản ghi cùng loại: hãy viết `trong các {kind}`."),
        ),
        CheckProblem::RankTop(fault) => match fault {
            RankTopFault::NoRank => Prose::new(
                "chỉ trường xếp hạng mới có các vị trí đầu",
                "không phải xếp hạng",
                "Trước `trong … vị trí đầu` hãy viết một trường khai báo bằng `xếp hạng`.",
            ),
            RankTopFault::Nobody => Prose::new(
                "không có ai trong 0 vị trí đầu",
                "không có ai",
                "Hãy nêu số lượng: `trong 3 vị trí đầu`, `trong 20% vị trí đầu`.",
            ),
            RankTopFault::TooMany => {
                Prose::new("tỷ lệ trên 100% là tất cả mọi người", "trên 100%", "Hãy viết tỷ lệ không quá 100%.")
            }
        },
        CheckProblem::ScoreSum { stated, sum, bonus } => Prose::new(
            match bonus {
                None => format!("các dòng cộng lại được {sum}, không phải {stated}"),
                Some(bonus) => format!("các dòng cộng lại được {sum}, kể cả điểm thưởng được {bonus}, không phải {stated}"),
            },
            format!("tối đa {stated}?"),
            "Hãy sửa điểm tối đa, hoặc viết `không quá` thay cho `tối đa` nếu chỉ cắt phần vượt.",
        ),
        CheckProblem::LineWithoutMost { title } => Prose::new(
            format!("dòng “{title}” không nêu điểm tối đa"),
            "tối đa bao nhiêu?",
            "Hãy viết `tối đa …` sau tên dòng.",
        ),
        CheckProblem::NoScoreLine { line, name, known: lines } if lines.is_empty() => Prose::new(
            format!("`{name}` không phải là bảng chấm điểm nên không có dòng nào"),
            if line.is_empty() { "không phải bảng điểm".to_owned() } else { format!("không có dòng {line}") },
            "Dòng là dòng của một khai báo `chấm điểm …`.",
        ),
        CheckProblem::NoScoreLine { line, name, known: lines } => Prose::new(
            format!("`{name}` không có dòng {line}"),
            "không có dòng này",
            known("Các dòng", names(lines)),
        ),
        CheckProblem::BandGap { numbers } => Prose::new(
            format!("không bậc nào gồm {}", stretch(numbers)),
            "khoảng hở",
            "Hãy viết các bậc liền nhau, như `từ 70 đến dưới 90` và `từ 90 trở lên`, hoặc thêm `còn lại …`.",
        ),
        CheckProblem::BandOverlap { numbers } => Prose::new(
            format!("hai bậc cùng gồm {}", stretch(numbers)),
            "cũng gồm giá trị ấy",
            "Hãy kết thúc một bậc bằng `đến dưới …` hoặc `dưới …`.",
        ),
        CheckProblem::BandEnd => Prose::new(
            "giới hạn của một bậc không phải là số cố định",
            "không cố định",
            "Bậc có giới hạn cố định. Nếu không, hãy viết theo điều kiện: `\"…\" khi điểm từ … trở lên`.",
        ),
        CheckProblem::PointsOfCondition => Prose::new(
            "một dòng cho điểm, còn đây là một điều kiện",
            "bao nhiêu điểm?",
            "Hãy nêu số điểm được tính: `20 khi …`.",
        ),
        CheckProblem::ScoreLimit { given, most, over: true } => Prose::new(
            format!("cách tính cho {given} điểm trong khi dòng này tối đa {most} điểm"),
            format!("không bao giờ quá {most}"),
            "Hãy sửa một trong hai số.",
        ),
        CheckProblem::ScoreLimit { given, most, over: false } => Prose::new(
            format!("dòng này tối đa {most} điểm trong khi cách tính chỉ cho nhiều nhất {given} điểm"),
            format!("không bao giờ đạt {most}"),
            "Hãy sửa một trong hai số.",
        ),
        CheckProblem::NoCites { id } => Prose::new(
            format!("tiêu chí {id} không căn cứ vào mục nào"),
            "thiếu `căn cứ`",
            "Hãy ghi mục của văn bản mà tiêu chí thể hiện: `căn cứ …`.",
        ),
        CheckProblem::Settled { name, always } => Prose::new(
            format!("điều này {} đúng, `{name}` thế nào cũng vậy", if *always { "lúc nào cũng" } else { "không bao giờ" }),
            if *always { "lúc nào cũng đúng" } else { "không bao giờ đúng" },
            format!("Hãy xem lại khoảng giá trị hoặc các nhãn khai báo cho `{name}`."),
        ),
        CheckProblem::Untied { kind, hand } => Prose::new(
            format!("câu này nói về mọi `{kind}`, không riêng của `{hand}`"),
            "có phải tất cả?",
            format!("Hãy viết `thuộc {hand}` ở sau nếu chỉ nói về số đó."),
        ),
        CheckProblem::IdleTail => Prose::new(
            "khi câu trước đã đạt thì phần này không nói về ai",
            "không về ai",
            "Hãy xem lại câu trước: sau `tất cả` thì không còn ai, sau `không … nào` thì không có ai để nói `trong đó`.",
        ),
        CheckProblem::Uncovered { id } => Prose::new(
            format!("chưa có tiêu chí nào thể hiện mục {id}"),
            "chưa thể hiện",
            "Hãy viết một tiêu chí căn cứ vào mục này, hoặc `không đo: \"…\"` kèm lý do.",
        ),
        CheckProblem::WaivedAndCited { id } => Prose::new(
            format!("mục {id} ghi là không đo, nhưng lại được căn cứ vào"),
            "đã được căn cứ",
            "Hãy bỏ `không đo`, hoặc bỏ căn cứ đó.",
        ),
        CheckProblem::Setting(problem) => problem.vi(),
        CheckProblem::Trial(problem) => problem.vi(),
        CheckProblem::Table(problem) => problem.vi(),
    }
}
