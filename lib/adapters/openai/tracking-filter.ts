const MARK = 'utm_source=openai';
const WHOLE = /([?&])utm_source=openai(&?)/gu;

/** Takes the mark out of addresses that OpenAI puts behind each it cites, also where it comes in two pieces. */
export function createTrackingFilter(): { push(text: string): string; end(): string } {
  let held = '';
  return {
    push(text) {
      held += text;
      const at = Math.max(held.lastIndexOf('?'), held.lastIndexOf('&'));
      // What may become the mark, or is it and shows only with the next letter whether more follows.
      const cut = at >= 0 && `${MARK}&`.startsWith(held.slice(at + 1)) ? heldFrom(held, at) : held.length;
      const ready = strip(held.slice(0, cut));
      held = held.slice(cut);
      return ready;
    },
    end() {
      const rest = strip(held);
      held = '';
      return rest;
    },
  };
}

export const strip = (text: string): string =>
  text.replaceAll(WHOLE, (_whole, before: string, behind: string) => (behind === '' ? '' : before));

/** A lone `&` may be the end of the mark before it: both are kept back. */
function heldFrom(text: string, at: number): number {
  const before = text.slice(0, at);
  return at === text.length - 1 && /[?&]utm_source=openai$/u.test(before)
    ? before.search(/[?&]utm_source=openai$/u)
    : at;
}
