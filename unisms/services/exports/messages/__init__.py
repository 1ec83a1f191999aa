"""The messages of campaigns: counted by all that facts tell, and the counts that are kept."""
