//! Persons with a field of each type, and units that they refer to.

use tieuchi::program::{KindId, Program};
use tieuchi::source::Source;

pub const UNIT: KindId = KindId(0);
pub const PERSON: KindId = KindId(1);

const RULES: &str = "tieuchi 1, en
scale rating
  \"Hòa nhập\" < \"Hoàn thành\" < \"Hoàn thành xuất sắc nhiệm vụ\"
record unit
  id: text key
record person
  id: text key
  name: text
  unit: unit
  rating: rating
  days: count 0 to 366
  income: decimal
  share: percent
  born: date
  member: yes/no
criterion 1 \"All are rated\"
  100% of persons have rating at least \"Hoàn thành\"
";

pub fn program() -> Program {
    tieuchi::compile(&[Source::new("rules", RULES)]).expect("sound rules").0
}
