//! Small programs over units and persons with three grades, and what may be claimed and asked of them.

use super::super::choices::Choices;

const SCHEMA: &str = r#"tieuchi 1, en

document "D"
  item 1 "One"

scale grade
  "low" < "mid" < "high"

scale level
  none < "fair" < "fine"

record unit
  id: text key
  parent: unit, optional
  good: yes/no

record person
  id: text key
  unit: unit
  grade: grade
"#;

/// How many criteria a program has.
const CRITERIA: usize = 3;

/// Stricter and laxer words for nearly the same.
const LAXER: &[(&str, &str)] = &[
    ("100% of", "at least 70% of"),
    ("at least 70% of", "at least 50% of"),
    ("more than 50% of", "at least 50% of"),
    ("less than 50% of", "at most 50% rounded down of"),
    ("at least 3", "at least 2"),
    ("exactly 2", "at most 2"),
    ("\n  if there are none: met", ""),
];

/// A program in pieces.
#[derive(Debug, Clone)]
pub struct Rules {
    award: String,
    criteria: Vec<String>,
    claims: Vec<String>,
}

impl Rules {
    /// A program that choices make, without claims.
    pub fn made(choices: &mut Choices, trees: bool) -> Rules {
        let mut maker = Maker { choices, trees };
        let award = maker.award();
        let criteria = (0..CRITERIA).map(|_| maker.criterion()).collect();
        Rules { award, criteria, claims: Vec::new() }
    }

    /// The same, with so many claims and questions.
    pub fn claiming(mut self, choices: &mut Choices, many: usize) -> Rules {
        let mut maker = Maker { choices, trees: false };
        self.claims = (1..=many).map(|number| maker.claim(number)).collect();
        self
    }

    /// Another program for the same records: of criteria that are the same, nearly the same, or new ones.
    pub fn varied(&self, choices: &mut Choices, trees: bool) -> Rules {
        let award = if choices.once_in(3) { Maker { choices, trees }.award() } else { self.award.clone() };
        let taken = self.criteria.iter().take(1 + choices.below(CRITERIA)).cloned().collect::<Vec<_>>();
        let criteria = taken.into_iter().map(|own| match choices.below(4) {
            0 => own,
            1 | 2 => {
                let other = LAXER.iter().find(|(strict, _)| own.contains(strict));
                other.map_or(own.clone(), |(strict, lax)| own.replacen(strict, lax, 1))
            }
            _ => Maker { choices, trees }.criterion(),
        });
        Rules { award, criteria: criteria.collect(), claims: Vec::new() }
    }

    /// As a rule file.
    pub fn text(&self) -> String {
        let criteria = self.criteria.iter().enumerate();
        let criteria = criteria.map(|(at, body)| format!("\ncriterion c{0} \"C{0}\"\n  cites 1\n  {body}\n", at + 1));
        format!("{SCHEMA}{}{}{}", self.award, criteria.collect::<String>(), self.claims.concat())
    }
}

struct Maker<'c> {
    choices: &'c mut Choices,
    /// Whether units lie below units.
    trees: bool,
}

