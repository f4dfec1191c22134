// The exchanges of a play as a diagram: who spoke to whom, in order, with what broke a rule marked.

const ROW = 46;
const HEAD = 34;
const BROWSER_ENDPOINTS = new Set(["authorize", "consent page", "sign-in page", "sign-out", "page"]);

// Lanes from left to right. Only those that somebody spoke to are drawn.
function lanesOf(entries) {
  const sites = [];
  let browser = false;
  for (const entry of entries) {
    if (entry.kind === "person") browser = true;
    if (entry.kind !== "exchange") continue;
    if (!sites.includes(entry.site)) sites.push(entry.site);
    browser ||= sender(entry) === "browser";
  }
  sites.sort((a, b) => (b === "callbacks") - (a === "callbacks"));
  return [
    ...(browser ? [{ id: "browser", name: "browser" }] : []),
    { id: "application", name: "application" },
    { id: "client", name: "client" },
    ...sites.map((site) => ({
      id: `site ${site}`,
      name: site === "callbacks" ? "callbacks host" : site === "" ? "unknown host" : `${site} host`,
    })),
  ];
}

function sender(entry) {
  return BROWSER_ENDPOINTS.has(entry.endpoint) ? "browser" : "client";
}

// Where an answer sends the browser, when that is to the client's own address: the code comes home.
function handedBack(entry) {
  if (sender(entry) !== "browser") return null;
  const to = entry.response.headers.find(([name]) => name.toLowerCase() === "location")?.[1];
  return to && /[?&#](code|error)=/.test(to) ? to : null;
}

// What a row draws: arrows between lanes, or a remark at one.
function stepsOf(entry) {
  if (entry.kind === "exchange") {
    const from = sender(entry);
    const to = `site ${entry.site}`;
    const call = entry.rpc?.method ? ` ${entry.rpc.method}${entry.rpc.tool ? ` ${entry.rpc.tool}` : ""}` : "";
    const path = entry.request.target.split("?")[0];
    const steps = [{
      from, to, text: `${entry.request.method} ${path}${call}`,
      back: entry.response.status ? String(entry.response.status) : "no answer", bad: entry.response.status >= 400,
    }];
    const home = handedBack(entry);
    if (home) steps.push({ from: "browser", to: "application", text: /[?&#]code=/.test(home) ? "code" : "error" });
    return steps;
  }
  if (entry.kind === "intent") return [{ from: "application", to: "client", text: entry.text }];
  if (entry.kind === "output") return [{ from: "client", to: "application", text: `“${entry.text}”` }];
  if (entry.kind === "outcome") return [{ from: "client", to: "application", text: entry.text, dashed: true }];
  if (entry.kind === "person") return [{ at: "browser", text: entry.text }];
  return [{ band: true, text: entry.kind === "admin" ? `admin: ${entry.text}` : entry.text }];
}

class Diagram {
  constructor(entries, places, width) {
    this.entries = entries;
    this.guilty = new Set(places.map(([entry]) => entry));
    this.lanes = lanesOf(entries);
    this.step = Math.max(96, Math.floor(width / this.lanes.length));
    this.width = this.step * this.lanes.length;
  }

  x(lane) {
    const at = this.lanes.findIndex(({ id }) => id === lane);
    return (Math.max(at, 0) + 0.5) * this.step;
  }

  arrow(from, to, y, kind) {
    const left = to < from;
    const tip = left ? to + 1 : to - 1;
    const wing = left ? tip + 7 : tip - 7;
    return [
      svg("line", { x1: from, y1: y, x2: tip, y2: y, class: kind }),
      svg("path", { d: `M${wing} ${y - 4}L${tip} ${y}L${wing} ${y + 4}`, class: `head ${kind}` }),
    ];
  }

  // Keeps a text in its room; seven units are about one letter.
  label(text, x, y, room, attributes = {}) {
    const node = svg("text", { x, y, "text-anchor": "middle", ...attributes },
      clipped(text, Math.max(6, Math.floor(room / 6.3))));
    node.append(svg("title", {}, text));
    return node;
  }

  drawn(step, y) {
    if (step.band) return [this.label(step.text, this.width / 2, y + 26, this.width - 40, { class: "band" })];
    if (step.at) {
      const room = this.step * 1.9;
      return [this.label(step.text, Math.max(this.x(step.at), room / 2), y + 26, room, { class: "remark" })];
    }
    const from = this.x(step.from);
    const to = this.x(step.to);
    const room = Math.abs(from - to) - 16;
    const parts = [
      ...this.arrow(from, to, y + 22, step.dashed ? "dashed" : "line"),
      this.label(step.text, (from + to) / 2, y + 16, Math.max(room, this.step - 16)),
    ];
    if (step.back) {
      parts.push(...this.arrow(to, from, y + 36, "dashed"),
        this.label(step.back, (from + to) / 2, y + 33, room, { class: step.bad ? "status bad" : "status" }));
    }
    return parts;
  }

  row(entry, y, select) {
    const steps = stepsOf(entry);
    const height = ROW * steps.length;
    const guilty = this.guilty.has(entry.number);
    return {
      height,
      node: svg("g", {
        class: `row ${entry.kind}${guilty ? " guilty" : ""}`, tabindex: "0", role: "button",
        "data-entry": entry.number, "aria-label": `entry ${entry.number}${guilty ? ", breaks a rule" : ""}`,
        on: {
          click: () => select(entry.number),
          keydown: (event) => { if (event.key === "Enter") select(entry.number); },
        },
      },
      svg("rect", { x: 0, y, width: this.width, height, class: "back" }),
      svg("text", { x: 4, y: y + 13, class: "number" }, `${guilty ? "▶ " : ""}${entry.number}`),
      steps.map((step, at) => this.drawn(step, y + at * ROW))),
    };
  }

  draw(select) {
    const rows = [];
    let y = HEAD;
    for (const entry of this.entries) {
      const { node, height } = this.row(entry, y, select);
      rows.push(node);
      y += height;
    }
    const lines = this.lanes.map(({ id, name }) => [
      svg("line", { x1: this.x(id), y1: HEAD - 6, x2: this.x(id), y2: y, class: "lane" }),
      this.label(name, this.x(id), 18, this.step - 6, { class: "lane-name" }),
    ]);
    return svg("svg", {
      viewBox: `0 0 ${this.width} ${y + 8}`, width: this.width, height: y + 8, class: "sequence",
      role: "group", "aria-label": "the exchanges in order",
    }, lines.flat(), rows);
  }
}
