import { describe, expect, it } from 'vitest';

import { isActiveDiagram, isActiveFormula } from '../../../lib/markdown/active-content.ts';

describe('a diagram', () => {
  it.each([
    'flowchart TD\n A@{ img: "https://x.example/p" }',
    'flowchart TD\n A@{ "img": "//x.example/p" }',
    'flowchart TD\n A@{ \'img\': "//x.example/p" }',
    'flowchart TD\n A@{ "\\x69mg": "\\/\\/x.example/p" }',
    'flowchart TD\n A@{ shape: rect, label: "a", i: x }',
    'flowchart TD\n A@{ label: "<img src=x>" }',
    '%%{init: {"theme": "dark"}}%%\nflowchart TD\n A',
    '---\nconfig:\n  kanban:\n    ticketBaseUrl: "\\/\\/x.example/#TICKET#"\n---\nkanban\n a[x]@{ ticket: 1 }',
    '---\nconfig:\n  themeCSS: "@import \'x\'"\n---\nflowchart TD\n A',
    '---\n"\\x63onfig": {x: y}\n---\nflowchart TD\n A',
    'flowchart TD\n click A "x.example"',
    'flowchart TD;A-->B;click A "x"',
    'classDiagram\n link Shape "x.example"',
    'classDiagram\n callback Shape "f" "x"',
    'sequenceDiagram\n links Ann B: {"x": "\\/\\/x.example"}',
    'sequenceDiagram\n link Ann: Board @ x.example',
    'classDiagram\n link `Shape` "#47;#47;x.example"',
    'sequenceDiagram\n link (Ann): Board @ #47;#47;x.example',
    'sequenceDiagram\n link =Ann: Board @ #47;#47;x.example',
    'sequenceDiagram\n\u00a0link\u00a0Ann B: Board @ #47;#47;x.example',
    'sequenceDiagram link Ann B: Board @ #47;#47;x.example',
    'sequenceDiagram\n loop a\n Ann->>B: x\n end link Ann B: Board @ #47;#47;x.example',
    'C4Context\n Person(a, "A", $link="x.example")',
    'flowchart TD\n A["<video src=x>"]',
    'flowchart TD\n A["<svg><image/></svg>"]',
    'flowchart TD\n A["<div style=\'background:red\'>x</div>"]',
    'flowchart TD\n A["<<img src=x>"]',
    'flowchart TD\n A["<style>@import x</style>"]',
    'flowchart TD\n A["http:x.example"]',
    'flowchart TD\n A["//x.example"]',
    'flowchart TD\n A["\\\\x.example"]',
    'flowchart TD\n A["/\\x.example"]',
    'flowchart TD\n style A fill:u\\72l(x)',
    'flowchart TD\n classDef a background:image-set("x" 1x)',
  ])('that loads, links or sets something is active: %j', (source) => expect(isActiveDiagram(source)).toBe(true));

  it.each([
    'flowchart TD\n A[Start] --> B{Ready?}\n B -- yes --> C([Done])\n B -.->|no| A',
    'flowchart LR\n A[/In/] --> B[\\Out\\] --> C[/x\\] & D[\\y/]',
    'flowchart TD\n A@{ shape: rect, label: "Two words" } --> B@{ shape: circle }\n e1@{ animate: true }',
    'flowchart TD\n A["One<br/>two<br>three"] --> B["<b>bold</b>"]',
    'flowchart TD\n A\n style A fill:#f9f,stroke:rgb(0, 0, 0),stroke-width:2px\n classDef big font-size:20px\n class A big',
    'flowchart TD\n link --> B\n link[Links] --> C\n link -.-> D\n link <--> E\n link ==> F\n subgraph S\n G\n end',
    '---\ntitle: My flow (2026)\n---\nflowchart TD\n A',
    '---\ntitle: My flow\nconfig:\n  theme: neutral\n  look: handDrawn\n\n---\nflowchart TD\n A',
    'sequenceDiagram\n Ann->>Bob: HTTP: get it\n Bob-->>Ann: 3 < 4\n Ann--//Bob: half\n Note over Ann,Bob: x',
    'classDiagram\n class Shape {\n <<interface>>\n +List~int~ items\n +draw() void\n }\n Animal <|-- Duck\n A <-- B',
    'erDiagram\n CUSTOMER ||--o{ ORDER : places',
    'gantt\n title Plan\n dateFormat YYYY-MM-DD\n section A\n Task :a1, 2026-01-01, 30d',
    'pie title Pets\n "Dogs" : 386\n "Cats" : 85',
    'stateDiagram-v2\n [*] --> Still\n Still --> [*]',
    'mindmap\n root((Topic))\n  One\n  Two',
  ])('that only shows something is not: %j', (source) => expect(isActiveDiagram(source)).toBe(false));

  it('is judged in time that grows with its length', () => {
    const began = performance.now();
    for (const part of [
      '@{ shape: a, ',
      '@{ shape: a b ',
      ' \n',
      ';style a ',
      '<a1 ',
      'link a ',
      'end \u00a0',
      'end link -- ',
      '//',
      '<<a',
      '---\n \t\n',
    ])
      for (const head of ['', '---\n', 'flowchart TD\n@{ ']) isActiveDiagram(head + part.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

it.each([
  '\\href{//x.example}{a}',
  '\\href1{a}',
  '\\url{x}',
  '\\includegraphics[width=1em]{x}',
  '\\htmlData{a=b}{c}',
  '\\style{background:url(//x.example)}{a}',
  '\\class{a}{b}',
  '\\cssId{a}{b}',
  '\\require{html}',
  'a \\text{https://x.example}',
])('a formula that links, loads or names an address is active: %s', (latex) =>
  expect(isActiveFormula(latex)).toBe(true),
);

it.each(['\\hrefx + 1', 'AB // CD', '\\frac{a}{b}', '\\textstyle x', '\\mathclap{x}', '\\displaystyle\\sum_i x_i'])(
  'a formula that only shows something is not: %s',
  (latex) => expect(isActiveFormula(latex)).toBe(false),
);
