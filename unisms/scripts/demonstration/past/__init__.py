"""The past of the demonstration: two invented years, as files of the exports alone.

They end on the day before the term that the store tells begins. Nobody of them is in the store.
"""
