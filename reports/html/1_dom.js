// What the parts of the pages share, beside fixtures/console/element.js.

// A link out of the report, for addresses that a browser may follow; else the text alone.
function outward(url, text) {
  if (!/^https?:\/\//.test(url)) return el('span', {}, text);
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, text);
}

// Long text is cut for a line; the whole stands in the title.
function clipped(text, length) {
  return text.length <= length ? text : text.slice(0, length - 1) + '…';
}

// A name that may break at its underscores and slashes, and nowhere else.
function breakable(name) {
  return name.split(/(?<=[_/])/).flatMap((part, at) => (at === 0 ? [part] : [el('wbr'), part]));
}

// A duration for people: "3 ms", "1.2 s", "2 min 5 s".
function duration(microseconds) {
  const seconds = microseconds / 1e6;
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el('textarea', { class: 'offscreen' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  const before = button.textContent;
  button.textContent = 'copied';
  setTimeout(() => { button.textContent = before; }, 1500);
}
