"""What a dry run can show. Apart, so that the command line need not load the rules to explain itself. Pure."""

from enum import StrEnum


class Show(StrEnum):
    """What a dry run writes out."""

    SUGGESTIONS = "suggestions"
    SIGNALS = "signals"
    SUPPRESSIONS = "suppressions"
    DEAD_LETTERS = "dead-letters"
    ROWS = "rows"
    ALL = "all"
