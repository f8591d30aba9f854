"""What the mouse does: one file per tool; `table` has them all."""
