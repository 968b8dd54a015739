//! The built-in words: one row each, with its spellings in both languages.
//!
//! The first spelling of a row is the preferred one, which the printer writes
//! and messages quote; the others are read as well. A `…` in a spelling is the
//! place of an operand that the words stand around (`từ … trở lên`). A spelling
//! without `…` stands as it is. Nothing here says where in a sentence a word
//! may stand: that is the grammar's.

use crate::source::Language;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: [$($en:literal),+], [$($vi:literal),+];)+) => {
        /// A built-in word or phrase of the language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Word {
            $($(#[$doc])* $name,)+
        }

        impl Word {
            /// Every word, in the order of the table.
            pub const ALL: &'static [Word] = &[$(Word::$name,)+];

            /// Its spellings in a language, the preferred one first.
            pub fn spellings(self, language: Language) -> &'static [&'static str] {
                match self {
                    $(Word::$name => language.pick(&[$($en,)+], &[$($vi,)+]),)+
                }
            }

            /// The spelling that the printer writes.
            pub fn text(self, language: Language) -> &'static str {
                match self {
                    $(Word::$name => language.pick(first(&[$($en,)+]), first(&[$($vi,)+])),)+
                }
            }
        }
    };
}

const fn first<const N: usize>(spellings: &[&'static str; N]) -> &'static str {
    const { assert!(N > 0) };
    spellings[0]
}

words! {
    // Declarations.
    /// `use "…"`.
    Use: ["use"], ["dùng"];
    /// `document "…"`.
    Document: ["document"], ["văn bản"];
    /// A document's `title "…"`.
    Title: ["title"], ["tên"];
    /// A document's `period A to B`.
    Period: ["period"], ["thời gian"];
    /// Between the two ends of a period or a range.
    To: ["to"], ["đến"];
    /// A document's `item II.2 "…"`.
    Item: ["item"], ["mục"];
    /// `not measured: "…"` behind an item.
    NotMeasured: ["not measured"], ["không đo"];
    /// `scale rating …`.
    Scale: ["scale"], ["thang"];
    /// `record person`.
    Record: ["record"], ["bản ghi"];
    /// `extend person`.
    Extend: ["extend"], ["bổ sung"];
    /// `define person.hard: …`.
    Define: ["define"], ["định nghĩa"];
    /// `award unit.title: …`.
    Award: ["award"], ["xét tặng"];
    /// `criterion II.2 "…"`.
    Criterion: ["criterion"], ["tiêu chí"];
    /// `claim K1 "…" …`.
    Claim: ["claim"], ["khẳng định"];
    /// `question Q1 "…" …`.
    Question: ["question"], ["câu hỏi"];
    /// `always: …`.
    Always: ["always"], ["luôn luôn"];
    /// `if II.3 is met`.
    If: ["if"], ["nếu"];
    /// `then II.4 is met`.
    Hence: ["then"], ["thì"];
    /// `is it possible that …?`
    Possible: ["is it possible that"], ["có thể xảy ra trường hợp", "liệu có thể xảy ra trường hợp"];
    /// The first word of `does II.3 imply II.4?`.
    Whether: ["does"], ["liệu"];
    /// Between the two sides.
    Imply: ["imply"], ["có kéo theo"];
    /// The first word of `is II.3 equivalent to II.4?`.
    WhetherIs: ["is"], ["liệu"];
    /// Between the two sides.
    EquivalentTo: ["equivalent to"], ["có tương đương với"];
    /// The end of a question in Vietnamese; in English it ends with `?` alone.
    OrNot: ["?"], ["không", "?"];
    /// `II.3 is met`.
    IsMet: ["is met", "are met", "being met"], ["đạt"];
    /// `II.3 is not met`.
    IsNotMet: ["is not met", "are not met", "being not met"], ["không đạt"];
    /// `II.3 is undetermined`.
    IsUndetermined: ["is undetermined", "are undetermined", "being undetermined"], ["chưa xác định"];
    /// `II.3 is not applicable`.
    IsNotApplicable: ["is not applicable", "are not applicable", "being not applicable"], ["không áp dụng"];
    /// `parameter quota: …`.
    Parameter: ["parameter"], ["tham số"];
    /// `table commune.target by …`.
    Table: ["table"], ["bảng"];
    /// Of several rows of a table the first.
    FirstMatch: ["first match"], ["dòng khớp đầu tiên"];
    /// The rows of a table leave no choice.
    OneMatch: ["exactly one match"], ["đúng một dòng khớp"];
    /// Before the file that a table's rows stand in.
    TableFile: ["from"], ["từ tệp"];
    /// A cell that every value fits.
    AnyValue: ["any"], ["bất kỳ"];
    /// A cell of values below one.
    UnderValue: ["under …", "below …", "less than …", "< …"], ["dưới …", "< …"];
    /// Before the name in the other language.
    Alias: ["aka"], ["còn gọi"];
    /// Before the English plural.
    Plural: ["plural"], ["số nhiều"];
    /// `cites II.2`.
    Cites: ["cites"], ["căn cứ"];
    /// `for each unit …:`.
    ForEach: ["for each"], ["với mỗi"];
    /// The second kind of a `for each`.
    Each: ["each"], ["mỗi"];
    /// `if there are none: met`.
    IfNone: ["if there are none"], ["nếu không có ai"];
    /// `met` behind `if there are none`.
    Met: ["met"], ["đạt"];
    /// `not met` behind `if there are none`.
    NotMet: ["not met"], ["không đạt"];

    // Fields.
    /// The type text.
    Text: ["text"], ["chữ"];
    /// The type yes/no.
    YesNo: ["yes/no"], ["có/không"];
    /// The type count.
    Count: ["count"], ["số đếm"];
    /// The type integer.
    Integer: ["integer"], ["số nguyên"];
    /// The type decimal.
    Decimal: ["decimal"], ["số thập phân"];
    /// The type percent.
    Percent: ["percent"], ["phần trăm"];
    /// The type date.
    Date: ["date"], ["ngày"];
    /// The type `one of "…"`.
    OneOfType: ["one of"], ["một trong"];
    /// A field that is the record's key.
    Key: ["key"], ["khóa", "khoá"];
    /// A reference that may be absent.
    Optional: ["optional"], ["không bắt buộc"];
    /// A reference that may be missing.
    MayBeUnknown: ["may be unknown"], ["có thể chưa rõ"];
    /// A field that no report shows.
    Private: ["private"], ["riêng tư"];
    /// A field of which less is better.
    LessBetter: ["less is better"], ["càng ít càng tốt"];

    // Literals.
    /// `none` of a scale.
    None: ["none"], ["không có"];
    /// Yes.
    Yes: ["yes"], ["có"];
    /// No.
    No: ["no"], ["không"];
    /// Percentage points.
    Points: ["points"], ["điểm phần trăm"];

    // Conditions.
    /// `x and y`.
    And: ["and"], ["và"];
    /// `x or y`.
    Or: ["or"], ["hoặc"];
    /// `not x`.
    Not: ["not"], ["không phải"];
    /// `x is y`.
    Is: ["is …", "= …"], ["là …", "= …"];
    /// `x is not y`.
    IsNot: ["is not …", "!= …"], ["không phải là …", "khác …", "!= …"];
    /// `x at least y`.
    AtLeast: ["at least …", ">= …"], ["từ … trở lên", "ít nhất …", ">= …"];
    /// `x at most y`.
    AtMost: ["at most …", "<= …"], ["từ … trở xuống", "không quá …", "nhiều nhất …", "<= …"];
    /// `x above y`.
    Above: ["above …", "more than …", "> …"], ["trên …", "hơn …", "> …"];
    /// `x below y`.
    Below: ["below …", "less than …", "< …"], ["dưới …", "< …"];
    /// At least, of a date.
    OnOrAfter: ["on or after …"], ["từ … trở đi"];
    /// At most, of a date.
    OnOrBefore: ["on or before …"], ["đến hết …"];
    /// Above, of a date.
    After: ["after …"], ["sau …"];
    /// Below, of a date.
    Before: ["before …"], ["trước …"];
    /// The first word of `between a and b`.
    Between: ["between"], ["từ"];
    /// The word between its ends.
    BetweenAnd: ["and"], ["đến"];
    /// The first word of `from a to under b`.
    From: ["from"], ["từ"];
    /// The words between its ends.
    ToUnder: ["to under"], ["đến dưới"];
    /// `x is one of "a", "b"`.
    IsOneOf: ["is one of"], ["là một trong"];
    /// There should be a value and there is none.
    IsMissing: ["is missing"], ["chưa rõ"];
    /// There is a value.
    IsKnown: ["is known"], ["đã rõ"];
    /// The reference is there.
    IsPresent: ["is present"], ["có tồn tại"];
    /// The reference is absent for certain.
    IsAbsent: ["is absent"], ["không tồn tại"];
    /// Within the document's period.
    WithinPeriod: ["within the period"], ["trong kỳ"];
    /// `in quarter 1`.
    InQuarter: ["in quarter"], ["trong quý"];
    /// `of 2022` behind a quarter.
    OfYear: ["of"], ["năm"];
    /// `meets II.2.a`.
    Meets: ["meets", "meet"], ["đạt tiêu chí"];
    /// All other criteria.
    MeetsEvery: ["meets every criterion", "meet every criterion"], ["đạt mọi tiêu chí"];
    /// `meet II.4` behind a plural.
    Meet: ["meet", "meets"], ["đạt tiêu chí"];

    // Lettered lists.
    /// `all of a) …`.
    AllOf: ["all of"], ["đủ các điều kiện"];
    /// `any of a) …`.
    AnyOf: ["any of"], ["một trong các điều kiện"];
    /// `at least 2 of a) …`.
    AtLeastOf: ["at least … of"], ["ít nhất … trong các điều kiện"];
    /// `at most 1 of a) …`.
    AtMostOf: ["at most … of"], ["nhiều nhất … trong các điều kiện"];
    /// `exactly 1 of a) …`.
    ExactlyOf: ["exactly … of"], ["đúng … trong các điều kiện"];

    // Quantifiers.
    /// All of a population.
    All: ["100% of", "all", "every", "each"], ["100%", "mọi", "tất cả", "toàn bộ", "mỗi"];
    /// All, in a tail.
    AllInTail: ["all"], ["tất cả"];
    /// None of a population.
    NoKind: ["no …", "none of …"], ["không có … nào", "không … nào"];
    /// None, in a tail.
    NoneInTail: ["none"], ["không ai"];
    /// `at least 3`, `at least 70% of`.
    CountAtLeast: ["at least"], ["ít nhất"];
    /// `more than 3`.
    CountMoreThan: ["more than"], ["trên", "hơn"];
    /// `at most 3`.
    CountAtMost: ["at most"], ["không quá", "nhiều nhất", "tối đa"];
    /// `fewer than 3`.
    CountFewerThan: ["fewer than", "less than"], ["dưới", "ít hơn"];
    /// `less than 70% of`.
    ShareLessThan: ["less than", "fewer than"], ["dưới", "ít hơn"];
    /// `exactly 3`.
    CountExactly: ["exactly"], ["đúng"];
    /// Behind a share, before its population.
    ShareOf: ["of …"], ["…", "số …", "số lượng …"];
    /// Around a share in parentheses in a tail.
    ShareOfThem: ["… of them", "… of"], ["tỷ lệ …"];
    /// Before a share in parentheses.
    ShareIn: ["…"], ["tỷ lệ …"];
    /// A sentence without a property.
    ThereIs: ["there is", "there are"], ["có"];
    /// A sentence without a property, of several.
    ThereAre: ["there are", "there is"], ["có"];
    /// Before the property, of one.
    Has: ["has", "have", "are", "is", "with"], ["có", "đạt", "được", "bị", "đều", "đều có", "đều đạt"];
    /// Before the property, of several.
    Have: ["have", "has", "are", "is", "with"], ["có", "đạt", "được", "bị", "đều", "đều có", "đều đạt"];
    /// Before the property of a sentence inside another.
    With: ["with", "have", "has", "are", "is"], ["có", "đạt", "được", "bị", "đều", "đều có", "đều đạt"];
    /// Before a property that begins with `no`.
    HaveNo: ["have", "has", "are", "is", "with"], ["đều"];
    /// Before a population's filter.
    Where: ["where"], ["mà"];
    /// `in the unit`.
    InThe: ["in the", "of the"], ["thuộc", "trực thuộc", "của", "trong"];
    /// `under the unit`.
    UnderThe: ["under the"], ["ở mọi cấp thuộc"];
    /// Between the two kinds of a scope.
    AndThe: ["and the"], ["và thuộc"];
    /// A missing property counts as failing.
    MissingFails: ["counting missing as failing"], ["coi thiếu là không đạt"];
    /// A missing property counts as passing.
    MissingPasses: ["counting missing as passing"], ["coi thiếu là đạt"];
    /// Who misses the property is left out.
    MissingLeftOut: ["leaving out missing"], ["bỏ qua thiếu"];
    /// Of those that the clause before selected.
    OfWhich: ["of which"], ["trong đó"];
    /// Of those that the head clause did not select.
    OfTheRest: ["of the rest"], ["số còn lại"];

    // Numbers.
    /// `15% of x`.
    PercentOf: ["of"], ["của"];
    /// `x rounded down`.
    RoundedDown: ["rounded down"], ["làm tròn xuống"];
    /// `x rounded up`.
    RoundedUp: ["rounded up"], ["làm tròn lên"];
    /// `x rounded to nearest`.
    RoundedNearest: ["rounded to nearest"], ["làm tròn gần nhất"];
    /// `to 2 places` behind `rounded`.
    Places: ["to … places", "to … place"], ["đến … chữ số"];
    /// `x but at most 50`.
    ButAtMost: ["but at most"], ["nhưng không quá"];
    /// `x but at least 0`.
    ButAtLeast: ["but at least"], ["nhưng ít nhất"];
    /// `total x of …`.
    Total: ["total"], ["tổng"];
    /// `average x of …`.
    Average: ["average"], ["trung bình"];
    /// `least x of …`.
    Least: ["least"], ["thấp nhất"];
    /// `greatest x of …`.
    Greatest: ["greatest"], ["cao nhất"];
    /// Between what is taken and its population.
    Of: ["of"], ["của"];
    /// `number of …`.
    NumberOf: ["number of"], ["số lượng"];
    /// `x is the lowest of …`.
    IsTheLowest: ["is the lowest of"], ["thấp nhất trong"];
    /// `x is the highest of …`.
    IsTheHighest: ["is the highest of"], ["cao nhất trong"];
    /// Days.
    Days: ["days", "day"], ["ngày"];
    /// Months.
    Months: ["months", "month"], ["tháng"];
    /// Years.
    Years: ["years", "year"], ["năm"];
    /// `6 months before x`.
    Earlier: ["before"], ["trước"];
    /// `6 months after x`.
    Later: ["after"], ["sau"];
    /// `days from a to b`.
    DaysFrom: ["days from"], ["số ngày từ"];
    /// `months from a to b`.
    MonthsFrom: ["months from"], ["số tháng từ"];
    /// `years from a to b`.
    YearsFrom: ["years from"], ["số năm từ"];
    /// `age at b from a`.
    AgeAt: ["age at … from"], ["tuổi tại … từ"];
    /// The first day of the document's period.
    PeriodStart: ["the start of the period"], ["đầu kỳ"];
    /// The last day of the document's period.
    PeriodEnd: ["the end of the period"], ["cuối kỳ"];
    /// `60 when hard`.
    When: ["when"], ["khi"];
    /// The last case.
    Otherwise: ["otherwise"], ["còn lại"];
    /// `by region: …`.
    By: ["by"], ["theo"];

    // Periods.
    /// `series of unit by year`.
    Series: ["series of"], ["chuỗi của"];
    /// `every 1 month` behind the period of a series.
    EveryStep: ["every"], ["mỗi"];
    /// `the previous revenue`.
    ThePrevious: ["the previous …"], ["… kỳ trước", "… kỳ liền trước"];
    /// `revenue 2 periods before`.
    PeriodsBefore: ["periods before", "period before"], ["kỳ trước", "kỳ liền trước"];
    /// `there is a previous period`.
    HasPrevious: ["there is a previous period", "a previous period"], ["có kỳ liền trước", "kỳ liền trước"];
    /// `there are 2 previous periods`.
    HasSeveralPrevious: ["there are … previous periods", "there is … previous period", "… previous periods"], ["có … kỳ liền trước", "… kỳ liền trước"];
    /// `growth of revenue in percent`.
    GrowthOf: ["growth of"], ["mức tăng"];
    /// Behind a growth: of the value before.
    InPercent: ["in percent"], ["tính theo phần trăm"];
    /// Behind a growth: the difference of two percentages.
    InPoints: ["in points", "in percentage points"], ["tính theo điểm phần trăm"];
    /// `number of consecutive periods with (x)`.
    Run: ["number of consecutive periods with"], ["số kỳ liên tiếp có"];
    /// `x for 3 consecutive periods`.
    ForPeriods: ["for … consecutive periods", "for … consecutive period"], ["trong … kỳ liên tiếp"];
    /// Behind it: each period counts once only.
    CountedAnew: ["counted anew"], ["tính lại từ đầu"];
    /// `x in each of the 3 periods before`.
    InPeriodsBefore: ["in each of the … periods before", "in each of the … period before"], ["trong mỗi kỳ của … kỳ liền trước"];
    // Ranks.
    /// `rank agency.place: …`.
    Rank: ["rank"], ["xếp hạng"];
    /// `among agencies`.
    Among: ["among"], ["trong các"];
    /// `in the same bloc`.
    InTheSame: ["in the same"], ["cùng"];
    /// Between two keys.
    Then: ["then"], ["rồi"];
    /// `by violations lowest first`.
    LowestFirst: ["lowest first", "earliest first"], ["thấp trước", "sớm trước"];
    /// `by points highest first`, which may be left out.
    HighestFirst: ["highest first", "latest first"], ["cao trước", "muộn trước"];
    /// Who is equal shares a place.
    TiesShared: ["ties shared"], ["đồng hạng"];
    /// A field decides who comes first.
    TiesDecidedBy: ["ties decided by"], ["hòa thì theo", "hoà thì theo"];
    /// `place in the top 3`.
    InTheTop: ["in the top …"], ["trong … vị trí đầu"];
    // Scores and bands.
    /// `score unit.points: …`.
    Score: ["score"], ["chấm điểm"];
    /// `out of 50`: the most that a line or a table gives, which the lines below it add up to.
    OutOf: ["out of"], ["tối đa"];
    /// `at most 50`: the most that a line or a table gives.
    LimitAtMost: ["at most"], ["không quá", "nhiều nhất"];
    /// A line that is added within the table's maximum.
    Bonus: ["bonus"], ["thưởng"];
    /// A line that is added beyond the table's maximum.
    BonusBeyond: ["bonus beyond"], ["thưởng vượt khung"];
    /// A line that is taken off.
    Minus: ["minus"], ["trừ"];
    /// `line a of points`.
    Line: ["line"], ["dòng"];
    /// `every line of points at least 50%`.
    EveryLine: ["every line of", "all lines of"], ["mọi dòng của", "tất cả dòng của"];
    /// Below a band.
    DropsOneBand: ["drops one band when"], ["hạ một bậc khi"];
    // Tests.
    /// `test "…"`.
    Trial: ["test"], ["tình huống"];
    /// `records person …`.
    Records: ["records"], ["hồ sơ"];
    /// `set quota = 20%`.
    Set: ["set"], ["đặt"];
    /// `expect II.2.a: met`.
    Expect: ["expect"], ["kết quả"];
    /// Of what is expected.
    Undetermined: ["undetermined"], ["chưa xác định"];
    /// Of what is expected.
    NotApplicable: ["not applicable"], ["không áp dụng"];
    /// Before the records that stand against a clause.
    FailsFor: ["fails for"], ["chưa đáp ứng ở"];
    /// Before the records that leave a clause open.
    UnknownFor: ["unknown for"], ["chưa rõ ở"];
    /// Before how many are lacking.
    ShortBy: ["short by"], ["còn thiếu"];
    /// A value that is open.
    Unknown: ["unknown"], ["chưa rõ"];
    /// `never fails II.1 b: "…"`.
    NeverFails: ["never fails"], ["luôn đúng"];
    /// `never holds II.1 b: "…"`.
    NeverHolds: ["never holds"], ["luôn sai"];
}

impl Word {
    /// What stands before and behind the operand in the preferred spelling; where there is no `…`, all of it stands before.
    pub fn around(self, language: Language) -> (&'static str, &'static str) {
        let (before, behind) = self.text(language).split_once('…').unwrap_or((self.text(language), ""));
        (before.trim(), behind.trim())
    }
}

/// The letters of a lettered list, in order.
pub fn letters(language: Language) -> &'static [&'static str] {
    language.pick(
        &[
            "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u",
            "v", "w", "x", "y", "z",
        ],
        &[
            "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v",
            "x", "y",
        ],
    )
}

const RESERVED_EN: &[&str] = &[
    "above",
    "after",
    "all",
    "and",
    "any",
    "are",
    "as",
    "at",
    "average",
    "before",
    "below",
    "between",
    "but",
    "by",
    "cites",
    "counting",
    "each",
    "every",
    "exactly",
    "extend",
    "fewer",
    "for",
    "from",
    "greatest",
    "has",
    "have",
    "if",
    "in",
    "is",
    "least",
    "leaving",
    "less",
    "meet",
    "meets",
    "more",
    "most",
    "no",
    "none",
    "not",
    "number",
    "of",
    "on",
    "or",
    "otherwise",
    "than",
    "the",
    "there",
    "to",
    "total",
    "under",
    "when",
    "where",
    "with",
    "within",
    "yes",
];

const RESERVED_VI: &[&str] = &[
    "bị", "có", "của", "dưới", "hoặc", "hơn", "khi", "khác", "không", "là", "mà", "mọi", "mỗi", "nhưng", "nào", "nếu",
    "sau", "theo", "thuộc", "trong", "trên", "trước", "từ", "và", "với", "đúng", "được", "đạt", "đến", "đều",
];

/// Words that are names in most places and something else in a few: `x is missing`.
const DOUBTFUL_EN: &[&str] = &["absent", "aka", "known", "missing", "one", "present"];

const DOUBTFUL_VI: &[&str] = &["một", "số"];

/// Whether a name that reads so must stand in backquotes in a file of this language.
pub fn is_reserved(language: Language, name: &str) -> bool {
    language.pick(RESERVED_EN, RESERVED_VI).contains(&name) || language.pick(DOUBTFUL_EN, DOUBTFUL_VI).contains(&name)
}
