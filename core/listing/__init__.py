"""The parts of a list page (`core/lists.py`): chosen columns, groups, saved views, filters in words, picked rows."""
