"""`python -m bench [roster|search|visits …]`: all of them, or those named."""

import argparse

from bench import office, place, plan, roster, search, table, visits

BENCHES = ("roster", "search", "plan", "visits")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="测一测有多快")
    parser.add_argument("bench", nargs="*", metavar="|".join(BENCHES), help="不写就都测")
    parser.add_argument("--rows", nargs="+", type=int, default=[10_000, 100_000], help="名册的行数")
    parser.add_argument("--people", type=int, default=100_000, help="查找时在册的人数")
    parser.add_argument("--calls", type=int, default=200, help="每种查找问几次")
    parser.add_argument("--served", type=int, default=60_000, help="走访计划里在册的人数")
    parser.add_argument("--services", type=int, default=300_000, help="走访计划里的服务次数")
    parser.add_argument("--visits", nargs="+", type=int, default=[200_000], help="走访的次数")
    told = parser.parse_args()
    try:
        office.open_database()
        print(table.machine())
        if not told.bench or "roster" in told.bench:
            print(roster.run(told.rows).shown(), flush=True)
        if not told.bench or "search" in told.bench:
            print(search.run(told.people, told.calls).shown(), flush=True)
        if not told.bench or "plan" in told.bench:
            print(plan.run(told.served, told.services).shown(), flush=True)
            office.forget_people()
        if not told.bench or "visits" in told.bench:
            print(visits.run(told.visits).shown(), flush=True)
    finally:
        office.close_database()
        place.leave()


if __name__ == "__main__":
    main()
