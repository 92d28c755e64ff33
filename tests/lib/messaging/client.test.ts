import { describe, expect, it } from 'vitest';

import { createClient } from '../../../lib/messaging/client.ts';
import type { CommandRequest, LiveRequest } from '../../../lib/messaging/protocol.ts';
import { SendError } from '../../../lib/messaging/transport.ts';
import { createManualClock, settle } from '../../fakes/manual-clock.ts';
import { createMemoryTransport } from '../../fakes/memory-transport.ts';

function setUp() {
  const clock = createManualClock();
  const transport = createMemoryTransport();
  const requests: LiveRequest[][] = [];
  transport.accept = (port) => {
    const heard: LiveRequest[] = [];
    requests.push(heard);
    port.onMessage((request) => heard.push(request));
  };
  return { clock, transport, requests, client: createClient(transport, clock) };
}

describe('calling a command', () => {
  it('gives the value that the background answered', async () => {
    const { transport, client } = setUp();
    transport.answer = () => ({ ok: true, value: { cleared: true } });
    expect(await client.call('settings.clear', {})).toEqual({ cleared: true });
    expect(transport.sent).toEqual([{ type: 'command', name: 'settings.clear', request: {} }]);
  });

  it('throws the failure that the background answered', async () => {
    const { transport, client } = setUp();
    transport.answer = () => ({ ok: false, failure: { code: 'notion-not-found', retry: 'never' } });
    await expect(client.call('target.resolve', { url: 'x' })).rejects.toMatchObject({
      name: 'AppError',
      code: 'notion-not-found',
      retry: 'never',
    });
  });

  it('sends a message again that nobody received', async () => {
    const { clock, transport, client } = setUp();
    transport.answer = () => {
      if (transport.sent.length < 3) throw new SendError(false, 'Receiving end does not exist');
      return { ok: true, value: 'yes' };
    };
    const answer = client.call('mirror.create', { parentPageId: null });
    await clock.advance(2_000);
    expect(await answer).toBe('yes');
    expect(transport.sent).toHaveLength(3);
  });

  it('sends a harmless command again whose answer was lost, and one that would act twice never', async () => {
    const { clock, transport, client } = setUp();
    transport.answer = () => {
      throw new SendError(true, 'message channel closed');
    };
    const harmless = client.call('connections.delete', { id: 'c' }).catch((error: unknown) => error);
    await clock.advance(5_000);
    expect(await harmless).toMatchObject({ code: 'internal', retry: 'look' });
    expect(transport.sent).toHaveLength(4);
    await expect(client.call('sample.createPage', { parentPageId: null })).rejects.toMatchObject({ retry: 'look' });
    expect(transport.sent).toHaveLength(5);
  });

  it('asks a model only once for a preview whose answer was lost, since each is paid for', async () => {
    const { clock, transport, client } = setUp();
    transport.answer = () => {
      throw new SendError(true, 'message channel closed');
    };
    const request = { kind: 'page' } as CommandRequest<'preview.page'>['request'];
    const preview = client.call('preview.page', { request }).catch((error: unknown) => error);
    await clock.advance(5_000);
    expect(await preview).toMatchObject({ retry: 'look' });
    expect(transport.sent).toHaveLength(1);
  });

  it('sends a row to add again when the answer was lost, since its id tells the two apart', async () => {
    const { clock, transport, client } = setUp();
    let lost = 1;
    transport.answer = () => {
      if (lost-- > 0) throw new SendError(true, 'message channel closed');
      return { ok: true, value: 'the row' };
    };
    const id = '00000000-0000-4000-8000-000000000001';
    const added = client.call('database.addRow', { dataSourceId: id, titlePropertyId: 'title', title: 'A', id });
    await clock.advance(1_000);
    expect(await added).toBe('the row');
    expect(transport.sent).toHaveLength(2);
  });

  it('leaves out members that are undefined', async () => {
    const { transport, client } = setUp();
    const request = { token: undefined } as unknown as { token?: string };
    await client.call('settings.testNotion', request);
    expect(Object.keys(transport.sent[0]?.request ?? {})).toEqual([]);
  });
});

