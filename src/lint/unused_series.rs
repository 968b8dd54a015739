//! L0006: a series of which no earlier record is asked for.

use crate::program::Origin;
use crate::syntax::tree::Body;

use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0006",
    name: "unused-series",
    level: Level::Warn,
    mends: false,
    en: Text {
        title: "A series of which nobody asks for an earlier period",
        means: "`series of … by …` is there for sentences about the period before, growth or consecutive periods. Without one it \
                only makes two records of one owner and period an error.",
        wrong: "record result\n  id: text key\n  unit: unit\n  year: integer\n  revenue: decimal\n  «series of unit by year»\n\n\
                criterion 1.a \"Revenue is good\"\n  cites 1\n  100% of results have revenue at least 10\n",
        right: "record result\n  id: text key\n  unit: unit\n  year: integer\n  revenue: decimal\n  series of unit by year\n\n\
                criterion 1.a \"Revenue grows\"\n  cites 1\n  100% of results where there is a previous period have revenue above the previous revenue\n",
    },
    vi: Text {
        title: "Chuỗi mà không ai hỏi kỳ trước",
        means: "`chuỗi của … theo …` dùng cho câu nói về kỳ liền trước, mức tăng hoặc các kỳ liên tiếp. Không có câu nào như thế thì \
                nó chỉ khiến hai bản ghi cùng chủ thể, cùng kỳ thành lỗi.",
        wrong: "bản ghi kết_quả\n  mã: chữ khóa\n  đơn_vị: đơn_vị\n  năm: số nguyên\n  doanh_thu: số thập phân\n  «chuỗi của đơn_vị theo năm»\n\n\
                tiêu chí 1.a \"Doanh thu khá\"\n  căn cứ 1\n  100% kết_quả có doanh_thu từ 10 trở lên\n",
        right: "bản ghi kết_quả\n  mã: chữ khóa\n  đơn_vị: đơn_vị\n  năm: số nguyên\n  doanh_thu: số thập phân\n  chuỗi của đơn_vị theo năm\n\n\
                tiêu chí 1.a \"Doanh thu tăng\"\n  căn cứ 1\n  100% kết_quả mà có kỳ liền trước có doanh_thu trên doanh_thu kỳ trước\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    for (_, declaration) in rules.declarations() {
        let Body::Record(record) = &declaration.body else { continue };
        let Some(series) = &record.series else { continue };
        let Some(kind) = rules.names.kind(&record.naming.name.text) else { continue };
        let fields = rules.names.kind_at(kind).map_or(&[][..], |kind| &kind.fields);
        let mut numbered = (0u32..).map(crate::program::FieldId).zip(fields);
        let previous = numbered.find(|(_, field)| matches!(field.origin, Origin::Previous { .. }));
        if previous.is_none_or(|(id, _)| rules.names.is_read(kind, id)) {
            continue;
        }
        found.add(
            RULE.code,
            series.span,
            ["nobody asks for an earlier period", "", "Ask for one, or leave the series out."],
            ["không ai hỏi đến kỳ trước", "", "Hãy hỏi đến kỳ trước, hoặc bỏ dòng chuỗi."],
        );
    }
}
