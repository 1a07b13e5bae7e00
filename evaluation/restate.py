"""Makes ``evaluation/data`` from the published files, which are not part of movewatch (docs/data.md).

Only what is needed is taken: of ESCO and AuxCO the names of occupations and the number of their ISCO group, of O*NET
the titles that people gave as their own and their SOC code, of the rated sentences a sample. Which ones, and which half
is kept apart, is settled by a hash, so that nobody chooses.
"""

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from evaluation.occupations import FUNCTIONS, functions_of_soc

DATA: Final = Path(__file__).parent / "data"
_EACH_GROUP: Final = 12
_EACH_LANGUAGE: Final = 500
_ANSWERS: Final = 1_500
_ESCO: Final = (("en", "ISCOGROUPCODE", "PREFERREDLABEL", "ALTLABELS"), *(
    (language, "iscoGroup", "preferredLabel", "altLabels") for language in ("es", "fr", "nl")
))  # fmt: skip
_IN_OTHER_WORDS: Final = re.compile(r"\s*\(([^)]*)\)")
"""The same title once more, abbreviated or written out: "Quality Assurance Director (QA Director)"."""
_ANSWER_FILES: Final = (("tweets", "tweets_GroundTruth.txt"), ("reviews", "amazonReviewSnippets_GroundTruth.txt"))


def lot(text: str) -> str:
    """What decides whether something is drawn."""
    return sha256(text.encode()).hexdigest()


def titles(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Language, group and name of every occupation that stands for a function."""
    for language, group, name, others in _ESCO:
        with (folder / f"esco_{language}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                # Both genders stand side by side: "directeur technique/directrice technique".
                for label in f"{row[name]}\n{row[others]}".replace("/", "\n").split("\n"):
                    if label.strip() and row[group] in FUNCTIONS:
                        yield language, row[group], label.strip()
    with (folder / "auxco.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["default_isco_id"] in FUNCTIONS:
                yield "de", row["default_isco_id"], row["title"].strip()


def answers(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Origin, mean rating (-4 to 4) and words of every sentence."""
    for origin, name in _ANSWER_FILES:
        for line in (folder / "hutto_ICWSM_2014" / name).read_text(encoding="utf-8", errors="replace").splitlines():
            _, rating, words = line.split("\t", 2)
            yield origin, rating, " ".join(words.split())


def drawn_titles(folder: Path) -> list[tuple[str, str, str]]:
    """At most so many of each group, and of each language."""
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for language, group, title in sorted(set(titles(folder))):
        groups[language, group].append(title)
    chosen: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for (language, group), names in groups.items():
        chosen[language] += [(language, group, title) for title in sorted(names, key=lot)[:_EACH_GROUP]]
    return sorted(row for rows in chosen.values() for row in sorted(rows, key=lambda row: lot(row[2]))[:_EACH_LANGUAGE])


def drawn_answers(folder: Path) -> list[tuple[str, str, str]]:
    """So many of each origin."""
    rows = sorted(set(answers(folder)), key=lambda row: lot(row[2]))
    return [row for origin, _ in _ANSWER_FILES for row in [it for it in rows if it[0] == origin][:_ANSWERS]]


def reported(folder: Path) -> list[tuple[str, str, str, str]]:
    """Half, code, words and other words of each title that stands for a function; one of two occupations comes twice.

    The other words, mostly an abbreviation, are empty where there are none.
    """
    with (folder / "reported.tsv").open(encoding="utf-8", newline="") as file:
        rows = {
            (row["O*NET-SOC Code"], title, "; ".join(_IN_OTHER_WORDS.findall(row["Reported Job Title"])))
            for row in csv.DictReader(file, delimiter="\t")
            if (title := _IN_OTHER_WORDS.sub("", row["Reported Job Title"]).strip())
        }
    return [
        ("apart" if int(lot(f"half:{title}"), 16) % 2 else "tuned", code, title, other)
        for code, title, other in sorted(rows)
        if functions_of_soc(code)
    ]


def main() -> None:
    """Write all files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="with esco_en.csv, …, auxco.csv, reported.tsv and hutto_ICWSM_2014/")
    folder = parser.parse_args().folder
    for name, rows in (
        ("titles.tsv", drawn_titles(folder)),
        ("reported.tsv", reported(folder)),
        ("answers.tsv", drawn_answers(folder)),
    ):
        (DATA / name).write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
