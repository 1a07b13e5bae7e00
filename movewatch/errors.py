"""The one base of all errors that movewatch raises on purpose. Pure."""


class MovewatchError(Exception):
    """Something went wrong that movewatch can explain."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])
