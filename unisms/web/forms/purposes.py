"""The field of a record that may name a theme as the purpose of its messages."""

from unisms.web.forms.fields import Field
from unisms.web.forms.readers import one_of


def purpose_field(institution):
    """Return the field, which offers the themes of the institution."""
    offered = {"": ()}
    offered |= {
        f"{one.kind}/{name}": (one.kind, name) for name, one in institution["themes"].items()
    }

    def write(record, typed):
        record.purpose = offered[typed]

    return Field("purpose", one_of(offered), read=lambda one: "/".join(one.purpose), write=write)
