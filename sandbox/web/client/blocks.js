import { emoji, h, icon, write } from './dom.js';
import { label } from './labels.js';

const CLASS_OF = {
  paragraph: 'text',
  heading_1: 'header',
  heading_2: 'sub_header',
  heading_3: 'sub_sub_header',
  heading_4: 'sub_sub_sub_header',
  bulleted_list_item: 'bulleted_list',
  numbered_list_item: 'numbered_list',
  child_page: 'page',
  child_database: 'collection_view',
};
const PLACEHOLDER = {
  paragraph: () => label('write'),
  heading_1: () => 'Heading 1',
  heading_2: () => 'Heading 2',
  heading_3: () => 'Heading 3',
  to_do: () => 'To-do',
};
const drawn = new WeakMap();

export function renderRuns(runs) {
  return runs.map((run) => {
    const marks = ['bold', 'italic', 'underline', 'strikethrough', 'equation']
      .filter((mark) => run[mark])
      .map((mark) => `x-${mark}`);
    if (run.color && run.color !== 'default') marks.push(`x-color-${run.color}`);
    const text = run.code ? h('code', { class: 'x-inline-code' }, run.text) : run.text;
    const linked = run.href
      ? h('a', { class: 'x-link', href: run.href, target: '_blank', rel: 'noopener' }, text)
      : text;
    return marks.length > 0 ? h('span', { class: marks.join(' ') }, linked) : linked;
  });
}

const leaf = (block, extra = {}) =>
  h(
    'div',
    {
      class: 'x-leaf',
      contenteditable: 'true',
      'data-content-editable-leaf': 'true',
      placeholder: PLACEHOLDER[block.type]?.() ?? ' ',
      ...extra,
    },
    renderRuns(block.runs),
  );

const kids = (block) => {
  const holder = h('div', { class: 'x-kids' });
  reconcile(holder, block.children);
  return holder;
};

function media(block) {
  const name =
    { image: 'Image', video: 'Video', audio: 'Audio', file: 'File', pdf: 'PDF' }[block.type] ??
    block.type.replaceAll('_', ' ');
  return h(
    'div',
    { class: 'x-card', contenteditable: 'false' },
    h('span', { class: 'x-quiet' }, name),
    h('span', {}, block.label ?? ''),
    h('span', {}, renderRuns(block.runs)),
  );
}

function tableOf(block) {
  const rows = block.children.map((row, index) =>
    h(
      'tr',
      { 'data-block-id': row.id },
      (row.cells ?? []).map((cell, column) =>
        h((index === 0 && block.columnHeader) || (column === 0 && block.rowHeader) ? 'th' : 'td', {}, renderRuns(cell)),
      ),
    ),
  );
  return h(
    'div',
    { class: 'x-table-wrap', contenteditable: 'false' },
    h('table', { class: 'x-table' }, h('tbody', {}, rows)),
  );
}

const linkCard = (block, kind) =>
  h(
    'div',
    { class: 'x-child', contenteditable: 'false' },
    icon(kind),
    h('span', { class: 'x-child-title' }, block.label || label('newPage')),
  );

const HEADING = (block) =>
  h(
    'div',
    {},
    block.runs.length || !block.children.length ? leaf(block) : null,
    block.children.length ? kids(block) : null,
  );
