"""Contender: movewatch's transport with the rules of contacts, exactly once. Without ticks: the other has none."""

from benchmarks import contacts
from benchmarks.ours import run
from benchmarks.work import Task
from schemas.topics import CONTACT_FACTS, CONTACTS
from streams import TransportSettings, create_app


def main() -> None:
    """Run until a signal comes."""
    task = Task.of_command_line()
    settings = TransportSettings(task.bootstrap, prefix=task.prefix, ticks=False)
    run(create_app(settings, CONTACTS), CONTACT_FACTS, contacts.stage())


if __name__ == "__main__":
    main()
