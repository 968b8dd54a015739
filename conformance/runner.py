#!/usr/bin/env python3
"""Runs the conformance cases of level 1 by an evaluator of its own: python3 runner.py cases/*.json"""
import json
import sys
from fractions import Fraction
from itertools import product
from math import ceil, floor, inf

ORDER = {">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
         "<": lambda a, b: a < b, "=": lambda a, b: a == b, "!=": lambda a, b: a != b}
BOUND = {"at least": ">=", "more than": ">", "at most": "<=", "less than": "<", "exactly": "="}
WORDS = {True: "yes", False: "no", None: "unknown"}


def agreed(ways):
    ways = set(ways)
    return ways.pop() if len(ways) == 1 else None


def both(one, other):
    return False if False in (one, other) else None if None in (one, other) else True


def condition(cond, record, suite):
    """Yes, no or unknown (None) of a record of persons."""
    [(name, of)] = cond.items()
    fields = suite["kinds"]["person"]
    if name == "yes":
        return record.get(of)
    if name in ("missing", "known"):
        return (record.get(of) is None) == (name == "missing")
    if name == "label":
        labels = suite["scales"][fields[of[0]]["of"]]
        values = [record[of[0]]] if record.get(of[0]) is not None else labels
        return agreed(ORDER[of[1]](labels.index(value), labels.index(of[2])) for value in values)
    if name == "compare":
        [(_, field), bound] = *of[0].items(), Fraction(of[2]["is"])
        if record.get(field) is not None:
            return ORDER[of[1]](Fraction(record[field]), bound)
        least, most = (Fraction(fields[field].get(end, else_)) if end in fields[field] else else_
                       for end, else_ in (("least", -inf), ("most", inf)))
        # The ends, and the bound itself and either side of it where these lie between them.
        near = [least, most] + [value for value in (bound - 1, bound, bound + 1) if least <= value <= most]
        return agreed(ORDER[of[1]](value, bound) for value in near)
    raise NotImplementedError(name)


def satisfied(quantifier, base, holds):
    if quantifier in ("all", "no"):
        return holds == (base if quantifier == "all" else 0)
    [(name, of)] = quantifier.items()
    if name == "between":
        return of[0] <= holds <= of[1]
    if name == "count":
        return ORDER[BOUND[of[0]]](holds, of[1])
    asked = Fraction(of[1]) * base
    if name == "rounded":
        asked = {"up": ceil, "down": floor, "nearest": lambda x: floor(x + Fraction(1, 2))}[of[2]](asked)
    return ORDER[BOUND[of[0]]](holds, asked)


def fillings(counts):
    """Every base with the number that hold in it."""
    ih, fails, iu, mh, mf, mu = counts
    ways = product(range(iu + 1), range(mh + 1), range(mf + 1), range(mu + 1), range(mu + 1))
    return {(ih + fails + iu + b + c + d + e, ih + a + b + d) for a, b, c, d, e in ways if d + e <= mu}


def counted(seen):
    counts = [0] * 6
    for member, holds, out in seen:
        if member is not False and not out:
            counts[(0 if member else 3) + (2 if holds is None else 0 if holds else 1)] += 1
    return counts, sum(out and member is not False for member, _, out in seen)


def judged(part, seen):
    counts, out = counted(seen)
    truth = agreed(satisfied(part["quantifier"], *way) for way in fillings(counts))
    return (None if out and not any(counts) else truth), counts, out


def sentence(of, records, suite):
    where, seen = of["population"].get("where"), []
    for part in of["parts"]:
        rows = []
        for number, record in enumerate(records):
            base = part.get("base")
            if base is None:
                member = condition(where, record, suite) if where else True
            else:
                member, holds, out = seen[0 if base == "of_the_rest" else base["of_which"]][number]
                holds = holds if base != "of_the_rest" or holds is None else not holds
                member = False if out else both(member, holds)
            holds, out = condition(part["has"], record, suite), False
            if holds is None and member is not False and "missing" in part:
                holds, out = {"fails": (False, False), "passes": (True, False), "left_out": (None, True)}[part["missing"]]
            rows.append((member, holds, out))
        seen.append(rows)
    found = [judged(part, rows) for part, rows in zip(of["parts"], seen)]
    truth = True
    for part, rows, (own, _, _) in zip(of["parts"], seen, found):
        truth = both(truth, own)
        if of["parts"][0]["quantifier"] == "all" and part.get("base") == {"of_which": 0}:
            # Everybody who may hold in the head, with the membership there.
            whole = [(head[0], row[1], row[2]) for head, row in zip(seen[0], rows)
                     if not head[2] and head[0] is not False and head[1] is not False]
            truth = both(truth, False if judged(part, whole)[0] is False else True)
    return truth, found


def demands(quantifier):
    name = quantifier if isinstance(quantifier, str) else next(iter(quantifier))
    asks = name in ("count", "between") or name in ("share", "rounded") and quantifier[name][0] == "more than"
    if name == "count" and quantifier[name][0] in ("at most", "less than"):
        asks = False
    return asks and not satisfied(quantifier, 0, 0)


def verdict(criterion, truth, found):
    said = {True: "met", False: "not met", None: "undetermined"}
    _, counts, out = found[0]
    if out and not any(counts):
        return "undetermined"
    demanded = any(demands(part["quantifier"]) for part in criterion["asks"]["sentence"]["parts"])
    of_nobody = criterion.get("if_none") or ("not met" if demanded else "not applicable")
    if not any(counts):
        return of_nobody
    return "undetermined" if not any(counts[:3]) and said[truth] != of_nobody else said[truth]


def main():
    passed = failed = left = 0
    for path in sys.argv[1:]:
        suite = json.load(open(path, encoding="utf-8"))
        for case in suite["cases"]:
            if case["level"] > 1 or "form" not in case:
                left += 1
                continue
            [criterion] = case["form"]["criteria"]
            truth, found = sentence(criterion["asks"]["sentence"], case["records"].get("person", []), suite)
            right = case["expect"]["criteria"]["c"]["verdict"] == verdict(criterion, truth, found)
            for wanted in case["expect"].get("sentences", []):
                right &= wanted["truth"] == WORDS[truth]
                for part, (own, counts, out) in zip(wanted["parts"], found):
                    shares = [Fraction(holds, base) for base, holds in fillings(counts) if base]
                    share = [str(min(shares)), str(max(shares))] if shares else None
                    seen = (WORDS[own], counts, out, share)
                    right &= (part["truth"], part["counts"], part.get("left_out", 0), part.get("share")) == seen
            passed, failed = passed + right, failed + (not right)
            if not right:
                print(f"{case['id']}: {verdict(criterion, truth, found)}, {found}")
    print(f"{passed} passed, {failed} failed, {left} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
