"""The memory of the service: persistent classes, rights and evolution.

Only this floor defines stored classes.
"""
