"""Moments in the future, written while a clock was ahead.

Nothing dated so would ever be old enough to go. Nobody knows the real moment. So each night, before
anything is forgotten, such a moment becomes the moment at which it is found, and its age counts
from then on.
"""

from collections.abc import Iterator

from BTrees.OOBTree import OOBTree

from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import Folder
from unisms.model.root import Institution, Root
from unisms.model.senders import all_noes
from unisms.model.templates import MessageTemplate, TemplateFolder
from unisms.services.delivery import unread
from unisms.services.ground import days
from unisms.services.people import unsent_forms
from unisms.services.replies.replies import Last


def redate(holder: Institution | Root, now: int) -> None:
    """Redate to ``now`` every moment in the future that a ``holder`` (institution or root) keeps.

    The moment at which all sessions of somebody ended stays: sessions begun after it are dated
    later.
    """
    latest = now + days.SKEW
    _redate_tree(holder.ended_sessions, latest, now)
    unsent_forms.redate(holder, latest, now)
    holder.replies.redate(latest, now)
    for connection in holder["brokers"].values():
        _redate_connection(connection, latest, now)
    if isinstance(holder, Institution):
        if holder.leavings is not None:
            holder.leavings.redate(latest, now)
        _redate_institution(holder, latest, now)
    if isinstance(holder, Root) and holder.life is not None:
        found_at, *told = holder.life.restored or (0,)
        if found_at > latest:
            holder.life.restored = (now, *told)


def redate_campaign(root: Root, campaign: Campaign, now: int) -> bool:
    """Do so with a campaign, unless our own clock is off; whether it had such a moment."""
    if not days.is_ahead(campaign.last_moment, now) or not days.may_erase(root, now):
        return False
    campaign.redate(now + days.SKEW, now)
    return True


def _redate_institution(institution: Institution, latest: int, now: int) -> None:
    for noes in (institution["people"], *institution["themes"].values(), *all_noes(institution)):
        noes.redate_refusals(latest, now)
    if institution.numbers is not None:
        institution.numbers.redate(latest, now)
    for file in institution["imports"].values():
        if file.created_at > latest:
            file.created_at = now
    for template in _templates(institution["templates"]):
        template.redate(latest, now)


def _templates(
    folder: Folder[MessageTemplate | TemplateFolder] | TemplateFolder,
) -> Iterator[MessageTemplate]:
    for one in folder.values():
        if isinstance(one, TemplateFolder):
            yield from _templates(one)
        else:
            yield one


def _redate_connection(connection: BrokerConnection, latest: int, now: int) -> None:
    _redate_tree(connection.replies_seen, latest, now)
    for handset, stored in list((connection.last_replies or {}).items()):
        last = Last(*stored)
        if max(last.at, last.came) > latest:
            moved = last._replace(at=min(last.at, now), came=min(last.came, now))
            connection.last_replies[handset] = tuple(moved)
    for key, stored in list(connection.parked.items()):
        if stored[0] > latest:
            connection.parked[key] = (now, *stored[1:])
    for trail in (connection.trails or {}).values():
        trail.redate(latest, now)
    for key, kept in unread.waiting(connection):
        if kept.at > latest:
            connection.unread.discard(key)
            connection.unread.add(kept._replace(at=now))
    for one in connection.senders():
        if one.at > latest:
            connection.put_sender(one._replace(at=now))
    if connection.tested and connection.tested[0] > latest:
        connection.tested = (now, *connection.tested[1:])
    if connection.test_asked > latest:
        connection.test_asked = 0


def _redate_tree(tree: "OOBTree[str, int] | None", latest: int, now: int) -> None:
    if tree is None:
        return
    for key in [key for key, at in tree.items() if at > latest]:
        tree[key] = now
