//! Declarations to fill in.

use tieuchi::source::Language;
use tieuchi::syntax::words::Word;

/// What a declaration's keyword brings with it, in the notation of snippets.
pub fn snippet(word: Word, language: Language) -> Option<String> {
    let text = |en: &str, vi: &str| Some(language.pick(en, vi).to_owned());
    match word {
        Word::Use => text("use \"$1\"", "dùng \"$1\""),
        Word::Document => text(
            "document \"$1\"\n  title \"$2\"\n  period ${3:2022-01-01} to ${4:2022-12-31}\n  item ${5:1} \"$6\"$0",
            "văn bản \"$1\"\n  tên \"$2\"\n  thời gian ${3:01/01/2022} đến ${4:31/12/2022}\n  mục ${5:1} \"$6\"$0",
        ),
        Word::Scale => {
            text("scale ${1:rating}\n  none < \"$2\" < \"$3\"$0", "thang ${1:xếp_loại}\n  không có < \"$2\" < \"$3\"$0")
        }
        Word::Record => {
            text("record ${1:person}\n  ${2:id}: text key\n  $0", "bản ghi ${1:cá_nhân}\n  ${2:mã}: chữ khóa\n  $0")
        }
        Word::Extend => text("extend ${1:person}\n  $0", "bổ sung ${1:cá_nhân}\n  $0"),
        Word::Define => text("define ${1:person}.${2:name}: $0", "định nghĩa ${1:cá_nhân}.${2:tên}: $0"),
        Word::Award => text(
            "award ${1:unit}.${2:title}: ${3:scale}\n  cites ${4:1}\n  \"$5\" when $0\n  otherwise none",
            "xét tặng ${1:đơn_vị}.${2:danh_hiệu}: ${3:thang}\n  căn cứ ${4:1}\n  \"$5\" khi $0\n  còn lại không có",
        ),
        Word::Score => text(
            "score ${1:unit}.${2:points}: out of ${3:100}\n  cites ${4:1}\n  a) \"$5\" out of ${3:100}: $0",
            "chấm điểm ${1:đơn_vị}.${2:điểm}: tối đa ${3:100}\n  căn cứ ${4:1}\n  a) \"$5\" tối đa ${3:100}: $0",
        ),
        Word::Criterion => {
            text("criterion ${1:1} \"$2\"\n  cites ${3:1}\n  $0", "tiêu chí ${1:1} \"$2\"\n  căn cứ ${3:1}\n  $0")
        }
        Word::Claim => text(
            "claim ${1:K1} \"$2\"\n  always: if ${3:1} is met then ${4:2} is met$0",
            "khẳng định ${1:K1} \"$2\"\n  luôn luôn: nếu ${3:1} đạt thì ${4:2} đạt$0",
        ),
        Word::Question => text(
            "question ${1:Q1} \"$2\"\n  does ${3:1} imply ${4:2}?$0",
            "câu hỏi ${1:H1} \"$2\"\n  liệu ${3:1} có kéo theo ${4:2} không?$0",
        ),
        Word::Parameter => {
            text("parameter ${1:quota}: percent = ${2:15%}$0", "tham số ${1:chỉ_tiêu}: phần trăm = ${2:15%}$0")
        }
        _ => None,
    }
}
