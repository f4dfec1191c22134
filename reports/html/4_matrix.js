// The first page: how it stands, what broke, and the matrix of clients and scenarios.

function badge(verdict) {
  const { id, glyph, word, means } = verdictOf[verdict];
  return el('span', { class: `badge ${id}`, title: means }, `${glyph} ${word}`);
}

function countOf(plays) {
  const counts = {};
  for (const play of plays) counts[play.v] = (counts[play.v] ?? 0) + 1;
  return counts;
}

const dateOf = (index) => `${index.began.slice(0, 10)} ${index.began.slice(11, 16)} UTC`;

// When, how long, where, and by which command.
function circumstances(index) {
  const told = [
    index.began && el('time', { datetime: index.began }, dateOf(index)),
    index.took_us > 0 && `took ${duration(index.took_us)}`,
    `omni-conform ${index.version}`,
    `seed ${index.seed}`,
    index.commit && el('span', { title: index.commit }, `commit ${index.commit.slice(0, 12)}`),
    index.machine,
  ].filter(Boolean);
  return el('ul', { class: 'circumstances', 'aria-label': 'This run' }, told.map((one) => el('li', {}, one)));
}

function commandView(text, label) {
  const button = el('button', { type: 'button', class: 'copy' }, 'copy');
  button.addEventListener('click', () => copy(text, button));
  return el('div', { class: 'replay' }, label && el('span', { class: 'hint' }, label), el('code', {}, text), button);
}

function headline(index) {
  const counts = countOf(index.plays);
  const share = el('div', { class: 'share', role: 'img', 'aria-label': 'shares of the verdicts' });
  for (const verdict of VERDICTS) {
    if (!counts[verdict.id]) continue;
    const part = el('i', { class: verdict.id, title: `${counts[verdict.id]} ${verdict.word}` });
    part.style.flexGrow = counts[verdict.id];
    share.append(part);
  }
  const good = index.conclusion === 'conformant';
  return el('section', { class: 'headline' },
    el('h1', { class: good ? 'good' : 'bad' }, el('span', {}, index.conclusion),
      good && counts.known > 0 && el('span', { class: 'but' }, `, ${counts.known} known`)),
    el('p', { class: 'hint plays' },
      `${index.plays.length} plays: ${index.scenarios.length} scenarios × ${index.clients.length} clients`,
      index.baseline && `, expected failures in ${index.baseline}`),
    index.since && el('p', { class: 'since' }, `Since ${index.since.file}: ${index.since.counted}`),
    circumstances(index),
    index.command && commandView(index.command),
    share);
}

// Broken checks, the same rule broken by several clients told once.
function groups(plays) {
  const found = new Map();
  for (const play of plays) {
    for (const check of play.checks) {
      if (!verdictOf[check.verdict].red) continue;
      const key = `${check.id}\n${check.requirement}\n${check.verdict}`;
      if (!found.has(key)) found.set(key, { check, plays: [] });
      found.get(key).plays.push(play);
    }
    if (play.v === 'harness_error') {
      const check = { id: 'harness error', requirement: '', verdict: play.v, seen: play.error, places: [] };
      found.set(`\n${play.number}`, { check, plays: [play] });
    }
  }
  return [...found.values()].sort((a, b) =>
    rank[a.check.verdict] - rank[b.check.verdict] || b.plays.length - a.plays.length);
}

function cellLink(play) {
  return el('a', { href: cellAddress(play), class: 'cell-link', title: play.scenario.title },
    el('b', {}, play.client.id), ' × ', breakable(play.scenario.id));
}

function problem(index, { check, plays }) {
  const rule = index.rules[check.requirement];
  const shown = plays.slice(0, 3);
  return el('li', { class: check.verdict },
    el('div', {}, badge(check.verdict), ' ', el('b', {}, check.id),
      plays.length > 1 && el('span', { class: 'hint' }, ` in ${plays.length} plays`)),
    rule && el('p', { class: 'rule' }, rule.text, ' ', outward(rule.url, check.requirement)),
    check.seen && el('p', { class: 'seen' }, clipped(check.seen, 240)),
    el('div', { class: 'cells' }, shown.map((play) => cellLink(play)),
      plays.length > shown.length && el('a', { href: address({ q: check.id }), class: 'hint' },
        `and ${plays.length - shown.length} more`)));
}

function problems(index, plays) {
  const found = groups(plays);
  if (found.length === 0) return null;
  const list = el('ol', { class: 'problems' }, found.slice(0, 4).map((group) => problem(index, group)));
  const rest = found.slice(4);
  const section = el('section', { class: 'card' }, el('h2', {}, 'What broke'), list);
  if (rest.length > 0) {
    const more = el('button', { type: 'button' }, `show ${rest.length} more`);
    more.addEventListener('click', () => {
      list.append(...rest.map((group) => problem(index, group)));
      more.remove();
    });
    section.append(more);
  }
  return section;
}