const BODY = {
  heading_1: HEADING,
  heading_2: HEADING,
  heading_3: HEADING,
  heading_4: HEADING,
  bulleted_list_item: (block) =>
    h(
      'div',
      { class: 'x-item' },
      h('span', { class: 'x-marker', contenteditable: 'false' }, '•'),
      h('div', { class: 'x-fill' }, leaf(block), kids(block)),
    ),
  numbered_list_item: (block, number) =>
    h(
      'div',
      { class: 'x-item' },
      h('span', { class: 'x-marker', contenteditable: 'false' }, `${number}.`),
      h('div', { class: 'x-fill' }, leaf(block), kids(block)),
    ),
  to_do: (block) =>
    h(
      'div',
      { class: `x-item ${block.checked ? 'x-done' : ''}` },
      h(
        'span',
        { class: 'x-box', role: 'checkbox', 'aria-checked': String(Boolean(block.checked)), contenteditable: 'false' },
        block.checked ? icon('check') : null,
      ),
      h('div', { class: 'x-fill' }, leaf(block), kids(block)),
    ),
  toggle: (block) =>
    h(
      'div',
      { class: 'x-item' },
      h('span', { class: 'x-marker', contenteditable: 'false' }, '▾'),
      h('div', { class: 'x-fill' }, leaf(block), kids(block)),
    ),
  quote: (block) => h('div', { class: 'x-quote' }, leaf(block), kids(block)),
  callout: (block) =>
    h(
      'div',
      { class: 'x-callout' },
      emoji(block.icon ?? '💡', 'star'),
      h('div', { class: 'x-fill' }, leaf(block), kids(block)),
    ),
  code: (block) =>
    h(
      'div',
      { class: 'x-code' },
      h('div', { class: 'x-code-language', contenteditable: 'false' }, block.language ?? ''),
      leaf(block, { spellcheck: 'false' }),
    ),
  equation: (block) =>
    h(
      'div',
      { class: 'x-equation-block', contenteditable: 'false' },
      block.label || block.runs.map((run) => run.text).join(''),
    ),
  divider: () => h('div', { class: 'x-divider', contenteditable: 'false' }),
  table: tableOf,
  column_list: (block) => {
    const holder = h('div', { class: 'x-columns' });
    reconcile(holder, block.children);
    return holder;
  },
  column: kids,
  child_page: (block) => linkCard(block, 'page'),
  child_database: (block) => linkCard(block, 'table'),
  synced_block: kids,
  table_of_contents: () => h('div', { class: 'x-quiet', contenteditable: 'false' }, '≡'),
  breadcrumb: () => h('div', { class: 'x-quiet', contenteditable: 'false' }, '…'),
};

function draw(block, number) {
  const body = (BODY[block.type] ?? (block.label === undefined ? (one) => h('div', {}, leaf(one), kids(one)) : media))(
    block,
    number,
  );
  const tint = block.color && block.color !== 'default' ? ` x-color-${block.color}` : '';
  return h(
    'div',
    {
      class: `notion-selectable notion-${CLASS_OF[block.type] ?? block.type}-block x-block${tint}`,
      'data-block-id': block.id,
    },
    body,
  );
}

/** A block's own part; children are compared on their own, except a table's, which are drawn with it. */
const signature = (block, number) =>
  JSON.stringify([
    block.type,
    block.type === 'table' ? block : { ...block, children: block.children.length > 0 },
    number,
  ]);

const plain = (block) => block.runs.map((run) => run.text).join('');

/** A person types here, and what comes back is what was typed: leave the caret alone. */
function isBeingTyped(element, block) {
  const selected = getSelection()?.focusNode;
  const field = selected && element.contains(selected) ? element.querySelector('[data-content-editable-leaf]') : null;
  return field !== null && field.textContent === plain(block);
}

/** Makes a container show the blocks, keeping what has not changed. New blocks fade in. */
export function reconcile(container, blocks) {
  write(() => {
    const byId = new Map([...container.children].map((child) => [child.dataset.blockId, child]));
    const fresh = container.childElementCount > 0 || container.dataset.shown === 'yes';
    let number = 0;
    let place = container.firstElementChild;
    for (const block of blocks) {
      number = block.type === 'numbered_list_item' ? number + 1 : 0;
      const sign = signature(block, number);
      const old = byId.get(block.id);
      byId.delete(block.id);
      let element = old;
      if (old === undefined || (drawn.get(old) !== sign && !isBeingTyped(old, block))) {
        element = draw(block, number);
        if (old === undefined && fresh) element.classList.add('x-arriving');
        if (old !== undefined) {
          if (place === old) place = old.nextElementSibling;
          old.remove();
        }
      } else if (block.type !== 'table') {
        const holder = element.querySelector(
          ':scope > div > .x-kids, :scope > div > .x-fill > .x-kids, :scope > .x-kids, :scope > .x-columns',
        );
        if (holder) reconcile(holder, block.children);
      }
      drawn.set(element, sign);
      if (element === place) place = place.nextElementSibling;
      else container.insertBefore(element, place);
    }
    for (const gone of byId.values()) gone.remove();
    container.dataset.shown = 'yes';
  });
}
