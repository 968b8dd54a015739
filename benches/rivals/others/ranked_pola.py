"""Scored persons and ranked units in Polars: in memory over typed columns."""

import json
import sys
import time

import polars as pl

from pola import first, first_that_holds
from ranked import BANDS, DISCIPLINES, DROP, FRACTION, GOOD, HIGH_TOTAL, MODELS, SECOND, SIX, answers

DISCIPLINE = pl.Enum(DISCIPLINES)
COUNTS = {"assigned": pl.Int16, "done": pl.Int16, "initiatives": pl.Int16}
PERSON = {"id": pl.String, "unit": pl.String, "discipline": DISCIPLINE, "absent": pl.Int16, "trained": pl.Boolean, **COUNTS}
UNIT = {"id": pl.String, "province": pl.String, "movement": pl.Boolean, "models": pl.Int16}

# The values that a person's points can tell apart; the last of each is missing.
VALUES = {
    "assigned": [*range(21), None],
    "done": [*range(41), None],
    "initiatives": [*range(5), None],
    "absent": [0, 6, 21, None],
    "trained": [False, True, None],
    "discipline": [*DISCIPLINES, None],
}


def class_number():
    """The row of a person's class in `every_class`."""
    absent = pl.col("absent")
    codes = {
        "assigned": pl.col("assigned"),
        "done": pl.col("done"),
        "initiatives": pl.col("initiatives").clip(upper_bound=4),
        "absent": (absent > 5).cast(pl.UInt8) + (absent > 20).cast(pl.UInt8),
        "trained": pl.col("trained"),
        "discipline": pl.col("discipline").to_physical(),
    }
    number = pl.lit(0, dtype=pl.UInt32)
    for column, values in VALUES.items():
        number = number * len(values) + codes[column].cast(pl.UInt32).fill_null(len(values) - 1)
    return number


