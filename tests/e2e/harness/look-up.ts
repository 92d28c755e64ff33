/**
 * Finds elements by role and accessible name inside a view. `lookUp` is sent into the view as source text, so it uses
 * nothing from outside itself. It follows the parts of the naming rules that our surfaces use
 * (https://www.w3.org/TR/accname-1.2/): labelledby, label, native label, content, title, placeholder.
 */
import type { Name, Role } from './surface.ts';

/** A name as plain data: what travels into the view. */
export interface NamePattern {
  readonly source: string;
  readonly flags: string;
  readonly isWhole: boolean;
}

export type Step =
  | { readonly by: 'role'; readonly role: Role; readonly name: NamePattern | null }
  | { readonly by: 'label' | 'text'; readonly name: NamePattern };

export type Query = readonly Step[];

export interface Found {
  readonly count: number;
  readonly isEnabled: boolean;
  readonly isChecked: boolean;
  readonly text: string;
  readonly value: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The middle, in CSS pixels of the viewport, after scrolling into view. */
  readonly x: number;
  readonly y: number;
  /** A click there meets the element, and nothing that lies over it. */
  readonly isHit: boolean;
}

export function toNamePattern(name: Name): NamePattern {
  return typeof name === 'string'
    ? { source: name, flags: '', isWhole: true }
    : { source: name.source, flags: name.flags, isWhole: false };
}

export function describeQuery(query: Query): string {
  return query
    .map((step) => `${step.by === 'role' ? step.role : step.by} ${step.name ? JSON.stringify(step.name.source) : ''}`)
    .join(' > ');
}

/** All elements for the query, in document order. Runs in the view. */
export function lookUp(query: Query): Element[] {
  type Rooted = Element & { openOrClosedShadowRoot?: ShadowRoot | null };
  const IMPLICIT: Record<string, string> = {
    alert: '[role=alert]',
    button: 'button, input[type=button], input[type=submit], input[type=reset]',
    checkbox: 'input[type=checkbox]',
    combobox: 'select:not([multiple]):not([size]), input[list]',
    dialog: 'dialog',
    group: 'fieldset, details, optgroup',
    heading: 'h1, h2, h3, h4, h5, h6',
    link: 'a[href], area[href]',
    listbox: 'select[multiple], select[size], datalist',
    navigation: 'nav',
    option: 'option',
    progressbar: 'progress',
    radio: 'input[type=radio]',
    region: 'section[aria-label], section[aria-labelledby]',
    row: 'tr',
    searchbox: 'input[type=search]:not([list])',
    spinbutton: 'input[type=number]',
    status: 'output',
    table: 'table',
    textbox:
      'textarea, [contenteditable=true], input:not([type]):not([list]), input[type=text]:not([list]), ' +
      'input[type=email]:not([list]), input[type=tel]:not([list]), input[type=url]:not([list])',
  };
  const clean = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden=true], [inert]');

  const roleOf = (element: Element, role: string): boolean => {
    const stated = clean(element.getAttribute('role')).split(' ')[0];
    return stated ? stated === role : IMPLICIT[role] !== undefined && element.matches(IMPLICIT[role]);
  };
  const contentOf = (element: Element, skip?: Element): string => {
    let text = '';
    for (const node of element.childNodes) {
      if (node.nodeType === 3) text += node.nodeValue ?? '';
      if (node.nodeType !== 1 || node === skip) continue;
      const child = node as Element;
      if (child.getAttribute('aria-hidden') === 'true' || (child as HTMLElement).hidden) continue;
      const own = child.getAttribute('aria-label') ?? child.getAttribute('alt');
      const isField = child.matches('select, textarea, input');
      const inside = own ?? (isField ? '' : contentOf(child, skip));
      text += getComputedStyle(child).display === 'inline' ? inside : ` ${inside} `;
    }
    return text;
  };
  const nameOf = (element: Element): string => {
    const root = element.getRootNode() as Document | ShadowRoot;
    const ids = clean(element.getAttribute('aria-labelledby')).split(' ').filter(Boolean);
    const referenced = clean(
      ids
        .map((id) => root.getElementById(id))
        .map((it) => (it ? (it.getAttribute('aria-label') ?? contentOf(it)) : ''))
        .join(' '),
    );
    if (referenced) return referenced;
    const stated = clean(element.getAttribute('aria-label'));
    if (stated) return stated;
    const labels = [...((element as HTMLInputElement).labels ?? [])]
      .map((label) => contentOf(label, element))
      .join(' ');
    if (clean(labels)) return clean(labels);
    const titleElement = { FIELDSET: 'legend', TABLE: 'caption', DETAILS: 'summary' }[element.tagName];
    const title = titleElement ? element.querySelector(`:scope > ${titleElement}`) : null;
    if (title) return clean(contentOf(title));
    if (element.matches('input[type=submit], input[type=button], input[type=reset]'))
      return (element as HTMLInputElement).value;
    const isField = element.matches('input, select, textarea, progress, fieldset, dialog, nav, section, [role=dialog]');
    const content = isField ? '' : clean(contentOf(element));
    return content || clean(element.getAttribute('title')) || clean(element.getAttribute('placeholder'));
  };
  const fits = (text: string, name: NamePattern | null): boolean =>
    name === null ||
    (name.isWhole ? clean(text) === clean(name.source) : new RegExp(name.source, name.flags).test(text));

  const below = (root: Document | ShadowRoot | Element): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) => {
      // In a privileged script Firefox shows closed roots too: our button in the page has one.
      const shadow = (element as Rooted).openOrClosedShadowRoot ?? element.shadowRoot;
      return shadow ? [element, ...below(shadow)] : [element];
    });
  const matches = (element: Element, step: Step): boolean => {
    if (step.by === 'role') return roleOf(element, step.role) && fits(nameOf(element), step.name);
    if (step.by === 'label') {
      return element.matches('input, select, textarea, progress, [role]') && fits(nameOf(element), step.name);
    }
    const text = (it: Element): string => clean((it as HTMLElement).innerText ?? '');
    return (
      !element.matches('html, head, head *, script, style') &&
      fits(text(element), step.name) &&
      ![...element.children].some((child) => fits(text(child), step.name))
    );
  };

  let scopes: (Document | Element)[] = [document];
  for (const step of query) {
    const found = scopes.flatMap((scope) =>
      below(scope).filter((element) => matches(element, step) && isShown(element)),
    );
    scopes = [...new Set(found)];
  }
  return scopes as Element[];
}

/** What the first element is like. Runs in the view, after `lookUp`. */
export function describeFound(elements: readonly Element[], isScrolled: boolean): Found {
  const element = elements[0];
  if (!element)
    return {
      count: 0,
      isEnabled: false,
      isChecked: false,
      text: '',
      value: '',
      attributes: {},
      x: 0,
      y: 0,
      isHit: false,
    };
  if (isScrolled) element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const box = element.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const hit = (element.getRootNode() as Document | ShadowRoot).elementFromPoint(x, y);
  const takesClicks = [element, ...((element as HTMLInputElement).labels ?? [])];
  return {
    count: elements.length,
    isEnabled: !element.matches(':disabled') && element.getAttribute('aria-disabled') !== 'true',
    isChecked: element.matches(':checked') || element.getAttribute('aria-checked') === 'true',
    text: (element as HTMLElement).innerText ?? element.textContent ?? '',
    value: (element as HTMLInputElement).value ?? '',
    attributes: Object.fromEntries([...element.attributes].map((it) => [it.name, it.value])),
    x,
    y,
    isHit: hit !== null && takesClicks.some((it) => it.contains(hit) || hit.contains(it)),
  };
}
