"""What to do: reports, their tasks, and which of these need not be run again."""
