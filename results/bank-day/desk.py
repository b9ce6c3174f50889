"""What a month of the log says about the desk: handle times, patience, wrap-up, priority, skills,
speed, and, for one day, how many agents of each kind were at work from when to when.

Nothing here looks at the waits or the givings-up of a day to fit them. Of the predicted day only
its services are used, to see who was at work, and the times at which callers waited, to tell an
agent who had nothing to do from one who was away.
"""

import math
from collections import defaultdict

from banklog import CLOSE, OPEN, TYPES

# A gap between two calls of an agent up to this long is wrap-up, a longer one may be a break.
LONGEST_WRAP_UP = 180
# A caller who waited this long in a gap shows that the agent was away.
PROOF = 10
# Patience is read from the log up to here; beyond, too few wait that long, see `patience`.
PATIENCE_CUT = 240
# From so many who waited on (30 of whom gave up) a type has a curve of its own.
ENOUGH = 100


def slices(values, count):
    """`count` values of equal weight, each the mean of its slice of the sorted values: the mean
    stays exactly what it was."""
    values, n = sorted(values), len(values)
    edges = [i * n / count for i in range(count + 1)]
    out = []
    for low, high in zip(edges, edges[1:]):
        weights = ((k, min(k + 1, high) - max(k, low)) for k in range(int(low), min(n, math.ceil(high))))
        out.append(sum(values[k] * w for k, w in weights) / (high - low))
    return out


def survival(spells, cut):
    """Kaplan-Meier with delayed entry, for spells (enter, leave, ended): [(time, share beyond)]."""
    enter, leave, ended = defaultdict(int), defaultdict(int), defaultdict(int)
    for low, high, event in spells:
        if low >= cut:
            continue
        enter[low] += 1
        leave[min(high, cut)] += 1
        ended[high] += event and high < cut
    at_risk, share, curve = 0, 1.0, []
    for time in range(cut):
        at_risk += enter[time - 1] - leave[time - 1]
        if ended[time]:
            share *= 1 - ended[time] / at_risk
            curve.append((time, share))
    return curve


def quantiles(curve, count, tail):
    """`count` evenly spaced quantiles; `tail(u)` gives those beyond the end of the curve."""
    out = []
    for i in range(count):
        u = (i + 0.5) / count
        out.append(next((time for time, share in curve if 1 - share >= u), None))
        if out[-1] is None:
            out[-1] = tail(u)
    return out


