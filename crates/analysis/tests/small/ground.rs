//! Every small roster, evaluated once, and what the analysis finds held against all of them.
//!
//! What some small roster shows must not be found impossible, nor be shown by more records where it is said that no fewer do;
//! what the analysis shows, the engine and the oracle say; of what clashes no small roster shows all, and where each of it is
//! needed, the others can be.

use std::cell::RefCell;
use std::rc::Rc;

use tieuchi::engine::{Evaluation, Options, evaluate};
use tieuchi::program::{Cond, CriterionId, Fate, Program, Statement};
use tieuchi::roster::Roster;
use tieuchi_analysis::ask::{Answer, Bounds, possible};
use tieuchi_analysis::fact::Fact;
use tieuchi_analysis::prove::{Found, Records, Said, Wanted};
use tieuchi_analysis::witness::Table;

use super::judged::{Judge, holds, shows};
use super::rosters::{self, is_small, size, table};

/// What came of questions.
#[derive(Debug, Default)]
pub struct Tally {
    /// Programs, and pairs of them, that were asked about.
    pub programs: usize,
    /// What can be, as records show.
    pub possible: usize,
    /// How many of those are proven to be smallest.
    pub smallest: usize,
    /// What can't be.
    pub impossible: usize,
    /// How many of those are said to need each part of what clashes.
    pub minimal: usize,
    /// Parts of these of which neither a small roster nor the analysis shows that the others can be.
    pub unshown: usize,
    /// What is not decided.
    pub undecided: usize,
}

impl Tally {
    /// How much was asked.
    pub fn asked(&self) -> usize {
        self.possible + self.impossible + self.undecided
    }
}

/// How much is done for a program.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// The most persons of the rosters that are all tried.
    pub most: usize,
    /// Whether units lie below units.
    pub trees: bool,
    /// What the analysis may do.
    pub bounds: Bounds,
}

/// Something that is to hold: what one of the programs is to say of records, and what that is in the program that the
/// analysis is asked about.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Which program says it.
    pub by: usize,
    /// What it says.
    pub own: Fact,
    /// What is asked of the analysis.
    pub asked: Fact,
}

impl Wish {
    pub fn of(fact: Fact) -> Wish {
        Wish { by: 0, asked: fact.clone(), own: fact }
    }
}

/// Programs, what each says of all small rosters, and what comes of asking about them.
pub struct Ground<'a> {
    /// What a failure is shown with.
    text: &'a str,
    /// The program that the analysis is asked about.
    whole: &'a Program,
    /// Those that say what holds.
    programs: Vec<&'a Program>,
    small: &'a Small,
    /// What each program says of each small roster.
    evaluations: Vec<Vec<Evaluation<'a>>>,
    effort: &'a Effort,
    /// Which rosters show what.
    columns: RefCell<Vec<Column>>,
    /// What the words of a clash stand for.
    pub words: Vec<(String, Wanted, Wish)>,
}

/// What a program says of each small roster.
type Column = (usize, Fact, Rc<[bool]>);

/// All small rosters, those with few records first.
pub struct Small {
    /// How many records each has.
    sizes: Vec<usize>,
    /// The rosters as each program reads them.
    rosters: Vec<Vec<Roster>>,
}

impl Small {
    /// Those that some programs are held against.
    pub fn read(programs: &[&Program], effort: &Effort) -> Small {
        let all = rosters::all(effort.most, effort.trees);
        let read = |program: &&Program| all.iter().map(|records| rosters::roster(program, records)).collect();
        Small { sizes: all.iter().map(|records| size(records)).collect(), rosters: programs.iter().map(read).collect() }
    }
}

