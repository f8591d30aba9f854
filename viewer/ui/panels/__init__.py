"""One panel per dock."""
