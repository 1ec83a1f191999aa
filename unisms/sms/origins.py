"""By which way a message came to us: a page, the command line, the service itself."""

PAGE, COMMAND, SERVICE = "page", "command", "service"