def every_class():
    """What a person of each class adds to its unit and to everybody."""
    frame = pl.LazyFrame({"assigned": VALUES["assigned"]}, schema={"assigned": pl.Int16})
    for column, values in list(VALUES.items())[1:]:
        kind = PERSON[column]
        frame = frame.join(pl.LazyFrame({column: values}, schema={column: kind}), how="cross", maintain_order="left_right")
    done, assigned, absent, initiatives = (pl.col(name) for name in ("done", "assigned", "absent", "initiatives"))
    disciplined = pl.col("discipline") >= pl.lit(DISCIPLINES[1], dtype=DISCIPLINE)
    warned = pl.col("discipline") >= pl.lit(DISCIPLINES[2], dtype=DISCIPLINE)
    tasks = lambda done, assigned: pl.min_horizontal(100 * done // assigned, 100)
    present = pl.when(absent <= 5).then(40).when(absent <= 20).then(20).otherwise(0)
    minus = pl.when(warned).then(40).when(disciplined).then(20).otherwise(0)

    def points(done, assigned, missing, lost):
        added = pl.col("trained").cast(pl.Int16).fill_null(missing) * 20 + (10 * initiatives).fill_null(40 * missing)
        days = pl.when(absent.is_null()).then(40 * missing).otherwise(present)
        taken = pl.when(pl.col("discipline").is_null()).then(lost).otherwise(minus)
        return (tasks(done, assigned) + added + days - taken).clip(lower_bound=0).cast(pl.Int64)

    frame = frame.with_columns(
        low=points(done.fill_null(0), assigned.fill_null(20), 0, 40),
        high=points(done.fill_null(40), assigned.fill_null(1), 1, 0),
    )
    frame = frame.with_columns(
        least=pl.col("low") - DROP * disciplined.fill_null(True).cast(pl.Int64),
        most=pl.col("high") - DROP * disciplined.fill_null(False).cast(pl.Int64),
    )
    ones = {
        "well": pl.col("least") >= GOOD,
        "well_most": pl.col("most") >= GOOD,
        "disciplined": disciplined,
        "discipline_open": disciplined.is_null(),
        **{name: pl.sql_expr(condition) for name, condition in BANDS.items()},
        "points_certain": pl.col("low") == pl.col("high"),
    }
    return frame.select("low", "high", **{name: one.fill_null(False).cast(pl.Int64) for name, one in ones.items()}).collect()


# Sums of a unit, several to a number, each in so many bits: a unit has fewer than 32,768 persons.
PACKS = [{"low": 23, "high": 23, "discipline_open": 15}, {"well": 15, "well_most": 15, "disciplined": 15}]
# What is counted of everybody, a bit for each.
FLAGS = [*BANDS, "points_certain"]


def shifts(pack):
    """Of each sum the factor of its lowest bit, and what its bits hold."""
    at = 0
    for name, bits in pack.items():
        yield name, 1 << at, 1 << bits
        at += bits


def looked_up(persons):
    """Persons with what they add, looked up in a table of classes."""
    classes = every_class()
    packed = {f"pack{number}": sum(pl.col(name) * factor for name, factor, _ in shifts(pack)) for number, pack in enumerate(PACKS)}
    packed["flags"] = sum(pl.col(name) * (1 << at) for at, name in enumerate(FLAGS)).cast(pl.UInt16)
    tables = classes.select(**packed)
    added = [pl.lit(tables[name]).gather(pl.col("class")).alias(name) for name in packed]
    return persons.select("unit", class_number().alias("class")).select("unit", *added)


def tally(added):
    """The sums of each unit."""
    packs = [f"pack{number}" for number in range(len(PACKS))]
    sums = added.group_by("unit").agg(pl.len().cast(pl.Int64).alias("n"), pl.col(packs).sum())
    parts = [(pl.col(name) // factor % most).alias(part) for name, pack in zip(packs, PACKS) for part, factor, most in shifts(pack)]
    return sums.select("unit", "n", *parts)


def ranked(units, added):
    """Units that have persons, with the ends of their totals and of their places."""
    n, models, province = pl.col("n"), pl.col("models").cast(pl.Int64), pl.col("province").cast(pl.Int64)
    each = (40 * models).clip(upper_bound=200)
    movement = 400 * pl.col("movement").cast(pl.Int64)
    totals = units.join(tally(added), left_on="id", right_on="unit", maintain_order="none").with_columns(
        least=7 * pl.col("low") + n * (movement.fill_null(0) + each.fill_null(0)),
        most=7 * pl.col("high") + n * (movement.fill_null(400) + each.fill_null(200)),
        # Behind all places that a total has, and a second key's, stands the province: one order for all of them.
        base=province * (1 << 56),
    )
    key = lambda total, disciplined: pl.col("base") + (pl.col(total) * (1 << FRACTION) // n + 1) * (1 << SECOND) - disciplined
    keyed = totals.with_columns(
        worst=key("least", pl.col("disciplined") + pl.col("discipline_open")),
        best=key("most", pl.col("disciplined")),
    )
    end = pl.col("base") + (1 << 56)

    def before(others, own):
        """How many of a province's others have a greater key."""
        sorted_ = pl.col(others).sort()
        return (sorted_.search_sorted(end).cast(pl.Int64) - sorted_.search_sorted(pl.col(own), side="right").cast(pl.Int64)).alias(others)

    return keyed.with_columns(
        lowest=1 + before("worst", "best"),
        highest=1 + before("best", "worst") - (pl.col("best") > pl.col("worst")).cast(pl.Int64),
    )


def six(name, within, yes, no):
    """The six counts of a clause about the units whose place is within a bound."""
    sure = pl.col("highest") <= within
    perhaps = (pl.col("lowest") <= within) & ~sure
    held = [yes, no, ~(yes | no)]
    counted = [place & holds for place in (sure, perhaps) for holds in held]
    return [condition.sum().cast(pl.Int64).alias(f"{name}_{count}") for count, condition in zip(SIX, counted)]


def verdict(name, decide):
    """A verdict over the units that are within for certain; undetermined if there is nobody but perhaps somebody."""
    ih, if_, iu, mh, mf, mu = (pl.col(f"{name}_{count}") for count in SIX)
    yes, no = decide(ih, if_, ih + iu + mh + mu, if_ + iu + mf + mu)
    nobody = ih + if_ + iu == 0
    return first_that_holds((nobody & (mh + mf + mu == 0), 3), (nobody, 2), (yes, 0), (no, 1), otherwise=2)


def plan(persons, units, full):
    """One lazy plan, one row. A person is looked up once; whatever follows is about units."""
    n, well, well_most, models, size = (pl.col(name) for name in ("n", "well", "well_most", "models", "ranked"))
    total = HIGH_TOTAL * n
    yes, no = (condition.fill_null(False) for condition in (models >= MODELS, models < MODELS))
    summed = ["n", "well", "well_most", *(["low", "high"] if full else [])]
    added = looked_up(persons)
    flags = added.select(((pl.col("flags") & (1 << at)) != 0).sum().alias(name) for at, name in enumerate(FLAGS if full else BANDS))
    placed = ranked(units, added).with_columns(ranked=pl.len().over("province"))
    per_province = placed.group_by("province").agg(
        pl.col(summed).sum(),
        ranked=pl.len(),
        v2a_0=(2 * well >= n).sum(),
        v2a_1=(2 * well_most < n).sum(),
        certain=(pl.col("lowest") == pl.col("highest")).sum(),
        lowest=pl.col("lowest").sum(),
        highest=pl.col("highest").sum(),
    )
    tops = placed.filter(pl.col("lowest") <= pl.max_horizontal(3, size // 5)).group_by("province").agg(
        *six("three", pl.lit(3), pl.col("least") >= total, pl.col("most") < total), *six("fifth", size // 5, yes, no)
    )
    cases = {
        "v3a": verdict("three", lambda least, fails, most, fails_most: (fails_most == 0, fails > 0)),
        "v3b": verdict("fifth", lambda least, fails, most, fails_most: (3 * least >= 7 * fails_most, 3 * most < 7 * fails)),
        "v3c": first_that_holds((5 * well >= 3 * n, 0), (5 * well_most < 3 * n, 1), otherwise=2),
    }
    sums = [*summed, "ranked", "v2a_0", "v2a_1", "certain", "lowest", "highest"]
    overall = per_province.join(tops, on="province").with_columns(**cases).select(
        pl.col(sums).sum(),
        *(pl.col(f"{name}_{count}").sum() for name in ("three", "fifth") for count in SIX),
        *((pl.col(name) == at).sum().alias(f"{name}_{at}") for name in cases for at in range(4)),
        v2a_2=(size - pl.col("v2a_0") - pl.col("v2a_1")).sum(),
    )
    return pl.concat([overall, flags, units.select(units=pl.len())], how="horizontal").with_columns(v2a_3=pl.col("units") - size)


def load(folder):
    """Typed frames in memory: labels as enums, units and provinces by number, persons in the order of units."""
    source = lambda kind, schema: pl.scan_csv(f"{folder}/{kind}.csv", schema=schema, quote_char=None, encoding="utf8")
    units = source("unit", UNIT).with_row_index("row").collect()
    persons = source("person", PERSON).join(units.lazy().select(pl.col("id").alias("unit"), "row"), on="unit")
    persons = persons.select(pl.col("row").alias("unit"), *list(PERSON)[2:]).sort("unit").collect().rechunk()
    units = units.select(pl.col("row").alias("id"), pl.col("province").str.slice(1).cast(pl.UInt8), "movement", "models")
    return persons.lazy(), units.lazy()


def main(folder, runs):
    persons, units = load(folder)
    timed = plan(persons, units, False)
    seconds = []
    for _ in range(runs + 2):
        start = time.perf_counter()
        first(timed, "in-memory")
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"timing": {"seconds": seconds[2:]}, "answers": answers(first(plan(persons, units, True), "in-memory"))}))


if __name__ == "__main__":
    main(sys.argv[2], int(sys.argv[4]))
