"""Many sources: what they support together on one day, who repeats whom, and what each adds over time."""
