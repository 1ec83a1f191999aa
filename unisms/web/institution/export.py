"""All that an institution has stored, taken away in one file by who administers it."""

import threading

from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from transaction import TransactionManager

from unisms.model.acl import Permission
from unisms.model.evolve import get_root
from unisms.model.folder import find, path_of
from unisms.model.root import Institution
from unisms.services.institution import archive
from unisms.services.institution.archive import note_export
from unisms.web.door.proving import Proof, tell

SOON = 60  # seconds after which one may ask again while others are sent the same


@view_defaults(
    context=Institution,
    name="export",
    renderer="export.jinja2",
    permission=Permission.INSTITUTION_EXPORT,
)
class Export:
    """Numbers and texts leave the service: whoever asks proves again who they are."""

    def __init__(self, institution, request):
        self.institution, self.request = institution, request
        self.proof = Proof(request)

    @view_config(request_method="GET")
    def show(self):
        return self.page()

    def page(self, problem="", wait=0):
        tell(self.request.response, problem, wait)
        return {"problem": problem, "wait": wait, "proof": self.proof, "lacking": self.lacking()}

    def lacking(self):
        """Return the permissions to see the content of the archive that the visitor lacks.

        Nobody takes away records that are hidden from them.
        """
        asked = [one for part in self.parts.values() for one in part.permissions]
        may = self.request.has_permission
        return [one for one in dict.fromkeys(asked) if not may(one, self.institution)]

    @property
    def parts(self):
        return self.request.registry.archive_parts

    @view_config(request_method="POST")
    def download(self):
        if self.lacking():
            page = self.page()
            self.request.response.status = 403
            return page
        problem, wait = self.proof.problem()
        if problem:
            return self.page(problem, wait)
        archive = self.archive()
        if archive is None:
            return self.page("busy", SOON)
        note_export(self.request.actor, self.institution, self.request.now)
        response = Response(content_type="application/zip")
        response.content_disposition = f'attachment; filename="{self.institution.__name__}.zip"'
        response.app_iter = archive
        return response

    def archive(self):
        """Return the bytes to come, or ``None`` while others are sent.

        Each archive holds a thread as long as its reader takes.
        """
        path, now = path_of(self.institution), self.request.now
        db = self.request.registry.worker.db
        pieces = written(db, self.parts, path, now, self.request.actor.uid)
        taken = Archive.begin(path, pieces)
        if taken is not None:  # a transaction that is tried again begins another one
            transaction = self.request.tm.get()
            transaction.addAfterCommitHook(lambda succeeded: succeeded or taken.close())
            transaction.addAfterAbortHook(taken.close)
        return taken


class Archive:
    """The bytes of an archive, as waitress sends them.

    Each process sends one at a time for an institution.
    """

    under_way = set()  # paths of institutions
    guard = threading.Lock()

    def __init__(self, path, pieces):
        self.path, self.pieces = path, pieces

    @classmethod
    def begin(cls, path, pieces):
        """Return an archive of the institution at ``path``, or ``None`` while one is sent."""
        with cls.guard:
            if path in cls.under_way:
                return None
            cls.under_way.add(path)
        return cls(path, pieces)

    def __iter__(self):
        return self.pieces

    def close(self):
        """Stop the export: its sender calls this at its end, however it ends."""
        self.pieces.close()
        with self.guard:
            self.under_way.discard(self.path)


def written(db, parts, path, now, by=None):
    """Yield the bytes of the archive, read as they are sent.

    They are read in a transaction of their own, which sees one moment. ``by`` is the uid whose
    uploaded files are in it.
    """
    manager = TransactionManager(explicit=True)
    manager.begin()
    connection = db.open(manager)
    try:
        yield from archive.archived(find(get_root(connection), path), parts, now, by)
    finally:
        manager.abort()
        connection.close()
