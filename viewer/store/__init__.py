"""What is kept: settings, and decoded frames in memory."""
