"""The ten criteria in Polars: in memory over typed columns, or lazily from files."""

import itertools
import json
import sys
import time

import polars as pl

from criteria import LABELS, NAMED, answers

ENUMS = {column: pl.Enum(labels) for column, labels in LABELS.items()}
UNIT = {"id": pl.String, "province": pl.String, "planned": pl.Int32, "disbursed": pl.Int32}
PERSON = {"id": pl.String, "name": pl.String, "born": pl.String, "unit": pl.String, **ENUMS, "absent": pl.Int16, "trained": pl.Boolean}


def label(name):
    column, at = NAMED[name]
    return pl.lit(LABELS[column][at], dtype=ENUMS[column])


def counts():
    """What is counted of each unit. A sum of booleans passes over what is missing."""
    rating, title, discipline, position = (pl.col(name) for name in ("rating", "title", "discipline", "position"))
    completes, outstanding = rating >= label("completes"), title == label("outstanding")
    own, perhaps, excellent = position != label("contract"), position.is_null(), rating == label("excellent")
    better = pl.col("trained") | (title >= label("advanced"))
    return {
        "completes": completes,
        "rating_open": rating.is_null(),
        "well": rating >= label("well"),
        "disciplined": discipline >= label("reprimand"),
        "warned": discipline >= label("warning"),
        "discipline_open": discipline.is_null(),
        "completes_outstanding": completes & outstanding,
        "completes_title_open": completes & title.is_null(),
        "rating_open_outstanding": rating.is_null() & outstanding,
        "both_open": rating.is_null() & title.is_null(),
        "own": own,
        "own_excellent": own & excellent,
        "own_rating_open": own & rating.is_null(),
        "perhaps": perhaps,
        "perhaps_excellent": perhaps & excellent,
        "perhaps_rating_open": perhaps & rating.is_null(),
        "absent_long": pl.col("absent") > 20,
        "absent_open": pl.col("absent").is_null(),
        "outstanding": outstanding,
        "title_open": title.is_null(),
        "better": better,
        "better_open": better.is_null(),
    }


NAMES = ["n", *counts()]
# Counts of one sum: each in so many bits, for a unit has fewer than 32,768 persons.
BITS, TOGETHER = 15, 4
PACKS = [list(counts().items())[at : at + TOGETHER] for at in range(0, len(counts()), TOGETHER)]


def every_class():
    """What a person of each class adds: a class for each combination of what the criteria can tell apart."""
    values = [[*labels, None] for labels in LABELS.values()] + [[0, 21, None], [False, True, None]]
    columns = dict(zip([*LABELS, "absent", "trained"], zip(*itertools.product(*values))))
    persons = pl.DataFrame(columns, schema={**ENUMS, "absent": pl.Int16, "trained": pl.Boolean})
    packs = []
    for number, pack in enumerate(PACKS):
        terms = [condition.fill_null(False).cast(pl.Int64) * (1 << BITS * at) for at, (_, condition) in enumerate(pack)]
        packs.append(sum(terms[1:], terms[0]).alias(f"pack{number}"))
    return persons.select(packs)


def class_number():
    """The row of a person's class in `every_class`."""
    number = pl.lit(0, dtype=pl.UInt16)
    for column, labels in LABELS.items():
        code = pl.col(column).to_physical().cast(pl.UInt16).fill_null(len(labels))
        number = number * (len(labels) + 1) + code
    for code in (pl.col("absent") > 20, pl.col("trained")):
        number = number * 3 + code.cast(pl.UInt16).fill_null(2)
    return number