def patience(calls, count=50):
    """Time until giving up; who was answered is censored. Waits of over 4 minutes are too few for
    a curve: from there on the rate of giving up is held at that of all waiting of over 2 minutes."""
    waited = [(0, call.wait, not call.answered) for call in calls if call.wait > 0]
    curve = survival(waited, PATIENCE_CUT + 1)
    late = [(wait - PATIENCE_CUT // 2, gave_up) for _, wait, gave_up in waited if wait > PATIENCE_CUT // 2]
    rate = sum(gave_up for _, gave_up in late) / sum(wait for wait, _ in late)
    left = curve[-1][1]
    return quantiles(curve, count, lambda u: PATIENCE_CUT - math.log((1 - u) / left) / rate)


def services(calls):
    """By agent, in order: (begun, ended, took a caller who had waited). NO_SERVER is nobody."""
    by_agent = defaultdict(list)
    for call in calls:
        if call.answered and call.talk > 0 and call.agent != "NO_SERVER":
            by_agent[call.agent].append((call.begun, call.begun + call.talk, call.wait > 0))
    for spells in by_agent.values():
        spells.sort()
    return by_agent


def waiting(calls, skills):
    return [(call.at, call.at + call.wait) for call in calls if call.wait > 0 and call.type in skills]


class Desk:
    """The parameters of one month, from its regular days."""

    def __init__(self, days):
        self.days = days
        calls = [call for day in days.values() for call in day]
        talks = {t: [c.talk for c in calls if c.type == t and c.talk > 0] for t in TYPES}
        self.talk = {t: slices(talks[t], 100) for t in TYPES}
        self.patience = {}
        self.own_patience = {}
        self.priority = {}
        for t in TYPES:
            waited = [c for c in calls if c.type == t and c.wait > 0]
            self.own_patience[t] = len(waited) >= ENOUGH and sum(not c.answered for c in waited) >= 30
            self.patience[t] = patience(waited if self.own_patience[t] else calls)
            # Priority is logged only of those who had to wait: the share among them.
            self.priority[t] = sum(c.priority == 2 for c in waited) / len(waited)
        self.skills = self._skills(calls)
        self.speed = self._speed(calls)
        self.wrap_up = self._wrap_up()

    def _skills(self, calls):
        """A type is a skill of an agent who took at least 15 % of what an agent who takes all
        would have taken of it; of PE, IN and TT, who are few, everybody takes."""
        per_agent = defaultdict(lambda: defaultdict(int))
        for call in calls:
            if call.talk > 0:
                per_agent[call.agent][call.type] += 1
        total = {t: sum(counts[t] for counts in per_agent.values()) for t in TYPES}
        everything = sum(total.values())
        skills = {}
        for agent, counts in per_agent.items():
            own = sum(counts.values())
            known = [t for t in ("PS", "NW", "NE") if counts[t] >= max(2, 0.15 * own * total[t] / everything)]
            if own < 30:
                known = [t for t in ("PS", "NW", "NE") if counts[t]]
            skills[agent] = tuple(known) + ("PE", "IN", "TT")
        return skills

    def _speed(self, calls):
        """How fast an agent is beside the mean for the same types, as if 30 mean calls more."""
        mean = {t: sum(self.talk[t]) / len(self.talk[t]) for t in TYPES}
        usual = sum(c.talk for c in calls) / sum(c.talk > 0 for c in calls)
        expected, took = defaultdict(lambda: 30 * usual), defaultdict(lambda: 30 * usual)
        for call in calls:
            if call.talk > 0:
                expected[call.agent] += mean[call.type]
                took[call.agent] += call.talk
        return {agent: expected[agent] / took[agent] for agent in expected}

    def _wrap_up(self):
        """Gaps between calls, at risk only while a caller waited whom this agent could take."""
        spells = []
        for calls in self.days.values():
            for agent, own in services(calls).items():
                queue = waiting(calls, self.skills[agent])
                for (_, ended, _), (begun, _, took_waiting) in zip(own, own[1:]):
                    joined = []
                    if begun <= ended:
                        continue
                    within = ((max(a, ended), min(b, begun)) for a, b in queue if a < begun and b > ended)
                    for low, high in sorted(within):
                        if joined and low <= joined[-1][1]:
                            joined[-1][1] = max(joined[-1][1], high)
                        else:
                            joined.append([low, high])
                    # The log's clocks differ by up to 2 s.
                    spells += [(a - ended, b - ended, took_waiting and b >= begun - 2) for a, b in joined]
        curve = survival(spells, LONGEST_WRAP_UP)
        end = curve[-1][1]
        # What lasts longer is a break and counts as absence: the rest is made whole.
        whole = [(time, (share - end) / (1 - end)) for time, share in curve]
        return quantiles(whole, 50, lambda u: curve[-1][0])

    def at_work(self, calls):
        """By agent: the spells of the day (from, to) in which it took calls."""
        taken = sorted((c.begun, c.type) for c in calls if c.answered and c.wait > 0 and c.agent != "NO_SERVER")
        out = {}
        for agent, own in services(calls).items():
            skills = self.skills.get(agent, TYPES)
            queue = waiting(calls, skills)
            # At work up to 15 minutes before its first call, unless others then took callers who waited.
            first = own[0][0]
            others = [time for time, t in taken if time < first - 2 and t in skills]
            since = max([OPEN, first - 900] + others)
            spells = []
            for (_, ended, _), (begun, _, _) in zip(own, own[1:]):
                if begun - ended <= LONGEST_WRAP_UP:
                    continue
                proof = [min(b, begun) for a, b in queue if min(b, begun) - max(a, ended) >= PROOF]
                if proof and max(proof) - ended >= LONGEST_WRAP_UP:
                    spells.append((since, ended))
                    since = begun if max(proof) > begun - 3 else max(proof)
                elif not proof and begun - ended >= 3600:
                    spells.append((since, ended + 60))
                    since = begun - 60
            # It takes calls until its last call begins; the last ones stay until the queue is empty.
            last = own[-1][0]
            spells.append((since, last if last < CLOSE - 1200 else CLOSE + 1800))
            out[agent] = [(a, b) for a, b in spells if b > a]
        return out

    def teams(self, calls):
        """[(skills, speed, {agent: spells})], one for each set of skills seen at work."""
        groups = defaultdict(dict)
        for agent, spells in self.at_work(calls).items():
            groups[self.skills.get(agent, TYPES)][agent] = spells
        teams = []
        for skills, spells in sorted(groups.items()):
            hours = {agent: sum(b - a for a, b in own) for agent, own in spells.items()}
            work = sum(hours[agent] * self.speed.get(agent, 1.0) for agent in hours)
            if sum(hours.values()) >= 600:
                teams.append((skills, round(work / sum(hours.values()), 2), levels(spells)))
        return teams


def levels(spells, step=60):
    """[(time, agents)] at each change, by the minute; what rounding leaves is carried over."""
    out, carry = [], 0.0
    for low in range(OPEN, CLOSE, step):
        present = sum(max(0, min(b, low + step) - max(a, low)) for own in spells.values() for a, b in own) / step
        agents = max(0, math.floor(present + carry + 0.5))
        carry = max(-0.5, min(0.5, carry + present - agents))
        if not out or agents != out[-1][1]:
            out.append((low, agents))
    return out
