"""What a person types: Typer signatures and nothing clever."""
