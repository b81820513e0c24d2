"""The desk: what is sent in to be read, the events found in it, and what people make of them.

Kept beside the event log and never derived from it: a rebuild leaves all of it alone.
"""
