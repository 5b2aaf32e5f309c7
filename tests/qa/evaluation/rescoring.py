"""The figures of a report computed a second time, from its JSON alone, in plain arithmetic.

Nothing of ``qa.evaluation`` is used here, so that a mistake there is not made here again. What a
sentence of an article is comes from ``index``; intervals, being drawn, are tested elsewhere.
"""

import bisect
import math
import re
import string
import sys
from collections import Counter

from rescoring_claims import score_claims, share

from index.sentences import split_spans

RANKING = ("hit_at_1", "hit_at_3", "hit_at_4", "hit_at_5", "hit_at_10", "mrr")
RANKING += ("article_first", "article_in_five")
DECIDES = ("absent_not_found", "evidence_hit", "answer_match")


def rescore(report):
    """Return the sections of a report again, figures without intervals.

    Args:
        report: ``articles``, ``outcomes`` and, where there are any, ``claims`` of a report.json.
    """
    texts = {article["id"]: article["text"] for article in report["articles"]}
    groups = {}
    for outcome in report["outcomes"]:
        groups.setdefault((outcome["dataset"], outcome["system"]), []).append(outcome)
    sections = []
    for (dataset, system), outcomes in groups.items():
        parts = {"all": outcomes, "unseen": [one for one in outcomes if one["unseen"]]}
        for part, chosen in parts.items():
            if chosen:
                section = score_part(chosen, texts)
                sections.append({"dataset": dataset, "system": system, "part": part, **section})
    claims = {}
    for claim in report.get("claims", ()):
        claims.setdefault(claim["dataset"], []).append(claim)
    return sections + [score_claims(name, items) for name, items in claims.items()]


def find_differences(report):
    """Return what differs between the figures of a report and those computed again."""
    told, again = report["figures"], rescore(report)
    if len(told) != len(again):
        return [f"{len(told)} sections, and {len(again)} again"]
    return [
        difference
        for one, other in zip(told, again, strict=True)
        for name, value in other.items()
        for difference in compare(f"{one['dataset']}.{one['system']}.{name}", one[name], value)
    ]


def compare(where, told, again):
    if isinstance(again, dict):
        extra = set(told) - set(again) - {"low", "high"}
        if extra or set(again) - set(told):
            return [f"{where}: {sorted(told)}, and {sorted(again)} again"]
        return [d for name in again for d in compare(f"{where}.{name}", told[name], again[name])]
    if isinstance(again, list):
        if len(told) != len(again):
            return [f"{where}: {len(told)} entries, and {len(again)} again"]
        pairs = enumerate(zip(told, again, strict=True))
        return [d for n, (a, b) in pairs for d in compare(f"{where}[{n}]", a, b)]
    numbers = isinstance(told, float | int) and isinstance(again, float | int)
    same = math.isclose(told, again, abs_tol=1e-9) if numbers else told == again
    return [] if same else [f"{where}: {told}, and {again} again"]


def score_part(outcomes, texts):
    rows = [(outcome, score_outcome(outcome, texts)) for outcome in outcomes]
    ranked = any(outcome["ranked"] for outcome in outcomes)
    types = Counter(outcome["case"]["type"] for outcome in outcomes)
    return {
        "figures": average(rows, ranked=ranked),
        "by_type": {
            name: average([row for row in rows if row[0]["case"]["type"] == name], ranked=ranked)
            for name in types
        },
        "curve": draw(rows),
        "verdicts": dict(
            Counter(
                statement["verdict"]["label"]
                for outcome in outcomes
                for statement in (outcome["answer"] or {"statements": ()})["statements"]
            )
        ),
        "latency": time([outcome for outcome in outcomes if outcome["answer"]]),
        "usage": add_up([outcome["answer"] for outcome in outcomes if outcome["answer"]]),
    }


def average(rows, *, ranked):
    columns = {}
    for _, values in rows:
        for name, value in values.items():
            if ranked or name not in RANKING:
                columns.setdefault(name, []).append(value)
    figures = {
        name: {"value": math.fsum(column) / len(column), "count": len(column)}
        for name, column in columns.items()
    }
    scored = [(o["answer"]["score"], o["case"]["absent"]) for o, _ in rows if o["answer"]]
    losers = sorted(score for score, absent in scored if absent)
    winners = [score for score, absent in scored if not absent]
    if winners and losers:
        won = sum(bisect.bisect_left(losers, score) for score in winners)
        tied = sum(bisect.bisect_right(losers, score) for score in winners)
        area = (won + tied) / 2 / (len(winners) * len(losers))
        figures["auroc"] = {"value": area, "count": len(scored)}
    return figures


