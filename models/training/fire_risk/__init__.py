"""Trains the fire-risk model of Emberwatch: see ../README.md."""
