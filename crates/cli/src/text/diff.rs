//! What two rules say of the same records.

use tieuchi::diff::{
    CriterionDifference, CriterionSide, Difference, FieldDifference, ForEachDifference, LabelDifference,
    LineDifference, LineSide, ProgramSide, Reason, TallyDifference, TallySide, Why,
};
use tieuchi::engine::Truth;
use tieuchi::report::{ParameterReport, Totals, Value, What};
use tieuchi::verdict::{Judged, Verdict};

use tieuchi_rendering::prose;

use super::Speech;
use super::page::{Look, Page, Run, run};

/// What is compared.
pub struct Heading {
    /// The old rules as they were named.
    pub old: String,
    /// The new ones.
    pub new: String,
    /// The records as they were named; none where reports are compared.
    pub records: Option<String>,
}

/// Records that went the same way for the same reason.
struct Group<'a> {
    turn: Vec<Run>,
    why: &'a Why,
    lines: &'a [LineDifference],
    ids: Vec<String>,
}

/// Writes a comparison.
pub fn render(speech: &Speech, page: &mut Page, found: &Difference, heading: &Heading) {
    let (words, own_words) = (speech.words, speech.own);
    for (label, path) in [
        (own_words.old, Some(&heading.old)),
        (own_words.new, Some(&heading.new)),
        (words.records, heading.records.as_ref()),
    ] {
        if let Some(path) = path {
            page.flow(0, 2, &[run(Look::Label, format!("{label}: "))], &[run(Look::Plain, path.clone())]);
        }
    }
    let own = |side: &ProgramSide, other: &ProgramSide| {
        let others: Vec<&ParameterReport> = other.parameters.iter().collect();
        let differs = |one: &&ParameterReport| {
            others.iter().all(|other| other.name.id != one.name.id || other.value != one.value)
        };
        side.parameters.iter().filter(differs).cloned().collect::<Vec<_>>()
    };
    for (label, parameters) in
        [(own_words.old, own(&found.old, &found.new)), (own_words.new, own(&found.new, &found.old))]
    {
        for ParameterReport { name, value, .. } in parameters {
            let text = format!("{}: {} = {}", words.parameter, prose(&name.name), speech.value(&value));
            page.flow(0, 2, &[run(Look::Label, format!("{label}: "))], &[run(Look::Plain, text)]);
        }
    }
    page.gap();
    if found.is_empty() {
        let same = if heading.records.is_some() { own_words.nothing_differs } else { own_words.nothing_changed };
        page.flow(0, 2, &[], &[run(Look::Strong, same)]);
    } else {
        let text = (own_words.differs)(found.criteria.len(), found.fields.len());
        page.flow(0, 2, &[], &[run(Look::Strong, text)]);
    }
    if heading.records.is_none() && found.old.counts != found.new.counts {
        let both = speech.turn(speech.said(found.old.verdict), speech.said(found.new.verdict));
        page.flow(0, 2, &[run(Look::Label, format!("{}: ", words.overall))], &both);
        speech.turned_totals(page, 0, (words.criteria)(found.new.counts.all()), &found.old.counts, &found.new.counts);
    }
    for criterion in &found.criteria {
        page.gap();
        speech.turned_criterion(page, criterion);
    }
    for field in &found.fields {
        page.gap();
        speech.turned_field(page, field);
    }
    let own = [(own_words.read_by_old, &found.old), (own_words.read_by_new, &found.new)];
    if own.iter().any(|(_, side)| !side.own_kinds.is_empty() || !side.own_fields.is_empty()) {
        page.gap();
    }
    for (label, side) in own {
        speech.own_schema(page, label, side);
    }
}

impl Speech {
    fn own_schema(&self, page: &mut Page, label: &str, side: &ProgramSide) {
        let kinds = side.own_kinds.iter().map(|kind| prose(&kind.name));
        let fields = side.own_fields.iter().map(|own| format!("{}: {}", prose(&own.kind.name), prose(&own.field.name)));
        let all: Vec<String> = kinds.chain(fields).collect();
        if !all.is_empty() {
            page.flow(0, 2, &[run(Look::Faint, format!("{label}: "))], &[run(Look::Faint, all.join("; "))]);
        }
    }

    fn turned_criterion(&self, page: &mut Page, criterion: &CriterionDifference) {
        let title = criterion.new.as_ref().or(criterion.old.as_ref()).map_or("", |side| side.title.as_str());
        let lead = run(Look::Strong, format!("{}  ", criterion.id));
        page.flow(0, 2, &[lead], &[run(Look::Strong, title)]);
        match (&criterion.old, &criterion.new) {
            (Some(old), Some(new)) if old.verdict != new.verdict || criterion.other_records => {
                page.flow(2, 2, &[], &self.turn(self.said(old.verdict), self.said(new.verdict)));
            }
            (Some(_), Some(_)) => {}
            (old, new) => self.only(page, old.as_ref(), new.as_ref()),
        }
        if criterion.other_records {
            page.flow(2, 2, &[], &[run(Look::Faint, self.own.other_records)]);
        }
        self.why(page, 2, &criterion.why, None);
        if let Some(each) = &criterion.for_each {
            self.turned_records(page, each);
        }
        self.turned_tallies(page, &criterion.tallies);
        for (label, missing) in [(self.own.filled, &criterion.filled), (self.own.opened, &criterion.opened)] {
            for (what, told) in self.open(missing, false) {
                let lead = run(Look::Label, format!("{label}: {what}: "));
                page.flow(2, 2, &[lead], &[run(Look::Plain, told)]);
            }
        }
        if criterion.cut {
            page.flow(2, 2, &[], &[run(Look::Faint, self.own.not_all_named)]);
        }
    }

