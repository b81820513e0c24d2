"""What changes the tables, one step after the other."""

HEAD = "0006"
"""The last step; a test compares it with the scripts."""
