"""Programs that try to break the viewer: `python -m tests.campaign`."""
