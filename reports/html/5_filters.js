// The row of filters above the matrix, and the page that they make.

function chip(verdict, count, filters, changed) {
  const on = (filters.verdict ?? "").split(",").includes(verdict.id);
  return el("button", {
    type: "button", class: `chip ${verdict.id}`, "aria-pressed": String(on), title: verdict.means,
    on: {
      click() {
        const set = new Set((route().verdict ?? "").split(",").filter(Boolean));
        if (!set.delete(verdict.id)) set.add(verdict.id);
        changed({ verdict: [...set].join(",") });
      },
    },
  }, `${verdict.glyph} ${count} ${verdict.word}`);
}

function choice(name, label, options, filters, changed) {
  const select = el("select", { "aria-label": label, on: { change() { changed({ [name]: select.value }); } } },
    el("option", { value: "" }, label),
    options.map(([value, text]) => el("option", { value, selected: filters[name] === value }, text)));
  return select;
}

function filterBar(index, changed) {
  const filters = route();
  const counts = countOf(index.plays);
  const search = el("input", {
    type: "search", id: "search", placeholder: "Search   /", "aria-label": "Search", value: filters.q ?? "",
    on: { input() { changed({ q: search.value }); } },
  });
  const rules = [...new Set(index.plays.flatMap((play) => play.checks.map((check) => check.requirement)))];
  return el("div", { class: "filters" },
    search,
    choice("for", "every client", index.clients.map((client) => [client.id, client.id]), filters, changed),
    choice("rule", "every rule", rules.sort().map((id) => [id, id]), filters, changed),
    el("span", { class: "chips" }, VERDICTS.filter((verdict) => counts[verdict.id])
      .map((verdict) => chip(verdict, counts[verdict.id], filters, changed))),
    el("button", { type: "button", class: "clear", on: { click() { location.hash = ""; } } }, "clear"));
}

function overview(index) {
  const result = el("div", {});
  const bar = el("div", {});
  const show = () => {
    const plays = chosen(index, route());
    bar.parentNode?.classList.toggle("filtered", FILTERS.some((name) => route()[name]));
    result.replaceChildren(...[
      problems(index, plays),
      plays.length > 0 ? matrix(index, plays) : el("p", { class: "hint" }, "No play is like that."),
      legend(countOf(plays)),
    ].filter(Boolean));
  };
  const changed = (changes) => {
    refine(changes);
    // The search keeps its text and cursor; everything else shows anew what is chosen.
    if (!("q" in changes)) bar.replaceChildren(filterBar(index, changed));
    show();
  };
  bar.append(filterBar(index, changed));
  const page = el("div", { class: "overview" }, headline(index), bar, result);
  show();
  return page;
}
