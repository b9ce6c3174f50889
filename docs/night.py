#!/usr/bin/env python3
"""Draws docs/night.svg from the intervals.csv of a run of scenarios/orange-night.toml.

    nightdesk simulate scenarios/orange-night.toml --out /tmp/orange
    python3 docs/night.py /tmp/orange/intervals.csv > docs/night.svg

Nothing but Python is needed. The colours follow the reader's light or dark theme.
"""

import csv
import sys

LEFT, RIGHT, WIDTH = 64, 740, 760
# Top and height of each panel, the most its axis shows, its ticks.
ARRIVALS = (58, 96, 300, (0, 100, 200, 300))
WAITING = (196, 96, 80, (0, 40, 80))
COMPLIANCE = (334, 120, 1.0, (0, 0.5, 1))
HEIGHT = 500
# Column of intervals.csv, how it is called, class of its line, promised.
TARGETS = (
    ("platform", "every reply within 3 min (08:00–23:00)", "one", 0.90),
    ("promise", "first reply within 3 min", "two", 0.85),
    ("phone", "call answered within 3 rings", "three", 0.80),
)

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600 }
  .small { font-size: 12px; fill: #57606a }
  .grid { stroke: #d0d7de; stroke-width: 1 }
  .bar { fill: #0969da }
  .wait { fill: #bc4c00; fill-opacity: .25; stroke: #bc4c00; stroke-width: 2 }
  .line { fill: none; stroke-width: 2.5; stroke-linejoin: round }
  .one { stroke: #8250df } .two { stroke: #1a7f37 } .three { stroke: #bf8700 }
  text.one { fill: #8250df; stroke: none } text.two { fill: #1a7f37; stroke: none }
  text.three { fill: #9a6700; stroke: none }
  .asked { stroke-width: 1; stroke-dasharray: 3 4 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 } .grid { stroke: #3d444d }
    .bar { fill: #4493f8 } .wait { fill: #f0883e; stroke: #f0883e }
    .one { stroke: #b78aff } .two { stroke: #3fb950 } .three { stroke: #d29922 }
    text.one { fill: #b78aff } text.two { fill: #3fb950 } text.three { fill: #d29922 }
  }
"""


def main():
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["name"] != "run-out"]
    # Until 01:00; what follows is quiet.
    rows = [row for row in rows if float(row["start_s"]) < 7 * 3600]
    step = (RIGHT - LEFT) / len(rows)

    def x(i):
        return LEFT + step * i

    def y(panel, value):
        top, height, most, _ = panel
        return top + height * (1 - min(value, most) / most)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-label="A night by quarters of an hour: arrivals, messages waiting, and the share of promises kept">',
        f"<style>{STYLE}</style>",
        '<text class="title" x="16" y="22">Oranges that taste sour: the mean of many simulated nights</text>',
    ]

    def axes(panel, title, form):
        top, height, _, ticks = panel
        out.append(f'<text x="16" y="{top - 12}">{title}</text>')
        for tick in ticks:
            at = y(panel, tick)
            out.append(f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
            out.append(
                f'<text class="small" x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{form(tick)}</text>'
            )

    axes(ARRIVALS, "New conversations in a quarter of an hour", str)
    for i, row in enumerate(rows):
        at = y(ARRIVALS, float(row["arrivals"]))
        bottom = ARRIVALS[0] + ARRIVALS[1]
        out.append(
            f'<rect class="bar" x="{x(i) + 1:.1f}" y="{at:.1f}" width="{step - 2:.1f}" height="{bottom - at:.1f}"/>'
        )

    axes(WAITING, "Messages waiting", str)
    points = [f"{LEFT},{y(WAITING, 0):.1f}"]
    points += [f"{x(i + 1):.1f},{y(WAITING, float(row['waiting'])):.1f}" for i, row in enumerate(rows)]
    points.append(f"{RIGHT},{y(WAITING, 0):.1f}")
    out.append(f'<polygon class="wait" points="{" ".join(points)}"/>')

    axes(COMPLIANCE, "Promises kept (dashed: what was promised)", lambda share: f"{share * 100:.0f} %")
    for place, (name, title, line, asked) in enumerate(TARGETS):
        points = [
            f"{x(i) + step / 2:.1f},{y(COMPLIANCE, float(row[name + '.compliance'])):.1f}"
            for i, row in enumerate(rows)
            if float(row[name + ".counted"]) > 0
        ]
        at = y(COMPLIANCE, asked)
        out.append(f'<line class="asked {line}" x1="{LEFT}" x2="{RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        out.append(f'<polyline class="line {line}" points="{" ".join(points)}"/>')
        out.append(f'<text class="{line}" x="{LEFT + 12}" y="{COMPLIANCE[0] + 82 + 16 * place}">{title}</text>')

    bottom = COMPLIANCE[0] + COMPLIANCE[1] + 18
    for i, row in enumerate(rows):
        if row["name"].endswith(":00"):
            out.append(f'<text class="small" x="{x(i):.1f}" y="{bottom}" text-anchor="middle">{row["name"]}</text>')
    for at, what in (("21:10", "21:10 the host is vague"), ("22:00", "22:00 the stream ends")):
        hour, minute = map(int, at.split(":"))
        along = LEFT + (hour + minute / 60 - 18) / (len(rows) / 4) * (RIGHT - LEFT)
        top, bottom = ARRIVALS[0], COMPLIANCE[0] + COMPLIANCE[1]
        out.append(f'<line class="grid" x1="{along:.1f}" x2="{along:.1f}" y1="{top}" y2="{bottom}"/>')
        side, anchor = (-6, "end") if at < "22:00" else (6, "start")
        out.append(
            f'<text class="small" x="{along + side:.1f}" y="{top + 12}" text-anchor="{anchor}">{what}</text>'
        )
    out.append(f'<text class="small" x="16" y="{HEIGHT - 8}">scenarios/orange-night.toml, seed 1</text>')
    out.append("</svg>")
    print("\n".join(out))


main()
