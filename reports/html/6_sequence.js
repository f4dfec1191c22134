// The exchanges of a play as a diagram: who spoke to whom, in order, with what broke a rule marked.

const ROW = 46;
const HEAD = 34;
const GUTTER = 64; // for the times
const REMARK = 30; // for what never came
const BROWSER_ENDPOINTS = new Set(['authorize', 'consent page', 'sign-in page', 'sign-out', 'page']);

// Lanes from left to right. Only those that somebody spoke to are drawn.
function lanesOf(entries) {
  const sites = [];
  let browser = false;
  for (const entry of entries) {
    if (entry.kind === 'person') browser = true;
    if (entry.kind !== 'exchange') continue;
    if (!sites.includes(entry.site)) sites.push(entry.site);
    browser ||= sender(entry) === 'browser';
  }
  sites.sort((a, b) => (b === 'callbacks') - (a === 'callbacks'));
  return [
    ...(browser ? [{ id: 'browser', name: 'browser' }] : []),
    { id: 'application', name: 'application' },
    { id: 'client', name: 'client' },
    ...sites.map((site) => ({
      id: `site ${site}`,
      name: site === 'callbacks' ? 'callbacks host' : site === '' ? 'unknown host' : `${site} host`,
    })),
  ];
}

function sender(entry) {
  return BROWSER_ENDPOINTS.has(entry.endpoint) ? 'browser' : 'client';
}

