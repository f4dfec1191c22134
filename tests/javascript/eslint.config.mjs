// What eslint asks of our JavaScript: pages (report, plots, console), their tests, figures and drivers.
// `./check` runs it from the root of the project.
import js from '@eslint/js';

const everywhere = {
  'console': 'readonly', 'fetch': 'readonly', 'setTimeout': 'readonly', 'clearTimeout': 'readonly',
  'setInterval': 'readonly', 'clearInterval': 'readonly', 'URL': 'readonly', 'URLSearchParams': 'readonly',
  'AbortController': 'readonly', 'AbortSignal': 'readonly', 'Blob': 'readonly', 'Response': 'readonly',
  'TextDecoder': 'readonly', 'TextEncoder': 'readonly', 'performance': 'readonly', 'structuredClone': 'readonly',
};
const node = { ...everywhere, 'process': 'readonly', 'Buffer': 'readonly', 'require': 'readonly' };
const browser = {
  ...everywhere, 'document': 'readonly', 'window': 'readonly', 'location': 'readonly', 'history': 'readonly',
  'navigator': 'readonly', 'localStorage': 'readonly', 'sessionStorage': 'readonly', 'matchMedia': 'readonly',
  'requestAnimationFrame': 'readonly', 'ResizeObserver': 'readonly', 'TextDecoderStream': 'readonly',
  'getComputedStyle': 'readonly', 'innerHeight': 'readonly', 'scrollTo': 'readonly', 'scrollY': 'readonly',
};

export default [
  js.configs.recommended,
  {
    rules: {
      quotes: ['error', 'single', { avoidEscape: true, allowTemplateLiterals: true }],
      semi: ['error', 'always'],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-control-regex': 'off', // tests take a terminal's colours out of what a program prints
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: node } },
  { files: ['**/*.cjs'], languageOptions: { globals: node, sourceType: 'commonjs' } },
  // Tests and figures hand functions to a page, where they know its names.
  { files: ['tests/browser/**', 'bench/figures/**'], languageOptions: { globals: { ...node, ...browser } } },
  { files: ['fixtures/console/*.js'], languageOptions: { globals: browser } },
  // The parts of one script: each uses what an earlier one declares.
  {
    files: ['reports/**/*.js'],
    languageOptions: { globals: browser, sourceType: 'script' },
    rules: { 'no-undef': 'off', 'no-unused-vars': ['error', { vars: 'local' }] },
  },
];
