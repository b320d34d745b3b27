"""Charts as data: the table says what the drawing says."""

from shuangbai.kernel import charts
from shuangbai.kernel.charts import Chart, Column, Kind, Row


def test_months_run_back_over_the_year() -> None:
    assert charts.months("2023-02", 4) == ["2022-11", "2022-12", "2023-01", "2023-02"]
    columns = charts.month_columns(["2022-11", "2022-12", "2023-01"])
    assert [one.short for one in columns] == ["2022年11月", "12月", "2023年1月"]
    assert columns[1].label == "2022年12月"


def test_a_trend_is_read_down_its_months() -> None:
    row = Row("服务", [3, None, 5], ["/a", "", "/c"])
    columns = charts.month_columns(["2022-11", "2022-12", "2023-01"])
    chart = Chart(Kind.TREND, "近一年的服务", "人次", "月份", columns, [row], partial=True)
    assert chart.table_head == ["服务"]
    assert chart.table_rows[0] == ("2022年11月", "", [(3, "/a")])
    assert chart.table_rows[1] == ("2022年12月", "", [(None, "")])
    assert chart.data["rows"][0]["values"] == [3, None, 5] and chart.data["partial"]


def test_the_others_are_read_down_their_rows() -> None:
    rows = [Row("云城区 思劳镇", [7], ["/r"], "/p", "思劳镇", "云城区"), Row("腰古镇", [0])]
    chart = Chart(Kind.RANKING, "还缺", "人", "镇街", [Column("还缺", "还缺")], rows)
    assert chart.table_rows == [("云城区 思劳镇", "/p", [(7, "/r")]), ("腰古镇", "", [(0, "")])]
    assert chart.table_head == ["还缺"]
    assert chart.data["rows"][0]["name"] == "思劳镇" and chart.data["rows"][0]["group"] == "云城区"
    assert not chart.empty
    assert Chart(Kind.RANKING, "还缺", "人", "镇街", [], [Row("腰古镇", [0])]).empty
