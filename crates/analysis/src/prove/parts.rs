//! Whether cases and points are ever reached.

use tieuchi::program::{Place, Program};

use super::points::{Site, sites};
use super::{Found, Named, PartProof, Prover, Said, Wanted};
use crate::fact::Fact;

impl Prover<'_> {
    /// All of them, of rules whose tables stand in the program before those of claims.
    pub(super) fn parts(&self, rules: &Program) -> Vec<PartProof> {
        let (sites, program) = sites(rules, self.program());
        let prover = Prover::new(&program, self.criteria, self.asked, self.go_on);
        prover.each(&sites, Prover::part)
    }

    fn part(&self, site: &Site) -> PartProof {
        let ask = |fact: Fact| self.one(fact, &site.text, site.place);
        PartProof {
            place: self.spot(site.place),
            case: site.fails.is_none(),
            can_hold: ask(site.holds.clone()),
            can_fail: site.fails.clone().map(ask),
            of: site.of.clone(),
            text: site.text.clone(),
        }
    }

    fn one(&self, fact: Fact, text: &str, place: Option<Place>) -> Found {
        let said = Said { what: text.to_owned(), wanted: Wanted::Holds, text: String::new(), place: self.spot(place) };
        self.found(&[Named { fact, said }], 1)
    }
}
