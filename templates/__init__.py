"""The words of every mail and draft: one folder for each kind of suggestion, and ``_shared`` for what all have alike.

Jinja2 files only, no code. ``movewatch/rendering`` fills them in; docs/how-to/change-the-words.md says how to put your
own in their place.
"""
