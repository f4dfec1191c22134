// Chart.js as all plots use it: the page's own colours and type, no animation, drawn anew when the theme changes.

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Colour tells what a line is about; which of two shades is nearer to the text depends on the theme.
const tone = {
  main: () => css('--link'), second: () => css('--warn'), bad: () => css('--fail'), good: () => css('--pass'),
  calm: () => css('--known'), other: () => css('--error'), faint: () => css('--line'), soft: () => css('--soft'),
};
const veil = (colour, share) => `color-mix(in srgb, ${colour} ${share}%, transparent)`;
// A canvas knows no color-mix; the browser works it out.
function mixed(colour, share) {
  const probe = el('i', {});
  probe.style.color = veil(colour, share);
  document.body.append(probe);
  const result = getComputedStyle(probe).color;
  probe.remove();
  const parts = result.match(/color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+) \/ ([\d.e-]+)\)/);
  if (!parts) return result;
  const [red, green, blue] = parts.slice(1, 4).map((part) => Math.round(Number(part) * 255));
  return `rgba(${red}, ${green}, ${blue}, ${parts[4]})`;
}

// Vertical lines with a word at the top: `options.plugins.markers = { lines: [{ at, text, colour }] }`.
const markers = {
  id: 'markers',
  afterDatasetsDraw(chart, _, { lines }) {
    const { ctx, chartArea: area, scales: { x } } = chart;
    ctx.save();
    ctx.font = `600 11px ${Chart.defaults.font.family}`;
    let free = -Infinity; // where the next word may begin
    let row = 0;
    for (const line of lines ?? []) {
      const at = x.getPixelForValue(line.at);
      if (!(at >= area.left && at <= area.right)) continue;
      ctx.strokeStyle = ctx.fillStyle = line.colour;
      ctx.setLineDash([4, 3]);
      ctx.beginPath();
      ctx.moveTo(at, area.top);
      ctx.lineTo(at, area.bottom);
      ctx.stroke();
      const width = ctx.measureText(line.text).width + 8;
      const left = Math.min(at + 4, area.right - width + 4);
      row = left < free ? row + 1 : 0;
      free = Math.max(free, left + width);
      ctx.fillText(line.text, left, area.top + 11 + row * 13);
    }
    ctx.restore();
  },
};

// Ticks of a logarithmic axis: 1, 2 and 5 of each decade, or whole decades where there are many.
function decades(text) {
  return function tick(value) {
    const digit = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
    const wide = Math.log10(this.max / this.min) > 3;
    const shown = wide ? [1] : [1, 2, 5];
    return shown.some((one) => Math.abs(digit - one) < 1e-6) ? text(value) : '';
  };
}

function axis(title, options = {}) {
  const { ticks, ...rest } = options;
  return {
    title: { display: Boolean(title), text: title, color: tone.soft(), font: { size: 12 } },
    grid: { color: mixed(tone.faint(), 70), borderColor: tone.faint(), tickColor: 'transparent' },
    ...rest,
    ticks: { color: tone.soft(), maxRotation: 0, autoSkipPadding: 12, font: { size: 11 }, ...ticks },
  };
}
const latencyAxis = (title) => axis(title, { type: 'logarithmic', ticks: { callback: decades(latency) } });

function tooltip(callbacks) {
  return {
    backgroundColor: css('--card'), titleColor: css('--text'), bodyColor: css('--text'), borderColor: css('--line'),
    borderWidth: 1, padding: 10, boxPadding: 4, usePointStyle: true, callbacks,
  };
}

const legend_ = () => ({ position: 'top', align: 'end', labels: { color: css('--text'), usePointStyle: true, pointStyle: 'line', boxWidth: 22, padding: 14 } });

// The charts of a page. Each is made from a function, so that it can be made again in other colours.
class Charts {
  #made = [];

  // A card with a plot. `told` is what somebody who does not see it is told.
  card(title, hint, told, config, height = '18rem') {
    const canvas = el('canvas', { role: 'img', 'aria-label': told });
    const frame = el('div', { class: 'plot' }, canvas);
    frame.style.height = height;
    this.#made.push({ canvas, config, chart: null });
    return el('section', { class: 'card' }, el('h2', {}, title), hint && el('p', { class: 'hint' }, hint), frame);
  }

  // Once the page stands in the document: before that nothing has a size.
  draw() {
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.color = css('--text');
    for (const one of this.#made) {
      one.chart?.destroy();
      const config = one.config();
      config.options = { animation: false, responsive: true, maintainAspectRatio: false, ...config.options };
      config.plugins = [markers];
      one.chart = new Chart(one.canvas, config);
    }
  }

  clear() {
    for (const one of this.#made) one.chart?.destroy();
    this.#made = [];
  }
}
