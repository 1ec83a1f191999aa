"""The people with rights: most in a file have none, so all are looked up at once."""

from unisms.model.groups import members
from unisms.model.roles import PERSON
from unisms.services.directory import queries
from unisms.services.directory.local_people import LocalPeople
from unisms.services.ground.actor import Actor
from unisms.services.people import enrolment


class Powers:
    """The people of the actor's institution who may do something in it, as they are now."""

    def __init__(self, actor: Actor) -> None:
        institution = actor.institution
        folder, grants = institution["groups"], institution.grants
        self._actor = actor
        self._own = {
            key.removeprefix(PERSON).partition("\n")[0]
            for key in grants.keys(PERSON, f"{PERSON}\uffff")
        }
        given = [name for name in grants.groups() if name in folder]
        self._powerful = self._own.union(*(members(folder, name) for name in given))
        local = LocalPeople({"institution": institution})
        for name in grants.groups():
            if queries.find(institution, name) is not None:
                self._powerful |= {person.uid for person in local.members(name)}

    def has_role(self, uid: str) -> bool:
        """Whether ``uid`` has a role, also by a group or by a query of a directory."""
        return uid in self._powerful

    def signs_in(self, uid: str) -> bool:
        """Whether ``uid`` has a role, or a password: nobody takes them out by a file."""
        return self.has_role(uid) or uid in self._actor.institution.passwords

    def may_identify(self, uid: str) -> bool:
        """Whether the actor may change by what ``uid`` is known (``enrolment.may_identify``)."""
        return not self.has_role(uid) or enrolment.may_identify(self._actor, uid)
