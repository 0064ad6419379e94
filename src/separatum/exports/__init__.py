"""Run the stages, for one article or many."""