impl<'a> Ground<'a> {
    /// Evaluates each roster once by each program.
    pub fn new(
        text: &'a str,
        whole: &'a Program,
        programs: Vec<&'a Program>,
        small: &'a Small,
        effort: &'a Effort,
    ) -> Ground<'a> {
        let evaluated = |(program, rosters): (&&'a Program, &'a Vec<Roster>)| {
            let each = rosters.iter().map(|roster| evaluate(program, roster, &Options::default()));
            each.collect::<Result<Vec<_>, _>>().expect("small records")
        };
        let evaluations = programs.iter().zip(&small.rosters).map(evaluated).collect();
        Ground { text, whole, programs, small, evaluations, effort, columns: RefCell::default(), words: Vec::new() }
    }

    /// Which rosters show something.
    fn column(&self, wish: &Wish) -> Rc<[bool]> {
        let mut columns = self.columns.borrow_mut();
        if let Some((.., known)) = columns.iter().find(|(by, fact, _)| *by == wish.by && *fact == wish.own) {
            return known.clone();
        }
        let judged = self.evaluations[wish.by].iter().zip(&self.small.rosters[wish.by]);
        let column: Rc<[bool]> = judged.map(|(judge, roster)| shows(judge, roster, &wish.own)).collect();
        columns.push((wish.by, wish.own.clone(), column.clone()));
        column
    }

    /// The fewest records of a small roster that shows all of it.
    pub fn least(&self, wishes: &[Wish]) -> Option<usize> {
        let columns: Vec<Rc<[bool]>> = wishes.iter().map(|wish| self.column(wish)).collect();
        let sizes = self.small.sizes.iter().enumerate();
        sizes.filter(|(at, _)| columns.iter().all(|column| column[*at])).map(|(_, size)| *size).next()
    }

    /// Records that are shown do show it, and as few as was said.
    fn shown(&self, wishes: &[Wish], records: &[Records], smallest: bool, what: &dyn Fn() -> String) {
        for wish in wishes {
            let program = self.programs[wish.by];
            let roster = rosters::roster(program, records);
            let said = |judge: &dyn Judge| shows(judge, &roster, &wish.own);
            assert!(holds(program, &roster, said), "the records don't show {wish:?}: {records:?}\n{}", what());
        }
        let least = self.least(wishes);
        let many = size(records);
        assert!(!smallest || least.is_none_or(|least| many <= least), "{least:?} do, not {many}\n{}", what());
        if is_small(records, self.effort.most) {
            assert!(least.is_some_and(|least| least <= many), "this roster wasn't among all small ones\n{}", what());
        }
    }

    /// What was found is so.
    pub fn held(&self, wishes: &[Wish], found: &Found, tally: &mut Tally) {
        let what = || format!("{wishes:?}\n{found:?}\n{}", self.text);
        match found {
            Found::Possible { smallest, records, verdicts } => {
                tally.possible += 1;
                tally.smallest += usize::from(*smallest);
                self.shown(wishes, records, *smallest, &what);
                let roster = rosters::roster(self.whole, records);
                let said = |judge: &dyn Judge| {
                    let ids = (0u32..).map(CriterionId).zip(verdicts);
                    ids.into_iter().all(|(id, said)| judge.verdict(id) == said.verdict)
                };
                assert!(holds(self.whole, &roster, said), "verdicts are others\n{}", what());
            }
            Found::Impossible { clash, minimal } => {
                tally.impossible += 1;
                tally.minimal += usize::from(*minimal);
                assert_eq!(self.least(wishes), None, "it is possible\n{}", what());
                let clash: Vec<Wish> = match wishes {
                    [one] if clash.len() == 1 => vec![one.clone()],
                    _ => clash.iter().map(|said| self.meant(said)).collect(),
                };
                tally.unshown += self.clashes(&clash, *minimal, &what);
            }
            Found::Undecided { .. } => {
                tally.undecided += 1;
                if std::env::var_os("SHOW").is_some() {
                    println!("undecided, {:?} show it: {}", self.least(wishes), what());
                }
            }
        }
    }

    /// What clashes can't be; and where each is needed, all but one can. Gives of how many that isn't shown.
    pub fn clashes(&self, clash: &[Wish], minimal: bool, what: &dyn Fn() -> String) -> usize {
        let mut unshown = 0;
        assert!(!clash.is_empty(), "nothing clashes\n{}", what());
        assert_eq!(self.least(clash), None, "{clash:?} is possible\n{}", what());
        for left_out in (0..clash.len()).filter(|_| minimal) {
            let mut rest = clash.to_vec();
            let one = rest.remove(left_out);
            if self.least(&rest).is_some() {
                continue;
            }
            let facts: Vec<Fact> = rest.iter().map(|wish| wish.asked.clone()).collect();
            match possible(self.whole, &facts, facts.len(), &self.effort.bounds) {
                Answer::Possible(witness) => {
                    self.shown(&rest, &named(self.whole, &witness.tables), witness.smallest, what);
                }
                Answer::Impossible { .. } => panic!("{one:?} isn't needed\n{}", what()),
                Answer::Undecided(_) => unshown += 1,
            }
        }
        unshown
    }

    /// What the words of a clash stand for.
    pub fn meant(&self, said: &Said) -> Wish {
        let words = self.words.iter().find(|(what, wanted, _)| (what, wanted) == (&said.what, &said.wanted));
        words.unwrap_or_else(|| panic!("{said:?} is nothing that was asked\n{}", self.text)).2.clone()
    }

    /// Takes up what may be said of a criterion.
    pub fn criterion(&mut self, id: &str, by: usize, own: CriterionId, asked: CriterionId) {
        let met: fn(CriterionId) -> Fact = Fact::met;
        for (wanted, fact) in [(Wanted::Met, met), (Wanted::Kept, Fact::kept), (Wanted::NotMet, Fact::not_met)] {
            self.words.push((id.to_owned(), wanted, Wish { by, own: fact(own), asked: fact(asked) }));
        }
        for fate in [Fate::Met, Fate::NotMet, Fate::Undetermined, Fate::NotApplicable] {
            let stated = |id: CriterionId, yes: bool| Fact::Said(Statement::Verdict(id, fate), yes);
            for yes in [true, false] {
                let wish = Wish { by, own: stated(own, yes), asked: stated(asked, yes) };
                self.words.push((id.to_owned(), Wanted::verdict(fate, yes), wish));
            }
        }
    }

    /// Takes up a statement and its parts.
    pub fn statement(&mut self, text: &str, statement: &Statement) {
        for (wanted, yes) in [(Wanted::Holds, true), (Wanted::Fails, false)] {
            self.words.push((text.to_owned(), wanted, Wish::of(Fact::Said(statement.clone(), yes))));
        }
        let mut inner = statement;
        while let Statement::Not(further) = inner {
            inner = further;
        }
        match inner {
            Statement::List(_, parts) => parts.iter().for_each(|part| self.statement(&part.text, &part.what)),
            Statement::Cond(Cond::List(list)) => {
                list.parts.iter().for_each(|part| self.statement(&part.text, &Statement::Cond(part.cond.clone())));
            }
            Statement::Verdict(..) | Statement::Cond(_) | Statement::Not(_) => {}
        }
    }
}

/// Records by the names that data have for them.
fn named(program: &Program, tables: &[Table]) -> Vec<Records> {
    let own = |made: &Table| {
        let kind = &program.kinds[made.kind.at()];
        let fields: Vec<&str> = made.fields.iter().map(|field| kind.fields[field.at()].name.canonical()).collect();
        table(kind.name.canonical(), &fields, made.rows.clone())
    };
    tables.iter().map(own).collect()
}
