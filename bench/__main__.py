"""`python -m bench [roster|search|demo|pages …]`: all of them, or those named."""

import argparse

from bench import demo, office, pages, place, roster, search, table

BENCHES = ("roster", "search", "demo", "pages")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="测一测有多快")
    parser.add_argument("bench", nargs="*", metavar="|".join(BENCHES), help="不写就都测")
    parser.add_argument("--rows", nargs="+", type=int, default=[10_000, 100_000], help="名册的行数")
    parser.add_argument("--people", type=int, default=100_000, help="查找时在册的人数")
    parser.add_argument("--calls", type=int, default=200, help="每种查找问几次")
    parser.add_argument("--part", type=float, default=1.0, help="整个市的几分之几")
    parser.add_argument("--views", type=int, default=40, help="每个页面打开几次")
    told = parser.parse_args()
    try:
        office.open_database()
        print(table.machine())
        if not told.bench or "roster" in told.bench:
            print(roster.run(told.rows).shown(), flush=True)
        if not told.bench or "search" in told.bench:
            print(search.run(told.people, told.calls).shown(), flush=True)
        if not told.bench or {"demo", "pages"} & set(told.bench):
            _city(told)
    finally:
        office.close_database()
        place.leave()


def _city(told: argparse.Namespace) -> None:
    """The pages are those of the city that is loaded."""
    loaded = demo.load(told.part)
    if not told.bench or "pages" in told.bench:
        print(pages.run(told.views).shown(), flush=True)
    if not told.bench or "demo" in told.bench:
        print(demo.shown(loaded).shown(), flush=True)


if __name__ == "__main__":
    main()
