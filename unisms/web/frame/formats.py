"""How figures, money, names and numbers of mobiles look in a template: in the reader's language."""

from functools import lru_cache, partial

import phonenumbers
from babel import Locale, numbers
from jinja2 import pass_context
from pyramid.encode import urlencode
from pyramid.traversal import quote_path_segment

from unisms.model.kinds import kinds_behind
from unisms.model.searched import looks_like_number
from unisms.services.brokers import quiet
from unisms.services.discretion import discretion
from unisms.services.ground import problem
from unisms.services.ground.problem import Problem
from unisms.services.rules.policies import alerts_override
from unisms.services.rules.recipients import tells_number
from unisms.services.tables.dates import read_date
from unisms.sms.homes import home_of
from unisms.sms.money import written, written_price
from unisms.sms.template import fold
from unisms.web.edge.languages import addon_words, worded
from unisms.web.edge.sentences import SENTENCES
from unisms.web.frame import times
from unisms.web.frame.look import look_version
from unisms.web.frame.sight import seen_whole
from unisms.web.frame.times import LATELY

SHORT = 8  # digits: of a number that has no more, the first ones stay hidden too
LOCAL = 9  # digits of a number of the common plan


@pass_context
def number(context, value, digits=0):
    """``4 210``, or ``4,2`` with one digit."""
    return _number(value, digits, context["request"].language)


@lru_cache(maxsize=LATELY)
def _number(value, digits, language):
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_decimal(value, format=pattern, locale=language)


@pass_context
def signed(context, value):
    """``+4 210``, ``−12``: what an entry adds."""
    return _signed(value, context["request"].language)


@lru_cache(maxsize=LATELY)
def _signed(value, language):
    return ("+" if value > 0 else "−" if value < 0 else "") + _number(abs(value), 0, language)


@pass_context
def money(context, thousandths):
    """An amount in thousandths of a euro as ``8,80 €``."""
    return _written(thousandths, context["request"].language)


_written = lru_cache(maxsize=LATELY)(written)


@pass_context
def price(context, millionths):
    """A price in millionths of a euro as ``0,05 €``, with the digits that it has."""
    english = context["request"].language == "en"
    return f"€{written_price(millionths, '.')}" if english else f"{written_price(millionths)} €"


@pass_context
def leaves_at(context, campaign):
    """When the quiet hours end that alone hold a message back, epoch seconds; else 0."""
    return quiet.leaves_at(campaign, context["request"].now)


def minutes(value):
    """``08:30``, of the minutes since midnight."""
    return f"{value // 60:02d}:{value % 60:02d}"


@pass_context
def msisdn(context, value):
    """A mobile number, whole for those who may see it, else its ends."""
    request = context["request"]
    return number_for(value, whole=seen_whole(request), country=country_of(request))


@pass_context
def ends(context, value):
    """The ends of a mobile number."""
    return number_for(value, whole=False, country=country_of(context["request"]))


@pass_context
def whole(context, value):
    """A mobile number, on a page for those alone who may see it."""
    return number_for(value, whole=True, country=country_of(context["request"]))


def country_of(request):
    """The home country of the page's institution; above all institutions, metropolitan France."""
    return request.institution.country if request.institution else "FR"


@pass_context
def who(context, value):
    """A recipient's name, or the number that was typed instead of one."""
    return who_for(value, whole=seen_whole(context["request"]))


@pass_context
def called(context, uid):
    """Return the name of the person of this ``uid`` if they belong to the page's institution.

    Else the uid. Of an operator it is told that they are an operator.
    """
    request = context["request"]
    known = request.environ.setdefault("unisms.called", {})  # a list names few people, each often
    if uid not in known:
        known[uid] = _called(request, uid)
    return known[uid]


def _called(request, uid):
    if not uid.startswith("operator:"):
        return named(request.institution, uid)
    return request.translations.gettext("%(name)s (exploitation)") % {
        "name": uid.removeprefix("operator:")
    }


def named(institution, uid):
    """Return the name of the person of this uid in ``institution``, which may be ``None``."""
    person = institution["people"].get(uid) if institution else None
    return person.name if person else uid


@pass_context
def addressed(context, campaign):
    """How many people a checked campaign is for, as who reads it may be told."""
    return (
        campaign.counted("recipients")
        if seen_whole(context["request"])
        else discretion.people(campaign)
    )


