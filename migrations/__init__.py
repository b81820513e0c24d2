"""What changes the tables, one step after the other."""

HEAD = "0002"
"""The last step; a test compares it with the scripts."""
