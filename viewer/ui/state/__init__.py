"""The frozen state of the window and its models; QtCore only."""
