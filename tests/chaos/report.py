"""One page on what happened, and whether it was enough and came out right."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from streams import ExitCode
from tests.chaos.blows import Blow, Kind
from tests.chaos.crew import End
from tests.chaos.markers import Aborted
from tests.chaos.verdict import Verdict

SHOWN: Final = 15
LEAST_SUGGESTIONS: Final = 0.05
LEAST_ROW_CHANGES: Final = 0.30


@dataclass(slots=True)
class Report:
    """What happened and what was found. ``problems`` says what makes it fail."""

    seed: int
    events: int
    partitions: int
    proofs: int
    blows: list[Blow]
    ends: list[End]
    aborted: list[Aborted]
    verdict: Verdict
    seconds: float = 0.0
    judging_seconds: float = 0.0

    def prove(self) -> None:
        """See which of the transactions that a blow left open the broker has aborted afterwards."""
        aborted = {(one.producer_id, one.epoch) for one in self.aborted}
        for blow in self.blows:
            # Whoever aborts another one's transaction raises the epoch first, and the marker bears the new one.
            blow.proven = sum((hung.producer_id, hung.epoch + 1) in aborted for hung in blow.hung.values())

    @property
    def proven_kills(self) -> int:
        """Kills that hit an open transaction, which then was aborted."""
        return sum(1 for blow in self.blows if blow.kind is Kind.KILL and blow.proven)

    @property
    def fenced(self) -> int:
        """Workers that left because a newer owner had fenced them."""
        return sum(1 for end in self.ends if end.code == ExitCode.RETRY and "Fenced" in end.said)

    @property
    def problems(self) -> list[str]:
        """Why it failed; empty where it did not."""
        found = list(self.verdict.problems)
        if self.proven_kills < self.proofs:
            found.append(
                f"only {self.proven_kills} kills are proven to have hit an open transaction, not {self.proofs}"
            )
        if self.verdict.suggestions < LEAST_SUGGESTIONS * self.events:
            found.append(f"only {self.verdict.suggestions} suggestions came of {self.events} events")
        if self.verdict.row_changes < LEAST_ROW_CHANGES * self.events:
            found.append(f"only {self.verdict.row_changes} rows were changed by {self.events} events")
        return found

    def page(self) -> str:
        """The report as text."""
        return "\n".join([*self._head(), "", *self._blows(), "", *self._stages(), "", *self._end()])

    def _head(self) -> list[str]:
        return [
            f"seed {self.seed}: {self.events} events over {self.partitions} partitions",
            f"{self.seconds:.0f} s under fire, {self.judging_seconds:.0f} s of comparing",
        ]

    def _blows(self) -> list[str]:
        counts = Counter(blow.kind for blow in self.blows)
        proven = Counter(blow.kind for blow in self.blows if blow.proven)
        lines = [f"{'blow':<24}{'times':>7}{'in an open transaction':>25}"]
        lines += [f"{kind.value:<24}{counts[kind]:>7}{proven[kind] or '':>25}" for kind in Kind]
        ends = Counter(end.code for end in self.ends)
        left = ", ".join(f"{times} with {code} ({ExitCode(code).name})" for code, times in sorted(ends.items()))
        return [
            *lines,
            f"transactions that the broker aborted: {len(self.aborted)}",
            f"workers that left by themselves: {left or 'none'}; of these fenced by a newer owner: {self.fenced}",
        ]

    def _stages(self) -> list[str]:
        lines = [f"{'stage':<12}{'in':>9}{'applied':>9}{'dead':>6}{'rows':>8}{'outputs':>9}{'differences':>13}"]
        lines += [
            f"{one.stage:<12}{one.facts:>9}{one.facts - one.dead_letters:>9}{one.dead_letters:>6}{one.rows:>8}"
            f"{one.outputs:>9}{len(one.differences):>13}"
            for one in self.verdict.stages
        ]
        return lines

    def _end(self) -> list[str]:
        verdict, problems = self.verdict, self.problems
        lines = [
            f"suggestions: {verdict.suggestions}; delivered: {verdict.delivered}; rows changed: {verdict.row_changes}",
            f"compared end to end with the same in memory: {verdict.compared} suggestions and suppressions",
        ]
        if not problems:
            return [*lines, "PASSED: nothing was lost, nothing said twice."]
        shown = [f"  {line}" for line in problems[:SHOWN]]
        return [*lines, f"FAILED: {len(problems)} problem(s), the first of them:", *shown]
