"""Rules without a home in one wing: policies, hours, the candidate for a message."""
