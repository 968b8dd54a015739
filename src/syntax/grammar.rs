//! The two grammars, and the one set of node kinds that both give.

use pest::Parser as _;
use pest::error::Error;
use pest::iterators::Pair;

use crate::source::Language;

/// A node of the parse, free of pest: what it is, where, what is in it.
/// Words that carry no meaning of their own are left out.
#[derive(Debug, Clone)]
pub(super) struct Node<'t> {
    pub kind: Kind,
    pub start: usize,
    pub text: &'t str,
    pub children: Vec<Node<'t>>,
}

impl<'t> Node<'t> {
    /// The first child of a kind.
    pub fn child(&self, kind: Kind) -> Option<&Node<'t>> {
        self.children.iter().find(|node| node.kind == kind)
    }

    /// All children of a kind.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = &Node<'t>> {
        self.children.iter().filter(move |node| node.kind == kind)
    }

    /// Whether there is a child of a kind.
    pub fn has(&self, kind: Kind) -> bool {
        self.child(kind).is_some()
    }

    /// The first node that stands within more than `limit` others of the kinds that can hold themselves.
    pub fn beyond(&self, limit: usize) -> Option<&Node<'t>> {
        let holds = matches!(
            self.kind,
            Kind::Chain | Kind::Saying | Kind::PercentOf | Kind::Shift | Kind::Elapsed | Kind::Age | Kind::By
        );
        let Some(left) = limit.checked_sub(usize::from(holds)) else { return Some(self) };
        self.children.iter().find_map(|child| child.beyond(left))
    }

    /// The first child, whatever it is.
    pub fn first(&self) -> Option<&Node<'t>> {
        self.children.first()
    }
}

mod en {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/common.pest"]
    #[grammar = "../grammar/en.pest"]
    #[allow(missing_docs)]
    pub(super) struct Grammar;
}

mod vi {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/common.pest"]
    #[grammar = "../grammar/vi.pest"]
    #[allow(missing_docs)]
    pub(super) struct Grammar;
}

/// Lists the kinds of nodes that the tree is built from. A kind that one of
/// the grammars lacks does not compile; a rule that isn't listed is a word.
macro_rules! kinds {
    ($($rule:ident $kind:ident)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) enum Kind {
            $($kind,)*
            /// A word that carries no meaning of its own.
            Word,
        }

        fn kind_en(rule: en::Rule) -> Kind {
            match rule {
                $(en::Rule::$rule => Kind::$kind,)*
                _ => Kind::Word,
            }
        }

        fn kind_vi(rule: vi::Rule) -> Kind {
            match rule {
                $(vi::Rule::$rule => Kind::$kind,)*
                _ => Kind::Word,
            }
        }
    };
}

kinds! {
    name Name ticked Ticked plain Plain id Id string String number Number percent Percent fraction Fraction
    date Date whole Whole marker0 Marker0 marker1 Marker1 marker2 Marker2
    declaration Declaration use_pack Use document Document doc_title DocTitle doc_period DocPeriod item Item
    naming Naming scale Scale record Record extends Extends field Field field_type FieldType
    t_text TText t_yes_no TYesNo t_count TCount t_integer TInteger t_decimal TDecimal t_percent TPercent
    t_date TDate t_one_of TOneOf range Range signed Signed minus Minus key Key optional Optional
    may_be_unknown MayBeUnknown private Private less_better LessBetter
    define Define body Body award Award award_case AwardCase award_else AwardElse label Label
    criterion Criterion cites Cites cite Cite for_each ForEach each Each if_none IfNone met Met not_met NotMet
    too_deep TooDeep expr Expr chain Chain unary Unary meets Meets list List need_all NeedAll need_any NeedAny need_some NeedSome
    entries Entries entry0 Entry0 entry1 Entry1 entry2 Entry2 comparison Comparison filter Filter
    population Population scopes Scopes scope Scope scope_in ScopeIn scope_under ScopeUnder via Via
    tail Tail of_which OfWhich of_rest OfRest tail_entries TailEntries tail_entry0 TailEntry0
    tail_entry1 TailEntry1 tail_entry2 TailEntry2 tail_clause TailClause tail_all TailAll tail_no TailNo
    amount Amount depends Depends sum Sum product Product factor Factor add_op AddOp mul_op MulOp path Path
    percent_of PercentOf paren Paren case_tail CaseTail case Case by By by_row ByRow by_else ByElse
    w_and And w_or Or w_not Not none None yes Yes no No
    at_least AtLeast at_most AtMost more_than MoreThan less_than LessThan exactly Exactly
    cmp_is CmpIs cmp_not CmpNot cmp_unequal CmpUnequal cmp_at_least CmpAtLeast cmp_at_most CmpAtMost
    cmp_above CmpAbove cmp_below CmpBelow cmp_from CmpFrom open_end OpenEnd up_to UpTo down_to DownTo
    one_of OneOf presence Presence missing Missing known Known present Present absent Absent
    within Within quarter Quarter extreme Extreme lowest Lowest highest Highest implied Implied
    sentence Sentence q_all QAll q_no QNo q_bound QBound bound Bound
    share_of ShareOf property Property policy Policy as_failing AsFailing as_passing AsPassing leave_out LeaveOut
    points Points shift Shift calendar Calendar days Days months Months years Years before Before after After
    elapsed Elapsed age Age aggregate Aggregate agg_value AggValue total Total average Average least Least
    table Table first_match FirstMatch table_row TableRow table_cell TableCell cell_is CellIs cell_any CellAny
    cell_at_least CellAtLeast cell_at_most CellAtMost cell_above CellAbove cell_below CellBelow cell_from CellFrom
    table_else TableElse constant Constant cell_alone CellAlone constant_alone ConstantAlone
    share_rounded ShareRounded meets_every MeetsEvery
    parameter Parameter setting_type SettingType setting_range SettingRange setting Setting
    greatest Greatest number_of NumberOf rounded Rounded round_down RoundDown round_up RoundUp
    rank Rank same Same rank_key RankKey lowest_first LowestFirst highest_first HighestFirst ties Ties top Top
    bands Bands band Band band_from BandFrom band_drop BandDrop score Score score_limit ScoreLimit limit_out_of LimitOutOf
    limit_at_most LimitAtMost limit_range LimitRange score_line0 ScoreLine0 score_line1 ScoreLine1 score_line2 ScoreLine2
    role_bonus RoleBonus role_beyond RoleBeyond role_minus RoleMinus score_points ScorePoints
    every_line EveryLine line_of LineOf line_id LineId
    round_nearest RoundNearest clamp Clamp period_edge PeriodEdge period_start PeriodStart period_end PeriodEnd
    series Series has_earlier HasEarlier earlier Earlier growth Growth in_percent InPercent in_points InPoints run Run
    trial Trial trial_file TrialFile trial_records TrialRecords trial_row TrialRow trial_cell TrialCell trial_set TrialSet
    expect Expect subject Subject of_filter OfFilter of_case OfCase spot Spot some_keys SomeKeys some_key SomeKey one_key OneKey outcome Outcome
    undetermined Undetermined not_applicable NotApplicable o_against Against o_open OpenFor o_short ShortBy o_tally Tally
    o_unknown Unsettled never Never never_fails NeverFails
    lasting Lasting anew Anew periods_before PeriodsBefore
    claim Claim question Question always Always possible Possible implies Implies equivalent Equivalent hence Hence
    claim_alone ClaimAlone imply Imply equivalent_to EquivalentTo asked_end AskedEnd statement Statement saying Saying said Said
    said_list SaidList said_entries SaidEntries said_entry0 SaidEntry0 said_entry1 SaidEntry1 said_entry2 SaidEntry2
    judged Judged said_paren SaidParen
}

