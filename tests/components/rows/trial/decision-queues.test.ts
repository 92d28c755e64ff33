import { expect, it } from 'vitest';

import { DecisionQueues } from '../../../../components/rows/trial/decision-queues.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it('sends a row’s decisions one after the other, and keeps back no other row’s', async () => {
  const queues = new DecisionQueues();
  const slow = Promise.withResolvers<void>();
  const sent: string[] = [];
  const send = (name: string, until?: Promise<void>) => async () => {
    sent.push(name);
    await until;
  };
  queues.add('a', send('a1', slow.promise));
  queues.add('a', send('a2'));
  queues.add('b', send('b1'));
  await nextTurn();
  expect(sent).toEqual(['a1', 'b1']);
  slow.resolve();
  await queues.sent();
  expect(sent).toEqual(['a1', 'b1', 'a2']);
});

it('sends what follows a failure, and tells the first failure once', async () => {
  const queues = new DecisionQueues();
  const sent: string[] = [];
  queues.add('a', () => Promise.reject(new Error('first')));
  queues.add('a', async () => void sent.push('a2'));
  queues.add('b', () => Promise.reject(new Error('second')));
  await expect(queues.sent()).rejects.toThrow('first');
  expect(sent).toEqual(['a2']);
  await expect(queues.sent()).resolves.toBeUndefined();
});
