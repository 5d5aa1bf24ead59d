"""List pages and their parts: tables, chosen columns, groups, saved views, filters in words, picked rows."""
