//! L0017: a comment that is to silence a lint and doesn't. What it finds is found in [`silence`](super::silence), which
//! alone knows what was silenced.

use super::{Level, Rule, Text};

pub(super) const RULE: Rule = Rule {
    code: "L0017",
    name: "idle-allow",
    level: Level::Warn,
    mends: true,
    en: Text {
        title: "A comment that silences nothing",
        means: "`# lint: allow L0005 \"reason\"` silences one lint at the declaration, field, item or lettered part that it stands \
                before or behind. It needs a known code and a reason, and something there that is silenced; else it is left over \
                or mistyped.",
        wrong: "«# lint: allow L0011 \"the decree says exactly\"»\ncriterion 1.a \"A part\"\n  cites 1\n  \
                at most 15% of persons have rating \"Excellent\"\n",
        right: "# lint: allow L0011 \"the decree says exactly\"\ncriterion 1.a \"A part\"\n  cites 1\n  \
                exactly 15% of persons have rating \"Excellent\"\n",
    },
    vi: Text {
        title: "Lời chú bỏ qua mà không bỏ qua gì",
        means: "`# lint: bỏ qua L0005 \"lý do\"` bỏ qua một lời nhắc ở khai báo, trường, mục hoặc điểm mà nó đứng trước hoặc đứng sau. \
                Cần một mã có thật và một lý do, và ở đó phải có điều được bỏ qua; nếu không thì là phần còn sót hoặc ghi nhầm.",
        wrong: "«# lint: bỏ qua L0011 \"nghị định ghi đúng như vậy\"»\ntiêu chí 1.a \"Một phần\"\n  căn cứ 1\n  \
                không quá 15% cá_nhân có xếp_loại \"Tốt\"\n",
        right: "# lint: bỏ qua L0011 \"nghị định ghi đúng như vậy\"\ntiêu chí 1.a \"Một phần\"\n  căn cứ 1\n  \
                đúng 15% cá_nhân có xếp_loại \"Tốt\"\n",
    },
    find: |_, _| {},
};