// Where an answer sends the browser, when that is to the client's own address: the code comes home.
function handedBack(entry) {
  if (sender(entry) !== 'browser') return null;
  const to = entry.response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  return to && /[?&#](code|error)=/.test(to) ? to : null;
}

// What a row draws: arrows between lanes, or a remark at one.
function stepsOf(entry) {
  if (entry.kind === 'exchange') {
    const from = sender(entry);
    const to = `site ${entry.site}`;
    const call = entry.rpc?.method ? ` ${entry.rpc.method}${entry.rpc.tool ? ` ${entry.rpc.tool}` : ''}` : '';
    const path = entry.request.target.split('?')[0];
    const steps = [{
      from, to, text: `${entry.request.method} ${path}${call}`,
      back: entry.response.status ? String(entry.response.status) : 'no answer', bad: entry.response.status >= 400,
    }];
    const home = handedBack(entry);
    if (home) steps.push({ from: 'browser', to: 'application', text: /[?&#]code=/.test(home) ? 'code' : 'error' });
    return steps;
  }
  if (entry.kind === 'intent') return [{ from: 'application', to: 'client', text: entry.text }];
  if (entry.kind === 'output') return [{ from: 'client', to: 'application', text: `“${entry.text}”` }];
  if (entry.kind === 'outcome') return [{ from: 'client', to: 'application', text: entry.text, dashed: true }];
  if (entry.kind === 'person') return [{ at: 'browser', text: entry.text }];
  return [{ band: true, text: entry.kind === 'admin' ? `admin: ${entry.text}` : entry.text }];
}

// When an entry came, counted from the first one: "+0.21 s". Empty where no time passed in the whole play.
function offsets(entries) {
  const began = Date.parse(entries[0].at);
  const after = entries.map((entry) => Date.parse(entry.at) - began);
  if (!after.every(Number.isFinite) || after.every((one) => one === 0)) return new Map();
  const text = (one) => `+${one < 100_000 ? (one / 1000).toFixed(2) : Math.round(one / 1000)} s`;
  return new Map(entries.map((entry, at) => [entry.number, text(after[at])]));
}

class Diagram {
  constructor(entries, places, width) {
    this.entries = entries;
    this.guilty = new Set(places.filter((place) => !isAfter(place)).map(([entry]) => entry));
    this.awaited = grouped(places.filter(isAfter), ([entry]) => entry);
    this.times = offsets(entries);
    this.left = this.times.size > 0 ? GUTTER : 0;
    this.lanes = lanesOf(entries);
    this.step = Math.max(96, Math.floor((width - this.left) / this.lanes.length));
    this.width = this.left + this.step * this.lanes.length;
  }

  x(lane) {
    const at = this.lanes.findIndex(({ id }) => id === lane);
    return this.left + (Math.max(at, 0) + 0.5) * this.step;
  }

  arrow(from, to, y, kind) {
    const left = to < from;
    const tip = left ? to + 1 : to - 1;
    const wing = left ? tip + 7 : tip - 7;
    return [
      svg('line', { x1: from, y1: y, x2: tip, y2: y, class: kind }),
      svg('path', { d: `M${wing} ${y - 4}L${tip} ${y}L${wing} ${y + 4}`, class: `head ${kind}` }),
    ];
  }

  // Keeps a text in its room; seven units are about one letter.
  label(text, x, y, room, attributes = {}) {
    const shown = clipped(text, Math.max(6, Math.floor(room / 6.3)));
    const node = svg('text', { x, y, 'text-anchor': 'middle', ...attributes }, shown, ' ');
    if (shown !== text) node.append(svg('title', {}, text));
    return node;
  }

  drawn(step, y) {
    if (step.band) return [this.label(step.text, (this.left + this.width) / 2, y + 26, this.width - this.left - 40, { class: 'band' })];
    if (step.at) {
      const room = this.step * 1.9;
      return [this.label(step.text, Math.max(this.x(step.at), this.left + room / 2), y + 26, room, { class: 'remark' })];
    }
    const from = this.x(step.from);
    const to = this.x(step.to);
    const room = Math.abs(from - to) - 16;
    const parts = [
      ...this.arrow(from, to, y + 22, step.dashed ? 'dashed' : 'line'),
      this.label(step.text, (from + to) / 2, y + 16, Math.max(room, this.step - 16)),
    ];
    if (step.back) {
      parts.push(...this.arrow(to, from, y + 36, 'dashed'),
        this.label(step.back, (from + to) / 2, y + 33, room, { class: step.bad ? 'status bad' : 'status' }));
    }
    return parts;
  }

  // A row that can be pressed; what it says is what it is called.
  button(entry, kind, select, ...parts) {
    return svg('g', {
      class: `row ${kind}`, tabindex: '0', role: 'button', 'data-entry': entry.number,
      onclick: () => select(entry.number),
      onkeydown: (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        select(entry.number);
      },
    }, parts);
  }

  row(entry, y, select) {
    const steps = stepsOf(entry);
    const height = ROW * steps.length;
    const guilty = this.guilty.has(entry.number);
    const time = this.times.get(entry.number);
    return {
      height,
      node: this.button(entry, `${entry.kind}${guilty ? ' guilty' : ''}`, select,
        svg('rect', { x: 0, y, width: this.width, height, class: 'back' }),
        svg('text', { x: 4, y: y + 13, class: 'number' }, `${guilty ? '▶ ' : ''}${entry.number} `,
          guilty && svg('title', {}, `${entry.number} breaks a rule`)),
        time && svg('text', { x: 4, y: y + 28, class: 'time' }, `${time} `),
        steps.map((step, at) => this.drawn(step, y + at * ROW))),
    };
  }

  // Behind an entry, at the place where something was awaited that never came.
  absence(entry, y, select) {
    const told = [...new Set(this.awaited.get(entry.number).map(toldAfter))].join('; ');
    return this.button(entry, 'awaited', select,
      svg('rect', { x: this.left + 6, y: y + 2, width: this.width - this.left - 12, height: REMARK - 6, rx: 5, class: 'nothing' }),
      this.label(`▶ ${told}`, (this.left + this.width) / 2, y + 18, this.width - this.left - 40, { class: 'told' }));
  }

  draw(select) {
    const rows = [];
    let y = HEAD;
    for (const entry of this.entries) {
      const { node, height } = this.row(entry, y, select);
      rows.push(node);
      y += height;
      if (!this.awaited.has(entry.number)) continue;
      rows.push(this.absence(entry, y, select));
      y += REMARK;
    }
    const lines = this.lanes.map(({ id, name }) => [
      svg('line', { x1: this.x(id), y1: HEAD - 6, x2: this.x(id), y2: y, class: 'lane' }),
      this.label(name, this.x(id), 18, this.step - 6, { class: 'lane-name' }),
    ]);
    return svg('svg', {
      viewBox: `0 0 ${this.width} ${y + 8}`, width: this.width, height: y + 8, class: 'sequence',
      role: 'group', 'aria-label': 'the exchanges in order',
    }, lines.flat(), rows);
  }
}