@pass_context
def addressees(context, campaign):
    """Return the names of the groups and people that a campaign was written for, if still there."""
    institution = context["request"].institution
    known, names = kinds_behind(institution), {}
    for kind, name in campaign.audience:
        names.setdefault(kind, []).append(known[kind].called(institution, name))
    return [name for kind in known for name in names.get(kind, ()) if name]


def elided(name):
    """Whether French says ``d'`` before this name, and not ``de``: d'Anaïs, d'Hélène."""
    return fold(name)[:1] in tuple("aeiouh")


def discreet(value):
    """Return the value without a whole number, for a page that shows nobody a whole number."""
    return who_for(value, whole=False)


def number_for(value, *, whole, country="FR"):
    """``06 12 34 56 78`` or ``06 •• •• •• 78``; ``+44 7911 123456`` or ``+44 •••• ••••56``."""
    return _spaced(value, country) if whole else _ends(_spaced(value, country))


def who_for(value, *, whole):
    """Return a text that may be a number, as this reader may see it."""
    return value if whole or not tells_number(value) else _ends(value)


def veiled(value):
    """Return a personal value of a text for a reader who may not see numbers; dates stay."""
    return value if read_date(value) else who_for(value, whole=False)


def _ends(text):
    """Return ``text`` with its first and last two digits only: too little to call somebody.

    Of a short number, as in Nouméa, only the last two stay, or too few would be hidden.
    """
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    inner = digits[2 if len(digits) > SHORT else 0 : -2]
    return "".join("•" if place in inner else sign for place, sign in enumerate(text))


def _spaced(value, country):
    """Return a number as people write it: of the home country by pairs, others with their code."""
    if not value:
        return ""
    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    formats, home = phonenumbers.PhoneNumberFormat, home_of(country)
    style = formats.NATIONAL if str(parsed.country_code) == home.code else formats.INTERNATIONAL
    written = phonenumbers.format_number(parsed, style)
    if style == formats.NATIONAL and sum(map(str.isdigit, written)) == home.digits + 1 < LOCAL:
        written = written.removeprefix("0")  # Saint-Pierre: nobody dials that 0
    return written.replace(" ", "\N{NO-BREAK SPACE}")


@pass_context
def territory(context, code):
    """``Espagne``, of ``ES``; empty where there is no such country."""
    return Locale.parse(context["request"].language).territories.get(code, "")


@pass_context
def url(context, resource, *names, **query):
    """Return the path of a resource or its view: ``url(campaign, "check")``."""
    path = _path(context["request"], resource)
    if names:
        path += "/".join(map(quote_path_segment, names))
    return f"{path}?{urlencode(query)}" if query else path


def _path(request, resource):
    """Return ``request.resource_path`` of a resource.

    A list asks for many resources of a folder: the path of each folder is asked once.
    """
    folder = resource.__parent__
    if folder is None:
        return request.resource_path(resource)
    known = request.environ.setdefault("unisms.paths", {})
    if folder not in known:
        known[folder] = request.resource_path(folder)
    return f"{known[folder]}{quote_path_segment(resource.__name__)}/"


@pass_context
def static(context, name):
    """The path of a file of ours."""
    return context["request"].static_path(f"unisms.web.frame:static/{name}")


@pass_context
def sentence(context, told):
    """Return the sentence of a ``Problem``, or of its field, code and detail."""
    styles = {"number": partial(number, context), "minutes": minutes}
    styles["money"] = partial(money, context)
    styles["duration"] = partial(times.duration, context)
    translations = context["request"].translations
    return problem.tell(Problem(*told), SENTENCES, translations, styles)


@pass_context
def headline(context, told):
    """Return the words above the sentence of a ``Problem``, or of its field and code."""
    translations = context["request"].translations
    return problem.headline(Problem(*told), SENTENCES, translations)


FILTERS = {
    **times.FILTERS,
    "sentence": sentence,
    "headline": headline,
    "minutes": minutes,
    "number": number,
    "signed": signed,
    "money": money,
    "price": price,
    "leaves_at": leaves_at,
    "msisdn": msisdn,
    "territory": territory,
    "who": who,
    "addressed": addressed,
    "addressees": addressees,
    "called": called,
    "discreet": discreet,
    "ends": ends,
    "whole": whole,
    "typeset": addon_words,
    "worded": worded,
}
TESTS = {"today": times.today, "elided": elided, "like_number": looks_like_number}
GLOBALS = {
    "url": url,
    "static": static,
    "look_version": look_version,
    "alerts_override": alerts_override,
}
