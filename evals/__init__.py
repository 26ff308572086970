"""Measures the reading: answers are made with the shipped reader and scored by `score.py`; floors hold what has been reached."""
