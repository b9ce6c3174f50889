"""Workloads (b) and (c) of benches/workloads in SimPy, as its users write them: a process for each customer, the
agents a Resource, and patience a timeout beside the request. Prints customers, seconds of CPU, and shares given up.

    simpy_peer.py b|c CUSTOMERS SEED
"""

import math
import random
import sys
import time
from collections import deque

import simpy


def erlang_a(customers: int, rng: random.Random) -> tuple[int, list[float]]:
    """(b) M/M/50+M: 50 a minute, a minute's service, a minute's patience."""
    env = simpy.Environment()
    agents = simpy.Resource(env, capacity=50)
    abandoned = 0
    waits = []

    def customer():
        nonlocal abandoned
        arrived = env.now
        with agents.request() as request:
            patience = rng.expovariate(1.0)
            result = yield request | env.timeout(patience)
            if request not in result:
                abandoned += 1
                return
            waits.append(env.now - arrived)
            yield env.timeout(rng.expovariate(1.0))

    def source():
        for _ in range(customers):
            yield env.timeout(rng.expovariate(50.0))
            env.process(customer())

    env.process(source())
    env.run()
    return customers, [abandoned / customers]


def surge(nights: int, rng: random.Random) -> tuple[int, list[float]]:
    """(c) Three types of customers, three groups of 100 agents with skills in order: a customer who finds no free
    agent waits in the queue of their type; an agent who comes free takes the first of their first skill. SimPy has
    no resource for skills, so each waiting customer holds an event that the agent triggers."""
    service = (4.0, 6.0, 9.0)
    patience = (8.0, 10.0, 15.0)
    skills = ((0,), (1, 0), (2, 1))
    groups_of = ((0, 1), (1, 2), (2,))
    arrived = [0, 0, 0]
    abandoned = [0, 0, 0]
    waits = []
    rate = [
        15.0 if minute < 120 else 15.0 + 213.87 * math.exp(-(minute + 0.5 - 120.0) / 60.0) for minute in range(480)
    ]

    def night():
        env = simpy.Environment()
        free = [100, 100, 100]
        queues = (deque(), deque(), deque())

        def next_for(group):
            for kind in skills[group]:
                queue = queues[kind]
                while queue:
                    offer, gone = queue.popleft()
                    if not gone[0]:
                        offer.succeed(group)
                        return
            free[group] += 1

        def customer(kind):
            arrived[kind] += 1
            came = env.now
            group = next((group for group in groups_of[kind] if free[group] > 0), None)
            if group is not None:
                free[group] -= 1
            else:
                offer, gone = env.event(), [False]
                queues[kind].append((offer, gone))
                yield offer | env.timeout(rng.expovariate(1.0 / patience[kind]))
                if not offer.triggered:
                    gone[0] = True
                    abandoned[kind] += 1
                    return
                group = offer.value
            waits.append(env.now - came)
            yield env.timeout(rng.expovariate(1.0 / service[kind]))
            next_for(group)

        def source():
            # Piecewise constant rates: the exponential clock starts again at each minute.
            for minute in range(480):
                while True:
                    gap = rng.expovariate(rate[minute])
                    if env.now + gap >= minute + 1:
                        yield env.timeout(minute + 1 - env.now)
                        break
                    yield env.timeout(gap)
                    kind = rng.random()
                    env.process(customer(0 if kind < 0.5 else 1 if kind < 0.8 else 2))

        env.process(source())
        env.run()

    for _ in range(nights):
        night()
    return sum(arrived), [gone / came for gone, came in zip(abandoned, arrived)]


def main() -> None:
    workload, customers, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(seed)
    before = time.process_time()
    if workload == "b":
        customers, abandoned = erlang_a(customers, rng)
    else:
        customers, abandoned = surge(max(1, customers // 20_000), rng)
    cpu = time.process_time() - before
    print(customers, f"{cpu:.6f}", *(f"{share:.4f}" for share in abandoned))


if __name__ == "__main__":
    main()
