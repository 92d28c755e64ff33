import { expect, it } from 'vitest';

import type { Surface } from './harness/surface.ts';
import { useWorld } from './harness/world.ts';

const world = useWorld();

/** A view of the extension with plain markup in it, so that the harness is tested without the product. */
async function openForm(): Promise<Surface> {
  const view = await world.browser.open('popup.html');
  await view.evaluate(() => {
    // Extension pages take no markup from text, so the elements are made one by one.
    const make = (tag: string, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElement => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      element.append(...children);
      return element;
    };
    const go = () => make('button', {}, 'Go');
    document.body.replaceChildren(
      make('label', {}, 'Name ', make('span', { hidden: '' }, 'secret'), make('input', { id: 'name', value: 'old' })),
      make('label', { for: 'key' }, 'API key'),
      make('input', { id: 'key', type: 'password' }),
      make(
        'label',
        {},
        'Where ',
        make(
          'select',
          {},
          make('option', { value: 'end' }, 'Add to the end'),
          make('option', { value: 'top' }, 'Add to the top'),
        ),
      ),
      make('label', {}, make('input', { type: 'checkbox', id: 'box' }), ' Overwrite filled cells'),
      make('section', { 'aria-label': 'First' }, go()),
      make('section', { 'aria-label': 'Second' }, go(), make('button', { hidden: '' }, 'Hidden')),
      make('button', { 'aria-label': 'More actions for Ideas' }, '…'),
      make('textarea', { placeholder: 'AI prompt' }),
      make('button', { disabled: '', id: 'later' }, 'Later'),
      make('output', {}),
    );
    const say = (text: string): void => void (document.querySelector('output')!.textContent = text);
    document.querySelector('section:last-of-type button')!.addEventListener('click', () => say('second'));
    document
      .querySelector('select')!
      .addEventListener('change', (event) => say((event.target as HTMLSelectElement).value));
    document.querySelector('textarea')!.addEventListener('keydown', (event) => say(`${event.ctrlKey} ${event.key}`));
    setTimeout(() => ((document.querySelector('#later') as HTMLButtonElement).disabled = false), 200);
  });
  return view;
}

it('fills, reads and empties fields by their labels', async () => {
  const view = await openForm();
  await view.getByRole('textbox', 'Name').fill('new “text” 👩‍💻');
  await expect(view.getByRole('textbox', 'Name').value()).resolves.toBe('new “text” 👩‍💻');
  await view.getByRole('textbox', 'Name').fill('');
  await expect(view.getByRole('textbox', 'Name').value()).resolves.toBe('');
  await view.getByLabel('API key').fill('abc');
  await expect(view.getByLabel('API key').value()).resolves.toBe('abc');
});

it('chooses options, ticks boxes and says so', async () => {
  const view = await openForm();
  await view.getByRole('combobox', 'Where').select('Add to the top');
  await view.getByRole('status').waitForText('top');
  await view.getByRole('checkbox', 'Overwrite filled cells').check();
  await expect(view.getByRole('checkbox', 'Overwrite filled cells').isChecked()).resolves.toBe(true);
});

it('tells controls of one name apart by what holds them, and leaves hidden ones out', async () => {
  const view = await openForm();
  await expect(view.getByRole('button', 'Go').count()).resolves.toBe(2);
  await expect(view.getByRole('button', 'Hidden').count()).resolves.toBe(0);
  await view.getByRole('region', 'Second').getByRole('button', 'Go').click();
  await view.getByRole('status').waitForText('second');
  await expect(view.getByRole('button', /^More actions/).attribute('aria-label')).resolves.toBe(
    'More actions for Ideas',
  );
});

it('waits for a control that is not enabled yet, and presses keys with modifiers', async () => {
  const view = await openForm();
  await view.getByRole('button', 'Later').waitFor('enabled');
  await view.getByRole('textbox', 'AI prompt').press('Control+Enter');
  await view.getByRole('status').waitForText('true Enter');
});

it('fails with what it waited for', async () => {
  const view = await openForm();
  await expect(view.getByRole('status').waitForText('never', 300)).rejects.toThrow(/Waited 300 ms for/);
});

it('refuses a host outside the sandbox, and tells of it', async () => {
  const view = await world.browser.open('popup.html');
  const before = world.sandbox.front.leaks.length;
  await view.evaluate(() => fetch('https://collector.example/pixel').then(String, String));
  await expect
    .poll(() => world.sandbox.front.leaks.slice(before).map((leak) => leak.host))
    .toContain('collector.example');
  world.forgetLeaks();
});
