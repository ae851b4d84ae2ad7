"""A conversation with the advisor: morning and closing."""