def score_outcome(outcome, texts):
    case, answer = outcome["case"], outcome["answer"]
    said = answer is not None and answer["status"] == "answered"
    cites = answer["citations"] if said else []
    statements = answer["statements"] if said else []
    values = {"errors": 0 if answer else 1}
    if answer and outcome["system"] in ("language model", "local model"):
        values["replaced"] = int(
            said and answer["writer"] == "quotes" and answer["notice"] is not None
        )
    if case["absent"]:
        values["absent_not_found"] = int(answer is not None and not said)
        values["false_answers"] = int(said)
    else:
        values["coverage"] = int(said)
        values["false_refusals"] = int(answer is not None and not said)
        if case["evidence"]:
            values.update(score_citing(case["evidence"], cites))
            values.update(score_ranking(case, outcome["ranked"]))
        if case["answers"]:
            told = " ".join(statement["text"] for statement in statements)
            shown = [told, *(cite["quote"] for cite in cites)] if said else []
            values["answer_match"] = int(any(holds(s, a) for s in shown for a in case["answers"]))
            values["token_f1"] = max(overlap(told, a) for a in case["answers"]) if said else 0
    for decides in DECIDES:
        if decides in values:
            labels = {statement["verdict"]["label"] for statement in statements}
            values["wrong_supported"] = int(labels == {"supported"} and not values[decides])
            break
    if said:
        values.update(score_judged(statements, outcome["judged"]))
        values.update(score_pointing(case["scope"], cites, statements, texts))
    return values


def meets(one, other):
    if one["article"] != other["article"]:
        return False
    return max(one["start"], other["start"]) < min(one["end"], other["end"])


def balance(first, second):
    return 0 if first * second == 0 else 2 / (1 / first + 1 / second)


def score_citing(evidence, cites):
    places = [{"article": c["article_id"], "start": c["start"], "end": c["end"]} for c in cites]
    right = [any(meets(p, gold) for group in evidence for gold in group) for p in places]
    found = [any(meets(p, gold) for gold in group for p in places) for group in evidence]
    precision = right.count(True) / len(right) if right else 0
    recall = found.count(True) / len(found)
    return {
        "evidence_hit": int(False not in found),
        "first_hit": int(right[:1] == [True]),
        "gold_precision": precision,
        "gold_recall": recall,
        "gold_f1": balance(precision, recall),
    }


def score_ranking(case, ranked):
    gold = [place for group in case["evidence"] for place in group]
    hits = [any(meets(place, right) for right in gold) for place in ranked]
    values = {f"hit_at_{n}": int(True in hits[:n]) for n in (1, 3, 4, 5, 10)}
    values["mrr"] = 1 / (hits.index(True) + 1) if True in hits[:10] else 0
    if case["scope"] is None or len(set(case["scope"])) > 1:
        right = {place["article"] for place in gold}
        values["article_first"] = int(bool(ranked) and ranked[0]["article"] in right)
        values["article_in_five"] = int(bool(right & {place["article"] for place in ranked[:5]}))
    return values


def holds(text, accepted):
    words, wanted = split_words(text), split_words(accepted)
    starts = range(len(words) - len(wanted) + 1)
    return bool(wanted) and any(words[n : n + len(wanted)] == wanted for n in starts)


def split_words(text):
    """Cut into words of letters, digits and underscores; commas and points in numbers stay."""
    text = "".join(
        sign for n, sign in enumerate(text.lower()) if sign != "," or not in_number(text.lower(), n)
    )
    signs = (
        sign if sign.isalnum() or sign == "_" or (sign == "." and in_number(text, n)) else " "
        for n, sign in enumerate(text)
    )
    return [word for word in "".join(signs).split() if word not in ("a", "an", "the")]


def in_number(text, place):
    around = text[place - 1 : place], text[place + 1 : place + 2]
    return place > 0 and all(sign.isdecimal() for sign in around)


def overlap(told, accepted):
    """Return the F1 of the official SQuAD script."""
    bags = []
    for text in (told, accepted):
        bare = "".join(sign for sign in text.lower() if sign not in string.punctuation)
        bags.append(re.sub(r"\b(a|an|the)\b", " ", bare).split())
    if not all(bags):
        return int(bags[0] == bags[1])
    left = list(bags[1])
    for word in bags[0]:
        if word in left:
            left.remove(word)
    shared = len(bags[1]) - len(left)
    return 2 * shared / (len(bags[0]) + len(bags[1]))


