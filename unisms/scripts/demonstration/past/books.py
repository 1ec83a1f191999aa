"""The rows of the invented past, as the exports take them: a list for each table."""

from collections import defaultdict
from typing import NamedTuple

from unisms.services.exports.tables import FEW
from unisms.sms import states


class PastKeys(NamedTuple):
    """The keys of a university, by name, and the first one that no message of the store has."""

    accounts: dict
    brokers: dict
    campaign: int


class Book:
    """All that the exports tell of the messages of a university's past."""

    def __init__(self, keys):
        self.keys, self.next = keys, keys.campaign
        self.facts = defaultdict(lambda: [0, 0, 0])  # messages, segments, cost
        self.hours = defaultdict(lambda: [0, 0, 0])  # messages, delivered, failed
        self.replies = defaultdict(int)
        self.campaigns, self.names = [], []

    def enter(self, campaign, messages):
        """Note a campaign, and what became of its messages."""
        messages = list(messages)
        people = sum(one.state != states.SET_ASIDE for one in messages)
        account = self.keys.accounts[campaign.custom.account]
        key = self._key(campaign, people)
        self._note_facts(campaign, (campaign.day, account, key), messages)
        self._note_hour(campaign, account, messages)
        self._list(campaign, (campaign.day, account, key), people, messages)
        for one in (account, 0):  # 0: the university
            self.replies[campaign.day, one] += campaign.replies

    def _key(self, campaign, people):
        if people < FEW:
            return 0
        self.next += 1
        self.names.append(("campaign", self.next - 1, campaign.title, campaign.day, ""))
        return self.next - 1

    def _note_facts(self, campaign, begin, messages):
        custom, broker = campaign.custom, self.keys.brokers[campaign.broker]
        for one in messages:
            carrier = 0 if one.state == states.SET_ASIDE else broker
            figures = self.facts[(*begin, carrier, custom.origin, custom.purpose, *one[:5])]
            figures[0] += 1
            figures[1] += one.segments
            figures[2] += one.cost

    def _note_hour(self, campaign, account, messages):
        month, weekday = campaign.day.replace(day=1), campaign.day.isoweekday()
        figures = self.hours[month, account, weekday, campaign.hour]
        for one in messages:
            figures[0] += one.state != states.SET_ASIDE
            figures[1] += one.state == states.DELIVERED
            figures[2] += one.state in states.UNREACHED

    def _list(self, campaign, begin, people, messages):
        ended = [one.state for one in messages]
        figures = (
            len(messages),
            sum(one.segments for one in messages),
            sum(one.cost for one in messages),
            ended.count(states.DELIVERED),
            sum(map(ended.count, states.UNREACHED)),
            ended.count(states.SET_ASIDE),
            0,  # uncertain
            campaign.replies,
            0,  # of them STOP
            None,  # nobody was asked for a yes
            False,  # urgent
        )
        custom = campaign.custom
        self.campaigns.append((*begin, custom.origin, custom.purpose, 1, people, *figures))

    def tables(self):
        """Return the rows of each table, by its name."""
        return {
            "facts": [(*keys, *figures) for keys, figures in self.facts.items()],
            "cube_hours": [(*keys, *figures) for keys, figures in self.hours.items()],
            "campaigns": self.campaigns,
            "replies": [(*keys, count, 0, 0) for keys, count in self.replies.items() if count],
            "names": self.names,
        }
