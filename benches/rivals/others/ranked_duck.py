"""Scored persons and ranked units in DuckDB: in memory over typed native tables."""

import json
import sys
import time

import duckdb

from duck import first
from ranked import BANDS, DISCIPLINES, DROP, FRACTION, GOOD, HIGH_TOTAL, MODELS, SECOND, SIX, answers

REPRIMAND, WARNING = (f"'{label}'::discipline_label" for label in DISCIPLINES[1:3])


def halves(number):
    return f"{number}::SMALLINT"


# Lines of a person's points, missing where what they read is. Cases were faster than `least` and sums of casts.
LINES = {
    "a": f"CASE WHEN done >= assigned THEN {halves(100)} ELSE {halves(100)} * done // assigned END",
    "b": f"CASE WHEN initiatives >= 4 THEN {halves(40)} ELSE {halves(10)} * initiatives END",
    "c": f"CASE trained WHEN true THEN {halves(20)} WHEN false THEN {halves(0)} END",
    "d": f"CASE WHEN absent <= 5 THEN {halves(40)} WHEN absent <= 20 THEN {halves(20)} WHEN absent > 20 THEN {halves(0)} END",
    "e": f"CASE WHEN discipline < {REPRIMAND} THEN {halves(0)} WHEN discipline < {WARNING} THEN {halves(20)}"
    f" WHEN discipline >= {WARNING} THEN {halves(40)} END",
}
# The ends where a line is missing.
LOWEST = f"""coalesce(a, CASE WHEN done IS NULL THEN {halves(0)} ELSE least({halves(100)}, {halves(5)} * done) END)
    + coalesce(b, {halves(0)}) + coalesce(c, {halves(0)}) + coalesce(d, {halves(0)}) - coalesce(e, {halves(40)})"""
HIGHEST = f"""coalesce(a, CASE WHEN done = 0 THEN {halves(0)} ELSE {halves(100)} END)
    + coalesce(b, {halves(40)}) + coalesce(c, {halves(20)}) + coalesce(d, {halves(40)}) - coalesce(e, {halves(0)})"""


def six(name, within, yes, no):
    """The six counts of a clause about the units whose place is within so many."""
    sure, perhaps = f"highest <= {within}", f"lowest <= {within} AND highest > {within}"
    held_by = [yes, no, f"NOT ({yes}) AND NOT ({no})"]
    conditions = [f"{place} AND {held}" for place in (sure, perhaps) for held in held_by]
    return ", ".join(f"coalesce(count_if({condition}), 0) AS {name}_{count}" for count, condition in zip(SIX, conditions))


def verdict(name, yes, no):
    """A verdict over the units that are within for certain; undetermined if there is nobody but perhaps somebody."""
    ih, if_, iu, mh, mf, mu = (f"{name}_{count}" for count in SIX)
    nobody = f"CASE WHEN {mh} + {mf} + {mu} = 0 THEN 3 ELSE 2 END"
    return f"CASE WHEN {ih} + {if_} + {iu} = 0 THEN {nobody} WHEN {yes} THEN 0 WHEN {no} THEN 1 ELSE 2 END"


