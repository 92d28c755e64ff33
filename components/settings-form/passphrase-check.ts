/** What is wrong with a new passphrase as it was typed twice, before it is sent anywhere. */
import { MIN_PASSPHRASE_CHARACTERS } from '../../lib/settings/settings.ts';
import { t } from '../i18n/translate.ts';

export interface PassphraseErrors {
  readonly first?: string;
  readonly again?: string;
}

/** Empty when the passphrase may be set. Characters are counted as a person counts them. */
export function passphraseErrors(first: string, again: string): PassphraseErrors {
  const length = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(first)].length;
  if (length < MIN_PASSPHRASE_CHARACTERS) {
    return { first: t('settings.passphrase.tooShort', { count: MIN_PASSPHRASE_CHARACTERS }) };
  }
  return first === again ? {} : { again: t('settings.passphrase.differs') };
}
