"""Figures first, faces after."""
