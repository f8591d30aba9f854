"""Planes, cameras and measures: numpy only, millimetres and patient axes."""
