"""Facts of the standard; imports nothing of ours."""
