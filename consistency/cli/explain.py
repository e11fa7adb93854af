"""``consistency explain``: the rule book, read aloud."""

from typing import Any

from consistency.errors import ConsistencyError
from consistency.rules import BRIEF_RULES, RULES, BriefRule, Rule


def explain_rule(name: str | None) -> str:
    """The explanation of a rule with examples, or the list of all rules.

    Raises:
        ConsistencyError: there is no such rule.
    """
    book: dict[str, Rule[Any] | BriefRule] = {**RULES, **BRIEF_RULES}
    if name is None:
        return "".join(f"{rule.id:30} {rule.severity:8} {rule.explanation.splitlines()[0]}\n" for rule in book.values())
    if name not in book:
        raise ConsistencyError(f"there is no rule {name!r}; the rules are {', '.join(book)}")
    text = f"{name} ({book[name].severity})\n\n{book[name].explanation}\n"
    if name in RULES:
        rule = RULES[name]
        text += "\nBreaks it:\n" + "".join(f"  {_one_line(example)}\n" for example in rule.fires)
        text += "Doesn't:\n" + "".join(f"  {_one_line(example)}\n" for example in rule.silent)
    return text


def _one_line(example: str) -> str:
    short = " ".join(example.split())
    return short if len(short) <= 100 else f"{short[:60]} ... {short[-30:]}"
