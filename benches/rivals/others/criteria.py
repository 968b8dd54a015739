"""The ten criteria as counts of a unit, shared by what is asked of DuckDB and of Polars."""

# What is counted of each unit, in SQL over typed columns. "Open" is missing, "own" is without a contract.
COUNTS = {
    "n": "true",
    "completes": "rating >= {completes}",
    "rating_open": "rating IS NULL",
    "well": "rating >= {well}",
    "disciplined": "discipline >= {reprimand}",
    "warned": "discipline >= {warning}",
    "discipline_open": "discipline IS NULL",
    "completes_outstanding": "rating >= {completes} AND title = {outstanding}",
    "completes_title_open": "rating >= {completes} AND title IS NULL",
    "rating_open_outstanding": "rating IS NULL AND title = {outstanding}",
    "both_open": "rating IS NULL AND title IS NULL",
    "own": "position <> {contract}",
    "own_excellent": "position <> {contract} AND rating = {excellent}",
    "own_rating_open": "position <> {contract} AND rating IS NULL",
    "perhaps": "position IS NULL",
    "perhaps_excellent": "position IS NULL AND rating = {excellent}",
    "perhaps_rating_open": "position IS NULL AND rating IS NULL",
    "absent_long": "absent > 20",
    "absent_open": "absent IS NULL",
    "outstanding": "title = {outstanding}",
    "title_open": "title IS NULL",
    "better": "trained OR title >= {advanced}",
    "better_open": "(trained OR title >= {advanced}) IS NULL",
}

LABELS = {
    "position": ["Lãnh đạo", "Chuyên viên", "Nhân viên", "Hợp đồng"],
    "rating": ["Không hoàn thành", "Hoàn thành", "Hoàn thành tốt", "Hoàn thành xuất sắc"],
    "title": ["không có", "Lao động tiên tiến", "Chiến sĩ thi đua"],
    "discipline": ["không có", "Khiển trách", "Cảnh cáo", "Buộc thôi việc"],
}

# The labels that the criteria name: column and place.
NAMED = {
    "completes": ("rating", 1),
    "well": ("rating", 2),
    "excellent": ("rating", 3),
    "reprimand": ("discipline", 1),
    "warning": ("discipline", 2),
    "advanced": ("title", 1),
    "outstanding": ("title", 2),
    "contract": ("position", 3),
}

VERDICTS = ["met", "not met", "undetermined", "not applicable"]


def answers(row):
    """Verdicts, groups and six counts from the sums over all units and provinces."""
    n = row["n"]

    def inside(holds, opened, everybody=n):
        return [holds, everybody - holds - opened, opened, 0, 0, 0]

    def of_all(counts):
        holds, fails, opened, mh, mf, mu = counts
        if holds + fails + opened == 0:
            return VERDICTS[2 if mh + mf + mu else 3]
        return VERDICTS[1 if fails else 2 if opened + mf + mu else 0]

    def split(base, maybe, holds, opened, mh, mu):
        return [row[holds], row[base] - row[holds] - row[opened], row[opened], row[mh], row[maybe] - row[mh] - row[mu], row[mu]]

    completes = inside(row["completes"], row["rating_open"])
    warned = inside(row["warned"], row["discipline_open"])
    money = [row[name] for name in ("money_met", "money_not", "money_open", "money_perhaps_met")] + [0, row["money_perhaps_open"]]

    def once(name, verdict, counts):
        return {"id": name, "verdict": verdict, "groups": [0] * 4, "counts": [counts]}

    def each(name, key, *counts):
        groups = [row[f"{key}_{verdict}"] for verdict in range(4)]
        verdict = next((VERDICTS[at] for at in (1, 2, 0) if groups[at]), VERDICTS[3])
        return {"id": name, "verdict": verdict, "groups": groups, "counts": list(counts)}

    return [
        once("1.a", of_all(completes), completes),
        once("1.b", of_all([warned[at] for at in (1, 0, 2, 4, 3, 5)]), warned),
        each("2.a", "v2a", inside(row["well"], row["rating_open"]), inside(row["disciplined"], row["discipline_open"])),
        each(
            "2.b",
            "v2b",
            completes,
            [row["well"], row["completes"] - row["well"], 0, 0, 0, row["rating_open"]],
            split("completes", "rating_open", "completes_outstanding", "completes_title_open", "rating_open_outstanding", "both_open"),
        ),
        each("2.c", "v2c", split("own", "perhaps", "own_excellent", "own_rating_open", "perhaps_excellent", "perhaps_rating_open")),
        each("2.d", "v2d", inside(row["absent_long"], row["absent_open"])),
        each("3.a", "v3a", inside(row["outstanding"], row["title_open"])),
        each("3.b", "v3b", inside(row["better"], row["better_open"])),
        once("4.a", of_all(money), money),
        each("4.b", "v4b"),
    ]
