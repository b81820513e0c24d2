"""What changes the tables, one step after the other."""

HEAD = "0005"
"""The last step; a test compares it with the scripts."""
