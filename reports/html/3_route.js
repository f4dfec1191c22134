// The part of the address after "#" is the whole state of the report, so every view has a permalink:
// "#scenario=oauth/happy_path&client=cursor&entry=12" a cell, "#q=…&verdict=fail,warn&for=cursor&rule=AZ-01&news=new" a
// choice, "times=1" with what each play took.

const FILTERS = ['q', 'verdict', 'for', 'rule', 'news'];
const KEPT = [...FILTERS, 'times']; // of the first page

function route() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

function address(parts) {
  const pairs = Object.entries(parts).filter(([, value]) => value);
  const text = new URLSearchParams(pairs).toString();
  return '#' + text.replaceAll('%2F', '/').replaceAll('%2C', ',');
}

const cellAddress = (play, entry) =>
  address({ scenario: play.scenario.id, client: play.client.id, entry: entry ? String(entry) : '' });

// Changes filters without filling the history with every letter typed.
function refine(changes) {
  const next = { ...route(), ...changes };
  for (const name of Object.keys(next)) if (!KEPT.includes(name)) delete next[name];
  history.replaceState(null, '', address(next));
}

function chosen(index, filters) {
  const verdicts = filters.verdict ? filters.verdict.split(',') : null;
  const words = (filters.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return index.plays.filter((play) =>
    (!verdicts || verdicts.includes(play.v)) &&
    (!filters.for || play.client.id === filters.for) &&
    (!filters.news || filters.news.split(',').includes(play.news)) &&
    (!filters.rule || play.checks.some((check) => check.requirement === filters.rule)) &&
    words.every((word) => haystack(play).includes(word)));
}
