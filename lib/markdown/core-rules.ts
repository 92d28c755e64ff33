import type { MarkdownIt, StateCore, Token } from 'markdown-it';

/** Marks task items and GitHub alerts, and takes their marks out of the text, before the text is parsed. */
export function addCoreRules(md: MarkdownIt): void {
  md.core.ruler.before('inline', 'task_items', markTasks);
  md.core.ruler.before('inline', 'alerts', markAlerts);
}

const ALERT = /^\[!([a-z]+)\][+-]?[ \t]*([^\n]*)(?:\n|$)/i;

function markTasks(state: StateCore): void {
  forEachLeadingText(state.tokens, 'list_item_open', (item, text) => {
    const task = /^\[([ xX])\](?:[ \t]+|$)/.exec(text.content);
    if (task === null) return;
    item.meta = { ...item.meta, checked: task[1] !== ' ' };
    text.content = text.content.slice(task[0].length);
  });
}

function markAlerts(state: StateCore): void {
  forEachLeadingText(state.tokens, 'blockquote_open', (quote, text) => {
    const alert = ALERT.exec(text.content);
    if (alert === null) return;
    const title = new state.Token('inline', '', 0);
    title.content = alert[2]!.trim();
    title.children = [];
    if (title.content !== '') state.md.inline.parse(title.content, state.md, state.env, title.children);
    quote.meta = { ...quote.meta, alert: alert[1]!.toLowerCase(), title };
    text.content = text.content.slice(alert[0].length);
  });
}

/** Calls back for each container of the type whose first block is a paragraph, with that paragraph's text. */
function forEachLeadingText(tokens: readonly Token[], type: string, use: (open: Token, text: Token) => void): void {
  tokens.forEach((token, index) => {
    const text = tokens[index + 2];
    if (token.type === type && tokens[index + 1]?.type === 'paragraph_open' && text?.type === 'inline')
      use(token, text);
  });
}
