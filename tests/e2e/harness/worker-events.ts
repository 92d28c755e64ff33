import type { CDPSession } from 'playwright-core';

interface Evaluated {
  readonly id?: number;
  readonly result?: { readonly exceptionDetails?: { readonly exception?: { readonly description?: string } } };
}

/**
 * Runs an expression in Chromium's service worker of the extension: the only way to an event that the browser's own
 * interface makes (its native menus, its shortcuts). Detached at once: a worker with a debugger is never stopped. What
 * it fires carries no person's click.
 * @throws Error when no worker runs
 */
export async function runInWorker(browser: CDPSession, origin: string, expression: string): Promise<void> {
  const { targetInfos } = await browser.send('Target.getTargets');
  const worker = targetInfos.find((it) => it.type === 'service_worker' && it.url.startsWith(origin));
  if (!worker) throw new Error('No service worker of the extension is running');
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId: worker.targetId, flatten: false });
  try {
    await new Promise<void>((resolve, reject) => {
      browser.on('Target.receivedMessageFromTarget', (event) => {
        if (event.sessionId !== sessionId) return;
        const answer = JSON.parse(event.message) as Evaluated;
        if (answer.id !== 1) return;
        const failure = answer.result?.exceptionDetails;
        if (failure) reject(new Error(failure.exception?.description ?? 'failed in the worker'));
        else resolve();
      });
      const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, awaitPromise: true } });
      browser.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
  } finally {
    await browser.send('Target.detachFromTarget', { sessionId });
  }
}
