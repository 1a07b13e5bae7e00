"""One page on what happened, and whether it was enough and came out right."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from streams import ExitCode
from tests.chaos.blows import Blow, Kind, Options
from tests.chaos.crew import End
from tests.chaos.markers import Aborted
from tests.chaos.verdict import Verdict

SHOWN: Final = 15
LEAST_SUGGESTIONS: Final = 0.05
LEAST_ROW_CHANGES: Final = 0.30


@dataclass(slots=True)
class Report:
    """What happened and what was found. ``problems`` says what makes it fail."""

    options: Options
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
    def suggestions_share(self) -> float:
        """Suggestions for each event."""
        return self.verdict.suggestions / self.options.events

    @property
    def row_changes_share(self) -> float:
        """Changes of contacts' rows for each event."""
        return self.verdict.row_changes / self.options.events

    @property
    def problems(self) -> list[str]:
        """Why it failed; empty where it did not."""
        found = [*self.verdict.problems, *self._blows_that_missed()]
        if self.suggestions_share < LEAST_SUGGESTIONS:
            found.append(f"only {self.verdict.suggestions} suggestions came of {self.options.events} events")
        if self.row_changes_share < LEAST_ROW_CHANGES:
            found.append(f"only {self.verdict.row_changes} rows were changed by {self.options.events} events")
        return found

    def _blows_that_missed(self) -> list[str]:
        found = [
            f"a provoked {blow.kind.value} of {blow.stage} left no transaction that the broker aborted"
            for blow in self.blows
            if blow.provoked and not blow.proven
        ]
        if self.proven_kills < self.options.proofs:
            found.append(
                f"only {self.proven_kills} kills are proven to have hit an open transaction, not {self.options.proofs}"
            )
        return found

    def page(self) -> str:
        """The report as text."""
        return "\n".join([*self._head(), "", *self._blows(), "", *self._stages(), "", *self._end()])

    def _head(self) -> list[str]:
        chosen = self.options
        return [
            f"seed {chosen.seed}: {chosen.events} events, {chosen.partitions} partitions, {chosen.brokers} broker(s)",
            f"{self.seconds:.0f} s under fire, {self.judging_seconds:.0f} s of comparing",
        ]

    def _blows(self) -> list[str]:
        lines = [f"{'blow':<24}{'times':>7}{'in an open transaction':>25}{'of these provoked':>20}"]
        for kind in Kind:
            these = [blow for blow in self.blows if blow.kind is kind]
            proven = [blow for blow in these if blow.proven]
            provoked = sum(blow.provoked for blow in proven)
            lines.append(f"{kind.value:<24}{len(these):>7}{len(proven) or '':>25}{provoked or '':>20}".rstrip())
        ends = Counter(end.code for end in self.ends)
        left = ", ".join(f"{times} with {code} ({ExitCode(code).name})" for code, times in sorted(ends.items()))
        return [
            *lines,
            f"transactions that the broker aborted: {len(self.aborted)}",
            f"workers that left by themselves: {left or 'none'}; of these fenced by a newer owner: {self.fenced}",
        ]

    def _stages(self) -> list[str]:
        lines = [
            f"{'stage':<12}{'in':>9}{'applied':>9}{'dead':>6}{'lag':>5}{'rows':>8}{'outputs':>9}{'differences':>13}"
        ]
        lags = self.verdict.lags
        lines += [
            f"{one.stage:<12}{one.facts:>9}{one.applied:>9}{one.dead_letters:>6}{lags[one.stage]:>5}"
            f"{one.rows:>8}{one.outputs:>9}{len(one.differences):>13}"
            for one in self.verdict.stages
        ]
        return lines

    def _end(self) -> list[str]:
        verdict, problems = self.verdict, self.problems
        suggested = f"{self.suggestions_share:.0%} of the events, at least {LEAST_SUGGESTIONS:.0%} are wanted"
        changed = f"{self.row_changes_share:.0%} of the events, at least {LEAST_ROW_CHANGES:.0%} are wanted"
        lines = [
            f"suggestions: {verdict.suggestions} ({suggested}); delivered: {verdict.delivered}",
            f"changes of contacts' rows: {verdict.row_changes} ({changed})",
            f"published: {verdict.published}; found on the topics: {verdict.found}",
            f"revisions of suggestions: {verdict.revisions}; that went back: {verdict.went_back}",
            f"compared end to end with the same in memory: {verdict.compared} suggestions and suppressions",
        ]
        if not problems:
            return [*lines, "PASSED: nothing was lost, nothing said twice."]
        shown = [f"  {line}" for line in problems[:SHOWN]]
        return [*lines, f"FAILED: {len(problems)} problem(s), the first of them:", *shown]
