"""The fields of a form, and what is wrong with a typed value."""

from collections.abc import Callable
from typing import Any, NamedTuple

from unisms.services.ground.problem import Problem


class Wrong(ValueError):
    """A value that was typed and cannot be: the code and the detail of a ``Problem``."""

    def __init__(self, code, detail=""):
        super().__init__(code)
        self.code, self.detail = code, detail

    def of(self, field):
        """Return it as the ``Problem`` of a field."""
        return Problem(field, self.code, self.detail)


class Field(NamedTuple):
    """A field of a form."""

    name: str  #: in the form, and of the attribute unless ``read`` and ``write`` say otherwise
    parse: Callable[[Any], Any]  #: the value of what was typed; raises ``Wrong``
    many: bool = False  #: several values may be typed: ``parse`` is given the list
    secret: bool = False  #: never shown; nothing typed leaves it as it is
    tell: Callable[[Any], Any] | None = (
        None  #: ``tell(value)``, shown instead of a value that has secrets in it
    )
    private: bool = (
        False  #: shown, but the journal only tells that it changed: a mobile number, a text
    )
    read: Callable[[Any], Any] | None = None  #: ``read(record)``
    write: Callable[[Any, Any], None] | None = None  #: ``write(record, value)``

    def value(self, record):
        return self.read(record) if self.read else getattr(record, self.name)

    @property
    def hidden(self):
        """Whether the journal only tells that it changed."""
        return self.secret or self.private

    def told(self, value):
        """Return the part of ``value`` that a page may show: of a secret only that there is one."""
        if self.secret:
            return bool(value)
        return self.tell(value) if self.tell else value

    def store(self, record, value):
        if self.write:
            self.write(record, value)
        else:
            setattr(record, self.name, value)
