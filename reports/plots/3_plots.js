// The plots themselves: functions from the data of a bench result to what Chart.js draws.

// 90 % at 1, 99 % at 2, 99.9 % at 3: each step to the right is ten times rarer.
const rarity = (percentile) => Math.log10(100 / (100 - percentile));
const percentileAt = (x) => 100 - 100 / 10 ** x;
const RARITIES = [0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999];

const line = (label, data, colour, more = {}) => ({
  label, data, borderColor: colour, backgroundColor: colour, borderWidth: 2, pointRadius: 0, pointHitRadius: 12, tension: 0, ...more,
});

function percentilePlot(operations, chosen) {
  const last = Math.max(1, ...operations.map((one) => Math.max(...one.curve.map(([at]) => (at < 100 ? rarity(at) : 0)))));
  const lines = operations.map((one) => {
    const on = one === chosen;
    const data = one.curve.map(([at, us]) => ({ x: at < 100 ? rarity(at) : last, y: Math.max(us, 1) }));
    return line(one.name, data, on ? tone.main() : mixed(tone.soft(), 35), { borderWidth: on ? 3 : 1.3, order: on ? 0 : 1, stepped: false });
  });
  return {
    type: 'line',
    data: { datasets: lines },
    options: {
      interaction: { mode: 'nearest', intersect: false },
      scales: {
        x: axis('of the operations were no slower', {
          type: 'linear', min: 0, max: last,
          afterBuildTicks(scale) { scale.ticks = RARITIES.map((at) => ({ value: rarity(at) })).filter((tick) => tick.value <= last + 1e-9); },
          ticks: { callback: (x) => percent(percentileAt(x)) },
        }),
        y: latencyAxis(''),
      },
      plugins: {
        legend: { display: false },
        tooltip: tooltip({
          title: ([item]) => percent(percentileAt(item.parsed.x)),
          label: (item) => `${item.dataset.label}: ${latency(item.parsed.y)}`,
        }),
      },
    },
  };
}

function histogramPlot(operation) {
  const steps = operation.bins.map(([low, , count]) => ({ x: Math.max(low, 1), y: count }));
  const [, end] = operation.bins.at(-1) ?? [1, 2, 0];
  steps.push({ x: Math.max(end, 2), y: 0 });
  return {
    type: 'line',
    data: { datasets: [line(operation.name, steps, tone.main(), { stepped: 'before', fill: 'origin', backgroundColor: mixed(tone.main(), 22), borderWidth: 1.5 })] },
    options: {
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: latencyAxis('latency'),
        y: axis('operations', { beginAtZero: true, ticks: { callback: quantity, precision: 0 } }),
      },
      plugins: {
        legend: { display: false },
        markers: {
          lines: [['p50', operation.p50], ['p99', operation.p99], ['max', operation.max]].map(([text, at], row) => (
            { at, text: `${text} ${latency(at)}`, colour: [tone.good(), tone.second(), tone.bad()][row] })),
        },
        tooltip: tooltip({ title: ([item]) => `from ${latency(item.parsed.x)}`, label: (item) => `${quantity(item.parsed.y)} operations` }),
      },
    },
  };
}

// Repetitions one after the other; a gap stands between them.
function overTimePlot(operation) {
  const of = (member) => {
    const points = [];
    let offset = 0;
    for (const run of operation.runs) {
      run.slices.forEach((slice, at) => {
        if (slice[0] > 0) points.push({ x: (offset + at * run.slice_us) / 1e6, y: Math.max(slice[member], 1), slice });
      });
      offset += run.slices.length * run.slice_us;
      points.push({ x: offset / 1e6, y: NaN });
    }
    return points;
  };
  return {
    type: 'line',
    data: { datasets: [line('slowest', of(4), tone.bad(), { borderWidth: 1, showLine: false, pointRadius: 2 }), line('p99', of(3), tone.second()), line('median', of(2), tone.main())] },
    options: {
      parsing: { xAxisKey: 'x', yAxisKey: 'y' },
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: { x: axis('seconds of measuring', { type: 'linear', min: 0 }), y: latencyAxis('') },
      plugins: {
        legend: legend_(),
        tooltip: tooltip({
          title: ([item]) => `${significant(item.parsed.x)} s, ${quantity(item.raw.slice[0])} operations`,
          label: (item) => `${item.dataset.label}: ${latency(item.parsed.y)}`,
        }),
      },
    },
  };
}

