"""Hanging protocols: which images of a study go where, as data and without widgets."""
