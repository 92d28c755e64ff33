import type { JsonObject } from './json.ts';
import type { DatabaseRecord, DataSourceRecord, PageRecord, Token, User, Workspace } from './model.ts';
import type { World } from './world.ts';

/** Clearly no real token. */
export const DEMO_TOKEN = 'ntn_demo0000000000000000000000000000000000000000VISEN';

export interface Demo {
  workspace: Workspace;
  person: User;
  token: Token;
  blank: PageRecord;
  notes: PageRecord;
  ideas: { database: DatabaseRecord; dataSource: DataSourceRecord };
  everything: { database: DatabaseRecord; dataSource: DataSourceRecord };
}

const NOTES = `## Weekly sync

**Present:** Ada, Grace, Linus

- Launch moved to *Thursday*
- Pricing page needs a second look
  - Ask [design](https://design.acme.example)
- [ ] Write the changelog
- [x] Book the room

> Ship small, ship often.

\`\`\`typescript
export const launch = new Date('2026-12-03');
\`\`\`

| Topic | Owner |
| --- | --- |
| Docs | Grace |
| Demo | Linus |
`;

const IDEAS: JsonObject = {
  Topic: { title: {} },
  Generate: { checkbox: {} },
  Content: { rich_text: {} },
  Status: { status: {} },
  Tags: { multi_select: { options: ['guide', 'news', 'opinion'].map((name) => ({ name })) } },
};

const names = (...all: string[]) => ({ options: all.map((name) => ({ name })) });

/** Every type of property that the API knows, but relation and rollup, which need each other. */
const EVERYTHING: JsonObject = {
  Name: { title: {} },
  Text: { rich_text: {} },
  Number: { number: { format: 'number' } },
  Share: { number: { format: 'percent' } },
  Choice: { select: names('red', 'green', 'blue') },
  Several: { multi_select: names('one', 'two', 'three') },
  State: { status: {} },
  Day: { date: {} },
  Done: { checkbox: {} },
  Link: { url: {} },
  Mail: { email: {} },
  Phone: { phone_number: {} },
  People: { people: {} },
  Files: { files: {} },
  Place: { place: {} },
  Formula: { formula: { expression: 'length(prop("Name"))' } },
  Number_id: { unique_id: { prefix: 'EV' } },
  Button: { button: {} },
  Made: { created_time: {} },
  'Made by': { created_by: {} },
  Edited: { last_edited_time: {} },
  'Edited by': { last_edited_by: {} },
  Checked: { verification: {} },
};

/** The workspace that `npm start` shows: two pages, two databases, one integration that sees them. */
export function seedDemo(world: World): Demo {
  const workspace = world.addWorkspace({ name: 'Acme', plan: 'plus' });
  const person = world.addUser({ name: 'Ada Acme', email: 'ada@acme.example' });
  const blank = world.addPage({ title: 'Visen demo' });
  const notes = world.addPage({ title: 'Meeting notes', blocks: NOTES });
  const ideas = world.addDatabase({
    title: 'Blog ideas',
    properties: IDEAS,
    rows: [
      { Topic: 'Why small teams ship faster', Generate: true, Tags: ['opinion'] },
      { Topic: 'A first look at local models', Generate: true, Tags: ['guide'] },
      { Topic: 'What changed in November', Tags: ['news'] },
      { Topic: 'How we write release notes', Content: 'Keep them short.', Status: 'Done' },
    ],
  });
  const byId = { databaseId: ideas.database.id, dataSourceId: ideas.dataSource.id };
  world.addView({ ...byId, name: 'To generate', filter: { property: 'Generate', checkbox: { equals: true } } });
  world.addView({ ...byId, name: 'A to Z', sorts: [{ property: 'Topic', direction: 'ascending' }] });
  const everything = world.addDatabase({
    title: 'Everything',
    properties: {
      ...EVERYTHING,
      Related: { relation: { data_source_id: ideas.dataSource.id, single_property: {} } },
      Count: { rollup: { function: 'count', relation_property_name: 'Related', rollup_property_name: 'Topic' } },
    },
    rows: [
      {
        Name: 'Full',
        Text: 'Some text',
        Number: 42,
        Choice: 'red',
        Several: ['one', 'two'],
        Day: '2026-11-21',
        Done: true,
        Link: 'https://acme.example',
        Mail: 'ada@acme.example',
        Phone: '+1 555 0100',
        Formula: { type: 'number', number: 4 },
      },
      { Name: 'Empty' },
    ],
  });
  const shared = [blank.id, notes.id, ideas.database.id, everything.database.id];
  const token = world.addToken({ token: DEMO_TOKEN, botName: 'Visen', shared });
  return { workspace, person, token, blank, notes, ideas, everything };
}
