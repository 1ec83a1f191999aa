"""A file that a form sends: taken for a worker to read, or refused with the reason."""

from unisms.model.folder import path_of
from unisms.services.imports import intake, uploads
from unisms.services.tables import tables


class NotTaken(Exception):
    """The file is refused: ``problem`` is a code for the page, ``status`` that of its answer."""

    def __init__(self, problem, status):
        super().__init__(problem, status)
        self.problem, self.status = problem, status


def most_bytes(request):
    """The bytes that a file may have."""
    return int(request.registry.settings.get("unisms.upload_megabytes", 50)) << 20


def take(request):
    """Keep the file that the form sends, and let a worker read it; return its ``Import``.

    :raises NotTaken: there is none, it is certainly no table, or too much was sent today.
    """
    try:
        record = _kept(request, *_sent(request))
    except uploads.TooMuch as reached:
        raise NotTaken(reached.problem, 429) from None
    except intake.EmptyFile:
        raise NotTaken("empty", 422) from None
    except tables.Unreadable as unreadable:
        raise NotTaken(unreadable.problem, 422) from None
    request.enqueue("read_import", path_of(record), record.author)
    return record


def _sent(request):
    """Return the name of the file and its bytes."""
    upload = request.POST.get("file")
    if not hasattr(upload, "file"):
        raise NotTaken("missing", 422)
    with upload.file as file:
        if file.seek(0, 2) > most_bytes(request):
            raise NotTaken("too_large", 413)
        file.seek(0)
        return upload.filename, file.read()


def _kept(request, filename, content):
    folder, most = request.institution["imports"], most_bytes(request)
    actor, size, now = request.actor, len(content), request.now
    uploads.refuse_too_much(folder, actor.uid, size, most, now)
    record = intake.receive(actor, filename, content, now, most=most)
    uploads.count(folder, actor.uid, size, now)
    return record
