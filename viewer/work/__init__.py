"""Work off the main thread: lanes, worker processes and what they run."""
