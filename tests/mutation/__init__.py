"""Small changes to the pure rules, and whether any test notices them: ``make mutation``."""