def query(full):
    """One statement, one row. A person is scored once; whatever follows is about units."""
    lines = ", ".join(f"{line} AS {name}" for name, line in LINES.items())
    bands = ", ".join(f"count_if({condition}) AS {name}" for name, condition in BANDS.items())
    fails = " + ".join(f"fifth_{count}" for count in ("if", "iu", "mf", "mu"))
    holds = " + ".join(f"fifth_{count}" for count in ("ih", "iu", "mh", "mu"))
    groups = [f"coalesce(count_if({name} = {at}), 0) AS {name}_{at}" for name in ("v3a", "v3b", "v3c") for at in range(4)]
    sums = [f"sum({name}) AS {name}" for name in ("n", "well", "well_most", "ranked", "v2a_0", "v2a_1")]
    sums += ["sum(ranked - v2a_0 - v2a_1) AS v2a_2", "(SELECT count(*) FROM unit) - sum(ranked) AS v2a_3"]
    sums += [f"sum({name}_{count}) AS {name}_{count}" for name in ("three", "fifth") for count in SIX]
    points = ", count_if(low = high) AS points_certain, sum(low) AS low, sum(high) AS high" if full else ""
    return f"""
    WITH lines AS (SELECT unit, discipline, done, assigned, {lines} FROM person),
    added AS (SELECT *, a + b + c + d - e AS known FROM lines),
    sums AS (SELECT unit, discipline, CASE WHEN known IS NOT NULL THEN known ELSE {LOWEST} END AS low,
        CASE WHEN known IS NOT NULL THEN known ELSE {HIGHEST} END AS high FROM added),
    scored AS (SELECT unit, discipline, CASE WHEN low < 0 THEN {halves(0)} ELSE low END AS low,
        CASE WHEN high < 0 THEN {halves(0)} ELSE high END AS high FROM sums),
    banded AS MATERIALIZED (SELECT unit, discipline, low, high,
        CASE WHEN discipline < {REPRIMAND} THEN low ELSE low - {halves(DROP)} END AS least,
        CASE WHEN discipline >= {REPRIMAND} THEN high - {halves(DROP)} ELSE high END AS most FROM scored),
    bands AS (SELECT {bands}{points} FROM banded),
    tally AS (SELECT unit, count(*)::INTEGER AS n, sum(low)::INTEGER AS low, sum(high)::INTEGER AS high,
        count_if(least >= {GOOD})::INTEGER AS well, count_if(most >= {GOOD})::INTEGER AS well_most,
        coalesce(count_if(discipline >= {REPRIMAND}), 0)::INTEGER AS disciplined,
        count_if(discipline IS NULL)::INTEGER AS discipline_open FROM banded GROUP BY unit),
    totals AS (SELECT id, province, models, n, well, well_most, disciplined, discipline_open,
        7 * low + n * (CASE WHEN movement THEN 400 ELSE 0 END + CASE WHEN models >= 5 THEN 200 ELSE coalesce(40 * models, 0) END) AS least,
        7 * high + n * (CASE WHEN NOT movement THEN 0 ELSE 400 END + CASE WHEN models < 5 THEN 40 * models ELSE 200 END) AS most
        FROM unit JOIN tally ON tally.unit = unit.id),
    keyed AS MATERIALIZED (SELECT *, least >= {HIGH_TOTAL} * n AS reaches, most < {HIGH_TOTAL} * n AS misses,
        (((least::BIGINT << {FRACTION}) // n) << {SECOND}) - disciplined - discipline_open AS worst,
        (((most::BIGINT << {FRACTION}) // n) << {SECOND}) - disciplined AS best FROM totals),
    -- How many of one list come before a record of the other is its rank in both together less that in its own.
    ends AS (SELECT id, province, false AS last, best AS key FROM keyed UNION ALL SELECT id, province, true, worst FROM keyed),
    ranks AS (SELECT id, last, 1 + rank() OVER (PARTITION BY province ORDER BY key DESC)
        - rank() OVER (PARTITION BY province, last ORDER BY key DESC) AS place FROM ends),
    places AS (SELECT id, max(place) FILTER (WHERE NOT last) AS lowest, max(place) FILTER (WHERE last) AS highest FROM ranks GROUP BY id),
    placed AS MATERIALIZED (SELECT keyed.* EXCLUDE (least, most), lowest, CASE WHEN best > worst THEN highest - 1 ELSE highest END AS highest
        FROM keyed JOIN places USING (id)),
    per_province AS (SELECT province, sum(n)::INTEGER AS n, sum(well)::INTEGER AS well, sum(well_most)::INTEGER AS well_most,
        count(*) AS ranked, count_if(2 * well >= n) AS v2a_0, count_if(2 * well_most < n) AS v2a_1 FROM keyed GROUP BY province),
    tops AS (SELECT province, {six("three", "3", "reaches", "misses")},
        {six("fifth", "ranked // 5", f"coalesce(models >= {MODELS}, false)", f"coalesce(models < {MODELS}, false)")}
        FROM placed JOIN per_province USING (province) WHERE lowest <= greatest(3, ranked // 5) GROUP BY province),
    spread AS (SELECT count_if(lowest = highest) AS certain, sum(lowest) AS lowest, sum(highest) AS highest FROM placed),
    cases AS (SELECT *, {verdict("three", "three_if + three_iu + three_mf + three_mu = 0", "three_if > 0")} AS v3a,
        {verdict("fifth", f"3 * fifth_ih >= 7 * ({fails})", f"3 * ({holds}) < 7 * fifth_if")} AS v3b,
        CASE WHEN 5 * well >= 3 * n THEN 0 WHEN 5 * well_most < 3 * n THEN 1 ELSE 2 END AS v3c FROM per_province JOIN tops USING (province))
    SELECT * FROM (SELECT {", ".join(sums + groups)} FROM cases), spread, bands"""


def load(connection, folder):
    """Native tables: labels as enums, units and provinces by number, persons in the order of units."""

    def source(kind, types):
        columns = "{" + ", ".join(f"'{name}': '{type}'" for name, type in types.items()) + "}"
        form = "header = true, delim = ',', quote = '', escape = '', nullstr = '', auto_detect = false"
        return f"read_csv('{folder}/{kind}.csv', {form}, columns = {columns})"

    listed = ", ".join(f"'{label}'" for label in DISCIPLINES)
    connection.execute(f"CREATE TYPE discipline_label AS ENUM ({listed})")
    unit = {"id": "VARCHAR", "province": "VARCHAR", "movement": "BOOLEAN", "models": "SMALLINT"}
    counts = {name: "SMALLINT" for name in ("assigned", "done", "initiatives")}
    person = {"id": "VARCHAR", "unit": "VARCHAR", "discipline": "discipline_label", "absent": "SMALLINT", "trained": "BOOLEAN", **counts}
    connection.execute(f"CREATE TABLE unit_key AS SELECT (row_number() OVER () - 1)::INTEGER AS row, * FROM {source('unit', unit)}")
    connection.execute("CREATE TABLE unit AS SELECT row AS id, province[2:]::UTINYINT AS province, movement, models FROM unit_key ORDER BY row")
    connection.execute(
        "CREATE TABLE person AS SELECT row AS unit, discipline, absent, trained, assigned, done, initiatives"
        f" FROM {source('person', person)} p JOIN unit_key k ON k.id = p.unit ORDER BY row"
    )
    connection.execute("DROP TABLE unit_key")


def main(folder, threads, runs):
    connection = duckdb.connect(":memory:", config={"threads": threads})
    connection.execute("SET preserve_insertion_order = false")
    load(connection, folder)
    # What compiling takes doesn't count.
    connection.execute(f"PREPARE timed AS {query(False)}")
    seconds = []
    for _ in range(runs + 2):
        start = time.perf_counter()
        first(connection, "EXECUTE timed")
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"timing": {"seconds": seconds[2:]}, "answers": answers(first(connection, query(True)))}))


if __name__ == "__main__":
    main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
