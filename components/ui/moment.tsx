import { useMinute } from '../hooks/use-minute.ts';
import { formatMoment } from '../i18n/format.ts';
import { formatAgo } from '../i18n/relative-time.ts';

/** “2 min ago”, with the whole moment as its tooltip. `at`: epoch ms. */
export function Moment({ at }: { readonly at: number }) {
  const now = useMinute();
  return (
    <time dateTime={new Date(at).toISOString()} title={formatMoment(at)}>
      {formatAgo(at, now)}
    </time>
  );
}
