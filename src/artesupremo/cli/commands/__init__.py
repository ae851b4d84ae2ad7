"""What a person types, group by group: names, options and help, and nothing clever."""