def score_judged(statements, judged):
    if not statements or len(judged) != len(statements):
        return {}
    cited = needed = held = 0
    for statement, verdict in zip(statements, judged, strict=True):
        if len(statement["citations"]) != len(verdict["alone"]):
            return {}
        held += verdict["together"]
        for alone, without in zip(verdict["alone"], verdict["without"], strict=True):
            cited += 1
            if verdict["together"]:
                needed += 1 if alone else int(not without)
    recall, precision = held / len(statements), needed / cited if cited else 0
    names = ("citation_recall", "citation_precision", "citation_f1")
    return dict(zip(names, (recall, precision, balance(recall, precision)), strict=True))


def score_pointing(scope, cites, statements, texts):
    values = {"citations": len(cites)}
    if cites:
        values["citation_chars"] = sum(len(cite["quote"]) for cite in cites) / len(cites)
        exact = [is_inside(c, texts) and cut(c, texts) == c["quote"] for c in cites]
        values["exact_quotes"] = exact.count(True) / len(cites)
    pointers = [number for statement in statements for number in statement["citations"]]
    pointers += sorted({cite["number"] for cite in cites} - set(pointers))
    quoted = " ".join(cite["quote"] for cite in cites)
    for statement in statements:
        for sign in re.findall(r"\[[0-9]{1,3}\]", statement["text"]):
            if sign not in quoted and all(cite["number"] != int(sign[1:-1]) for cite in cites):
                pointers.append(int(sign[1:-1]))
    if pointers:
        good = [leads(number, scope, cites, texts) for number in pointers]
        values["pointer_validity"] = good.count(True) / len(good)
    return values


def leads(number, scope, cites, texts):
    named = [cite for cite in cites if cite["number"] == number]
    if len(named) != 1 or not is_inside(named[0], texts):
        return False
    article = named[0]["article_id"]
    asked = scope is None or article in scope
    return asked and named[0]["sentence"] in range(1, len(split_spans(texts[article])) + 1)


def is_inside(cite, texts):
    text = texts.get(cite["article_id"], "")
    return 0 <= cite["start"] < cite["end"] <= len(text)


def cut(cite, texts):
    return texts[cite["article_id"]][cite["start"] : cite["end"]]


def draw(rows):
    """Return the curve; floors are checked only for being scores of answers, in order."""
    told = []
    for outcome, values in rows:
        answer = outcome["answer"]
        said = answer is not None and answer["status"] == "answered"
        right = next((values[name] for name in DECIDES if name in values), None)
        told.append((answer["score"] if said else -math.inf, outcome["case"]["absent"], right))
    known = [score for score, _, right in told if right is not None and score > -math.inf]
    if not known:
        return []
    floors = sorted({s for s, _, _ in told if -math.inf < s <= max(known)})
    steps = min(50, len(floors))
    if steps > 1:
        floors = [floors[round(n * (len(floors) - 1) / (steps - 1))] for n in range(steps)]
    points = []
    for floor in floors:
        above = [right for score, _, right in told if score >= floor and right is not None]
        points.append(
            {
                "floor": floor,
                "coverage": share([s >= floor for s, absent, _ in told if not absent]),
                "false_answers": share([s >= floor for s, absent, _ in told if absent]),
                "risk": above.count(0) / len(above),
            }
        )
    return points


def time(outcomes):
    taken = {}
    for outcome in outcomes:
        timings = outcome["answer"]["timings"]
        stages = {name[:-3] if name.endswith("_ms") else name: timings[name] for name in timings}
        for name, value in {**stages, "all": outcome["seconds"] * 1000}.items():
            taken.setdefault(name, []).append(value)
    return {
        name: {"p50": percentile(values, 0.5), "p95": percentile(values, 0.95)}
        for name, values in taken.items()
    }


def percentile(values, part):
    values = sorted(values)
    below = math.floor(part * (len(values) - 1))
    above = min(below + 1, len(values) - 1)
    return values[below] + (part * (len(values) - 1) - below) * (values[above] - values[below])


def add_up(answers):
    used = {}
    for answer in answers:
        for name in ("prompt_tokens", "completion_tokens", "cost"):
            amount = (answer["usage"] or {}).get(name)
            if amount is not None:
                used[name] = used.get(name, 0) + amount
    return used


if __name__ == "__main__":
    import json
    from pathlib import Path

    sys.exit("\n".join(find_differences(json.loads(Path(sys.argv[1]).read_text()))) or 0)
