"""A night on a bare tree: every job that the services announce, for one holder or for all."""

from announced import nightly_jobs

from unisms.model.root import holder_names
from unisms.tasks import night


def forget(root, now):
    for name in holder_names(root):
        forget_of(root, name, now)


def forget_of(root, name, now):
    for job in nightly_jobs().values():
        if job.concerns(name):
            night.do_for(root, name, job, now)
