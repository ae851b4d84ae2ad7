"""What was answered: the only place that knows SQL."""
