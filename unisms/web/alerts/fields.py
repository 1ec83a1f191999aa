"""The fields of a prepared alert: its texts, whom it is for, and how it leaves."""

from unisms.services.alerts import launches, prepared
from unisms.services.brokers import connections
from unisms.services.exclusions import exclusions, saved
from unisms.services.rights import payers
from unisms.sms.names import fold
from unisms.sms.visible import visible
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.readers import one_of, text, yes

SHOWN = 300  # groups among which one chooses; others are reached by a saved audience
TEXTS = ("text", "other_text", "all_clear", "other_all_clear", "false_alarm", "other_false_alarm")
OPTIONAL = TEXTS[1:]


def message(typed):
    """Return the text of a message; nothing typed is no text."""
    told = visible(typed.replace("\r\n", "\n").strip())
    if len(told) > prepared.LONGEST_TEXT:
        raise Wrong("long", prepared.LONGEST_TEXT)
    return told


def needed(typed):
    if not (told := message(typed)):
        raise Wrong("missing")
    return told


def words_of(pairs):
    """Return pairs of kind and name as a form sends them: ``group:l2``."""
    return tuple(f"{kind}:{name}" for kind, name in pairs)


def pairs_of(words):
    return tuple(word.partition(":")[::2] for word in words)


class AlertForm:
    """The part of a form that a new alert and a changed one share."""

    #: the alert that is changed; ``None``: it is a new one
    alert = None

    @property
    def fields(self):
        institution = self.request.institution
        usable = connections.usable(institution)
        return (
            Field("title", text(prepared.LONGEST_TITLE)),
            Field("text", needed, private=True),
            *(Field(name, message, private=True) for name in OPTIONAL),
            # before the audience: a saved one brings those whom it leaves out
            Field("minus", self.left_out, many=True, private=True, read=_minus, write=_write_minus),
            Field("audience", self.chosen, many=True, private=True, read=_pairs, write=self.put),
            Field("account", one_of(self.accounts())),
            Field("connection", one_of(tuple(usable))),
            Field("sender_id", one_of(("", *self.senders()))),
            Field("asks", yes),
        )

    def usual(self):
        """Return what a new alert begins with: the only account, connection and sender there is."""
        accounts, usable = self.accounts(), tuple(connections.usable(self.request.institution))
        return {
            "account": accounts[0] if accounts else "",
            "connection": usable[0] if usable else "",
        }

    def accounts(self):
        kept = self.alert.account if self.alert is not None else ""
        return tuple(payers.offered(self.request.actor, kept))

    def senders(self):
        """Return the sender IDs of all connections, each once."""
        institution = self.request.institution
        usable = connections.usable(institution).values()
        return tuple(dict.fromkeys(w for one in usable for w in one.accepted(institution.__name__)))

    def chosen(self, typed):
        """Return the parts of an audience, as words, that this person may choose or that stay."""
        had = _pairs(self.alert) if self.alert is not None else ()
        words = tuple(dict.fromkeys(typed))
        if not words:
            raise Wrong("missing")
        if not prepared.choosable(self.request.actor, pairs_of(w for w in words if w not in had)):
            raise Wrong("choice")
        return words

    def left_out(self, typed):
        had = _minus(self.alert) if self.alert is not None else ()
        return tuple(word for word in had if word in typed)

    def put(self, alert, words):
        prepared.address(alert, self.request.institution, pairs_of(words))

    def check(self, values):
        """Look at what fits together: the sender and its provider, and the answers."""
        institution = self.request.institution
        if self.errors.keys() & {"connection", "sender_id"}:
            return
        connection = connections.usable(institution)[values["connection"]]
        sender = values["sender_id"]
        if sender and sender not in connection.accepted(institution.__name__):
            self.reject("sender_id", "choice")
        way = values["connection"], sender
        if values.get("asks") and not prepared.can_be_answered(institution, *way):
            self.reject("asks", "unanswerable")

    def facts(self):
        institution, actor = self.request.institution, self.request.actor
        usable = connections.usable(institution)
        groups = sorted(institution["groups"].items(), key=lambda pair: fold(pair[1].title))
        mine = sorted(saved.of(actor), key=lambda one: fold(one.title))
        return {
            "other": launches.other_language(institution),
            "asking": launches.ASKS,
            "groups": [(f"group:{name}", group.title) for name, group in groups[:SHOWN]],
            "audiences": [(f"saved:{one.__name__}", one.title) for one in mine],
            "kept": self.kept(_pairs),
            "left_out": self.kept(_minus),
            "accounts": [(name, institution["accounts"][name].title) for name in self.accounts()],
            "connections": [(path, one.title) for path, one in usable.items()],
            "senders": self.senders(),
        }

    def kept(self, read):
        """Return pairs of word and title of the parts that an alert has already."""
        if self.alert is None:
            return []
        words, actor = read(self.alert), self.request.actor
        return [(word, exclusions.title_of(actor, word.partition(":")[::2])) for word in words]


def _pairs(alert):
    return words_of(alert.pairs)


def _minus(alert):
    return words_of(alert.minus)


def _write_minus(alert, words):
    alert.minus = pairs_of(words)
