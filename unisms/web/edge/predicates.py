"""Views of one folder among all, and the names that nothing in it may have."""

from unisms.model.folder import Folder, reserve
from unisms.model.root import Institution, Root, institution_of


def includeme(config):
    config.add_view_predicate("folder", FolderPredicate)
    config.action(
        None, _reserve_names, args=(config,), order=999
    )  # once every add-on has its views


class FolderPredicate:
    """Limits a view to a folder.

    ``folder="campaigns"`` is the folder of that name in an institution, ``folder="/brokers"`` the
    folder above the institutions.
    """

    def __init__(self, name, config):
        self.name = name

    def text(self):
        return f"folder = {self.name}"

    phash = text

    def __call__(self, context, request):
        if self.name.startswith("/"):
            return context.__name__ == self.name[1:] and isinstance(context.__parent__, Root)
        return (
            context.__name__ == self.name
            and context.__parent__ is institution_of(context) is not None
        )


def _reserve_names(config):
    """Let nothing in a folder be called like a page of it: nobody could reach the page then."""
    views = (each["introspectable"] for each in config.introspector.get_category("views"))
    reserve({one["name"] for one in views if _is_of_folders(one["context"]) and one["name"]})


def _is_of_folders(context):
    """Whether a view is of folders whose children people name.

    The names in the tree's own folders are fixed.
    """
    fixed = (Root, Institution)
    return (
        isinstance(context, type) and issubclass(context, Folder) and not issubclass(context, fixed)
    )
