import { useState } from 'preact/hooks';

import { firstCharacters } from '../../lib/shared/first-characters.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import './runs.css';

/** Longer answers are cut until somebody asks for the rest. */
const SHORT = 280;

interface LongTextProps {
  readonly label?: string | undefined;
  readonly text: string;
}

export function LongText({ label, text }: LongTextProps) {
  const [whole, setWhole] = useState(false);
  const start = firstCharacters(text, SHORT);
  const isLong = start.length < text.length;
  return (
    <div class="job-text">
      {label && <span class="soft small">{label} </span>}
      <span dir="auto">{isLong && !whole ? `${start.trimEnd()}…` : text}</span>
      {isLong && (
        <Button look="quiet" size="small" expanded={whole} onClick={() => setWhole(!whole)}>
          {t(whole ? 'runs.less' : 'runs.all')}
        </Button>
      )}
    </div>
  );
}
