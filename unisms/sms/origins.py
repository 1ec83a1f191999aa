"""By which way a message came to us: a page, the command line, the service itself, a client."""

PAGE, COMMAND, SERVICE, CLIENT = ORIGINS = ("page", "command", "service", "client")
