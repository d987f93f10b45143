"""Two sources over everything of which both speak → one gap for each subject, and how the gaps are distributed."""
