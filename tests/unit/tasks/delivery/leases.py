"""The record of a lease, as it stands in the store."""

from turns import PATH

from unisms.model.folder import find


def line(worker):
    return worker.run(
        lambda root: (lambda line: (line.holder, line.machine, line.until))(find(root, PATH).line)
    )


def set_line(worker, *values):
    def write(root):
        line = find(root, PATH).line
        line.holder, line.machine, line.until = values

    worker.run(write)
