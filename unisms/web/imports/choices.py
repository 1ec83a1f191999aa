"""The choices about a file, as its form holds them: typed, or stored."""

from typing import NamedTuple

from unisms.services.imports import row_rule
from unisms.services.imports.row_rule import Condition
from unisms.services.tables import title_words
from unisms.web.frame.paging import whole

MOST_CONDITIONS = 20
MOST_FIELDS = 8  # columns of numbers
DAYS = {row_rule.DAYS_APART: 14}  # days that a new condition asks for, unless it is 1


class Choices(NamedTuple):
    """The choices that the form shows and sends; they may not be complete yet."""

    number_columns: tuple
    name_columns: tuple
    key_column: int
    rule: tuple  #: of ``Condition``
    country_column: int
    day: str  #: the date taken for today, as 2026-11-20

    def fields(self, today):
        """Return the arguments of ``intake.choose``: today's own date is no choice."""
        return {**self._asdict(), "day": "" if self.day == today.isoformat() else self.day}


def stored(record, today):
    """The choices that a file keeps."""
    rule = tuple(Condition(*condition) for condition in record.rule)
    columns = record.number_columns, record.name_columns, record.key_column
    return Choices(*columns, rule, record.country_column, record.day or str(today))


def typed(post):
    """The choices that a form sends."""
    return Choices(
        number_columns=_columns(post, "number"),
        name_columns=_columns(post, "name"),
        key_column=whole(post.get("key"), least=-1),
        country_column=whole(post.get("country"), least=-1),
        rule=tuple(
            _condition(post, number)
            for number in range(MOST_CONDITIONS)
            if f"condition-{number}" in post
        ),
        day=post.get("day", ""),
    )


def _columns(post, field):
    """The columns of ``number-0``, ``number-1``…, in that order, each once."""
    found = (whole(post.get(f"{field}-{number}"), least=-1) for number in range(MOST_FIELDS))
    return tuple(dict.fromkeys(column for column in found if column >= 0))


def _condition(post, number):
    column, _, operator = post[f"condition-{number}"].partition(":")
    other = whole(post.get(f"other-{number}"), least=-1) if operator == row_rule.DAYS_APART else -1
    return Condition(whole(column, least=-1), operator, _argument(post, number, operator), other)


def _argument(post, number, operator):
    if operator in row_rule.OF_VALUES:
        return tuple(dict.fromkeys(filter(None, map(str.strip, post.getall(f"value-{number}")))))
    if operator in row_rule.OF_DAYS:
        return whole(post.get(f"days-{number}"), least=-1)
    return post.get(f"text-{number}", "").strip()


def act(action, chosen, post, record):
    """The choices after one of the small buttons of the form: ``add``, or ``remove-2``."""
    verb, _, number = action.partition("-")
    if verb == "add" and len(chosen.rule) < MOST_CONDITIONS:
        return chosen._replace(rule=(*chosen.rule, _new_condition(post, record)))
    if verb == "remove":
        at = whole(number, least=0)
        return chosen._replace(rule=chosen.rule[:at] + chosen.rule[at + 1 :])
    return chosen


def _new_condition(post, record):
    """Return a condition on the column with the operator asked for, and its most usual argument."""
    column, operator = whole(post.get("new-column"), least=-1), post.get("new-operator", "")
    if operator in row_rule.OF_VALUES:
        return Condition(column, operator, ())
    if operator not in row_rule.OF_DAYS:
        return Condition(column, operator)
    dates = [
        other
        for other, kind in enumerate(record.kinds)
        if kind == title_words.DATE and other != column
    ]
    other = dates[0] if dates and operator == row_rule.DAYS_APART else -1
    return Condition(column, operator, DAYS.get(operator, 1), other)