    /// Verdicts counted before and now.
    fn turned_totals(&self, page: &mut Page, indent: usize, what: String, old: &Totals, new: &Totals) {
        let told = |totals: &Totals| {
            let mut runs = self.totals(totals);
            // The blank before the first is for what stands before it.
            runs.drain(..1.min(runs.len()));
            runs
        };
        page.flow(indent, 2, &[run(Look::Plain, format!("{what}: "))], &self.turn(told(old), told(new)));
    }

    /// Clauses that count something else than they did.
    fn turned_tallies(&self, page: &mut Page, tallies: &[TallyDifference]) {
        for tally in tallies.iter().take(self.limit()) {
            let ids = if tally.ids.is_empty() { String::new() } else { format!("{}: ", tally.ids.join(" × ")) };
            let side = |side: &TallySide| {
                let (counts, (sign, look)) = (&side.counts, self.truth(side.truth));
                let told = self.of(counts.holds_low(), counts.holds_high(), counts.inside(), counts.all());
                vec![run(look, format!("{sign} {told}"))]
            };
            let lead = [run(Look::Strong, ids), run(Look::Plain, format!("{}: ", prose(&tally.text)))];
            page.flow(2, 2, &[], &[lead.to_vec(), self.turn(side(&tally.old), side(&tally.new))].concat());
            for (label, ids) in [(self.own.joined, &tally.joined), (self.own.left_it, &tally.left)] {
                if !ids.is_empty() {
                    let lead = run(Look::Label, format!("{label} ({}): ", ids.len()));
                    page.flow(4, 2, &[lead], &[run(Look::Plain, self.listed(ids, 0))]);
                }
            }
        }
        let more = tallies.len().saturating_sub(self.limit());
        if more > 0 {
            page.flow(2, 2, &[], &[run(Look::Faint, format!("… {}", (self.words.and_more)(more as u64)))]);
        }
    }

    /// That only one has it, and what it says.
    fn only(&self, page: &mut Page, old: Option<&CriterionSide>, new: Option<&CriterionSide>) {
        for (label, side) in [(self.own.only_old, old), (self.own.only_new, new)] {
            if let Some(side) = side {
                let runs = [vec![run(Look::Plain, format!("{label}: "))], self.said(side.verdict)].concat();
                page.flow(2, 2, &[], &runs);
            }
        }
    }

    fn turned_records(&self, page: &mut Page, each: &ForEachDifference) {
        if let (Some(old), Some(new)) = (&each.old, &each.new)
            && old != new
        {
            let kinds: Vec<String> = each.kinds.iter().map(|kind| prose(&kind.plural)).collect();
            self.turned_totals(page, 2, kinds.join(" × "), old, new);
        }
        let mut groups: Vec<Group<'_>> = Vec::new();
        for record in &each.records {
            let turn = self.turn(self.judged(record.old), self.judged(record.new));
            group(&mut groups, turn, &record.why, &[], record.ids.join(" × "));
        }
        self.groups(page, groups, each.more);
    }

    fn turned_field(&self, page: &mut Page, field: &FieldDifference) {
        let title = format!("{}: {}", prose(&field.kind.name), prose(&field.field.name));
        page.flow(0, 2, &[], &[run(Look::Strong, title)]);
        match (&field.old, &field.new) {
            (Some(_), None) => page.flow(2, 2, &[], &[run(Look::Plain, self.own.only_old)]),
            (None, Some(_)) => page.flow(2, 2, &[], &[run(Look::Plain, self.own.only_new)]),
            (Some(_), Some(_)) | (None, None) => {}
        }
        for LabelDifference { label, old, new } in &field.counts {
            let label = run(Look::Plain, format!("{}: ", self.label(label)));
            let both = self.turn(vec![run(Look::Strong, old.to_string())], vec![run(Look::Strong, new.to_string())]);
            page.flow(2, 2, &[label], &both);
        }
        let mut groups: Vec<Group<'_>> = Vec::new();
        for record in &field.records {
            let turn = self.turn(self.derived(record.old.as_ref()), self.derived(record.new.as_ref()));
            group(&mut groups, turn, &record.why, &record.lines, record.id.clone());
        }
        self.groups(page, groups, field.more);
        if field.cut {
            page.flow(2, 2, &[], &[run(Look::Faint, self.own.not_all_named)]);
        }
    }

