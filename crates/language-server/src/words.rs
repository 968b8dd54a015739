//! What the built-in words mean, in a sentence, in the author's language.

use tieuchi::source::Language;
use tieuchi::syntax::words::Word;

/// The keywords that declarations begin with.
pub const TOP: &[Word] = &[
    Word::Use,
    Word::Document,
    Word::Scale,
    Word::Record,
    Word::Extend,
    Word::Define,
    Word::Award,
    Word::Score,
    Word::Rank,
    Word::Table,
    Word::Parameter,
    Word::Criterion,
    Word::Claim,
    Word::Question,
];

/// The keywords that declarations of tests begin with.
pub const TESTED: &[Word] = &[Word::Trial, Word::NeverFails, Word::NeverHolds];

/// The keywords that the steps of a test begin with.
pub const STEPS: &[Word] = &[Word::Records, Word::Set, Word::Expect];

/// The sentences. A word that isn't here is shown with its twin in the other language alone.
const MEANINGS: &[(Word, &str, &str)] = &[
    (
        Word::Use,
        "Brings in another rule file or a pack of the manifest.",
        "Dùng lại một tệp quy tắc khác hoặc một gói nêu trong tệp tieuchi.ron.",
    ),
    (
        Word::Document,
        "The regulation that these rules encode: its number, title, period and items.",
        "Văn bản được thể hiện bằng các quy tắc này: số hiệu, tên, thời gian và các mục.",
    ),
    (Word::Title, "The document's title.", "Tên của văn bản."),
    (Word::Period, "The document's period, both days included.", "Thời gian áp dụng, tính cả ngày đầu và ngày cuối."),
    (Word::Item, "An item of the document, which criteria cite.", "Một mục của văn bản, để các tiêu chí căn cứ vào."),
    (
        Word::NotMeasured,
        "The item has no criterion, for the reason given.",
        "Mục này không có tiêu chí, vì lý do được nêu.",
    ),
    (Word::Scale, "A closed list of labels, the lowest first.", "Danh sách nhãn cố định, xếp từ thấp đến cao."),
    (Word::Record, "A kind of thing with fields: a row of the records.", "Một loại bản ghi cùng các trường của nó."),
    (
        Word::Extend,
        "Adds fields to a record that another file declares.",
        "Thêm trường cho một loại bản ghi khai báo ở tệp khác.",
    ),
    (
        Word::Define,
        "A condition or a number of a record, used like a field from then on.",
        "Điều kiện hoặc con số của một bản ghi, sau đó dùng như một trường.",
    ),
    (
        Word::Award,
        "A label of a scale for every record: the first case that holds.",
        "Nhãn của một thang cho mỗi bản ghi: trường hợp đúng đầu tiên tính từ trên xuống.",
    ),
    (Word::Score, "A table of points for every record of a kind.", "Bảng điểm cho mỗi bản ghi của một loại."),
    (
        Word::Rank,
        "The place of each record among those of its kind.",
        "Thứ hạng của mỗi bản ghi trong các bản ghi cùng loại.",
    ),
    (
        Word::Criterion,
        "What the regulation asks, decided and explained in the report.",
        "Yêu cầu của văn bản; báo cáo kết luận và giải thích từng tiêu chí.",
    ),
    (
        Word::Claim,
        "What you state about your rules: it decides nothing, and a search tries to refute it.",
        "Điều anh/chị khẳng định về các quy tắc: không quyết định kết luận nào, và có thể đem ra tìm trường hợp trái lại.",
    ),
    (
        Word::Question,
        "What you ask about your rules: it decides nothing.",
        "Điều anh/chị hỏi về các quy tắc: không quyết định kết luận nào.",
    ),
    (Word::Always, "For all records that the rules allow.", "Với mọi hồ sơ mà quy tắc cho phép."),
    (
        Word::Possible,
        "Whether there are records for which this holds.",
        "Có hồ sơ nào làm cho điều này đúng hay không.",
    ),
    (
        Word::Imply,
        "Whether the second holds for all records for which the first does.",
        "Mọi hồ sơ làm cho vế đầu đúng có làm cho vế sau đúng hay không.",
    ),
    (
        Word::EquivalentTo,
        "Whether both hold for the same records.",
        "Hai vế có đúng với cùng những hồ sơ như nhau hay không.",
    ),
    (
        Word::Parameter,
        "A constant with a name, which whoever runs the rules may set.",
        "Hằng số có tên, người chạy quy tắc có thể đặt giá trị khác.",
    ),
    (Word::Table, "A value by the values of several attributes.", "Giá trị tra theo nhiều thuộc tính."),
    (Word::FirstMatch, "Of several rows that fit, the first counts.", "Nhiều dòng cùng khớp thì lấy dòng đầu tiên."),
    (Word::OneMatch, "No two rows may fit the same values.", "Không được có hai dòng cùng khớp."),
    (Word::Alias, "The name in the other language.", "Tên trong ngôn ngữ kia."),
    (
        Word::Plural,
        "The English plural, where it isn't name + s.",
        "Dạng số nhiều tiếng Anh, nếu không phải tên thêm s.",
    ),
    (Word::Cites, "The items that it is founded on.", "Các mục của văn bản làm căn cứ."),
    (
        Word::ForEach,
        "The criterion is decided for each record of a kind.",
        "Tiêu chí được xét với từng bản ghi của một loại.",
    ),
    (Word::IfNone, "What the verdict is where nobody is there to judge.", "Kết luận khi không có ai để xét."),
    (Word::Text, "Type: text.", "Kiểu: chữ."),
    (Word::YesNo, "Type: yes or no.", "Kiểu: có hoặc không."),
    (Word::Count, "Type: a whole number from 0.", "Kiểu: số nguyên từ 0 trở lên."),
    (Word::Integer, "Type: a whole number.", "Kiểu: số nguyên."),
    (Word::Decimal, "Type: an exact decimal.", "Kiểu: số thập phân, tính chính xác."),
    (Word::Percent, "Type: a percentage, exact.", "Kiểu: phần trăm, tính chính xác."),
    (Word::Date, "Type: a day.", "Kiểu: ngày."),
    (
        Word::OneOfType,
        "Type: one of a closed list without order.",
        "Kiểu: một trong các nhãn cố định, không có thứ tự.",
    ),
    (
        Word::Key,
        "The field that names the record; every record has one.",
        "Trường định danh bản ghi; mỗi loại bản ghi có đúng một.",
    ),
    (Word::Optional, "A blank means that there is none, for certain.", "Để trống nghĩa là chắc chắn không có."),
    (Word::MayBeUnknown, "A blank means that nobody knows yet.", "Để trống nghĩa là chưa biết."),
    (Word::Private, "Its values never appear in a report.", "Giá trị không bao giờ hiện trong báo cáo."),
    (
        Word::None,
        "The lowest value of a scale that begins with it: known, and below all labels.",
        "Giá trị thấp nhất của thang: đã biết, dưới mọi nhãn.",
    ),
    (Word::And, "Both must hold.", "Cả hai phải đúng."),
    (Word::Or, "One of them must hold.", "Ít nhất một phải đúng."),
    (Word::Not, "The contrary.", "Điều ngược lại."),
    (Word::IsMissing, "There should be a value and there is none.", "Lẽ ra phải có giá trị mà chưa có."),
    (
        Word::WithinPeriod,
        "Within the document's period, both days included.",
        "Trong thời gian của văn bản, tính cả hai ngày đầu, cuối.",
    ),
    (Word::Meets, "The other criterion is met.", "Tiêu chí kia đạt."),
    (
        Word::MeetsEvery,
        "Every other criterion is met, or those of an item.",
        "Mọi tiêu chí khác đều đạt, hoặc mọi tiêu chí của một mục.",
    ),
    (Word::AllOf, "Every lettered condition must hold.", "Mọi điều kiện trong danh sách phải đúng."),
    (Word::AnyOf, "One lettered condition must hold.", "Ít nhất một điều kiện trong danh sách phải đúng."),
    (Word::Where, "Only the records that have this are counted among.", "Chỉ xét các bản ghi có điều này."),
    (Word::UnderThe, "Of the record in hand and all below it.", "Thuộc bản ghi đang xét và mọi cấp dưới của nó."),
    (Word::OfWhich, "Of those that the clause before it selected.", "Trong số đã chọn ở vế trước."),
    (Word::OfTheRest, "Of those that the head clause did not select.", "Trong số không được vế đầu chọn."),
    (Word::MissingFails, "Whose property is missing counts as failing.", "Thiếu số liệu thì coi là không đạt."),
    (Word::MissingPasses, "Whose property is missing counts as passing.", "Thiếu số liệu thì coi là đạt."),
    (Word::MissingLeftOut, "Whose property is missing is left out.", "Thiếu số liệu thì bỏ qua, không tính."),
    (Word::Total, "The sum over the records.", "Tổng trên các bản ghi."),
    (Word::Average, "The mean over the records.", "Trung bình trên các bản ghi."),
    (Word::NumberOf, "How many records there are.", "Có bao nhiêu bản ghi."),
    (Word::RoundedDown, "To the next whole number below.", "Làm tròn đến số nguyên liền dưới."),
    (Word::RoundedUp, "To the next whole number above.", "Làm tròn đến số nguyên liền trên."),
    (Word::When, "The case counts when this holds.", "Trường hợp này áp dụng khi điều kiện đúng."),
    (Word::Otherwise, "What remains when no case holds.", "Phần còn lại khi không trường hợp nào đúng."),
    (Word::By, "By the value of a field.", "Theo giá trị của một trường."),
    (Word::Series, "One record for each owner and period.", "Mỗi đối tượng, mỗi kỳ có một bản ghi."),
    (
        Word::OutOf,
        "The most that it may come to; the lines below it add up to that.",
        "Điểm tối đa; các dòng bên dưới cộng lại đúng bằng số này.",
    ),
    (Word::Bonus, "It is added, within the table's maximum.", "Được cộng, nhưng không vượt điểm tối đa của bảng."),
    (Word::BonusBeyond, "It is added beyond the table's maximum.", "Được cộng thêm ngoài điểm tối đa của bảng."),
    (Word::Minus, "It is taken off.", "Bị trừ."),
    (
        Word::DropsOneBand,
        "The next lower label is given when this holds.",
        "Nhận nhãn thấp hơn một bậc khi điều kiện đúng.",
    ),
    (
        Word::Trial,
        "A case that a board would discuss: a few records, and what must come of them.",
        "Một trường hợp mà hội đồng có thể bàn: vài bản ghi và kết quả phải có.",
    ),
    (
        Word::Records,
        "The records of the test: a table for each kind, or a file.",
        "Hồ sơ của tình huống: mỗi loại bản ghi một bảng, hoặc một tệp.",
    ),
    (Word::Set, "A parameter of the rules, for this test.", "Đặt giá trị tham số cho riêng tình huống này."),
    (Word::Expect, "What must come of the records.", "Kết quả phải có với các hồ sơ trên."),
    (Word::FailsFor, "Just these records stand against the sentence.", "Đúng những bản ghi này chưa đáp ứng."),
    (Word::UnknownFor, "Just these records leave it open.", "Đúng những bản ghi này còn để ngỏ."),
    (
        Word::ShortBy,
        "So many records must change, whatever is missing.",
        "Phải có thêm ngần ấy bản ghi thay đổi, dù số liệu còn thiếu thế nào.",
    ),
    (Word::NeverFails, "Why no test can see it fail.", "Vì sao không tình huống nào cho thấy điều này sai."),
    (Word::NeverHolds, "Why no test can see it hold.", "Vì sao không tình huống nào cho thấy điều này đúng."),
    (Word::TiesShared, "Who is equal shares a place.", "Bằng nhau thì cùng hạng."),
    (Word::TiesDecidedBy, "A field decides who comes first.", "Bằng nhau thì một trường quyết định."),
];

/// What a word means; none where its twin says enough.
pub fn meaning(word: Word, language: Language) -> Option<&'static str> {
    MEANINGS.iter().find(|(known, _, _)| *known == word).map(|(_, en, vi)| language.pick(*en, *vi))
}

/// The other language.
pub fn other(language: Language) -> Language {
    language.pick(Language::Vi, Language::En)
}
