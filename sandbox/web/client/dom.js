/** Elements of the stand-in are remembered, so that everybody else's can be told apart. */

const own = new WeakSet();
const SVG = 'http://www.w3.org/2000/svg';
let guard;
let depth = 0;

export const isOwn = (node) => own.has(node);

export function adopt(node) {
  own.add(node);
  return node;
}

/** Atomic classes mean nothing, like those of the real app; ours for looks start with x- and are no hook either. */
function classesFor(tag, given) {
  return given === undefined || given.startsWith('x-') ? `x78zum5 xdt5ytf ${given ?? ''}`.trim() : given;
}

export function h(tag, props = {}, ...children) {
  const element = adopt(document.createElement(tag));
  const { class: given, on = {}, style = {}, ...attributes } = props;
  const classes = tag === 'a' || tag === 'span' || tag === 'code' ? given : classesFor(tag, given);
  if (classes !== undefined) element.className = classes;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value != null) element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
  element.append(...children.flat(3).filter((child) => child != null && child !== false));
  return element;
}

const ICONS = {
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  link: 'M6.5 9.5l3-3M7 4.8l1-1a2.6 2.6 0 013.7 3.7l-1 1M9 11.2l-1 1a2.6 2.6 0 01-3.7-3.7l1-1',
  comments: 'M3 3.5h10v7H7.5L5 13v-2.5H3z',
  star: 'M8 2.5l1.6 3.5 3.9.4-2.9 2.6.8 3.8L8 10.9l-3.4 1.9.8-3.8L2.5 6.4l3.9-.4z',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  search: 'M7 11.5a4.5 4.5 0 100-9 4.5 4.5 0 000 9zM10.3 10.3l3.2 3.2',
  home: 'M2.5 7.5L8 3l5.5 4.5V13h-4V9.5h-3V13h-4z',
  inbox: 'M2.5 9l2-5.5h7l2 5.5v4h-11zM2.5 9h3.2l.8 1.6h3L10.3 9h3.2',
  page: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3',
  table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6',
  close: 'M3 8h9M8.5 4.5L12 8l-3.5 3.5M13.5 3v10',
  open: 'M9.5 2.5h4v4M13.5 2.5l-5 5M6.5 13.5h-4v-4M2.5 13.5l5-5',
  check: 'M3.5 8.5l3 3 6-7',
  text: 'M3 4h10M3 7h10M3 10h6',
  plus: 'M8 3.5v9M3.5 8h9',
};

export function icon(name) {
  const svg = adopt(document.createElementNS(SVG, 'svg'));
  for (const [key, value] of Object.entries({ viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' })) {
    svg.setAttribute(key, String(value));
  }
  const path = adopt(document.createElementNS(SVG, 'path'));
  const look = { d: ICONS[name], fill: 'none', stroke: 'currentColor', 'stroke-width': name === 'more' ? 2 : 1.3 };
  for (const [key, value] of Object.entries({ ...look, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' })) {
    path.setAttribute(key, String(value));
  }
  svg.append(path);
  return svg;
}

const pen = document.createElement('canvas').getContext('2d');
const width = (text) => pen?.measureText(text).width;
/** Without a font for them every emoji is the same empty box. */
const hasEmoji = width('\u{1f9ed}') !== width('\u{10fffe}');

export const emoji = (text, instead = 'page') =>
  hasEmoji ? h('span', { class: 'x-emoji', contenteditable: 'false' }, text) : icon(instead);

export const button = (props, ...children) => h('div', { role: 'button', tabindex: '0', ...props }, ...children);

/** The editor guard takes part in every write of ours: what was pending is judged first, what we write is not. */
export function setGuard(next) {
  guard = next;
}

export function write(action) {
  if (depth === 0) guard?.judge();
  depth += 1;
  try {
    return action();
  } finally {
    depth -= 1;
    guard?.forgive();
  }
}
