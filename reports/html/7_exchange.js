// One entry of a record laid out line by line, with the line that broke a rule marked. A place is
// [entry, part, name, missing]: part is where, name the header or parameter, missing that it is not there.

const MOST_LINES = 400;

function bodyLines(body, type) {
  const text = body.trim();
  if (/^[[{]/.test(text)) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2).split('\n');
    } catch {
      // Not JSON after all: shown as it came.
    }
  }
  if (type.includes('x-www-form-urlencoded')) return pairsOf(text);
  return body.split('\n');
}

// "a=b&c=d" as a line for each parameter, decoded where that can be done.
function pairsOf(text) {
  return text.split('&').map((pair) => {
    try {
      return decodeURIComponent(pair.replaceAll('+', ' '));
    } catch {
      return pair;
    }
  });
}

function names(line, name) {
  return line.includes(`"${name}"`) || line.startsWith(`${name}=`) || line.startsWith(`${name}:`);
}

class Layout {
  constructor(places) {
    this.places = places;
    this.lines = [];
  }

  marked(part, test) {
    return this.places.some(([, where, name, missing]) => where === part && !missing && test(name));
  }

  add(text, kind, guilty = false) {
    this.lines.push(el('div', { class: `line ${kind}${guilty ? ' guilty' : ''}` },
      guilty && el('span', { class: 'finger', role: 'note', 'aria-label': 'this line breaks the rule' }, '▶'),
      text));
  }

  missing(part) {
    for (const [, where, name, absent] of this.places) {
      if (where !== part || !absent) continue;
      this.lines.push(el('div', { class: 'line guilty absent' },
        el('span', { class: 'finger', role: 'note', 'aria-label': 'this is missing' }, '▶'),
        `${name} is missing here`));
    }
  }

  requestLine({ method, target }) {
    const part = 'request line';
    const [path, ...query] = target.split('?');
    this.add([el('b', {}, method), ` ${path}`], 'start', this.marked(part, (name) => name === ''));
    if (query.length > 0) {
      pairsOf(query.join('?')).forEach((pair, at) => {
        const guilty = this.marked(part, (name) => name !== '' && names(pair, name));
        this.add(`${at === 0 ? '?' : '&'}${pair}`, 'parameter', guilty);
      });
    }
    this.missing(part);
  }

  headers(list, part) {
    for (const [name, value] of list) {
      const guilty = this.marked(part, (wanted) => wanted.toLowerCase() === name.toLowerCase());
      this.add([el('span', { class: 'name' }, `${name}: `), value], 'header', guilty);
    }
    this.missing(part);
  }

  body(message, part) {
    if (!message.body) {
      this.missing(part);
      return;
    }
    const type = message.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
    this.add('', 'gap');
    const lines = bodyLines(message.body, type);
    lines.slice(0, MOST_LINES).forEach((line, at) => {
      const whole = at === 0 && this.marked(part, (name) => name === '');
      this.add(line, 'body', whole || this.marked(part, (name) => name !== '' && names(line.trim(), name)));
    });
    if (lines.length > MOST_LINES) this.add(`… ${lines.length - MOST_LINES} more lines`, 'cut');
    if (message.cut) this.add('… the rest of the body is not in this report', 'cut');
    this.missing(part);
  }
}

function exchangeLines(entry, places) {
  const { request, response } = entry;
  const layout = new Layout(places);
  layout.requestLine(request);
  layout.headers(request.headers, 'request header');
  layout.body(request, 'request body');
  const asked = layout.lines;
  layout.lines = [];
  layout.add(el('b', {}, String(response.status || 'no answer')), 'start', layout.marked('status', () => true));
  layout.headers(response.headers, 'response header');
  layout.body(response, 'response body');
  return [asked, layout.lines];
}

function summaryOf(entry) {
  if (entry.kind !== 'exchange') return [el('span', { class: 'kind' }, entry.kind), ` ${clipped(entry.text, 300)}`];
  const call = entry.rpc?.method ? ` ${entry.rpc.method}${entry.rpc.tool ? ` ${entry.rpc.tool}` : ''}` : '';
  const status = entry.response.status;
  return [
    el('b', {}, entry.request.method), ` ${clipped(entry.request.target.split('?')[0], 80)}${call} `,
    el('span', { class: status >= 400 || !status ? 'status bad' : 'status' }, String(status || 'no answer')),
    el('span', { class: 'hint' }, ` ${entry.endpoint}, ${entry.site || 'unknown host'}`),
  ];
}

function factsOf(entry) {
  const facts = Object.entries(entry.facts ?? {});
  if (facts.length === 0) return null;
  return el('p', { class: 'facts' }, 'The mock knew: ',
    facts.map(([name, value]) => el('span', {}, el('i', {}, name), ` ${value}`)));
}

// What was awaited behind an entry and never came.
function absences(places) {
  return [...new Set(places.filter(isAfter).map(toldAfter))].map((text) =>
    el('div', { class: 'line guilty absent' },
      el('span', { class: 'finger', 'aria-hidden': 'true' }, '▶'), text));
}

// Long ones scroll, so the keyboard must reach them.
function messageView(what, lines) {
  return el('div', { class: `message ${what}` }, el('h4', {}, what),
    el('div', { class: 'lines', tabindex: '0', role: 'group', 'aria-label': what }, lines));
}

// A folded entry; opened it lays itself out, once.
function entryView(entry, places, play) {
  const own = places.filter(([number]) => number === entry.number);
  const guilty = own.some((place) => !isAfter(place));
  const awaited = absences(own);
  const mark = guilty ? 'breaks a rule' : awaited.length > 0 && own.find(isAfter)[3] ? 'nothing came after this' : null;
  const view = el('details', { class: `entry ${entry.kind}${guilty ? ' guilty' : ''}`, id: `entry-${entry.number}` },
    el('summary', {},
      el('span', { class: 'number' }, `#${entry.number}`),
      ' ', summaryOf(entry), mark && el('span', { class: 'breaks' }, mark)));
  const permalink = () => el('a', { href: cellAddress(play, entry.number), class: 'permalink' }, 'permalink');
  const lay = () => {
    if (view.dataset.laid || entry.kind !== 'exchange') return;
    view.dataset.laid = 'yes';
    const [asked, answered] = exchangeLines(entry, own);
    view.append(
      el('p', { class: 'hint' }, `${entry.origin}, ${entry.at}, `, permalink()),
      el('div', { class: 'wire' },
        messageView('request', asked), messageView('response', answered)),
      ...[factsOf(entry)].filter(Boolean), ...awaited);
  };
  if (entry.kind !== 'exchange') {
    view.append(el('p', { class: `told${guilty ? ' guilty' : ''}` }, entry.text),
      el('p', { class: 'hint' }, `${entry.at}, `, permalink()), ...awaited);
  }
  view.addEventListener('toggle', () => { if (view.open) lay(); });
  view.layOut = lay;
  if (guilty || awaited.length > 0) {
    lay();
    view.open = true;
  }
  return view;
}
