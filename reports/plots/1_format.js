// Numbers as people read them: three significant digits and a unit.

const significant = (value) => {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 6)).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
};

function latency(us) {
  if (us < 999.5) return `${significant(us)} µs`;
  if (us < 999_500) return `${significant(us / 1e3)} ms`;
  return `${significant(us / 1e6)} s`;
}

function quantity(value) {
  if (value < 999.5) return significant(value);
  if (value < 999_500) return `${significant(value / 1e3)}k`;
  return `${significant(value / 1e6)}M`;
}

function size(bytes) {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1e6) return `${significant(bytes / 1e3)} kB`;
  return `${significant(bytes / 1e6)} MB`;
}

// 99.9 rather than 99.9000000001.
const percent = (share) => `${Number(share.toFixed(4))} %`;
