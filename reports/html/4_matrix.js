// The first page: how it stands, what broke, and the matrix of clients and scenarios.

function badge(verdict) {
  const { id, glyph, word, means } = verdictOf[verdict];
  return el("span", { class: `badge ${id}`, title: means }, `${glyph} ${word}`);
}

function countOf(plays) {
  const counts = {};
  for (const play of plays) counts[play.v] = (counts[play.v] ?? 0) + 1;
  return counts;
}

function headline(index) {
  const counts = countOf(index.plays);
  const share = el("div", { class: "share", role: "img", "aria-label": "shares of the verdicts" });
  for (const verdict of VERDICTS) {
    if (!counts[verdict.id]) continue;
    const part = el("i", { class: verdict.id, title: `${counts[verdict.id]} ${verdict.word}` });
    part.style.flexGrow = counts[verdict.id];
    share.append(part);
  }
  const good = index.conclusion === "conformant";
  return el("section", { class: "headline" },
    el("h1", { class: good ? "good" : "bad" }, index.conclusion),
    el("p", { class: "hint" },
      `${index.plays.length} plays: ${index.scenarios.length} scenarios × ${index.clients.length} clients`,
      index.baseline && `, expected failures in ${index.baseline}`),
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
    if (play.v === "harness_error") {
      const check = { id: "harness error", requirement: "", verdict: play.v, seen: play.error, places: [] };
      found.set(`\n${play.number}`, { check, plays: [play] });
    }
  }
  return [...found.values()].sort((a, b) =>
    rank[a.check.verdict] - rank[b.check.verdict] || b.plays.length - a.plays.length);
}

function cellLink(play, check) {
  const entry = check.places?.[0]?.[0];
  return el("a", { href: cellAddress(play, entry), class: "cell-link" },
    el("b", {}, play.client.id), " × ", play.scenario.id);
}

function problem(index, { check, plays }) {
  const rule = index.rules[check.requirement];
  const shown = plays.slice(0, 3);
  return el("li", { class: check.verdict },
    el("div", {}, badge(check.verdict), " ", el("b", {}, check.id),
      plays.length > 1 && el("span", { class: "hint" }, ` in ${plays.length} plays`)),
    rule && el("p", { class: "rule" }, rule.text, " ", outward(rule.url, check.requirement)),
    check.seen && el("p", { class: "seen" }, clipped(check.seen, 240)),
    el("div", { class: "cells" }, shown.map((play) => cellLink(play, check)),
      plays.length > shown.length && el("a", { href: address({ q: check.id }), class: "hint" },
        `and ${plays.length - shown.length} more`)));
}

function problems(index, plays) {
  const found = groups(plays);
  if (found.length === 0) return null;
  const list = el("ol", { class: "problems" }, found.slice(0, 4).map((group) => problem(index, group)));
  const rest = found.slice(4);
  const section = el("section", { class: "card" }, el("h2", {}, "What broke"), list);
  if (rest.length > 0) {
    const more = el("button", { type: "button" }, `show ${rest.length} more`);
    more.addEventListener("click", () => {
      list.append(...rest.map((group) => problem(index, group)));
      more.remove();
    });
    section.append(more);
  }
  return section;
}

function headRow(index, clients) {
  return el("thead", {}, el("tr", {},
    el("th", { scope: "col", class: "corner" }, "scenario"),
    clients.map((client) => el("th", { scope: "col", title: client.title },
      el("span", {}, client.id)))));
}

function cell(play) {
  if (!play) return el("td", {}, el("span", { class: "none" }, "·"));
  const { id, glyph, word } = verdictOf[play.v];
  const red = play.checks.find((check) => verdictOf[check.verdict].red);
  const title = `${play.client.id}, ${play.scenario.id}: ${word}${red ? `: ${red.id}` : ""}`;
  return el("td", {}, el("a", {
    href: cellAddress(play, red?.places?.[0]?.[0]), class: `mark ${id}`, title, "aria-label": title,
  }, glyph));
}

function matrix(index, plays) {
  const wanted = new Set(plays);
  const clients = index.clients.filter((client) => plays.some((play) => play.client === client));
  const scenarios = new Set(plays.map((play) => play.scenario));
  const body = el("tbody", {});
  let folder = null;
  for (const scenario of index.scenarios) {
    if (!scenarios.has(scenario)) continue;
    const slash = scenario.id.lastIndexOf("/");
    if (scenario.id.slice(0, slash + 1) !== folder) {
      folder = scenario.id.slice(0, slash + 1);
      body.append(el("tr", { class: "folder" },
        el("th", { scope: "rowgroup", colspan: clients.length + 1 }, folder || "scenarios")));
    }
    body.append(el("tr", {},
      el("th", { scope: "row", title: scenario.title }, scenario.id.slice(slash + 1)),
      clients.map((client) => {
        const play = index.cell.get(`${scenario.id}\n${client.id}`);
        return cell(wanted.has(play) ? play : undefined);
      })));
  }
  return el("div", { class: "scroll" }, el("table", { class: "matrix" }, headRow(index, clients), body));
}

function legend(counts) {
  return el("p", { class: "legend" }, VERDICTS.filter((verdict) => counts[verdict.id]).map((verdict) =>
    el("span", {}, badge(verdict.id), ` ${verdict.means}`)));
}
