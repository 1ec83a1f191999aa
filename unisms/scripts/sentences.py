"""The sentences of problems as the command line says them: in English, after its own options."""

from unisms.services.campaigns import guards
from unisms.services.ground import problem as problems
from unisms.services.ground.problem import Problem
from unisms.sms import money, template
from unisms.web.edge.languages import catalogue
from unisms.web.edge.sentences import SENTENCES
from unisms.web.frame.formats import minutes

#: the option that solves a problem of a draft, or of the choices among the people of a file
OPTIONS = {
    ("number_columns", "none"): "give --number-column",
    ("text", "empty"): "give --text or --template",
    ("blanks", "missing"): "give --fill NAME=VALUE",
    ("audience", "empty"): "give --to or --file",
    ("audience", "empty_without_files"): "give --to",
}
#: the reasons for which a campaign does not leave that the command line tells with figures
OWN = {
    "closed": "The account {account} is closed: it pays for nothing new.",
    "credit": "The account {account} lacks {missing} segments: this needs {needed},"
    " {left} are left.",
    "held": "The store was restored and is not released yet: unisms release.",
    "nobody": "Nobody would receive it: {aside}.",
}


def sentence(problem):
    """Return the sentence of a problem."""
    styles = {"number": "{:,}".format, "minutes": minutes, "duration": "{} s".format}
    styles["money"] = money.written
    return problems.tell(problem, SENTENCES, catalogue("en"), styles)


def headline(problem):
    """Return the words above the sentence of a problem."""
    return problems.headline(problem, SENTENCES, catalogue("en"))


def of_draft(problem, columns):
    """Return the sentence of a problem of a draft, with the way to solve it.

    ``columns`` are those of its audience.
    """
    told = of_choice(problem)
    if problem[:2] != ("blanks", "missing"):
        return told
    near = template.meant(problem.detail, columns).values()
    names = ", ".join(f"[{name}]" for name in near)
    return f"{told} Did you mean {names}?" if near else told


def of_choice(problem):
    """Return the sentence of a problem, with the option that solves it, if there is one."""
    told, option = sentence(problem), OPTIONS.get(problem[:2])
    return f"{told.rstrip('.')}: {option}." if option else told


def of_unread(code, detail):
    """Return why a file cannot be read, and what to do; ``detail`` is a figure, as it is stored."""
    problem = Problem("file", code, int(detail) if detail.isdecimal() else 0)
    return f"{headline(problem)}. {sentence(problem)}"


def of_sending(problem, author, account, check):
    """Return why a campaign with this ``Check`` does not leave."""
    if problem.code in guards.CODES:
        return f"{author} may not send this: {sentence(problem)} Nothing was sent."
    own = OWN.get(problem.code, "{sentence}").format(
        account=account,
        missing=f"{problem.detail[0]:,}" if problem.code == "credit" else "",
        needed=f"{check.segments:,}",
        left=f"{check.credit_before:,}",
        aside=causes(check.set_aside),
        sentence=sentence(problem),
    )
    return f"{own} Nothing was sent."


def causes(set_aside):
    """Return the causes for which people are set aside, the most frequent first."""
    counts = sorted(set_aside.items(), key=lambda pair: -pair[1])
    return ", ".join(f"{count:,} {cause}" for cause, count in counts)
