"""What each page shows, as plain functions on the answers: no HTTP, no SQL, no HTML."""