describe('watching a topic', () => {
  it('hands on each value of its own topic until the watch ends', async () => {
    const { transport, requests, client } = setUp();
    const seen: unknown[] = [];
    const end = client.watch('connections', (value) => seen.push(value));
    await settle();
    expect(requests).toEqual([[{ watch: 'connections' }]]);
    transport.ports[0]?.post({ topic: 'connections', value: [1] });
    transport.ports[0]?.post({ topic: 'prompts', value: [2] });
    await settle();
    end();
    transport.ports[0]?.post({ topic: 'connections', value: [3] });
    await settle();
    expect(seen).toEqual([[1]]);
    expect(requests[0]).toEqual([{ watch: 'connections' }, { unwatch: 'connections' }]);
  });

  it('opens one port for all watches and gives a second watch of a topic its last value at once', async () => {
    const { transport, requests, client } = setUp();
    client.watch('runs', () => undefined);
    client.watch('usage', () => undefined);
    await settle();
    transport.ports[0]?.post({ topic: 'runs', value: ['r'] });
    await settle();
    const late: unknown[] = [];
    client.watch('runs', (value) => late.push(value));
    await settle();
    expect(late).toEqual([['r']]);
    expect(transport.ports).toHaveLength(1);
    expect(requests[0]).toEqual([{ watch: 'runs' }, { watch: 'usage' }]);
  });

  it('connects again within a second after the worker stopped, and watches what it watched', async () => {
    const { clock, transport, requests, client } = setUp();
    const seen: unknown[] = [];
    client.watch('runs', (value) => seen.push(value));
    client.watch('usage', () => undefined);
    await settle();
    transport.ports[0]?.disconnect();
    await clock.advance(1_000);
    expect(requests[1]).toEqual([{ watch: 'runs' }, { watch: 'usage' }]);
    transport.ports[1]?.post({ topic: 'runs', value: ['again'] });
    await settle();
    expect(seen).toEqual([['again']]);
  });

  it('goes on trying while no port can be opened, at most once a second or so', async () => {
    const { clock, transport, client } = setUp();
    const connect = transport.connect.bind(transport);
    let tries = 0;
    transport.connect = () => {
      if (++tries < 6) throw new Error('no background');
      return connect();
    };
    client.watch('runs', () => undefined);
    await clock.advance(10_000);
    expect(tries).toBe(6);
    expect(transport.ports).toHaveLength(1);
  });

  it('does not connect again once nothing is watched', async () => {
    const { clock, transport, client } = setUp();
    client.watch('runs', () => undefined)();
    await settle();
    transport.ports[0]?.disconnect();
    await clock.advance(10_000);
    expect(transport.ports).toHaveLength(1);
    client.close();
  });

  it('survives a port that is gone before its end was told', async () => {
    const { clock, transport, requests, client } = setUp();
    const port = { ...transport.connect() };
    transport.connect = () => port;
    client.watch('runs', () => undefined);
    port.post = () => {
      throw new Error('Attempting to use a disconnected port object');
    };
    const next = createMemoryTransport();
    next.accept = transport.accept;
    transport.connect = next.connect;
    client.watch('usage', () => undefined);
    await clock.advance(1_000);
    expect(requests.at(-1)).toEqual([{ watch: 'runs' }, { watch: 'usage' }]);
  });

  it('tells a topic that cannot be read as a failure', async () => {
    const { transport, client } = setUp();
    const failures: unknown[] = [];
    client.watch(
      'settings',
      () => undefined,
      (failure) => failures.push(failure.code),
    );
    await settle();
    transport.ports[0]?.post({ topic: 'settings', failure: { code: 'storage-newer', retry: 'never' } });
    await settle();
    expect(failures).toEqual(['storage-newer']);
  });
});
