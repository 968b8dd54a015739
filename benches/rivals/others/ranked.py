"""Scored persons and ranked units: what DuckDB and Polars have in common, and the answers from one row of sums.

Points of persons are counted in halves, so that they are whole: every number of tasks that may be assigned divides 100.
Totals of units are counted in twentieths, times the unit's persons: 7 × half-points + persons × what the unit adds.
"""

from criteria import VERDICTS

DISCIPLINES = ["không có", "Khiển trách", "Cảnh cáo", "Buộc thôi việc"]

# Where the band that the criteria name begins, in half-points. Bands begin 40 apart: a band lower is what 40 fewer would be.
GOOD, DROP = 140, 40

# What is counted of persons, by the least and the most that bands go by: label by label who has it for certain, who may.
BANDS = {
    "s0": "most < 100",
    "s1": "least >= 100 AND most < 140",
    "s2": "least >= 140 AND most < 180",
    "s3": "least >= 180",
    "p0": "least < 100",
    "p1": "least < 140 AND most >= 100",
    "p2": "least < 180 AND most >= 140",
    "p3": "most >= 180",
}

# A total of 90, in twentieths; the models that the first fifth must have.
HIGH_TOTAL, MODELS = 1800, 4

# Two totals that differ do so by at least 2⁻³⁰, as no two units have so many pairs of persons: so cut behind as many
# places they have the same order. Behind them is room for the second key.
FRACTION, SECOND = 30, 14

SIX = ["ih", "if", "iu", "mh", "mf", "mu"]


def answers(row):
    """Verdicts, groups and counts from the sums over everybody, all units and all provinces."""
    n = row["n"]

    def once(name, band, decide):
        sure, open_ = row[f"s{band}"], row[f"p{band}"] - row[f"s{band}"]
        verdict = VERDICTS[decide(sure, sure + open_)]
        return {"id": name, "verdict": verdict, "groups": [0] * 4, "counts": [[sure, n - sure - open_, open_, 0, 0, 0]]}

    def each(name, key, counts):
        groups = [row[f"{key}_{verdict}"] for verdict in range(4)]
        verdict = next((VERDICTS[at] for at in (1, 2, 0) if groups[at]), VERDICTS[3])
        return {"id": name, "verdict": verdict, "groups": groups, "counts": [counts]}

    def sums(name, *names):
        return {"id": name, "verdict": "", "groups": [0] * 4, "counts": [[*(row[name] for name in names), 0, 0]]}

    open_ = row["well_most"] - row["well"]
    well = [row["well"], n - row["well"] - open_, open_, 0, 0, 0]
    return [
        once("1.a", 0, lambda least, most: 0 if most == 0 else 1 if least else 2),
        once("1.b", 1, lambda least, most: 0 if 10 * most <= 3 * n else 1 if 10 * least > 3 * n else 2),
        once("1.c", 2, lambda least, most: 0 if 5 * least >= 2 * n else 1 if 5 * most < 2 * n else 2),
        once("1.d", 3, lambda least, most: 0 if 5 * most <= n else 1 if 5 * least > n else 2),
        each("2.a", "v2a", well),
        each("3.a", "v3a", [row[f"three_{count}"] for count in SIX]),
        each("3.b", "v3b", [row[f"fifth_{count}"] for count in SIX]),
        each("3.c", "v3c", well),
        sums("places", "ranked", "certain", "lowest", "highest"),
        sums("points", "n", "points_certain", "low", "high"),
    ]
