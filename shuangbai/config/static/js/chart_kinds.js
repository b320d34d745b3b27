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

// Where each small line stands: across the width, a new line and a heading for each group.
function placed(rows, width, theme) {
  const narrow = width < 480;
  const across = Math.max(2, Math.floor(width / (theme.size * (narrow ? 6 : 7))));
  const [wide, high, head] = [width / across, theme.size * (narrow ? 3.75 : 4.25), theme.size * 1.875];
  const places = [];
  const groups = [];
  let [column, top, group] = [0, 0, ""];
  rows.forEach((row, at) => {
    const fresh = row.group !== group;
    if (at && (fresh || column === across)) [column, top] = [0, top + high];
    if (fresh) {
      group = row.group;
      groups.push({ text: group, top });
      top += head;
    }
    places.push({ left: column * wide, top });
    column += 1;
  });
  return { places, groups, wide, high, height: top + high };
}

function multiples(data, width, theme) {
  const { rows, columns, unit, partial } = data;
  const { places, groups, wide, high, height } = placed(rows, width, theme);
  const most = Math.max(1, ...rows.flatMap((row) => row.values.map((value) => value ?? 0)));
  const [inner, head] = [wide - 14, theme.size * 1.375];
  const style = { fontFamily: theme.font, fontWeight: 400, fontSize: theme.size * 0.8125 };
  const titles = rows.flatMap((row, at) => {
    const { left, top } = places[at];
    const value = row.values[row.values.length - (partial && row.values.length > 1 ? 2 : 1)];
    const name = { ...style, color: theme.ink, width: inner - theme.size * 2, overflow: "truncate" };
    return [
      { text: row.name, left, top, padding: 0, textStyle: name },
      { text: said(value), left: left + inner, top, padding: 0, textAlign: "right", textStyle: { ...style, color: theme.quiet } },
    ];
  });
  const heads = groups.filter(({ text }) => text).map(({ text, top }) => ({
    text, left: 0, top: top + 6, padding: 0, textStyle: { ...style, fontSize: theme.size * 0.9375, fontWeight: 600, color: theme.ink },
  }));
  const option = {
    ...common(theme),
    title: [...heads, ...titles],
    grid: places.map(({ left, top }) => ({
      left, top: top + head, width: inner, height: high - head - 12, outerBoundsMode: "none",
    })),
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
  const address = ({ offsetX, offsetY }) => {
    const at = places.findIndex(({ left, top }) =>
      offsetX >= left && offsetX < left + wide && offsetY >= top && offsetY < top + high);
    return rows[at]?.url;
  };
  return { height, option, address };
}
