// All of a bench result as one view: operations side by side, one of them closely, sweeps, clients, and every number as a table.

// The row of operations, of which one is looked at closely. Arrow keys move in it, as in any group of radio buttons.
function operationChoice(operations, chosen, choose) {
  const group = el('div', { class: 'operations', role: 'radiogroup', 'aria-label': 'operation to look at' });
  for (const one of operations) {
    const on = one === chosen;
    const button = el('button', { type: 'button', role: 'radio', class: 'operation', 'aria-checked': String(on), tabindex: on ? 0 : -1, 'data-operation': one.name },
      el('span', {}, one.name), el('small', {}, latency(one.p50)));
    button.addEventListener('click', () => choose(one));
    group.append(button);
  }
  group.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    choose(operations[(operations.indexOf(chosen) + step + operations.length) % operations.length], true);
  });
  return group;
}

function numbers(operations) {
  const head = ['operation', 'median', 'p90', 'p99', '± p99', 'p99.9', 'max', 'a second', 'errors', 'round trips', 'sent', 'received'];
  const row = (one) => [
    latency(one.p50), latency(one.p90), latency(one.p99), latency(one.spread99), latency(one.p999), latency(one.max),
    quantity(one.rate), quantity(one.failed), significant(one.trips), size(one.sent), size(one.received),
  ];
  return el('section', { class: 'card' },
    el('h2', {}, 'The numbers'),
    el('p', { class: 'hint' }, 'Medians of the repetitions; ± p99 is how far apart their 99th percentiles lie. Round trips and bytes are those of one operation.'),
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'the numbers' }, el('table', { class: 'numbers' },
      el('thead', {}, el('tr', {}, head.map((text) => el('th', { scope: 'col' }, text)))),
      el('tbody', {}, operations.map((one) => el('tr', {}, el('th', { scope: 'row' }, one.name), row(one).map((text) => el('td', {}, text))))))),
    el('ul', { class: 'kinds' }, operations.flatMap((one) => Object.entries(one.errors).map(([kind, count]) =>
      el('li', {}, el('b', {}, one.name), ` ${quantity(count)} × ${kind}`)))));
}

function profileNumbers(profiles) {
  const head = ['client', 'requests', 'of the browser', 'bytes', 'requests again', 'bytes again'];
  const row = ({ cold, warm }) => [cold.requests, cold.pages, size(cold.bytes), warm.requests, size(warm.bytes)];
  return el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'what clients need, as numbers' }, el('table', { class: 'numbers' },
    el('thead', {}, el('tr', {}, head.map((text) => el('th', { scope: 'col' }, text)))),
    el('tbody', {}, profiles.map((one) => el('tr', {},
      el('th', { scope: 'row' }, one.title, one.problem && el('small', {}, ` ${one.problem}`)),
      row(one).map((text) => el('td', {}, String(text))))))));
}

const SWEEPS = [
  ['Throughput', 'operations a second', [['a second', 'main', (point) => point.rate]], quantity],
  ['Latency', 'median and 99th percentile', [['p99', 'second', (point) => point.p99_us], ['median', 'main', (point) => point.p50_us]], latency],
  ['Memory of the mock', 'resident, after the operations', [['resident', 'calm', (point) => point.resident_bytes]], size],
];

function sweepCards(charts, sweep) {
  const told = (value, text) => sweep.points.map((point) => `${quantity(point.at)}: ${text(value(point))}`).join(', ');
  return SWEEPS.filter(([title]) => title !== 'Memory of the mock' || sweep.points.some((point) => point.resident_bytes > 0))
    .map(([title, hint, sets, text]) => charts.card(`${title} over ${sweep.over}`, `${sweep.operation}, ${hint}`,
      `${title} of ${sweep.operation} over ${sweep.over}. ${told(sets[0][2], text)}`, () => sweepPlot(sweep, sets, text), '15rem'));
}

function introduction(data) {
  const how = data.rate > 0 ? `open loop at ${quantity(data.rate)} a second: latency counts from the moment at which an operation should have begun`
    : `closed loop, ${data.concurrency} at a time`;
  const runs = Math.max(0, ...data.operations.map((one) => one.runs.length));
  return el('section', { class: 'headline' }, el('h1', {}, 'Latency'),
    el('p', { class: 'hint' }, `Of ${data.target}. ${how[0].toUpperCase()}${how.slice(1)}; ${runs} ${runs === 1 ? 'repetition' : 'repetitions'} of each operation, in turns.`));
}

function closely(charts, operations, chosen) {
  const of = `${chosen.name}: median ${latency(chosen.p50)}, 99th percentile ${latency(chosen.p99)}, slowest ${latency(chosen.max)}`;
  const slices = chosen.runs.some((run) => run.slices.length > 0);
  return el('div', { class: 'closely' },
    charts.card('Percentiles', 'Each step to the right is rarer; the other operations stand grey behind.', `Percentile curve. ${of}`, () => percentilePlot(operations, chosen), '21rem'),
    charts.card('Histogram', 'How often an operation took how long.', `Histogram. ${of}`, () => histogramPlot(chosen), '21rem'),
    slices && charts.card('Over time', 'Slices of each repetition; a peak here is a hiccup, of the server or of the machine.', `Latency over time. ${of}`, () => overTimePlot(chosen)));
}

// Shows the view in `page`. `chosen` names an operation; `chose(name)` is told of another choice.
function showBench(data, charts, page, name, chose, withFocus = false) {
  const { operations } = data;
  const chosen = operations.find((one) => one.name === name) ?? operations[0];
  const choose = (one, focus) => {
    chose(one.name);
    showBench(data, charts, page, one.name, chose, focus);
  };
  const scrolled = scrollY;
  charts.clear();
  const bars = `${Math.max(8, 4 + operations.length * 1.9)}rem`;
  page.replaceChildren(...[
    introduction(data),
    operations.length > 1 && el('div', { class: 'beside' },
      charts.card('Operations', 'From the median to the 99th percentile; a click looks closely.',
        operations.map((one) => `${one.name}: median ${latency(one.p50)}, p99 ${latency(one.p99)}`).join('; '), () => rangePlot(operations, choose), bars),
      charts.card('Where the time goes', 'The mean of each operation.', "Shares of connecting, waiting for the first byte, reading the body and the client's own time", () => partsPlot(operations), bars)),
    operations.length > 1 && operationChoice(operations, chosen, choose),
    chosen && closely(charts, operations, chosen),
    ...data.sweeps.map((sweep) => el('div', { class: 'beside three' }, sweepCards(charts, sweep))),
    data.profiles.length > 0 && charts.card('What each client needs to connect', 'Requests of the client itself, as its profile behaves: the first time, and when it is started again.',
      data.profiles.map((one) => `${one.title}: ${one.cold.requests}, again ${one.warm.requests}`).join('; '), () => profilesPlot(data.profiles), `${4 + data.profiles.length * 3}rem`),
    data.profiles.length > 0 && el('section', { class: 'card' }, profileNumbers(data.profiles)),
    operations.length > 0 && numbers(operations),
  ].filter(Boolean));
  charts.draw();
  scrollTo(0, scrolled);
  if (withFocus) page.querySelector('[aria-checked=true]')?.focus({ preventScroll: true });
}
