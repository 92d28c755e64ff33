/** An article as models write them. */
export const ARTICLE = `# Why cities plant trees

Street trees **cool the air**, slow the rain and make people walk more. They are also *surprisingly cheap*: see
[the report](https://example.com/report) and \`trees.csv\`.

## What they do

- Shade lowers surface temperature by up to 12 °C
- **Leaves** catch dust and soot
  - fine dust first
- Roots store rain water

1. Dig a hole twice as wide as the roots.
2. Plant, and water well.
3. Come back every week for two years.

| Tree | Cost |
|---|---|
| Oak | $40 |
| Lime | $35 |

> We shape our streets, and thereafter they shape us.

\`\`\`js
const shade = trees.map((tree) => tree.crown);
\`\`\`

A tree planted today pays back in about fifteen years, says https://example.com/trees.

`;
