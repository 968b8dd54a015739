"""The ten criteria in DuckDB: in memory over typed native tables, or straight from files."""

import json
import sys
import time

import duckdb

from criteria import COUNTS, LABELS, NAMED, answers

# A verdict by number: 0 met, 1 not met, 2 undetermined, 3 not applicable.
UNIT_VERDICTS = {
    "v2a": """CASE WHEN (2 - 1) * (well + rating_open) <= n - well - rating_open OR disciplined > 0 THEN 1
        WHEN well > n - well AND disciplined + discipline_open = 0 THEN 0 ELSE 2 END""",
    "v2b": """CASE WHEN n - completes - rating_open > 0 OR 3 * (well + rating_open) < 7 * (completes - well)
            OR completes_outstanding + completes_title_open + rating_open_outstanding + both_open = 0 THEN 1
        WHEN completes = n AND 3 * well >= 7 * (completes - well) AND completes_outstanding > 0 THEN 0 ELSE 2 END""",
    "v2c": """CASE WHEN own = 0 THEN CASE WHEN perhaps = 0 THEN 3 ELSE 2 END
        WHEN 4 * (own_excellent + own_rating_open + perhaps_excellent + perhaps_rating_open)
            <= own - own_excellent - own_rating_open THEN 0
        WHEN 4 * own_excellent > own - own_excellent + perhaps - perhaps_excellent THEN 1 ELSE 2 END""",
    "v2d": """CASE WHEN n = 0 THEN 3 WHEN absent_long + absent_open <= 2 THEN 0 WHEN absent_long > 2 THEN 1 ELSE 2 END""",
}
PROVINCE_VERDICTS = {
    "v3a": """CASE WHEN n = 0 THEN 3 WHEN 17 * (outstanding + title_open) <= 3 * (n - outstanding - title_open) THEN 0
        WHEN 17 * outstanding > 3 * (n - outstanding) THEN 1 ELSE 2 END""",
    "v3b": """CASE WHEN n = 0 THEN 3 WHEN 3 * better >= 7 * (n - better) THEN 0
        WHEN 3 * (better + better_open) < 7 * (n - better - better_open) THEN 1 ELSE 2 END""",
    "v4b": """CASE WHEN 20 * spent >= 19 * (plan + 10000 * plan_open) THEN 0
        WHEN 20 * (spent + 10000 * spent_open) < 19 * plan THEN 1 ELSE 2 END""",
}
MONEY = {
    "money_met": "planned > 0 AND disbursed >= planned",
    "money_not": "planned > 0 AND disbursed < planned",
    "money_open": "planned > 0 AND disbursed IS NULL",
    "money_perhaps_met": "planned IS NULL AND disbursed >= 10000",
    "money_perhaps_open": "planned IS NULL AND (disbursed < 10000 OR disbursed IS NULL)",
}
# What the verdicts need of all units together; the rest of the counts is for comparing answers.
NEEDED = ["n", "completes", "rating_open", "warned", "discipline_open", "outstanding", "title_open", "better", "better_open"]


def query(person, unit, full, coded=False):
    """One statement, one row. A person is read once; whatever follows is about units. Labels are enums, or `coded` as small numbers."""
    written = (lambda column, at: f"{at}::UTINYINT") if coded else (lambda column, at: f"'{LABELS[column][at]}'::{column}_label")
    labels = {name: written(column, at) for name, (column, at) in NAMED.items()}
    counts = {name: condition.format(**labels) for name, condition in COUNTS.items()}
    tallies = ", ".join(f"count_if({condition}) AS {name}" for name, condition in counts.items())
    zeros = ", ".join(f"coalesce({name}, 0)::INTEGER AS {name}" for name in COUNTS)
    summed = list(COUNTS) if full else NEEDED
    verdicts = ", ".join(f"{case} AS {name}" for name, case in UNIT_VERDICTS.items())
    per_province = [f"sum({name})::BIGINT AS {name}" for name in summed]
    per_province += [f"count(*) FILTER (WHERE {name} = {at}) AS {name}_{at}" for name in UNIT_VERDICTS for at in range(4)]
    per_province += [f"count(*) FILTER (WHERE {condition}) AS {name}" for name, condition in MONEY.items()]
    per_province += ["coalesce(sum(planned), 0) AS plan", "coalesce(sum(disbursed), 0) AS spent"]
    per_province += ["count(*) - count(planned) AS plan_open", "count(*) - count(disbursed) AS spent_open"]
    cases = ", ".join(f"{case} AS {name}" for name, case in PROVINCE_VERDICTS.items())
    overall = [f"sum({name}) AS {name}" for name in summed + list(MONEY)]
    overall += [f"sum({name}_{at}) AS {name}_{at}" for name in UNIT_VERDICTS for at in range(4)]
    overall += [f"count(*) FILTER (WHERE {name} = {at}) AS {name}_{at}" for name in PROVINCE_VERDICTS for at in range(4)]
    return f"""
    WITH tally AS (SELECT unit, {tallies} FROM {person} GROUP BY unit),
    per_unit AS (SELECT province, planned, disbursed, {zeros} FROM {unit} u LEFT JOIN tally ON tally.unit = u.id),
    judged AS (SELECT *, {verdicts} FROM per_unit),
    per_province AS (SELECT province, {', '.join(per_province)} FROM judged GROUP BY province),
    cases AS (SELECT *, {cases} FROM per_province)
    SELECT {', '.join(overall)} FROM cases"""


