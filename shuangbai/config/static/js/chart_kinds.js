// What each kind of chart looks like: (data, width, theme) → its height, the option of the library,
// and where a press leads. Series differ by dash as well as by colour.
const DASHES = ["solid", "dashed", "dotted"];
const said = (value) => (value == null ? "—" : value.toLocaleString("en-US"));

export function drawing(data, width, theme) {
  const kinds = { trend, ranking, multiples };
  return kinds[data.kind](data, width, theme);
}

function common(theme) {
  return {
    animation: theme.moving,
    animationDuration: 300,
    color: theme.lines,
    textStyle: { fontFamily: theme.font, fontSize: theme.size * 0.8125, color: theme.ink },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: theme.card,
      borderColor: theme.quiet,
      borderWidth: 1,
      padding: 10,
      textStyle: { color: theme.ink, fontFamily: theme.font, fontSize: theme.size * 0.875 },
    },
  };
}

function pointer(chart, event, finder) {
  return chart.convertFromPixel(finder, [event.offsetX, event.offsetY]);
}

// The months over which the row runs; the last one hollow and dashed while it is not over.
function halves(row, columns, partial) {
  const last = columns.length - 1;
  const whole = row.values.map((value, at) => (partial && at === last ? null : value));
  const open = row.values.map((value, at) => (at >= last - 1 ? value : null));
  return partial && last > 0 ? [whole, open] : [row.values, null];
}

function trend(data, width, theme) {
  const { columns, rows, unit, partial } = data;
  const series = rows.flatMap((row, at) => {
    const [whole, open] = halves(row, columns, partial);
    const colour = theme.lines[at % theme.lines.length];
    const line = {
      name: row.name,
      type: "line",
      data: whole,
      symbol: "circle",
      symbolSize: 7,
      showAllSymbol: true,
      itemStyle: { color: colour },
      lineStyle: { width: 2.5, color: colour, type: DASHES[at % DASHES.length] },
      areaStyle: rows.length === 1 ? { color: theme.fill } : undefined,
    };
    if (!open) return [line];
    const hollow = { color: theme.card, borderColor: colour, borderWidth: 2 };
    const going = open.map((value, month) => (month === columns.length - 1 ? { value, itemStyle: hollow } : value));
    return [line, {
      ...line, data: going, silent: true, areaStyle: undefined,
      lineStyle: { width: 2, color: colour, type: [4, 4] },
    }];
  });
  const option = {
    ...common(theme),
    grid: { left: 4, right: 20, top: 16, bottom: 4 },
    xAxis: {
      type: "category",
      data: columns.map((column) => column.short),
      boundaryGap: false,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.line } },
      axisLabel: { color: theme.quiet, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      min: 0,
      minInterval: 1,
      splitNumber: 3,
      axisLabel: { color: theme.quiet, formatter: said },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series,
  };
  option.tooltip.trigger = "axis";
  option.tooltip.axisPointer = { lineStyle: { color: theme.quiet } };
  option.tooltip.formatter = (points) => {
    const at = points[0].dataIndex;
    const over = partial && at === columns.length - 1 ? "（还没过完）" : "";
    const lines = rows.map((row) => `${rows.length > 1 ? row.name + " " : ""}${said(row.values[at])} ${unit}`);
    return [columns[at].label + over, ...lines].join("\n");
  };
  const address = (event, chart) => {
    const [at] = pointer(chart, event, { gridIndex: 0 }) ?? [];
    return rows[0].urls[at];
  };
  return { height: Math.round(theme.size * (width < 480 ? 13 : 15)), option, address };
}

function ranking(data, width, theme) {
  const { rows, unit } = data;
  const step = Math.round(theme.size * 2.125);
  const option = {
    ...common(theme),
    grid: { left: 0, right: theme.size * 4.5, top: 4, bottom: 4 },
    xAxis: { type: "value", min: 0, show: false },
    yAxis: {
      type: "category",
      inverse: true,
      data: rows.map((row) => row.name),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: theme.ink, fontSize: theme.size * 0.9375, margin: 12 },
    },
    series: [{
      type: "bar",
      data: rows.map((row) => row.values[0]),
      barWidth: Math.round(theme.size * 0.875),
      itemStyle: { color: theme.lines[0], borderRadius: [0, 3, 3, 0] },
      emphasis: { itemStyle: { color: theme.lines[1] } },
      label: {
        show: true,
        position: "right",
        color: theme.ink,
        fontSize: theme.size * 0.9375,
        formatter: (bar) => `${said(bar.value)} ${unit}`,
      },
    }],
  };
  option.tooltip.show = false;
  const address = (event, chart) => {
    const [, at] = pointer(chart, event, { gridIndex: 0 }) ?? [];
    return rows[at] && (rows[at].urls[0] || rows[at].url);
  };
  return { height: rows.length * step + 8, option, address };
}

function multiples(data, width, theme) {
  const { rows, columns, unit, partial } = data;
  const least = theme.size * (width < 480 ? 6.25 : 8);
  const across = Math.max(2, Math.floor(width / least));
  const [wide, high, head] = [width / across, theme.size * 4.75, theme.size * 1.5];
  const most = Math.max(1, ...rows.flatMap((row) => row.values.map((value) => value ?? 0)));
  const place = (at) => ({ left: (at % across) * wide, top: Math.floor(at / across) * high });
  const inner = wide - 16;
  const option = {
    ...common(theme),
    title: rows.flatMap((row, at) => {
      const { left, top } = place(at);
      const style = { fontFamily: theme.font, fontWeight: 400, fontSize: theme.size * 0.8125 };
      const value = row.values[row.values.length - (partial && row.values.length > 1 ? 2 : 1)];
      return [
        { text: row.name, left: left - 5, top: top - 5, textStyle: { ...style, color: theme.ink, width: inner - theme.size * 2.2, overflow: "truncate" } },
        { text: said(value), left: left + inner + 5, top: top - 5, textAlign: "right", textStyle: { ...style, color: theme.quiet } },
      ];
    }),
    grid: rows.map((row, at) => {
      const { left, top } = place(at);
      return { left, top: top + head, width: inner, height: high - head - 14, outerBoundsMode: "none" };
    }),
    xAxis: rows.map((row, at) => ({
      gridIndex: at, type: "category", data: columns.map((column) => column.label), boundaryGap: false,
      axisTick: { show: false }, axisLabel: { show: false }, axisLine: { lineStyle: { color: theme.line } },
    })),
    yAxis: rows.map((row, at) => ({ gridIndex: at, type: "value", min: 0, max: most, show: false })),
    series: rows.map((row, at) => ({
      name: row.name, type: "line", xAxisIndex: at, yAxisIndex: at, data: halves(row, columns, partial)[0],
      symbol: "none", lineStyle: { width: 1.75, color: theme.lines[0] }, areaStyle: { color: theme.fill },
    })),
  };
  option.tooltip.trigger = "axis";
  option.tooltip.axisPointer = { lineStyle: { color: theme.quiet } };
  option.tooltip.formatter = ([point]) =>
    `${point.seriesName}\n${columns[point.dataIndex].label} ${said(point.value)} ${unit}`;
  const address = (event) => {
    const column = Math.floor(event.offsetX / wide);
    return rows[Math.floor(event.offsetY / high) * across + column]?.url;
  };
  return { height: Math.ceil(rows.length / across) * high, option, address };
}
