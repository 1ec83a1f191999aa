"""The link at the end of a message: whether it has one, and how it is spelled.

All links of an institution are of one length, so what a text costs with its link is known before
any row has a number. Pages show a sample: whoever reads a message of somebody else must not find a
link that works.
"""

from collections.abc import Callable, Sequence

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.links import CODE, address_behind
from unisms.model.root import Institution, institution_of
from unisms.sms import purposes, tokens
from unisms.sms.purposes import OF_THEMES

VIEW = "l"  # the page of a link, at the root: short, since each character is paid for
KEY = "link"  # the purpose of the key that spells tokens
SAMPLE = "x" * tokens.LENGTH
WORDS = {"fr": "\nSTOP : ", "en": "\nSTOP: "}


def can_be_sent(institution: Institution) -> bool:
    """Whether the settings of the service tell at which address a link would be opened."""
    return bool(address_behind(institution))


def is_wanted(institution: Institution, ticked: bool, purpose: Sequence[str]) -> bool:
    """Whether a message ends with a link: its author wants that, or one of its themes does."""
    return can_be_sent(institution) and (ticked or bool(wanting(institution, purpose)))


def wanting(institution: Institution, purpose: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the themes of this purpose whose messages always end with a link."""
    wanted, folder = purposes.purpose(purpose), institution["themes"]
    names = wanted.themes if wanted.kind in OF_THEMES else ()
    return tuple(name for name in names if name in folder and folder[name].adds_link)


def words(
    institution: Institution, ticked: bool, purpose: Sequence[str], language: str = ""
) -> str:
    """Return what ends a message of this purpose before its token; empty: it ends with no link.

    The ``language`` is the institution's if none is told.
    """
    if not is_wanted(institution, ticked, purpose):
        return ""
    code = institution.links.code if institution.links is not None else SAMPLE[:CODE]
    begun = WORDS[language or institution.language]
    return f"{begun}{address_behind(institution)}/{VIEW}/{code}/"


def sample(
    institution: Institution, ticked: bool, purpose: Sequence[str], language: str = ""
) -> str:
    """Return an ending as long as those of all messages of this purpose, which leads nowhere."""
    begun = words(institution, ticked, purpose, language)
    return begun and f"{begun}{SAMPLE}"


def begun(campaign: Campaign) -> Callable[[int], str]:
    """Return a function from a row's number to its ending before the token, in its language."""
    own, others = campaign.ending, campaign.worded.texts
    if not others:
        return lambda _: own
    address = next((own[len(one) :] for one in WORDS.values() if own.startswith(one)), own)
    known = (own, *(f"{WORDS[text.language]}{address}" for text in others))
    return lambda number: known[campaign.text_place(number)]


def shown(campaign: Campaign) -> Callable[[int], str]:
    """Return a function from a row's number to the ending that pages show: a sample."""
    begin = begun(campaign)
    return lambda number: f"{begin(number)}{SAMPLE}"


def sent(campaign: Campaign) -> Callable[[int], str]:
    """Return a function from a row's number to the ending that its handset gets."""
    key = digests.key_for(institution_of(campaign), KEY)
    begin, spelled = begun(campaign), tokens.speller(key, campaign.link_number)
    return lambda number: begin(number) + spelled(number)