UNIT_TYPES = {"id": "VARCHAR", "province": "VARCHAR", "planned": "INTEGER", "disbursed": "INTEGER"}


PERSON_TYPES = {
    "id": "VARCHAR", "name": "VARCHAR", "born": "VARCHAR", "unit": "VARCHAR", "position": "position_label", "rating": "rating_label",
    "title": "title_label", "discipline": "discipline_label", "absent": "UTINYINT", "trained": "BOOLEAN",
}


def source(folder, form, kind):
    """A table function over a file, every type said so that nothing is guessed."""
    types = UNIT_TYPES if kind == "unit" else PERSON_TYPES
    columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
    path = f"'{folder}/{kind}.{form}'"
    if form == "csv":
        return f"read_csv({path}, header = true, delim = ',', quote = '', escape = '', nullstr = '', auto_detect = false, columns = {columns})"
    if form == "ndjson":
        return f"read_json({path}, format = 'newline_delimited', auto_detect = false, columns = {columns})"
    if kind == "unit":
        return f"read_parquet({path})"
    # Over the file's dictionaries this is faster than a cast to enums, or than sets of texts.
    code = lambda column: " ".join(f"WHEN '{label}' THEN {at}::UTINYINT" for at, label in enumerate(LABELS[column]))
    codes = ", ".join(f"CASE {column} {code(column)} END AS {column}" for column in LABELS)
    return f"(SELECT unit, {codes}, absent, trained FROM read_parquet({path}))"


def connect(threads):
    connection = duckdb.connect(":memory:", config={"threads": threads})
    connection.execute("SET preserve_insertion_order = false")
    for column, labels in LABELS.items():
        listed = ", ".join(f"'{label}'" for label in labels)
        connection.execute(f"CREATE TYPE {column}_label AS ENUM ({listed})")
    return connection


def load(connection, folder):
    """Native tables: labels as enums, units and provinces by number, persons in the order of units."""
    connection.execute(f"CREATE TABLE unit_key AS SELECT id, (row_number() OVER () - 1)::INTEGER AS row, * EXCLUDE id FROM {source(folder, 'csv', 'unit')}")
    connection.execute(
        "CREATE TABLE unit AS SELECT row AS id, province[2:]::UTINYINT AS province, planned, disbursed FROM unit_key ORDER BY row"
    )
    connection.execute(
        "CREATE TABLE person AS SELECT row AS unit, position, rating, title, discipline, absent, trained"
        f" FROM {source(folder, 'csv', 'person')} p JOIN unit_key k ON k.id = p.unit ORDER BY unit"
    )
    connection.execute("DROP TABLE unit_key")


def first(connection, statement):
    cursor = connection.execute(statement)
    names = [column[0] for column in cursor.description]
    return dict(zip(names, (int(value) for value in cursor.fetchone())))


def main(form, folder, threads, runs):
    connection = connect(threads)
    seconds = []
    if form == "memory":
        load(connection, folder)
        timed, full = query("person", "unit", False), query("person", "unit", True)
        for _ in range(runs + 2):
            start = time.perf_counter()
            first(connection, timed)
            seconds.append(time.perf_counter() - start)
        row, seconds = first(connection, full), seconds[2:]
    else:
        statement = query(source(folder, form, "person"), source(folder, form, "unit"), True, form == "parquet")
        start = time.perf_counter()
        row = first(connection, statement)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"timing": {"seconds": seconds}, "answers": answers(row)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