// From the median to the 99th percentile, all operations side by side.
function rangePlot(operations, choose) {
  return {
    type: 'bar',
    data: {
      labels: operations.map((one) => one.name),
      datasets: [{
        data: operations.map((one) => [Math.max(one.p50, 1), Math.max(one.p99, one.p50 * 1.02, 2)]),
        backgroundColor: mixed(tone.main(), 55), hoverBackgroundColor: tone.main(), borderRadius: 4, borderSkipped: false, barPercentage: 0.62,
      }],
    },
    options: {
      indexAxis: 'y',
      onClick: (_, [hit]) => { if (hit) choose(operations[hit.index]); },
      scales: { x: latencyAxis('median to 99th percentile'), y: axis('', { grid: { display: false }, ticks: { color: css('--text'), autoSkip: false } }) },
      plugins: {
        legend: { display: false },
        tooltip: tooltip({
          label: ({ dataIndex }) => {
            const one = operations[dataIndex];
            return `median ${latency(one.p50)}, p99 ${latency(one.p99)}, slowest ${latency(one.max)}`;
          },
        }),
      },
    },
  };
}

const PARTS = [
  ['connect', 'connect', 'other'], ['tls', 'TLS', 'bad'], ['first_byte', 'to the first byte', 'main'],
  ['body', 'body', 'calm'], ['own', 'waiting and client', 'soft'],
];

// The mean time of each operation, by what it was spent on.
function partsPlot(operations) {
  const shown = PARTS.filter(([name]) => operations.some((one) => one.time[name] > 0));
  return {
    type: 'bar',
    data: {
      labels: operations.map((one) => one.name),
      datasets: shown.map(([name, label, colour]) => ({
        label, data: operations.map((one) => {
          const whole = Object.values(one.time).reduce((sum, part) => sum + part, 0);
          return whole > 0 ? (one.time[name] / whole) * 100 : 0;
        }),
        us: operations.map((one) => one.time[name]), backgroundColor: mixed(tone[colour](), name === 'own' ? 40 : 80), barPercentage: 0.62,
      })),
    },
    options: {
      indexAxis: 'y',
      interaction: { mode: 'index', axis: 'y', intersect: false },
      scales: {
        x: axis('share of the mean', { stacked: true, min: 0, max: 100, ticks: { callback: (value) => `${value} %` } }),
        y: axis('', { stacked: true, grid: { display: false }, ticks: { color: css('--text'), autoSkip: false } }),
      },
      plugins: {
        legend: { ...legend_(), labels: { color: css('--text'), usePointStyle: true, pointStyle: 'rectRounded', padding: 14 } },
        tooltip: tooltip({ label: (item) => `${item.dataset.label}: ${latency(item.dataset.us[item.dataIndex])}` }),
      },
    },
  };
}

// One quantity over the points of a sweep, which lie evenly: each is several times the one before.
function sweepPlot(sweep, sets, ticks) {
  return {
    type: 'line',
    data: {
      labels: sweep.points.map((point) => quantity(point.at)),
      datasets: sets.map(([label, colour, value]) => line(label, sweep.points.map(value), tone[colour](), { pointRadius: 4 })),
    },
    options: {
      interaction: { mode: 'index', intersect: false },
      scales: { x: axis(sweep.over === 'exchanges' ? 'exchanges recorded' : sweep.over), y: axis('', { beginAtZero: true, ticks: { callback: ticks } }) },
      plugins: {
        legend: sets.length > 1 ? legend_() : { display: false },
        tooltip: tooltip({ title: ([item]) => `${item.label} ${sweep.over}`, label: (item) => `${item.dataset.label}: ${ticks(item.parsed.y)}` }),
      },
    },
  };
}

function profilesPlot(profiles) {
  const set = (label, colour, share, value) => ({ label, data: profiles.map(value), backgroundColor: mixed(tone[colour](), share), borderRadius: 3, barPercentage: 0.8, categoryPercentage: 0.7 });
  return {
    type: 'bar',
    data: {
      labels: profiles.map((one) => one.title),
      datasets: [set('first time', 'main', 80, (one) => one.cold.requests), set('started again', 'calm', 60, (one) => one.warm.requests)],
    },
    options: {
      indexAxis: 'y',
      interaction: { mode: 'index', axis: 'y', intersect: false },
      scales: { x: axis('requests until the tools are listed', { beginAtZero: true, ticks: { precision: 0 } }), y: axis('', { grid: { display: false }, ticks: { color: css('--text'), autoSkip: false } }) },
      plugins: {
        legend: { ...legend_(), labels: { color: css('--text'), usePointStyle: true, pointStyle: 'rectRounded', padding: 14 } },
        tooltip: tooltip({
          label: (item) => {
            const cost = item.datasetIndex === 0 ? profiles[item.dataIndex].cold : profiles[item.dataIndex].warm;
            return `${item.dataset.label}: ${cost.requests} requests, ${cost.pages} of the browser, ${size(cost.bytes)}`;
          },
        }),
      },
    },
  };
}
