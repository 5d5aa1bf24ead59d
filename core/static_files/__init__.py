"""Stylesheets and scripts as browsers get them: many small files, joined."""
