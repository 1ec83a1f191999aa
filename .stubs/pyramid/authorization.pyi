from typing import Any

Allow: str
DENY_ALL: tuple[str, str, Any]
Authenticated: str
Everyone: str
ACLHelper: Any
