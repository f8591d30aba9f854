"""The one 2D painter."""
