// Light or dark: as the reader's system has it, until they choose.

const themeChanged = new EventTarget();
const onTheme = (listener) => {
  themeChanged.addEventListener('change', listener);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', listener);
};

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  themeChanged.dispatchEvent(new Event('change'));
  try {
    localStorage.setItem('omni-conform theme', theme);
  } catch {
    // A browser may keep nothing for a file; then the choice lasts as long as the page.
  }
}

function startTheme() {
  try {
    const kept = localStorage.getItem('omni-conform theme');
    if (kept) document.documentElement.dataset.theme = kept;
  } catch {
    // As above.
  }
}

function toggleTheme() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  setTheme(dark ? 'light' : 'dark');
}
