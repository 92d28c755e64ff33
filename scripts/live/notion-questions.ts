/** What no documentation settles about Notion's API. */
import type { Finding, Question } from './ask.ts';
import { paragraph, refusal, text, titled, type ApiAnswer, type NotionSubject } from './notion-subject.ts';

const append = ({ send, pageId }: NotionSubject, children: readonly unknown[], position?: unknown) =>
  send('PATCH', `blocks/${pageId}/children`, { children, ...(position !== undefined && { position }) });

const idsOf = ({ body }: ApiAnswer): string[] =>
  (Array.isArray(body['results']) ? (body['results'] as { id: string }[]) : []).map(({ id }) => id);

/** How many blocks answer two that were sent, and whether the new ones come first. */
async function answersOf(subject: NotionSubject, position: (first: string) => unknown): Promise<Finding> {
  const [first = ''] = idsOf(
    await append(
      subject,
      ['x', 'y', 'z'].map((word) => paragraph(word)),
    ),
  );
  const before = new Set(idsOf(await subject.send('GET', `blocks/${subject.pageId}/children?page_size=100`)));
  const answer = await append(subject, [paragraph('new 1'), paragraph('new 2')], position(first));
  const ids = idsOf(answer);
  const fresh = ids.map((id) => !before.has(id));
  return {
    status: answer.status,
    namesSiblings: ids.length > 2,
    newFirst: fresh[0] === true && fresh[1] === true && !fresh.slice(2).includes(true),
  };
}

const status = async (sent: Promise<ApiAnswer>): Promise<Finding> => refusal(await sent);
const linked = (subject: NotionSubject, url: string) => status(append(subject, [paragraph('link', url)]));

export const NOTION_QUESTIONS: readonly Question<NotionSubject>[] = [
  {
    name: 'GET markdown takes markdown_version v2',
    ask: ({ send, pageId }) => status(send('GET', `pages/${pageId}/markdown?markdown_version=v2`)),
  },
  {
    name: 'PATCH markdown takes markdown_version v2',
    ask: ({ send, pageId }) =>
      status(
        send('PATCH', `pages/${pageId}/markdown`, {
          type: 'insert_content',
          insert_content: { content: 'One\n\nTwo' },
          markdown_version: 'v2',
        }),
      ),
  },
  {
    name: 'heading_4 is taken',
    ask: (subject) => status(append(subject, [{ type: 'heading_4', heading_4: { rich_text: text('Four') } }])),
  },
  {
    name: 'an append behind a block answers',
    ask: (subject) => answersOf(subject, (id) => ({ type: 'after_block', after_block: { id } })),
  },
  { name: 'an append at the start answers', ask: (subject) => answersOf(subject, () => ({ type: 'start' })) },
  { name: 'an append at the end answers', ask: (subject) => answersOf(subject, () => ({ type: 'end' })) },
  { name: '2,000 letters in a text', ask: (subject) => status(append(subject, [paragraph('a'.repeat(2_000))])) },
  { name: '2,001 letters in a text', ask: (subject) => status(append(subject, [paragraph('a'.repeat(2_001))])) },
  {
    name: '2,000 signs of two units each in a text (the limit counts units, or signs)',
    ask: (subject) => status(append(subject, [paragraph('😀'.repeat(2_000))])),
  },
  { name: 'a tel: link', ask: (subject) => linked(subject, 'tel:+4930123456') },
  { name: 'a mailto: link', ask: (subject) => linked(subject, 'mailto:ada@example.com') },
  { name: 'a link to localhost', ask: (subject) => linked(subject, 'http://localhost:3000/x') },
  { name: 'a link to an address without a dot', ask: (subject) => linked(subject, 'http://intranet/x') },
  {
    name: 'an id that is not there',
    ask: ({ send }) => status(send('GET', 'pages/99999999-9999-8999-8999-999999999999')),
  },
  {
    name: 'a new option with a comma',
    ask: ({ send, dataSourceId }) =>
      status(
        send('POST', 'pages', {
          parent: { data_source_id: dataSourceId },
          properties: { ...titled('Comma'), Kind: { select: { name: 'a, b' } } },
        }),
      ),
  },
  {
    name: 'result_type page on a database that is no wiki',
    ask: ({ send, dataSourceId }) =>
      status(send('POST', `data_sources/${dataSourceId}/query`, { result_type: 'page', page_size: 1 })),
  },
  {
    name: 'fields of a view in the list',
    ask: async ({ send, dataSourceId }) => {
      const { body } = await send('GET', `views?data_source_id=${dataSourceId}`);
      const [view = {}] = (body['results'] ?? []) as object[];
      return Object.keys(view).sort();
    },
  },
  {
    name: 'fields of the list of templates',
    ask: async ({ send, dataSourceId }) => {
      const { body } = await send('GET', `data_sources/${dataSourceId}/templates`);
      return Object.keys(body)
        .filter((key) => key !== 'request_id')
        .sort();
    },
  },
  {
    name: 'five appends to one page at once (a 409 body, if there is one)',
    isMeasure: true,
    ask: async (subject) => {
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, index) => append(subject, [paragraph(`at once ${index}`)])),
      );
      return answers.map(refusal);
    },
  },
  {
    name: 'milliseconds until a new block is listed',
    isMeasure: true,
    ask: async (subject) => {
      const [id = ''] = idsOf(await append(subject, [paragraph('seen?')]));
      return untilSeen(subject, async () => {
        let cursor: unknown;
        do {
          const next = typeof cursor === 'string' ? `&start_cursor=${cursor}` : '';
          const answer = await subject.send('GET', `blocks/${subject.pageId}/children?page_size=100${next}`);
          if (idsOf(answer).includes(id)) return true;
          cursor = answer.body['next_cursor'];
        } while (typeof cursor === 'string');
        return false;
      });
    },
  },
  {
    name: 'milliseconds until a new row is found by a query',
    isMeasure: true,
    ask: async (subject) => {
      const { send, dataSourceId } = subject;
      const { body } = await send('POST', 'pages', {
        parent: { data_source_id: dataSourceId },
        properties: titled('Seen?'),
      });
      const filter = { property: 'title', title: { equals: 'Seen?' } };
      return untilSeen(subject, async () =>
        idsOf(await send('POST', `data_sources/${dataSourceId}/query`, { filter })).includes(String(body['id'])),
      );
    },
  },
];

/** Only with `--limits`, since it uses up the window of the connection for a minute. */
export const LIMIT_QUESTION: Question<NotionSubject> = {
  name: 'the answer to too many requests',
  ask: async ({ send }) => {
    for (let sent = 0; sent < 700; sent += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => send('GET', 'users/me')));
      const limited = answers.find(({ status: code }) => code === 429 || code === 529);
      if (limited) {
        const { code, additional_data: additional } = limited.body as { code?: string; additional_data?: object };
        return { status: limited.status, code: code ?? 'none', fields: Object.keys(additional ?? {}).sort() };
      }
    }
    return 'no limit was met in 700 requests';
  },
};

async function untilSeen({ sleep, now }: NotionSubject, look: () => Promise<boolean>): Promise<Finding> {
  const started = now();
  for (let tries = 0; tries < 30; tries += 1) {
    if (await look()) return tries === 0 ? 'at the first look' : now() - started;
    await sleep(1_000);
  }
  return 'not within 30 s';
}
