"""From bytes to a picture: pure functions on arrays."""