function headRow(index, clients) {
  return el('thead', {}, el('tr', {},
    el('th', { scope: 'col', class: 'corner' }, 'scenario'),
    clients.map((client) => el('th', { scope: 'col', title: client.title },
      el('span', {}, breakable(client.id))))));
}

function cell(play) {
  if (!play) return el('td', {}, el('span', { class: 'none' }, '·'));
  const { id, glyph, word } = verdictOf[play.v];
  const red = play.checks.find((check) => verdictOf[check.verdict].red);
  const took = duration(play.t);
  const news = play.news ? `, ${newsOf[play.news].word}` : '';
  const what = `${play.client.id}, ${play.scenario.id}: ${word}${red ? `: ${red.id}` : ''}${news}`;
  return el('td', {}, el('a', { href: cellAddress(play), class: `mark ${id} ${play.news ? `news-${play.news}` : ''}`, title: `${what} (${took})`, 'aria-label': `${glyph} ${took} ${what}` },
    glyph, el('small', { class: 'took' }, took)));
}

// What stands before the last slash of an id.
const familyOf = (scenario) => scenario.id.slice(0, scenario.id.lastIndexOf('/') + 1);

const foldedFamilies = new Set(); // as the reader left them

function countsView(plays) {
  const counts = countOf(plays);
  return el('span', { class: 'counts' }, VERDICTS.filter(({ id }) => counts[id]).map(({ id, glyph, word }) =>
    el('span', { class: id, title: `${counts[id]} ${word}` }, `${glyph} ${counts[id]}`)));
}

function scenarioRow(index, scenario, clients, wanted) {
  return el('tr', {},
    el('th', { scope: 'row', title: scenario.title }, el('div', { class: 'scenario' },
      el('span', { class: 'id' }, breakable(scenario.id.slice(familyOf(scenario).length))), ' ',
      el('span', { class: 'title' }, scenario.title))),
    clients.map((client) => {
      const play = index.cell.get(`${scenario.id}\n${client.id}`);
      return cell(wanted.has(play) ? play : undefined);
    }));
}

// The scenarios of a family under a row that folds them. Where something was looked for, what was found is shown.
function familyView(index, family, scenarios, clients, wanted, foldable) {
  const rows = scenarios.map((scenario) => scenarioRow(index, scenario, clients, wanted));
  const plays = [...wanted].filter((play) => scenarios.includes(play.scenario));
  const button = el('button', { type: 'button' }, el('b', {}, family || 'scenarios'), ' ', countsView(plays));
  const body = el('tbody', { class: 'family' },
    el('tr', { class: 'folder' }, el('th', { scope: 'rowgroup', colspan: clients.length + 1 }, button)), rows);
  body.fold = (folded) => {
    button.setAttribute('aria-expanded', String(!folded));
    for (const row of rows) row.hidden = folded;
  };
  body.fold(foldable && foldedFamilies.has(family));
  button.addEventListener('click', () => {
    const folded = button.getAttribute('aria-expanded') === 'true';
    if (folded) foldedFamilies.add(family);
    else foldedFamilies.delete(family);
    body.fold(folded);
  });
  return body;
}

function foldAll(table, folded) {
  for (const body of table.tBodies) {
    if ((body.querySelector('[aria-expanded]').getAttribute('aria-expanded') === 'false') !== folded) {
      body.querySelector('[aria-expanded]').click();
    }
  }
}

// A table that is wider than the page scrolls by itself; any other lets its head stick to the top of the page.
function scrollable(table) {
  const view = el('div', { class: 'scroll matrix-view' }, table);
  const look = () => view.classList.toggle('wide', table.offsetWidth > view.clientWidth + 1);
  new ResizeObserver(look).observe(view);
  return view;
}

function legend(plays) {
  const counts = countOf(plays);
  return el('p', { class: 'legend' }, VERDICTS.filter((verdict) => counts[verdict.id]).map((verdict) =>
    el('span', {}, badge(verdict.id), ` ${verdict.means}`)));
}

function matrix(index, plays) {
  const wanted = new Set(plays);
  const clients = index.clients.filter((client) => plays.some((play) => play.client === client));
  const shown = new Set(plays.map((play) => play.scenario));
  const families = grouped(index.scenarios.filter((scenario) => shown.has(scenario)), familyOf);
  const looked = FILTERS.some((name) => route()[name]);
  const table = el('table', { class: `matrix${route().times ? ' timed' : ''}` }, headRow(index, clients),
    [...families].map(([family, scenarios]) => familyView(index, family, scenarios, clients, wanted, !looked)));
  return el('section', { class: 'plays', 'aria-label': 'Every play' },
    el('div', { class: 'above-matrix' }, legend(plays), families.size > 1 && el('div', { class: 'folding' },
      el('button', { type: 'button', onclick: () => foldAll(table, true) }, 'fold all'),
      el('button', { type: 'button', onclick: () => foldAll(table, false) }, 'unfold all'))),
    scrollable(table));
}
