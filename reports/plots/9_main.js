// The page of `bench --plot`: "#operation=getData" is its whole state.

const chosenOperation = () => new URLSearchParams(location.hash.slice(1)).get('operation');

async function main() {
  startTheme();
  const keys = [['← →', 'another operation, once one has the focus'], ['t', 'light or dark'], ['?', 'these keys']];
  byId('help').append(
    el('h2', {}, 'Keys'),
    el('dl', {}, keys.map(([key, what]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, what)])),
    el('form', { method: 'dialog' }, el('button', {}, 'close')));
  byId('keys').addEventListener('click', () => byId('help').showModal());
  byId('theme').addEventListener('click', toggleTheme);
  document.title = 'Latency – omni-conform';
  const data = await inflated('bench');
  byId('about').textContent = data.version;
  const charts = new Charts();
  const show = () => showBench(data, charts, byId('main'), chosenOperation(), (name) =>
    history.replaceState(null, '', `#operation=${encodeURIComponent(name).replaceAll('%2F', '/')}`));
  addEventListener('hashchange', show);
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 't') toggleTheme();
    if (event.key === '?') byId('help').showModal();
  });
  onTheme(() => charts.draw());
  show();
  document.body.dataset.ready = 'yes';
}

main();
