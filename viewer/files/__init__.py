"""From a path to an index of patients, studies and series."""
