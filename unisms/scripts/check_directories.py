"""The doctor's look at the directories: does each answer?"""

from unisms.scripts.findings import failure, fine, warning

PATIENCE = 20  # seconds that a directory has to answer
NOBODY = "nobody-of-this-name"


def examine_directories(worker):
    """Yield whether each directory's add-on is switched on, and its server answers."""
    from unisms.model.evolve import NotInitialised
    from unisms.model.folder import path_of
    from unisms.services.directory import directories

    try:
        found = worker.run(
            lambda root: [(path_of(one), *one.made_with()) for one in directories.every(root)]
        )
    except NotInitialised:
        return
    for path, adapter, settings in found:
        yield examine_directory(worker, path, adapter, settings)


def examine_directory(worker, path, adapter, settings):
    from unisms import seams
    from unisms.ports import DirectoryError
    from unisms.tasks.trying import within

    try:
        directory = seams.make_adapter(worker.registry, adapter, settings, "directory")
        within(PATIENCE, lambda: directory.person(NOBODY))
    except seams.UnknownAdapter:
        return failure("directory", f"{path} needs the add-on {adapter}: name it in unisms.addons.")
    except (ValueError, KeyError) as error:
        return failure("directory", f"{path} has a wrong setting: {error}")
    except (DirectoryError, OSError) as error:
        code = getattr(error, "code", "late")
        return warning("directory", f"{path} gives no answer ({code}): {error}")
    return fine("directory", f"{path} ({adapter}): it answers.")
