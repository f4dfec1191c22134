// What the report is about. The index is read at once; the record of a play when it is opened.

const VERDICTS = [
  // In the order in which people want to read them: what never came to the point often follows from what failed.
  { id: 'harness_error', glyph: '⚡', word: 'ERROR', means: 'a fault of omni-conform, no verdict', red: true },
  { id: 'flaky', glyph: '≠', word: 'FLAKY', means: 'played several times, and not always the same', red: true },
  { id: 'stale', glyph: '↺', word: 'STALE', means: 'listed as failing, but it passes', red: true },
  { id: 'fail', glyph: '✗', word: 'FAIL', means: 'breaks a MUST', red: true },
  { id: 'not_exercised', glyph: '∅', word: 'NEVER', means: 'never came to the point where it could be judged', red: true },
  { id: 'warn', glyph: '!', word: 'warn', means: 'breaks a SHOULD', red: false },
  { id: 'known', glyph: '≈', word: 'known', means: 'fails as its profile or the baseline says', red: false },
  { id: 'not_applicable', glyph: '–', word: 'n/a', means: 'this client cannot do it', red: false },
  { id: 'pass', glyph: '✓', word: 'ok', means: 'every check that applies passed', red: false },
];
const verdictOf = Object.fromEntries(VERDICTS.map((verdict) => [verdict.id, verdict]));
const rank = Object.fromEntries(VERDICTS.map((verdict, at) => [verdict.id, at]));

// Since an earlier run, when one was named.
const NEWS = [
  { id: 'new', word: 'new', means: 'was not red in the earlier run' },
  { id: 'still', word: 'still red', means: 'was red in the earlier run as well' },
  { id: 'fixed', word: 'fixed', means: 'was red in the earlier run and is not' },
];
const newsOf = Object.fromEntries(NEWS.map((news) => [news.id, news]));

// [entry, part, name, missing] of a check's place; this part is behind the entry, where something was awaited.
const isAfter = ([, part]) => part === 'after';
const toldAfter = ([, , name, missing]) => (missing ? `nothing came after this: ${name}` : `after this: ${name}`);

function grouped(list, keyOf) {
  const groups = new Map();
  for (const one of list) {
    const key = keyOf(one);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(one);
  }
  return groups;
}

const records = new Map(); // number of a play -> promise of its record
function recordOf(play) {
  if (!records.has(play.number)) records.set(play.number, inflated(`play-${play.number}`));
  return records.get(play.number);
}

// The index with what is looked up often worked out once.
function prepared(index) {
  index.plays.forEach((play, number) => {
    play.number = number;
    play.scenario = index.scenarios[play.s];
    play.client = index.clients[play.c];
    play.checks = play.k.map(([kind, verdict, seen, reason, evidence, places]) => ({
      ...index.checks[kind], verdict, seen, reason, evidence, places,
    }));
    play.checks.sort((a, b) => rank[a.verdict] - rank[b.verdict]);
  });
  index.cell = new Map(index.plays.map((play) => [`${play.scenario.id}\n${play.client.id}`, play]));
  index.red = index.plays.filter((play) => verdictOf[play.v].red);
  return index;
}

// Everything that the search looks at, in lower case.
function haystack(play) {
  play.haystack ??= [
    play.scenario.id, play.scenario.title, play.client.id, play.client.title, play.error ?? '',
    ...play.checks.flatMap((check) => [check.id, check.requirement, check.seen, check.verdict]),
  ].join('\n').toLowerCase();
  return play.haystack;
}
