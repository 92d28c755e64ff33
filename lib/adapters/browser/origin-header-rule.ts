/**
 * Local model servers (Ollama) answer 403 to a request whose `Origin` is an extension's. Chrome lets us take the header off our
 * own requests to that one host; Firefox has no such call here, and the error then says what to set on the server.
 * https://developer.chrome.com/docs/extensions/reference/api/declarativeNetRequest
 */
const RULE_ID = 1;

/** Takes the `Origin` header off our own requests to this host, for the browser session. */
export async function dropOriginHeader(hostname: string): Promise<void> {
  const rules = netRequest();
  if (rules === undefined) return;
  await rules.updateSessionRules({
    removeRuleIds: [RULE_ID],
    addRules: [
      {
        id: RULE_ID,
        action: { type: 'modifyHeaders', requestHeaders: [{ header: 'origin', operation: 'remove' }] },
        condition: {
          initiatorDomains: [chrome.runtime.id],
          requestDomains: [hostname],
          resourceTypes: ['xmlhttprequest', 'other'],
        },
      } as chrome.declarativeNetRequest.Rule,
    ],
  });
}

export async function clearOriginHeaderRules(): Promise<void> {
  await netRequest()?.updateSessionRules({ removeRuleIds: [RULE_ID] });
}

function netRequest(): typeof chrome.declarativeNetRequest | undefined {
  return (globalThis.chrome as Partial<typeof chrome> | undefined)?.declarativeNetRequest;
}
