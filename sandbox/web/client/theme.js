import { options } from './options.js';

const system = matchMedia('(prefers-color-scheme: dark)');

/** Rollouts differ in which element carries the class; `themeMode` picks one. Looks follow a class of our own on html. */
export function applyTheme() {
  const dark = options.theme === 'dark' || (options.theme === 'system' && system.matches);
  const inner = document.querySelector('.notion-app-inner');
  const mode = options.themeMode;
  document.documentElement.classList.toggle('x-dark', dark);
  inner?.classList.toggle('notion-dark-theme', dark && (mode === 'inner' || mode === 'both'));
  inner?.classList.toggle('notion-light-theme', !dark && (mode === 'inner' || mode === 'both'));
  document.body.classList.toggle('dark', dark && (mode === 'body' || mode === 'both'));
  document.body.classList.toggle('notion-dark-theme', dark && mode === 'bodyNotion');
}

export function applyLanguage() {
  document.documentElement.lang = options.lang;
}

system.addEventListener('change', applyTheme);
