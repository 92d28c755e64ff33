/** What the workflow's steps for the stores are given when they are rehearsed: credentials that only the stand-in of the stores accepts. */
import { generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import type { WorkflowStep } from './workflow-steps.ts';

const SECRET = 'a secret of the rehearsal';

export interface StoreRehearsal {
  /** By the name that the workflow reads it by: `secrets.CHROME_EXTENSION_ID`. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

export function createStoreRehearsal(): StoreRehearsal {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    secrets: {
      'secrets.CHROME_EXTENSION_ID': 'abcdefghijklmnopabcdefghijklmnop',
      'secrets.CHROME_PUBLISHER_ID': 'publisher',
      'secrets.CHROME_SERVICE_ACCOUNT_CLIENT_EMAIL': 'release@visen.example',
      'secrets.CHROME_SERVICE_ACCOUNT_PRIVATE_KEY': privateKey,
      'secrets.FIREFOX_JWT_ISSUER': 'user:1:2',
      'secrets.FIREFOX_JWT_SECRET': SECRET,
    },
    env: {
      NODE_OPTIONS: `--import ${fileURLToPath(new URL('./stand-in-stores.ts', import.meta.url))}`,
      STAND_IN_PUBLIC_KEY: publicKey,
      STAND_IN_SECRET: SECRET,
    },
  };
}

/** A text of the workflow with what its expressions stand for: a value, or whether there is one. What is not known is empty. */
export function fillExpressions(text: string, known: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{\{ ([\w.-]+)( != '')? \}\}/gu, (_, name: string, isAsked?: string) => {
    const value = known[name] ?? '';
    return isAsked === undefined ? value : String(value !== '');
  });
}

/** Whether a step is for a store, and its condition (`env.NAME == 'true'`) holds. */
export function isStoreStep({ if: condition = '' }: WorkflowStep, env: Readonly<Record<string, string>>): boolean {
  const [, name = ''] = /^\$\{\{ env\.(\w+) == 'true' \}\}$/u.exec(condition) ?? [];
  return env[name] === 'true';
}
