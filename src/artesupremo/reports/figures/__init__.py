"""What a report counts, a file a subject: pure, from rows to frozen figures."""
