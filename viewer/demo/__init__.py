"""The demonstration study: synthetic objects, made in memory, of no patient."""
