# Types for persistent, which has none of its own: without them a record of the store would be
# allowed where a text or a number belongs.
from typing import Any

class Persistent:
    _p_changed: bool | None
    _p_oid: bytes | None
    _p_serial: bytes
    _p_mtime: float | None
    _p_jar: Any
    def _p_activate(self) -> None: ...
    def _p_deactivate(self) -> None: ...
    def _p_invalidate(self) -> None: ...
