"""Figures for returns and for the board."""
