//! L0018: `less is better` of something that has no less and more.

use crate::program::Type;
use crate::syntax::tree::Body;

use super::{Found, Level, Rule, Rules, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0018",
    name: "bad-direction",
    level: Level::Deny,
    mends: false,
    en: Text {
        title: "“Less is better” of something that isn't ordered",
        means: "Numbers have a direction, days, and labels of a scale. Texts, yes/no, references and labels of a `one of` have none.",
        wrong: "extend person\n  «registered»: yes/no, less is better\n\n\
                criterion 1.a \"All are registered\"\n  cites 1\n  100% of persons are registered\n",
        right: "extend person\n  registered: yes/no\n\n\
                criterion 1.a \"All are registered\"\n  cites 1\n  100% of persons are registered\n",
    },
    vi: Text {
        title: "“Càng ít càng tốt” với cái không có thứ tự",
        means: "Số, ngày và nhãn của một thang thì có ít có nhiều. Chữ, có/không, tham chiếu và nhãn của `một trong` thì không.",
        wrong: "bổ sung cá_nhân\n  «đã_đăng_ký»: có/không, càng ít càng tốt\n\n\
                tiêu chí 1.a \"Ai cũng đăng ký\"\n  căn cứ 1\n  100% cá_nhân có đã_đăng_ký\n",
        right: "bổ sung cá_nhân\n  đã_đăng_ký: có/không\n\n\
                tiêu chí 1.a \"Ai cũng đăng ký\"\n  căn cứ 1\n  100% cá_nhân có đã_đăng_ký\n",
    },
    find,
};

fn find(rules: &Rules<'_>, found: &mut Found) {
    for (_, declaration) in rules.declarations() {
        let Body::Record(record) = &declaration.body else { continue };
        let Some(kind) = rules.names.kind(&record.naming.name.text) else { continue };
        for field in record.fields.iter().filter(|field| field.less_is_better) {
            let name = &field.naming.name;
            let Some((_, known)) = rules.names.field(kind, &name.text) else { continue };
            let ordered = match known.ty {
                Type::Number(_) | Type::Date => true,
                Type::Label(labels) => rules.program().labels.get(labels.at()).is_some_and(|labels| labels.ordered),
                Type::Text | Type::YesNo | Type::Reference(_) => false,
            };
            if !ordered {
                let text = &name.text;
                found.add(
                    RULE.code,
                    name.span,
                    [&format!("of `{text}` there is no less and no more"), "", "Leave out `less is better`."],
                    [&format!("`{text}` không có ít và nhiều"), "", "Hãy bỏ `càng ít càng tốt`."],
                );
            }
        }
    }
}
