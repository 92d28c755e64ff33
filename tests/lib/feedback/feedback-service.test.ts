import { describe, expect, it } from 'vitest';

import type { Feedback } from '../../../lib/feedback/feedback-service.ts';
import { FEEDBACK_VALUE, FeedbackService } from '../../../lib/feedback/feedback-service.ts';
import { postFeedback } from '../../../lib/feedback/post-feedback.ts';
import { AppError } from '../../../lib/shared/app-error.ts';
import { VersionedValue } from '../../../lib/storage/versioned-value.ts';
import { createManualClock } from '../../fakes/manual-clock.ts';
import { createMemoryKeyValueStore } from '../../fakes/memory-key-value-store.ts';

function setUp(url: string | undefined = 'https://feedback.example/') {
  const stored = new VersionedValue(createMemoryKeyValueStore(), FEEDBACK_VALUE);
  const received: Feedback[] = [];
  const network: { failure: AppError | undefined } = { failure: undefined };
  let ids = 0;
  const create = () =>
    new FeedbackService({
      ...(url !== undefined && { url }),
      post: async (_url, body) => {
        if (network.failure !== undefined) throw network.failure;
        received.push(body);
      },
      stored,
      diagnostics: async () => 'Visen 1.0',
      clock: createManualClock(),
      newId: () => `f${++ids}`,
    });
  return { stored, received, network, create, service: create() };
}

const idea = { kind: 'idea', message: 'More tea' } as const;

describe('feedback', () => {
  it('is sent, and nothing is kept', async () => {
    const { service, received, stored } = setUp();
    expect(await service.send({ ...idea, diagnostics: 'Visen 1.0' })).toEqual({ state: 'sent' });
    expect(received).toMatchObject([{ id: 'f1', kind: 'idea', message: 'More tea', diagnostics: 'Visen 1.0' }]);
    expect(await stored.read()).toEqual([]);
  });

  it('is kept while offline and sent once later, also by another worker', async () => {
    const { service, network, received, create } = setUp();
    network.failure = new AppError('offline', 'later');
    expect(await service.send(idea)).toEqual({ state: 'queued' });
    await create().retry();
    expect(received).toEqual([]);
    network.failure = undefined;
    await create().retry();
    await create().retry();
    expect(received).toMatchObject([{ id: 'f1', message: 'More tea' }]);
  });

  it('that the server refuses for good comes back to the person', async () => {
    const { service, network, stored } = setUp();
    network.failure = new AppError('internal', 'never', { details: { status: 413 } });
    await expect(service.send(idea)).rejects.toMatchObject({ details: { status: 413 } });
    expect(await stored.read()).toEqual([]);
  });

  it('has nowhere to go in a build without an address, and says so', async () => {
    const stored = new VersionedValue(createMemoryKeyValueStore(), FEEDBACK_VALUE);
    const service = new FeedbackService({
      post: () => Promise.reject(new Error('must not be called')),
      stored,
      diagnostics: async () => '',
      clock: createManualClock(),
      newId: () => 'f',
    });
    expect(await service.handlers['feedback.diagnostics']({})).toEqual({ text: '', available: false });
    await expect(service.send(idea)).rejects.toMatchObject({ code: 'message-refused' });
    expect(await stored.read()).toEqual([]);
  });
});

describe('posting feedback', () => {
  const feedback: Feedback = { id: 'f1', kind: 'praise', message: 'Good', writtenAt: '' };

  it.each([
    [500, 'later'],
    [429, 'later'],
    [400, 'never'],
  ])('answers %i with retry %s', async (status, retry) => {
    const fetch = async () => new Response('', { status });
    await expect(postFeedback(fetch, 'https://x.example/', feedback)).rejects.toMatchObject({ retry });
  });

  it('sends JSON without cookies and follows no redirect', async () => {
    const sent: RequestInit[] = [];
    await postFeedback(
      async (_url, init) => (sent.push(init), new Response('', { status: 200 })),
      'https://x.example/',
      feedback,
    );
    expect(sent).toMatchObject([
      { method: 'POST', credentials: 'omit', redirect: 'error', body: JSON.stringify(feedback) },
    ]);
  });
});
