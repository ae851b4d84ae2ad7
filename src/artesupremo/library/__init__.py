"""What to practise: practices, areas and daily questions that people wrote."""