    fn groups(&self, page: &mut Page, groups: Vec<Group<'_>>, more: u64) {
        for Group { turn, why, lines, ids } in groups {
            let first = ids.first().filter(|_| ids.len() > 1).cloned();
            let count = if ids.len() > 1 { format!(" ({})", ids.len()) } else { String::new() };
            let names = [run(Look::Plain, format!("{count}: ")), run(Look::Strong, ids.join(", "))];
            page.flow(2, 4, &[], &[turn, names.to_vec()].concat());
            self.why(page, 4, why, first.as_deref());
            lines.iter().for_each(|line| self.points_line(page, line));
        }
        if more > 0 {
            page.flow(2, 2, &[], &[run(Look::Faint, format!("… {}", (self.words.and_more)(more)))]);
        }
    }

    /// A line of a table of points.
    fn points_line(&self, page: &mut Page, line: &LineDifference) {
        let points = |side: &Option<LineSide>| match side {
            Some(side) => vec![run(Look::Strong, self.value(&side.points))],
            None => vec![run(Look::Faint, self.own.no_line)],
        };
        let Some(shown) = line.new.as_ref().or(line.old.as_ref()) else { return };
        let marker = if shown.marker.is_empty() { String::new() } else { format!("{}) ", shown.marker) };
        let lead = run(Look::Plain, format!("{marker}{}: ", prose(&shown.title)));
        page.flow(4, 2, &[lead], &self.turn(points(&line.old), points(&line.new)));
    }

    /// Both sides of a reason; of several records it is told of one.
    fn why(&self, page: &mut Page, indent: usize, why: &Why, of: Option<&str>) {
        if why.is_empty() {
            return;
        }
        let of = of.map_or_else(String::new, |id| format!(" ({id})"));
        for (label, reason) in [(self.own.old, &why.old), (self.own.new, &why.new)] {
            let lead = run(Look::Label, format!("{label}{of}: "));
            match reason {
                Some(reason) => self.reason(page, indent, lead, reason),
                None => page.flow(indent, 2, &[lead], &[run(Look::Faint, self.own.nothing_asked)]),
            }
        }
    }

    fn reason(&self, page: &mut Page, indent: usize, lead: Run, reason: &Reason) {
        let (sign, look) = self.truth(reason.truth);
        let mut runs = Vec::new();
        if let Some(label) = &reason.label {
            runs.push(run(Look::Strong, self.label(label)));
            runs.push(run(Look::Plain, ": "));
        }
        runs.push(run(Look::Plain, prose(&reason.text)));
        let read = self.inline(&reason.explanation);
        if !read.is_empty() {
            runs.push(run(Look::Faint, if reason.text.is_empty() { "" } else { " → " }));
            runs.extend(read);
        }
        page.flow(indent, 2, &[lead, run(look, format!("{sign} "))], &runs);
        match &reason.explanation.what {
            What::Clause(clause) => self.draw(page, indent + 2, &self.clause(clause)),
            What::List(_) if reason.explanation.truth != Truth::Yes || reason.text.is_empty() => {
                self.draw(page, indent + 2, &self.explanation(&reason.explanation));
            }
            What::List(_) | What::Test(_) | What::Compare(_) | What::Presence(_) | What::Not(_) | What::Meets(_) => {}
        }
    }

    /// `A → B`.
    fn turn(&self, old: Vec<Run>, new: Vec<Run>) -> Vec<Run> {
        [old, vec![run(Look::Plain, " → ")], new].concat()
    }

    fn said(&self, verdict: Verdict) -> Vec<Run> {
        let (sign, word, look) = self.verdict(verdict);
        vec![run(look, format!("{sign} {word}"))]
    }

    fn judged(&self, judged: Option<Judged>) -> Vec<Run> {
        let Some(judged) = judged else { return vec![run(Look::Faint, self.own.not_about)] };
        let mut runs = self.said(judged.verdict);
        if !judged.certain {
            runs.push(run(Look::Faint, format!(" ({})", self.words.perhaps_about)));
        }
        runs
    }

    fn derived(&self, value: Option<&Value>) -> Vec<Run> {
        match value {
            Some(value) => vec![run(Look::Strong, self.value(value))],
            None => vec![run(Look::Faint, self.own.no_record)],
        }
    }
}

/// Puts a record with those that went the same way for the same reason.
fn group<'a>(groups: &mut Vec<Group<'a>>, turn: Vec<Run>, why: &'a Why, lines: &'a [LineDifference], id: String) {
    let said = |reason: &Option<Reason>| reason.as_ref().map(|one| (one.label.clone(), one.text.clone(), one.truth));
    let alike = |other: &Why| said(&other.old) == said(&why.old) && said(&other.new) == said(&why.new);
    match groups.iter_mut().find(|group| group.turn == turn && group.lines == lines && alike(group.why)) {
        Some(group) => group.ids.push(id),
        None => groups.push(Group { turn, why, lines, ids: vec![id] }),
    }
}
