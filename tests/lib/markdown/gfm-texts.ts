/** Texts for each extension of GFM (https://github.github.com/gfm/), with the outline of the blocks they become. */
export const GFM_TEXTS: readonly (readonly [markdown: string, outline: string])[] = [
  ['| tea | cup |\n| --- | --- |\n| green | two |', 'table:\n  table_row: tea | cup\n  table_row: green | two'],
  ['| x | y |\n:-: | -:\np | q', 'table:\n  table_row: x | y\n  table_row: p | q'],
  ['| a\\|b |\n|---|\n| `c\\|d` |', 'table:\n  table_row: a|b\n  table_row: c|d'],
  ['| a | b |\n|---|---|\n| 1 | 2 |\n> quote', 'table:\n  table_row: a | b\n  table_row: 1 | 2\nquote: quote'],
  ['| a |\n|---|\n| 1 |\ntext\n\nafter', 'table:\n  table_row: a\n  table_row: 1\n  table_row: text\nparagraph: after'],
  ['| a | b |\n|---|---|\n| 1 |\n| 1 | 2 |', 'table:\n  table_row: a | b\n  table_row: 1 |\n  table_row: 1 | 2'],
  ['| only | header |\n|---|---|', 'table:\n  table_row: only | header'],
  ['- [ ] milk\n- [x] bread\n  - [X] rye', 'to_do(false): milk\nto_do(true): bread\n  to_do(true): rye'],
  ['- [y] no task\n- []()', 'bulleted_list_item: [y] no task\nbulleted_list_item:'],
  ['~~gone~~ and ~once~', 'paragraph: {s gone} and {s once}'],
  ['~~not\n\ngone~~', 'paragraph: ~~not\nparagraph: gone~~'],
  ['Visit www.tea.example/a.b.', 'paragraph: Visit {@https://www.tea.example/a.b www.tea.example/a.b}.'],
  ['(www.tea.example/a(b)c)', 'paragraph: ({@https://www.tea.example/a(b)c www.tea.example/a(b)c})'],
  ['https://tea.example/?q=a&copy;', 'paragraph: {@https://tea.example/?q=a https://tea.example/?q=a}©'],
  ['http://tea.example<b', 'paragraph: {@http://tea.example/ http://tea.example}<b'],
  [
    'ann@tea.example. and a.b-c_d@tea.example',
    'paragraph: {@mailto:ann@tea.example ann@tea.example}. and {@mailto:a.b-c_d@tea.example a.b-c_d@tea.example}',
  ],
  ['ann@tea and <script> stays', 'paragraph: ann@tea and <script> stays'],
];