/// Where the parse stopped, and the rule names of what could have stood there.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    pub offset: usize,
    pub expected: Vec<String>,
    /// Whether it stopped because the nesting goes too deep.
    pub too_deep: bool,
}

/// Parses one declaration; offsets count from the start of `text`.
pub(super) fn declaration(text: &str, language: Language) -> Result<Node<'_>, Stop> {
    whole(text, language, (en::Rule::declaration, vi::Rule::declaration))
}

/// Parses one cell of a table.
pub(super) fn cell(text: &str, language: Language) -> Result<Node<'_>, Stop> {
    whole(text, language, (en::Rule::cell_alone, vi::Rule::cell_alone))
}

/// Parses one value of a table.
pub(super) fn constant(text: &str, language: Language) -> Result<Node<'_>, Stop> {
    whole(text, language, (en::Rule::constant_alone, vi::Rule::constant_alone))
}

/// Parses what is stated or asked by itself.
pub(super) fn claim(text: &str, language: Language) -> Result<Node<'_>, Stop> {
    whole(text, language, (en::Rule::claim_alone, vi::Rule::claim_alone))
}

fn whole(text: &str, language: Language, (en, vi): (en::Rule, vi::Rule)) -> Result<Node<'_>, Stop> {
    match language {
        Language::En => en::Grammar::parse(en, text)
            .map_err(|error| stop(error, kind_en))
            .and_then(|mut pairs| pairs.next().map(|pair| node(pair, kind_en)).ok_or_else(nothing)),
        Language::Vi => vi::Grammar::parse(vi, text)
            .map_err(|error| stop(error, kind_vi))
            .and_then(|mut pairs| pairs.next().map(|pair| node(pair, kind_vi)).ok_or_else(nothing)),
    }
}

fn nothing() -> Stop {
    Stop { offset: 0, expected: Vec::new(), too_deep: false }
}

fn node<R: pest::RuleType>(pair: Pair<'_, R>, kind: fn(R) -> Kind) -> Node<'_> {
    let span = pair.as_span();
    Node {
        kind: kind(pair.as_rule()),
        start: span.start(),
        text: span.as_str(),
        children: pair.into_inner().map(|inner| node(inner, kind)).filter(|inner| inner.kind != Kind::Word).collect(),
    }
}

fn stop<R: pest::RuleType>(error: Error<R>, kind: fn(R) -> Kind) -> Stop {
    let offset = match error.location {
        pest::error::InputLocation::Pos(at) => at,
        pest::error::InputLocation::Span((at, _)) => at,
    };
    match &error.variant {
        pest::error::ErrorVariant::ParsingError { positives, negatives } => Stop {
            offset,
            expected: positives.iter().map(|rule| format!("{rule:?}")).collect(),
            too_deep: negatives.iter().any(|rule| kind(*rule) == Kind::TooDeep),
        },
        pest::error::ErrorVariant::CustomError { .. } => Stop { offset, expected: Vec::new(), too_deep: false },
    }
}