def tally(persons):
    """The counts of each unit. Asking the conditions of classes, not of persons, and summing four counts at a time
    took half the time of a sum for each condition."""
    classes = every_class()
    added = [pl.lit(classes[pack]).gather(pl.col("class")).alias(pack) for pack in classes.columns]
    numbered = persons.select("unit", class_number().alias("class")).select("unit", *added)
    sums = numbered.group_by("unit").agg(pl.len().cast(pl.Int32).alias("n"), pl.col(classes.columns).sum())
    parts = [
        (pl.col(f"pack{number}") // (1 << BITS * at) % (1 << BITS)).cast(pl.Int32).alias(name)
        for number, pack in enumerate(PACKS)
        for at, (name, _) in enumerate(pack)
    ]
    return sums.select("unit", "n", *parts)


def first_that_holds(*cases, otherwise):
    """A verdict by number: 0 met, 1 not met, 2 undetermined, 3 not applicable."""
    chain = pl
    for condition, verdict in cases:
        chain = chain.when(condition).then(pl.lit(verdict, dtype=pl.UInt8))
    return chain.otherwise(pl.lit(otherwise, dtype=pl.UInt8))


def unit_verdicts():
    c = {name: pl.col(name) for name in NAMES}
    n, well, rating_open, completes = c["n"], c["well"], c["rating_open"], c["completes"]
    outstanding_most = c["completes_outstanding"] + c["completes_title_open"] + c["rating_open_outstanding"] + c["both_open"]
    excellent_most = c["own_excellent"] + c["own_rating_open"] + c["perhaps_excellent"] + c["perhaps_rating_open"]
    return {
        "v2a": first_that_holds(
            ((well + rating_open <= n - well - rating_open) | (c["disciplined"] > 0), 1),
            ((well > n - well) & (c["disciplined"] + c["discipline_open"] == 0), 0),
            otherwise=2,
        ),
        "v2b": first_that_holds(
            ((completes + rating_open < n) | (3 * (well + rating_open) < 7 * (completes - well)) | (outstanding_most == 0), 1),
            ((completes == n) & (3 * well >= 7 * (completes - well)) & (c["completes_outstanding"] > 0), 0),
            otherwise=2,
        ),
        "v2c": first_that_holds(
            ((c["own"] == 0) & (c["perhaps"] == 0), 3),
            (c["own"] == 0, 2),
            (4 * excellent_most <= c["own"] - c["own_excellent"] - c["own_rating_open"], 0),
            (4 * c["own_excellent"] > c["own"] - c["own_excellent"] + c["perhaps"] - c["perhaps_excellent"], 1),
            otherwise=2,
        ),
        "v2d": first_that_holds(
            (n == 0, 3), (c["absent_long"] + c["absent_open"] <= 2, 0), (c["absent_long"] > 2, 1), otherwise=2
        ),
    }


def province_verdicts():
    n, better, better_open, top, top_open = (pl.col(name) for name in ("n", "better", "better_open", "outstanding", "title_open"))
    plan, spent, plan_open, spent_open = (pl.col(name) for name in ("plan", "spent", "plan_open", "spent_open"))
    return {
        "v3a": first_that_holds((n == 0, 3), (17 * (top + top_open) <= 3 * (n - top - top_open), 0), (17 * top > 3 * (n - top), 1), otherwise=2),
        "v3b": first_that_holds(
            (n == 0, 3), (3 * better >= 7 * (n - better), 0), (3 * (better + better_open) < 7 * (n - better - better_open), 1), otherwise=2
        ),
        "v4b": first_that_holds(
            (20 * spent >= 19 * (plan + 10000 * plan_open), 0), (20 * (spent + 10000 * spent_open) < 19 * plan, 1), otherwise=2
        ),
    }


NEEDED = ["n", "completes", "rating_open", "warned", "discipline_open", "outstanding", "title_open", "better", "better_open"]


def plan(persons, units, full):
    """One lazy plan, one row. A person is read once; whatever follows is about units."""
    planned, disbursed = pl.col("planned"), pl.col("disbursed")
    money = {
        "money_met": (planned > 0) & (disbursed >= planned),
        "money_not": (planned > 0) & (disbursed < planned),
        "money_open": (planned > 0) & disbursed.is_null(),
        "money_perhaps_met": planned.is_null() & (disbursed >= 10000),
        "money_perhaps_open": planned.is_null() & ((disbursed < 10000) | disbursed.is_null()),
    }
    wanted = NAMES if full else NEEDED
    verdicts, cases = unit_verdicts(), province_verdicts()
    per_unit = units.join(tally(persons), left_on="id", right_on="unit", how="left", maintain_order="none")
    judged = per_unit.with_columns(pl.col(NAMES).fill_null(0)).with_columns(**verdicts)
    per_province = judged.group_by("province").agg(
        *(pl.col(name).sum().cast(pl.Int64) for name in wanted),
        *((pl.col(name) == at).sum().alias(f"{name}_{at}") for name in verdicts for at in range(4)),
        *(condition.sum().alias(name) for name, condition in money.items()),
        planned.sum().cast(pl.Int64).alias("plan"),
        disbursed.sum().cast(pl.Int64).alias("spent"),
        planned.null_count().cast(pl.Int64).alias("plan_open"),
        disbursed.null_count().cast(pl.Int64).alias("spent_open"),
    )
    return per_province.with_columns(**cases).select(
        *(pl.col(name).sum() for name in wanted + list(money)),
        *(pl.col(f"{name}_{at}").sum() for name in verdicts for at in range(4)),
        *((pl.col(name) == at).sum().alias(f"{name}_{at}") for name in cases for at in range(4)),
    )


def source(folder, form, kind):
    schema, path = UNIT if kind == "unit" else PERSON, f"{folder}/{kind}.{form}"
    if form == "csv":
        return pl.scan_csv(path, schema=schema, quote_char=None, encoding="utf8")
    if form == "ndjson":
        # Its reader knows no enums and no small integers.
        plain = {name: {pl.Int16: pl.Int32}.get(kind, pl.String if isinstance(kind, pl.Enum) else kind) for name, kind in schema.items()}
        frame = pl.scan_ndjson(path, schema=plain)
    else:
        frame = pl.scan_parquet(path)
    return frame if kind == "unit" else frame.with_columns(pl.col(column).cast(enum) for column, enum in ENUMS.items())


def load(folder):
    """Typed frames in memory: labels as enums, units and provinces by number, persons in the order of units."""
    units = source(folder, "csv", "unit").with_row_index("row").collect()
    persons = source(folder, "csv", "person").join(units.lazy().select(pl.col("id").alias("unit"), "row"), on="unit")
    persons = persons.select(pl.col("row").alias("unit"), *ENUMS, "absent", "trained").sort("unit").collect().rechunk()
    units = units.select(pl.col("row").alias("id"), pl.col("province").str.slice(1).cast(pl.UInt8), "planned", "disbursed")
    return persons.lazy(), units.lazy()


def first(frame, engine):
    return {name: int(value) for name, value in frame.collect(engine=engine).row(0, named=True).items()}


def main(form, folder, runs):
    seconds = []
    if form == "memory":
        persons, units = load(folder)
        timed = plan(persons, units, False)
        for _ in range(runs + 2):
            start = time.perf_counter()
            first(timed, "in-memory")
            seconds.append(time.perf_counter() - start)
        row, seconds = first(plan(persons, units, True), "in-memory"), seconds[2:]
    else:
        start = time.perf_counter()
        row = first(plan(source(folder, form, "person"), source(folder, form, "unit"), True), "streaming")
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"timing": {"seconds": seconds}, "answers": answers(row)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[4]))
