"""Breaks the watcher at random moments, and proves that nothing was lost and nothing said twice."""
