"""Work done together with a contact, and what may be said of it. Pure."""

from schemas.base import Id, Key, Part, Text, UtcTime


class SurveyAnswer(Part):
    """What a contact answered in a survey, or said to a colleague of ours.

    ``heard_by``: the colleague's key.
    """

    response_id: Id
    heard_by: Key | None = None
    given_at: UtcTime
    quote: Text | None = None
    """The contact's own words."""
    score: float | None = None
    scale: Text | None = None


class SharedWork(Part):
    """Work done together, with what may be said of it. Every part of it has been told us by a source."""

    project_id: Id
    project: Text
    ended_at: UtcTime
    result: Text | None = None
    quote: Text | None = None
    """The contact's own words."""
    score: float | None = None
    scale: Text | None = None
