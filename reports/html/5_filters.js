// The row of filters above the matrix, and the page that they make.

function chip(verdict, count, changed) {
  return el('button', {
    type: 'button', class: `chip ${verdict.id}`, title: verdict.means, 'data-verdict': verdict.id,
    onclick() {
      const set = new Set((route().verdict ?? '').split(',').filter(Boolean));
      if (!set.delete(verdict.id)) set.add(verdict.id);
      changed({ verdict: [...set].join(',') });
    },
  }, `${verdict.glyph} ${count} ${verdict.word}`);
}

function newsChip(news, count, changed) {
  return el('button', {
    type: 'button', class: 'chip news-chip', title: news.means, 'data-news': news.id,
    onclick() { changed({ news: route().news === news.id ? '' : news.id }); },
  }, `${count} ${news.word}`);
}

function choice(name, label, options, changed) {
  const select = el('select', { 'aria-label': label, 'data-filter': name, onchange() { changed({ [name]: select.value }); } },
    el('option', { value: '' }, label),
    options.map(([value, text]) => el('option', { value }, text)));
  return select;
}

function filterBar(index, changed) {
  const counts = countOf(index.plays);
  const search = el('input', {
    type: 'search', id: 'search', placeholder: 'Search   /', 'aria-label': 'Search', 'data-filter': 'q',
    oninput() { changed({ q: search.value }); },
  });
  const rules = [...new Set(index.plays.flatMap((play) => play.checks.map((check) => check.requirement)))];
  return el('div', { class: 'filters' },
    search,
    choice('for', 'every client', index.clients.map((client) => [client.id, client.id]), changed),
    choice('rule', 'every rule', rules.sort().map((id) => [id, id]), changed),
    el('span', { class: 'chips' }, VERDICTS.filter((verdict) => counts[verdict.id])
      .map((verdict) => chip(verdict, counts[verdict.id], changed)),
    NEWS.map((news) => [news, index.plays.filter((play) => play.news === news.id).length])
      .filter(([, count]) => count > 0).map(([news, count]) => newsChip(news, count, changed))),
    el('button', {
      type: 'button', class: 'chip times-chip', title: 'What each play took',
      onclick() { changed({ times: route().times ? '' : '1' }); },
    }, 'times'),
    el('button', {
      type: 'button', class: 'clear',
      onclick() { changed(Object.fromEntries(FILTERS.map((name) => [name, '']))); },
    }, 'clear'));
}

// Shows in the filters what is chosen. They stay the elements that they are, so that the focus stays.
function showChoice(bar) {
  const filters = route();
  const verdicts = (filters.verdict ?? '').split(',');
  for (const control of bar.querySelectorAll('[data-filter]')) {
    const value = filters[control.dataset.filter] ?? '';
    if (control.value !== value) control.value = value;
  }
  for (const one of bar.querySelectorAll('[data-verdict]')) {
    one.setAttribute('aria-pressed', String(verdicts.includes(one.dataset.verdict)));
  }
  for (const one of bar.querySelectorAll('[data-news]')) {
    one.setAttribute('aria-pressed', String(filters.news === one.dataset.news));
  }
  bar.querySelector('.times-chip').setAttribute('aria-pressed', String(Boolean(filters.times)));
  bar.classList.toggle('filtered', FILTERS.some((name) => filters[name]));
}

function overview(index) {
  const result = el('div', { class: 'result' });
  const changed = (changes) => {
    refine(changes);
    show();
  };
  const bar = filterBar(index, changed);
  const page = el('div', { class: 'overview' }, headline(index), bar, result);
  const show = () => {
    const plays = chosen(index, route());
    showChoice(bar);
    result.replaceChildren(...[
      problems(index, plays),
      plays.length > 0 ? matrix(index, plays) : el('p', { class: 'hint' }, 'No play is like that.'),
    ].filter(Boolean));
  };
  // The head of the matrix sticks below what sticks above it.
  new ResizeObserver(() => {
    const sticks = getComputedStyle(bar).position === 'sticky';
    const above = document.querySelector('.bar').offsetHeight;
    page.style.setProperty('--above', `${above}px`);
    page.style.setProperty('--stuck', `${above + (sticks ? bar.offsetHeight : 0)}px`);
  }).observe(bar);
  show();
  return page;
}
