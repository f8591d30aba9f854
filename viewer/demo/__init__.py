"""The demonstration study: synthetic objects, made in memory, of no patient."""

from viewer.demo.study import demo_sources

__all__ = ["demo_sources"]
