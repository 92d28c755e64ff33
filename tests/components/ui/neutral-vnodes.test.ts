import { createElement, options } from 'preact';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { neutralizeText } from '../../../components/ui/neutral-vnodes.ts';

const before = options.vnode;
beforeEach(() => neutralizeText());
afterEach(() => {
  if (before) options.vnode = before;
  else delete options.vnode;
});

const OVERRIDE = '\u202E';
const ISOLATE = '\u2067';

it('draws no character that turns the text beside it around', () => {
  const { props } = createElement('td', { title: `invoice${OVERRIDE}fdp.exe` }, 'Title: ', `a${ISOLATE}b`, 7);
  expect(props).toMatchObject({ title: 'invoicefdp.exe', children: ['Title: ', 'ab', 7] });
  expect(createElement('a', { 'aria-label': `x${OVERRIDE}` }, `y${OVERRIDE}`).props).toMatchObject({
    'aria-label': 'x',
    children: 'y',
  });
});

it('leaves what a person types, and the letters of every script, as they are', () => {
  expect(createElement('input', { value: `a${OVERRIDE}b` }).props).toEqual({ value: `a${OVERRIDE}b` });
  expect(createElement('p', null, 'شاي و quiet\u200F').props.children).toBe('شاي و quiet\u200F');
});
