// Shows the page that the address names, and listens to keys.

const KEYS = [
  ['/', 'search'], ['n  p', 'next, previous problem'], ['arrows', 'move in the matrix'],
  ['j  k', 'next, previous entry of the record'], ['Esc', 'back to all plays'], ['c', 'copy the command that plays a cell again'],
  ['t', 'light or dark'], ['?', 'these keys'],
];

function moveInMatrix(from, key) {
  const row = from.closest('tr');
  const rows = [...row.closest('table').rows].filter((one) => !one.hidden);
  const column = [...row.cells].indexOf(from.closest('td'));
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
  let next = row;
  for (let at = column; ;) {
    if (step[0]) next = rows[rows.indexOf(next) + step[0]];
    at += step[1];
    if (!next || at < 1 || at >= row.cells.length) return;
    const target = next.cells[at]?.querySelector('a.mark');
    if (target) {
      target.focus();
      return;
    }
  }
}

function moveInRecord(by) {
  const views = [...document.querySelectorAll('.entries > .entry')];
  if (views.length === 0) return;
  const at = views.findIndex((view) => view.classList.contains('here'));
  const next = views[Math.min(Math.max(at + by, 0), views.length - 1)];
  goTo(next.id.slice('entry-'.length), byId('main'));
  next.querySelector('summary').focus({ preventScroll: true });
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest('input, select, textarea');
  if (event.key === 'Escape') {
    if (typing) typing.blur();
    else if (!byId('help').open && (route().scenario || route().latency)) location.hash = '';
    return;
  }
  if (typing) return;
  if (event.key.startsWith('Arrow') && event.target.matches('a.mark')) {
    event.preventDefault();
    moveInMatrix(event.target, event.key);
    return;
  }
  const actions = {
    '/': () => byId('search')?.focus(),
    n: () => document.querySelector('[data-key=n], .problems a.cell-link')?.click(),
    p: () => document.querySelector('[data-key=p]')?.click(),
    j: () => moveInRecord(1),
    k: () => moveInRecord(-1),
    c: () => document.querySelector('.copy')?.click(),
    t: toggleTheme,
    '?': () => byId('help').showModal(),
  };
  if (!actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
}

async function show(index) {
  const { scenario, client, entry, latency: operation } = route();
  const page = byId('main');
  if (operation && byId('bench')) {
    document.title = 'Latency – omni-conform';
    await latencyPage(page, operation);
    return;
  }
  leaveLatency();
  const play = index.cell.get(`${scenario}\n${client}`);
  document.title = play ? `${play.scenario.id} × ${play.client.id} – omni-conform` : `${index.conclusion} – omni-conform`;
  if (!scenario) {
    page.replaceChildren(overview(index));
    scrollTo(0, 0);
    return;
  }
  if (!play) {
    page.replaceChildren(el('h1', {}, 'This report has no such play.'), el('p', {}, el('a', { href: '#' }, 'All plays')));
    return;
  }
  if (page.dataset.play === String(play.number) && page.querySelector('.record .entries')) {
    goTo(entry, page);
    return;
  }
  page.dataset.play = play.number;
  scrollTo(0, 0);
  await cellPage(index, play, entry, page);
}

async function main() {
  startTheme();
  byId('help').append(
    el('h2', {}, 'Keys'),
    el('dl', {}, KEYS.map(([key, what]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, what)])),
    el('form', { method: 'dialog' }, el('button', {}, 'close')));
  byId('keys').addEventListener('click', () => byId('help').showModal());
  byId('theme').addEventListener('click', toggleTheme);
  const index = prepared(await inflated('index'));
  byId('about').textContent = index.began ? dateOf(index) : index.version;
  if (byId('bench')) {
    byId('about').after(el('a', { href: latencyAddress('all'), class: 'view' }, 'Latency'));
    onTheme(() => latencyPlots?.draw());
  }
  addEventListener('hashchange', () => {
    if (!route().scenario) delete byId('main').dataset.play;
    show(index);
  });
  // A link to where the address already leads goes there again.
  addEventListener('click', (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link && link.getAttribute('href') === location.hash) show(index);
  });
  addEventListener('keydown', pressed);
  addEventListener('beforeprint', () => {
    for (const view of document.querySelectorAll('.entries > .entry.guilty')) view.open = true;
  });
  await show(index);
  document.body.dataset.ready = 'yes';
}

main();
