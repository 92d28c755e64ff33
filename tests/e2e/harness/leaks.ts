import type { Leak } from '../../../sandbox/front/front.ts';

/** Calls that the browsers make for themselves, which no switch or preference stops. Refused like all others. */
const OF_THE_BROWSER = [
  'accounts.google.com/ListAccounts',
  'update.googleapis.com/service/update2/json',
  'clients2.google.com/time/1/current',
  'redirector.gvt1.com/edgedl/chrome/dict/', // the dictionary, when a text field gets the focus
];

/** Requests to hosts that the sandbox does not play, as far as the extension or a page can have made them. */
export function leaksOfExtension(leaks: readonly Leak[]): string[] {
  return leaks
    .map(({ host, path }) => host + path)
    .filter((address) => !OF_THE_BROWSER.some((own) => address.startsWith(own)));
}
