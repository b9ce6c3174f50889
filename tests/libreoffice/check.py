"""What LibreOffice read in a spreadsheet, held against the results as data: check.py COMMAND FOLDER

FOLDER/sheets has every sheet as CSV, named in the reader's language, so sheets are known by their columns' numbers.
"""

import csv
import json
import pathlib
import sys


def number(text):
    """A cell as a number; shares are shown in percent."""
    text = text.replace(",", "").strip()
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def numbers(row):
    found = []
    for cell in row:
        try:
            found.append(number(cell))
        except ValueError:
            pass
    return found


def expected(command, data):
    """Rows of numbers that have to stand in some sheet, in this order, others between them."""
    share = lambda it, *names: [it[name] for name in names] if it else []
    for it in data.get("targets", []):
        row = [it["at_least"], *share(it["compliance"], "mean", "low", "high")]
        yield row + share(it["chance_met"], "value", "low", "high") + [it["counted_per_night"]]
    for it in data.get("intervals", []):
        yield [it["arrivals"], it["waiting"], it["on_duty"]]
    if command == "simulate":
        for it in data["channels"]:
            yield [it["conversations"], it["abandoned"], *share(it["first_reply_s"], "mean", "p50", "p90", "p95", "p99")]
        for it in data["teams"]:
            yield [it["occupancy"], it["paid_h"], it["overtime_h"], it["handed_over"], it["wages"]]
    if command == "staff":
        for it in data["roster"]:
            yield [it["agents"], it["min"], it["max"], it["paid_h"], it["wages"]]
        for it in data["promises"]:
            yield [it["share"], it["low"], it["high"], it["required"]]
    if command == "compare":
        for it in data["alternatives"]:
            yield [it["nights"], *share(it["chance_all_met"], "value", "low", "high"), *share(it["cost"], "value", "low", "high")]
            for difference in it.get("differences") or []:
                yield share(difference, "value", "low", "high") + [difference["nights"]]


def is_in(row, found):
    """Whether all of `row` stands in `found`, in its order."""
    rest = iter(found)
    return all(any(abs(cell - value) <= 1e-9 * max(1, abs(value)) for cell in rest) for value in row)


def main():
    command, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    sheets = sorted((folder / "sheets").glob("*.csv"))
    rows = [numbers(row) for sheet in sheets for row in csv.reader(sheet.open(encoding="utf-8"))]
    data = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    wanted = list(expected(command, data))
    missing = [row for row in wanted if not any(is_in(row, found) for found in rows)]
    # A check that finds whatever it looks for would be none.
    nonsense = [value + 1 for value in wanted[0]]
    assert not any(is_in(nonsense, found) for found in rows), "it finds what is not there"
    assert len(sheets) >= 4 and len(wanted) > 3, (len(sheets), len(wanted))
    assert not missing, f"{folder}: {len(missing)} of {len(wanted)} rows are not shown, first {missing[0]}"
    print(f"{folder}: {len(wanted)} rows of {len(sheets)} sheets are those of the results")


if __name__ == "__main__":
    main()
