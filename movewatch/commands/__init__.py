"""The commands of ``movewatch``, by subject. movewatch.cli puts them together."""