impl Maker<'_> {
    fn below(&mut self, count: usize) -> usize {
        self.choices.below(count)
    }

    fn award(&mut self) -> String {
        let [a, b, c] = std::array::from_fn(|_| self.unit(1));
        let text = format!(
            "\naward unit.title: level\n  \"fine\" when all of\n    a) {a}\n    b) {b}\n  \"fair\" when {c}\n  otherwise none\n"
        );
        // A title that is read for a title goes in circles.
        text.replace("unit.good", "grade is \"high\"").replace("unit.title at least \"fair\"", "grade is \"mid\"")
    }

    fn criterion(&mut self) -> String {
        let whom = self.whom();
        let body = match self.below(8) {
            0 | 1 => self.sentence("persons"),
            2 => format!("for each unit:\n  {}", self.sentence(whom)),
            3 => format!("for each unit where {}:\n  {}", self.unit(0), self.sentence(whom)),
            4 => format!("{} units have title at least \"fair\"", self.quantifier()),
            5 => format!("{} units where good have title \"fine\"", self.quantifier()),
            6 => format!("all of\n    a) {}\n    b) {}", self.sentence("persons"), self.sentence("persons")),
            _ => format!("for each unit:\n  all of\n    a) {}\n    b) {}", self.sentence(whom), self.unit(1)),
        };
        if self.choices.once_in(6) { format!("{body}\n  if there are none: met") } else { body }
    }

    /// Whom a unit's conditions speak of.
    fn whom(&mut self) -> &'static str {
        if self.trees && self.choices.once_in(2) { "persons under the unit" } else { "persons in the unit" }
    }

    fn person(&mut self, deep: u32) -> String {
        match self.below(if deep == 0 { 6 } else { 10 }) {
            0 | 1 => r#"grade at least "mid""#.into(),
            2 => r#"grade is "high""#.into(),
            3 => r#"grade is not "low""#.into(),
            4 => r#"grade at most "mid""#.into(),
            5 => "unit.good".into(),
            6 => format!("({} or {})", self.person(0), self.person(0)),
            7 => format!("({} and {})", self.person(0), self.person(0)),
            8 => format!("not {}", self.person(0)),
            _ => r#"unit.title at least "fair""#.into(),
        }
    }

    fn quantifier(&mut self) -> &'static str {
        self.choices.of::<&str>(&[
            "100% of",
            "100% of",
            "at least 2",
            "at least 3",
            "at most 2",
            "exactly 2",
            "more than 50% of",
            "at least 50% of",
            "at least 70% of",
            "at most 40% of",
            "less than 50% of",
            "between 2 and 3",
            "fewer than 3",
            "exactly 50% of",
            "at least 1/3 rounded up of",
            "at most 50% rounded down of",
        ])
    }

    fn sentence(&mut self, whom: &str) -> String {
        let filter = if self.choices.once_in(3) { format!(" where {}", self.person(1)) } else { String::new() };
        let tail = match self.below(5) {
            3 => format!(", of which {} have {}", self.quantifier().trim_end_matches(" of"), self.person(0)),
            4 => format!(", of the rest {} have {}", self.quantifier().trim_end_matches(" of"), self.person(0)),
            _ => String::new(),
        };
        if self.choices.once_in(5) {
            return format!("no {whom}{filter} has {}", self.person(1)).replacen("persons", "person", 1);
        }
        format!("{} {whom}{filter} have {}{tail}", self.quantifier(), self.person(1))
    }

    fn unit(&mut self, deep: u32) -> String {
        if self.trees && self.choices.once_in(5) {
            let said = ["parent is absent", "parent is present", "(number of units in the unit) at least 1"];
            return (*self.choices.of(&said)).into();
        }
        match self.below(if deep == 0 { 3 } else { 7 }) {
            0 => "good".into(),
            1 => "not good".into(),
            2 => "(number of persons in the unit) at least 2".into(),
            3 => format!("({} or {})", self.unit(0), self.unit(0)),
            4 => format!("({} and {})", self.unit(0), self.unit(0)),
            _ => {
                let whom = self.whom();
                format!("({})", self.sentence(whom))
            }
        }
    }

    fn claim(&mut self, number: usize) -> String {
        let claim = format!("\nclaim k{number} \"K{number}\"\n  always:");
        let question = format!("\nquestion k{number} \"K{number}\"\n ");
        match self.below(6) {
            0 => format!("{claim} if {} then {}\n", self.statement(1), self.statement(1)),
            1 => format!("{claim} {}\n", self.statement(1)),
            2 => format!("{question} is it possible that {}?\n", self.statement(1)),
            3 => format!("{question} is it possible that {} and {}?\n", self.statement(1), self.statement(1)),
            4 => format!("{question} does {} imply {}?\n", self.statement(1), self.statement(1)),
            _ => format!("{question} is {} equivalent to {}?\n", self.statement(1), self.statement(1)),
        }
    }

    /// Something said of the whole.
    fn statement(&mut self, deep: u32) -> String {
        match self.below(if deep == 0 { 6 } else { 10 }) {
            0 | 1 => format!("c{} is met", 1 + self.below(CRITERIA)),
            2 => format!("c{} is not met", 1 + self.below(CRITERIA)),
            3 => format!("c{} is not applicable", 1 + self.below(CRITERIA)),
            4 => format!("({} units have title at least \"fair\")", self.quantifier()),
            5 => format!("({})", self.sentence("persons")),
            6 => format!("(not {})", self.statement(0)),
            7 => format!("({} and {})", self.statement(0), self.statement(0)),
            8 => format!("({} or {})", self.statement(0), self.statement(0)),
            _ => {
                let [a, b, c] = std::array::from_fn(|_| self.statement(0));
                format!(
                    "({} of\n    a) {a}\n    b) {b}\n    c) {c})",
                    self.choices.of::<&str>(&["exactly 1", "at least 2", "at most 1"])
                )
            }
        }
    }
}
