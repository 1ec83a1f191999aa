from collections.abc import Callable
from typing import Any

class Configurator:
    registry: Any
    introspector: Any
    introspectable: Any
    def __init__(self, **options: Any) -> None: ...
    def include(self, what: object) -> None: ...
    def action(
        self,
        discriminator: object,
        callable: Callable[..., object] | None = ...,
        args: tuple[Any, ...] = ...,
        kw: dict[str, Any] | None = ...,
        order: int = ...,
        introspectables: tuple[Any, ...] = ...,
    ) -> None: ...
    def add_directive(self, name: str, directive: Callable[..., object]) -> None: ...
    def add_request_method(self, callable: Callable[..., object], **options: Any) -> None: ...
    # the directives that wings and add-ons announce
    def __getattr__(self, name: str) -> Any: ...
