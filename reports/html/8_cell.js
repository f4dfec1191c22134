// The page of one cell: the story, what was judged, the diagram, and every entry of the record.

function facts(scenario) {
  const part = (title, content) => content && content.length > 0 &&
    [el('dt', {}, title), el('dd', {}, Array.isArray(content) ? el('ul', {}, content.map((one) => el('li', {}, one))) : content)];
  return el('dl', { class: 'story' },
    part('What the user sees', scenario.story),
    part('What was arranged', scenario.arranged ?? []),
    part('What was done', scenario.done ?? []),
    part('Why it matters', scenario.why),
    part('What helps', scenario.fix));
}

function evidenceOf(check, play) {
  if (check.evidence.length === 0) return null;
  return el('p', { class: 'evidence' }, lineLink(check, play), 'evidence ',
    check.evidence.map((number) => el('a', { href: cellAddress(play, number) }, `#${number}`)));
}

// The way from what was judged to the line that shows it.
function lineLink(check, play) {
  const place = check.places?.[0];
  if (!place) return null;
  const text = !isAfter(place) ? 'show the line' : place[3] ? 'show where it was awaited' : 'show where';
  return el('a', { href: cellAddress(play, place[0]), class: 'line-link' }, `▶ ${text}`);
}

function checkView(index, check, play) {
  const rule = index.rules[check.requirement];
  return el('li', { class: check.verdict },
    el('div', {}, badge(check.verdict), ' ', el('b', {}, check.id), ' ',
      el('span', { class: 'severity' }, check.severity.toUpperCase())),
    rule
      ? el('p', { class: 'rule' }, rule.text, ' ', outward(rule.url, `${check.requirement} ↗`))
      : el('p', { class: 'rule' }, check.requirement),
    el('dl', { class: 'facts-of-check' },
      el('dt', {}, 'expected'), el('dd', {}, check.expected),
      check.seen && [el('dt', {}, 'seen'), el('dd', { class: 'seen' }, check.seen)],
      check.reason && [el('dt', {}, 'because'), el('dd', {}, check.reason)]),
    evidenceOf(check, play));
}

// What is broken stands open. What was never reached is folded where something broke before it, and so is what passed.
function checksView(index, play) {
  const of = (...verdicts) => play.checks.filter((check) => verdicts.includes(check.verdict));
  const broken = of('harness_error', 'flaky', 'stale', 'fail');
  const never = of('not_exercised');
  const minor = of('warn', 'known');
  const good = of('not_applicable', 'pass');
  const list = (checks) => el('ul', { class: 'checks' }, checks.map((check) => checkView(index, check, play)));
  const folded = (checks, title, open) => checks.length > 0 &&
    el('details', { open }, el('summary', {}, title), list(checks));
  return el('section', { class: 'card judged' },
    el('h2', {}, 'What was judged'),
    play.error && el('p', { class: 'seen error' }, play.error),
    list(broken),
    folded(never, `${never.length} never came to the point where they could be judged`, broken.length === 0),
    list(minor),
    folded(good, `${good.length} ${good.every((check) => check.verdict === 'pass') ? 'passed' : 'passed or do not apply'}`,
      broken.length + never.length + minor.length === 0 && good.length < 6));
}

// The plays with a red verdict before and after this one, in the order of the matrix.
function neighbours(index, play) {
  const before = index.red.filter((one) => one.number < play.number).at(-1);
  const after = index.red.find((one) => one.number > play.number);
  const link = (to, text, key) => to
    ? el('a', { href: cellAddress(to), 'data-key': key, title: `${to.client.id} × ${to.scenario.id} (${key})` }, text)
    : el('span', { class: 'none' }, text);
  return el('nav', { class: 'steps' },
    el('a', { href: '#', class: 'back', title: 'Esc' }, '← all plays'), el('span', { class: 'grow' }),
    link(before, '‹ previous problem', 'p'), link(after, 'next problem ›', 'n'));
}

function goTo(number, page) {
  const view = page.querySelector(`#entry-${CSS.escape(String(number))}`);
  if (!view) return;
  view.open = true;
  view.layOut();
  page.querySelectorAll('.here').forEach((node) => node.classList.remove('here'));
  view.classList.add('here');
  (view.querySelector('.line.guilty') ?? view).scrollIntoView({ block: 'center' });
}

async function recordView(index, play, page) {
  const section = el('section', { class: 'card record' }, el('h2', {}, 'What went over the wire'));
  page.append(section);
  const record = await recordOf(play);
  const places = play.checks.flatMap((check) => check.places ?? []);
  if (record.entries.length === 0) section.append(el('p', { class: 'hint' }, 'Nothing.'));
  const select = (number) => {
    history.replaceState(null, '', cellAddress(play, number));
    goTo(number, page);
  };
  if (record.entries.length > 0) {
    const diagram = new Diagram(record.entries, places, Math.max(section.clientWidth - 34, 300));
    const views = record.entries.map((entry) => entryView(entry, places, play));
    const all = el('button', { type: 'button' }, 'open all');
    all.addEventListener('click', () => {
      const open = views.some((view) => !view.open);
      for (const view of views) view.open = open;
      all.textContent = open ? 'close all' : 'open all';
    });
    section.append(el('div', { class: 'scroll' }, diagram.draw(select)),
      el('div', { class: 'entries-head' }, el('h3', {}, `${record.entries.length} entries`), all),
      el('div', { class: 'entries' }, views));
  }
  if (record.output.length > 0) {
    section.append(el('details', { class: 'output' }, el('summary', {}, `What the program printed (${record.output.length} lines)`),
      el('pre', { tabindex: '0' }, record.output.join('\n'))));
  }
}

async function cellPage(index, play, entry, page) {
  page.replaceChildren(
    neighbours(index, play),
    el('section', { class: 'cell-head' },
      el('h1', {}, badge(play.v), ' ', el('span', {}, breakable(play.scenario.id)), el('span', { class: 'times' }, ' × '),
        el('span', { class: 'client', title: play.client.title }, play.client.id)),
      el('p', { class: 'title' }, play.scenario.title, el('span', { class: 'hint' }, ` · took ${duration(play.t)}`)),
      play.replay && commandView(play.replay, 'Play this cell again')),
    el('div', { class: 'columns' },
      checksView(index, play),
      el('section', { class: 'card' }, el('h2', {}, 'The story'), facts(play.scenario))));
  await recordView(index, play, page);
  if (entry) goTo(entry, page);
}
