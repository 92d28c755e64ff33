import { describe, expect, it } from 'vitest';

import { refusedField } from '../../../components/settings-form/refused-field.ts';
import type { Settings } from '../../../lib/settings/settings.ts';
import type { SecretChange } from '../../../lib/settings/settings-commands.ts';
import { toFailure } from '../../../lib/shared/app-error.ts';
import { createSettingsWorld } from '../../fakes/settings-world.ts';

async function refuse(settings: Partial<Settings>, secrets: SecretChange = {}) {
  const { service } = createSettingsWorld();
  return service.save({ settings, secrets }).then(
    () => expect.unreachable(),
    (error: unknown) => refusedField(toFailure(error)),
  );
}

describe('the field that a refused save is about', () => {
  it.each<[string, Partial<Settings>]>([
    ['baseUrl', { baseUrl: 'http://models.example.com/v1' }],
    ['baseUrl', { baseUrl: 'https://key@models.example.com/v1' }],
    ['moreHeaders', { moreHeaders: 'X-Title Visen' }],
    ['moreHeaders', { moreHeaders: 'Authorization: Bearer abc' }],
    ['moreHeaders', { moreHeaders: 'Host: models.example.com' }],
    ['moreFields', { moreFields: '[1]' }],
    ['moreFields', { moreFields: '{"model":"x"}' }],
    ['connectionsDatabaseUrl', { connectionsDatabaseUrl: 'https://example.com/x' }],
    ['connectionsDatabaseUrl', { connectionsDatabaseUrl: 'https://www.notion.so' }],
  ])('is %s for %j', async (field, settings) => {
    expect(await refuse(settings)).toBe(field);
  });

  it.each<[string, SecretChange]>([
    ['notion', { notion: 'ntn_ümlaut' }],
    ['openai', { openai: 'AIzaWrongService' }],
    ['compatible', { compatible: 'kéy' }],
  ])('is the key of %s', async (field, secrets) => {
    expect(await refuse({ baseUrl: 'http://localhost:11434/v1' }, secrets)).toBe(field);
  });

  it('is none where the content of a field is not the reason', async () => {
    const { service, store } = createSettingsWorld();
    store.failSetWith = 'storage-full';
    const error: unknown = await service.save({ settings: { outputLanguage: 'x' }, secrets: {} }).catch((one) => one);
    expect(toFailure(error).code).toBe('storage-full');
    expect(refusedField(toFailure(error))).toBeUndefined();
  });
});
