// The plots of a bench result, when the report was given one: "#latency=getData".

const latencyAddress = (operation) => address({ latency: operation });

let latencyPlots = null;
async function latencyPage(page, operation) {
  const data = await inflated('bench');
  latencyPlots ??= new Charts();
  showBench(data, latencyPlots, page, operation, (name) => history.replaceState(null, '', latencyAddress(name)));
  page.prepend(el('nav', { class: 'steps' }, el('a', { href: '#', class: 'back', title: 'Esc' }, '← all plays')));
}

function leaveLatency() {
  latencyPlots?.clear();
}
