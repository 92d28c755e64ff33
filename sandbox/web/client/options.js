/** The switches. Set by `?__opts=name:value,…` or `__fixture.setOption(name, value)`; sandbox/web/README.md explains them. */

const DEFAULTS = {
  topbarMode: 'children', // keep | children | row | header | header-node | app | storm
  hydrateMs: 1200,
  rowDelayMs: 0, // or never
  cohort: 'current', // or 2021
  names: 'known', // or renamed: the top bar lost its class names
  peekHost: 'overlay', // or frame-sibling
  peekShell: 'hover-area', // legacy | hover-area | detached
  lingerMs: 'forever',
  dataMs: 120,
  keys: 'bubble', // or capture | off
  clipboard: 'bubble', // or capture | off
  refocus: 'on',
  contextmenu: 'on',
  guard: 'on',
  crash: 'on',
  theme: 'system', // light | dark | system
  themeMode: 'both', // inner | body | bodyNotion | both
  lang: 'en',
  canonical: 'on', // the older URL form is replaced after load
};

export const options = { ...DEFAULTS };

export function setOption(name, value) {
  if (!(name in DEFAULTS)) throw new Error(`No such switch: ${name}`);
  options[name] = /^\d+$/.test(String(value)) && name !== 'cohort' ? Number(value) : String(value);
}

export function readOptions(search) {
  const asked = new URLSearchParams(search).get('__opts') ?? '';
  for (const pair of asked.split(',').filter(Boolean)) {
    const at = pair.indexOf(':');
    setOption(pair.slice(0, at), pair.slice(at + 1));
  }
}
