"""`python -m bench [roster|search|plan|visits|demo|pages …]`: all of them, or those named."""

import argparse

from bench import demo, office, pages, place, plan, roster, search, table, visits

BENCHES = ("roster", "search", "plan", "visits", "demo", "pages")


def main() -> None:
    told = _told()
    wanted = set(told.bench or BENCHES)
    try:
        office.open_database()
        print(table.machine())
        if "roster" in wanted:
            print(roster.run(told.rows).shown(), flush=True)
        if "search" in wanted:
            print(search.run(told.people, told.calls).shown(), flush=True)
        if "plan" in wanted:
            print(plan.run(told.served, told.services).shown(), flush=True)
        if "visits" in wanted:
            office.forget_people()
            print(visits.run(told.visits).shown(), flush=True)
            office.forget_people()
        if {"demo", "pages"} & wanted:
            _city(told, wanted)
    finally:
        office.close_database()
        place.leave()


def _told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="测一测有多快")
    parser.add_argument("bench", nargs="*", metavar="|".join(BENCHES), help="不写就都测")
    parser.add_argument("--rows", nargs="+", type=int, default=[10_000, 100_000], help="名册的行数")
    parser.add_argument("--people", type=int, default=100_000, help="查找时在册的人数")
    parser.add_argument("--calls", type=int, default=200, help="每种查找问几次")
    parser.add_argument("--visits", nargs="+", type=int, default=[200_000], help="走访的次数")
    parser.add_argument("--served", type=int, default=60_000, help="走访计划里在册的人数")
    parser.add_argument("--services", type=int, default=300_000, help="走访计划里的服务次数")
    parser.add_argument("--part", type=float, default=1.0, help="演示：整个市的几分之几")
    parser.add_argument("--views", type=int, default=40, help="每个页面打开几次")
    return parser.parse_args()


def _city(told: argparse.Namespace, wanted: set[str]) -> None:
    """The pages are those of the city that is loaded."""
    loaded = demo.load(told.part)
    if "pages" in wanted:
        print(pages.run(told.views).shown(), flush=True)
    if "demo" in wanted:
        print(demo.shown(loaded).shown(), flush=True)


if __name__ == "__main__":
    main()
