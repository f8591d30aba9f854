"""Programs that measure what the viewer must reach, against floors of the same run."""
