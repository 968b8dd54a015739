use std::path::Path;
use std::time::Instant;
use tieuchi::program::CriterionId;
use tieuchi::source::Language;
use tieuchi::verdict::Verdict;
use tieuchi_analysis::ask::{Answer, Bounds, possible};
use tieuchi_analysis::fact::Fact;

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let what = std::env::args().nth(2).unwrap_or_default();
    let pack = tieuchi_records::load_pack(Path::new(&path), Some(Language::En)).map_err(|_| "refused").unwrap();
    let (program, _) = (tieuchi::check::check(&pack.files).program.expect("sound"), ());
    let program = &program;
    let bounds = Bounds::default();
    let show = |title: &str, claims: &[Fact], eager: usize| {
        let start = Instant::now();
        let answer = possible(program, claims, eager, &bounds);
        let time = start.elapsed();
        match answer {
            Answer::Possible(witness) => {
                println!("{title}: possible, {} records, smallest {} [{time:?}]", witness.len(), witness.smallest);
                if what == "show" {
                    for t in &witness.tables {
                        println!("   {} {:?}", program.kinds[t.kind.at()].name.canonical(), t.rows);
                    }
                }
            }
            Answer::Impossible { clash, minimal } => println!("{title}: IMPOSSIBLE {clash:?} {minimal} [{time:?}]"),
            Answer::Undecided(why) => println!("{title}: UNDECIDED {why:?} [{time:?}]"),
        }
    };
    let ids: Vec<CriterionId> = (0..program.criteria.len() as u32).map(CriterionId).collect();
    for id in &ids {
        let name = &program.criteria[id.at()].id;
        show(&format!("{name} met"), &[Fact::met(*id)], 1);
        show(&format!("{name} fails"), &[Fact::not_met(*id)], 1);
    }
    for id in &ids {
        let name = &program.criteria[id.at()].id;
        let mut claims = vec![Fact::not_met(*id)];
        claims.extend(ids.iter().filter(|other| *other != id).map(|other| Fact::kept(*other)));
        show(&format!("{name} alone fails"), &claims, 1);
    }
    let all: Vec<Fact> = ids.iter().map(|id| Fact::Verdict(*id, vec![Verdict::Met])).collect();
    show("all met", &all, 1);
}
