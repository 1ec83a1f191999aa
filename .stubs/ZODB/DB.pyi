from typing import Any

from transaction import TransactionManager
from ZODB.Connection import Connection

class DB:
    # what we give to a database, for all that is read from it (model.digests, model.kinds)
    numbers_key: bytes
    public_address: str
    audience_kinds: Any
    storage: Any
    def __init__(self, storage: object = ..., **options: Any) -> None: ...
    def open(self, transaction_manager: TransactionManager | None = ...) -> Connection: ...
    def pack(self, t: float | None = ..., days: int = ...) -> None: ...
    def close(self) -> None: ...
