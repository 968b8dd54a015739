//! How long it takes to prove what can be proven of each pack in `rules/`, and how much is decided.
//!
//! `cargo bench -p tieuchi-analysis --bench packs`, or with the names of packs behind `--`. There is no rival to run beside it.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use tieuchi::check::{Settings, check_parsed};
use tieuchi_analysis::ask::Bounds;
use tieuchi_analysis::prove::{Asked, Found, Proof, prove};

/// No pack takes longer.
const MOST: Duration = Duration::from_secs(600);

fn main() {
    let rules = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules"));
    let mut packs: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    if packs.is_empty() {
        let found = fs::read_dir(rules).expect("packs").flatten();
        packs = found.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        packs.sort();
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    println!("With {threads} threads:");
    println!(
        "| pack | criteria | questions | possible, smallest | possible | impossible | not decided | processor, s | clock, s |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for name in packs {
        let pack = tieuchi_records::load_pack(&rules.join(&name), None).expect("a pack");
        let (program, _) = check_parsed(&pack.files, pack.findings, &Settings::default()).expect("rules");
        let (begun, processor) = (Instant::now(), ProcessTime::now());
        let go_on = || begun.elapsed() < MOST;
        let proof = prove(&program, &Asked { rules: true, bounds: Bounds::default(), threads }, &go_on);
        let (all, processor) = (begun.elapsed(), processor.elapsed());
        let found: Vec<&Found> = everything(&proof);
        let many = |kind: fn(&Found) -> bool| found.iter().filter(|found| kind(found)).count();
        println!(
            "| {name} | {} | {} | {} | {} | {} | {} | {:.1} | {:.1} |",
            proof.criteria.len(),
            found.len(),
            many(|found| matches!(found, Found::Possible { smallest: true, .. })),
            many(|found| matches!(found, Found::Possible { smallest: false, .. })),
            many(|found| matches!(found, Found::Impossible { .. })),
            many(|found| matches!(found, Found::Undecided { .. })),
            processor.as_secs_f64(),
            all.as_secs_f64(),
        );
    }
}

/// All that was found.
fn everything(proof: &Proof) -> Vec<&Found> {
    let criteria =
        proof.criteria.iter().flat_map(|one| [&one.can_be_met, &one.can_fail].into_iter().chain(&one.fails_alone));
    let parts = proof.parts.iter().flat_map(|part| std::iter::once(&part.can_hold).chain(&part.can_fail));
    let claims = proof.claims.iter().flat_map(|claim| &claim.found);
    proof.together.iter().chain(criteria).chain(parts).chain(claims).collect()
}
