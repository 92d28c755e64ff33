import { createKeptStorageArea, createStorageArea } from '../../lib/adapters/browser/storage-area.ts';
import { browser } from '../../lib/adapters/browser/browser.ts';
import { CONNECTIONS_VALUE } from '../../lib/connections/connections-store.ts';
import { FEEDBACK_VALUE } from '../../lib/feedback/feedback-service.ts';
import { KEEP_FILLED_VALUE } from '../../lib/keep-filled/keep-filled-store.ts';
import { MIRROR_VALUE } from '../../lib/mirror/mirror-store.ts';
import { DRAFTS_VALUE } from '../../lib/panel/drafts-store.ts';
import { NOTICES_VALUE } from '../../lib/panel/notices-service.ts';
import { PROMPTS_VALUE } from '../../lib/prompt-library/saved-prompts-service.ts';
import { INTEGRATION_VALUE } from '../../lib/settings/integration-store.ts';
import { SECRETS_VALUE } from '../../lib/settings/secret-store.ts';
import { SETTINGS_VALUE } from '../../lib/settings/settings-store.ts';
import { inQuietOf } from '../../lib/storage/update-together.ts';
import { VersionedValue } from '../../lib/storage/versioned-value.ts';

/** What the least a surface asks for is made of. Small: connections and prompts can be thousands. */
const READ_AT_START = [SETTINGS_VALUE, SECRETS_VALUE, INTEGRATION_VALUE].map(({ key }) => key);

/** Everything that is kept in `storage.local`; only the background writes it. */
export function createStoredValues() {
  const local = createKeptStorageArea(browser, crypto.randomUUID(), READ_AT_START);
  // In the order in which several are changed together.
  const values = {
    settings: new VersionedValue(local, SETTINGS_VALUE),
    secrets: new VersionedValue(local, SECRETS_VALUE),
    integration: new VersionedValue(local, INTEGRATION_VALUE),
    prompts: new VersionedValue(local, PROMPTS_VALUE),
    connections: new VersionedValue(local, CONNECTIONS_VALUE),
    keepFilled: new VersionedValue(local, KEEP_FILLED_VALUE),
    drafts: new VersionedValue(local, DRAFTS_VALUE),
    notices: new VersionedValue(local, NOTICES_VALUE),
    mirror: new VersionedValue(local, MIRROR_VALUE),
    feedback: new VersionedValue(local, FEEDBACK_VALUE),
  };
  return {
    ...values,
    local,
    session: createStorageArea(browser.storage.session),
    /** Does the task once no change is under way, and holds up others meanwhile: none can put back what the task erases. */
    untilStored: (task: () => Promise<void>) => inQuietOf(Object.values(values), task),
    /** After all was erased: everyone reads anew. */
    announceErased: () => Object.values(values).forEach((value) => value.announce()),
  };
}

export type StoredValues = ReturnType<typeof createStoredValues>;
