"""The commands without a window: one file per command."""
