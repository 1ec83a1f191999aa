# Types for ZODB, which has none of its own: with what the service calls, and nothing else.
from ZODB.Connection import Connection as Connection
from ZODB.DB import DB as DB
