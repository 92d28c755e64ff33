import type { ButtonPlace } from '../../lib/in-page/button-place.ts';
import type { Theme } from '../../lib/in-page/theme.ts';
import { BUTTON_STYLE } from './button-style.ts';

export const HOST_TAG = 'visen-button';

export interface ButtonLook {
  readonly place: ButtonPlace;
  readonly theme: Theme;
  readonly text: string;
  /** The icon alone; the name stays. */
  readonly isCompact: boolean;
}

export interface ButtonElement {
  /** One leaf element for good: it is moved, never made again. */
  readonly host: HTMLElement;
  show(look: ButtonLook): void;
  /** Says that somebody is there to answer a click. Without it the button is gone after `LEASE_MS`. */
  renew(): void;
}

/** Well above the pace of renewals in a visible tab. */
const LEASE_MS = 10_000;

/** What would otherwise reach Notion's listeners for keys, clipboard, focus and menus. */
const KEPT_FROM_THE_PAGE = (
  'click dblclick auxclick contextmenu mousedown mouseup pointerdown pointerup touchstart touchend keydown keypress keyup ' +
  'copy cut paste dragstart drop focusin focusout beforeinput input'
).split(' ');

const SVG = 'http://www.w3.org/2000/svg';
const SPARK =
  'M7 2.2l1.3 3.5 3.5 1.3-3.5 1.3L7 11.8 5.7 8.3 2.2 7l3.5-1.3zM12.4 10l.6 1.6 1.6.6-1.6.6-.6 1.6-.6-1.6-1.6-.6 1.6-.6z';

/** A closed root: the page can neither read nor restyle what is inside. Only a person's own click counts. */
export function createButtonElement(onClick: () => void): ButtonElement {
  const host = document.createElement(HOST_TAG);
  host.className = 'notranslate';
  for (const [name, value] of [
    ['contenteditable', 'false'],
    ['translate', 'no'],
    ['data-darkreader-ignore', ''],
  ] as const) {
    host.setAttribute(name, value);
  }
  const root = host.attachShadow({ mode: 'closed' });
  const style = document.createElement('style');
  style.textContent = BUTTON_STYLE;
  const frame = document.createElement('span');
  frame.className = 'frame';
  const button = document.createElement('button');
  button.type = 'button';
  const text = document.createElement('span');
  text.className = 'text';
  button.append(createIcon(), text);
  frame.append(button);
  root.append(style, frame);

  // The caret stays where it is in Notion's text.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  button.addEventListener('click', (event) => {
    if (event.isTrusted) onClick();
  });
  for (const type of KEPT_FROM_THE_PAGE) root.addEventListener(type, (event) => event.stopPropagation());

  // Firefox ends a script of a removed extension without a word, and the button would stay, dead. It waits out its delay
  // without any work.
  const lease = frame.animate([{ visibility: 'hidden' }], { delay: LEASE_MS, duration: 1, fill: 'forwards' });

  return {
    host,
    renew: () => {
      lease.currentTime = 0;
    },
    show: (look) => {
      setIfNew(frame, 'data-place', look.place);
      setIfNew(frame, 'data-theme', look.theme);
      setIfNew(frame, 'data-compact', look.isCompact ? 'yes' : 'no');
      setIfNew(button, 'aria-label', look.text);
      setIfNew(button, 'title', look.text);
      if (text.textContent !== look.text) text.textContent = look.text;
    },
  };
}

function setIfNew(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function createIcon(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SPARK);
  path.setAttribute('fill', 'currentColor');
  svg.append(path);
  return svg as SVGElement;
}
