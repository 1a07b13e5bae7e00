"""Contender: Faust as it comes, with the rules of contacts: row from the table, ``decide``, row and outputs."""

from typing import Any

from faust.types import StreamT
from pydantic import TypeAdapter

from benchmarks.plain_faust import make_app, raw_table, raw_topic, run
from benchmarks.work import Task
from movewatch.contacts import Contact, decide
from movewatch.policy import DEFAULT_POLICY
from movewatch.stage import outgoing
from schemas.flow import ContactTopicFact
from schemas.topics import CONTACTS


def main() -> None:
    """Run until a signal comes."""
    task = Task.of_command_line()
    app = make_app(task)
    facts: TypeAdapter[Any] = TypeAdapter(ContactTopicFact)
    table = raw_table(app)
    outputs = {topic.name: raw_topic(app, task.prefix + topic.name) for topic in CONTACTS.writes}

    @app.agent(raw_topic(app, task.source), name="bench")
    async def agent(stream: StreamT[Any]) -> None:
        async for event in stream.events():
            key, message = event.key, event.message
            fact = facts.validate_json(event.value)
            stored = table.get(key)
            row = Contact.model_validate_json(stored) if stored else Contact.empty(key.decode())
            decision = decide(row, fact, DEFAULT_POLICY)
            if decision.row is not None and decision.row is not row:
                table[key] = decision.row.to_json()
            for index, told in enumerate((*decision.outputs, *decision.suppressions)):
                out = outgoing(told, f"{message.topic}/{message.partition}/{message.offset}/{index}")
                outputs[out.topic].send_soon(key=out.key, value=out.value, headers=dict(out.headers))

    run(app)


if __name__ == "__main__":
    main()
