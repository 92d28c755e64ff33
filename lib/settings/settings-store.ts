import { DEFAULT_SETTINGS } from './settings.ts';
import type { Settings } from './settings.ts';
import { settingsSchema } from './settings-schema.ts';
import type { ValueDefinition } from '../storage/versioned-value.ts';

/** How settings are stored. A new setting that must have a value is a new version: add a migration and a frozen example in tests/fixtures/storage. An optional one needs neither. */
export const SETTINGS_VALUE: ValueDefinition<Settings> = {
  key: 'settings',
  version: 1,
  schema: settingsSchema,
  initial: DEFAULT_SETTINGS,
  migrations: {},
};
