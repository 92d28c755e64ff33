import { X } from 'lucide';

import { firstCharacters } from '../../lib/shared/first-characters.ts';
import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { QUICK_ACTIONS } from './quick-actions.ts';
import type { QuickAction } from './quick-actions.ts';
import './generate-panel.css';

const SHOWN_CHARACTERS = 300;

interface SelectedTextProps {
  readonly text: string;
  /** A run is being started or goes on already. */
  readonly busy: boolean;
  readonly onRemove: () => void;
  /** Starts at once. */
  readonly onQuick: (action: QuickAction) => void;
}

/** What was selected in Notion, with what is mostly wanted of it: the prompt is about it until it is let go. */
export function SelectedText({ text, busy, onRemove, onQuick }: SelectedTextProps) {
  const start = firstCharacters(text, SHOWN_CHARACTERS);
  const shown = start.length < text.length ? `${start.trimEnd()}…` : text;
  return (
    <section class="selected" aria-label={t('panel.selected')}>
      <div class="selected-head">
        <p class="soft small">{t('panel.selected')}</p>
        <Button look="quiet" size="icon" name={t('panel.selected.remove')} onClick={onRemove}>
          <Icon node={X} size={14} />
        </Button>
      </div>
      <blockquote class="selected-quote" dir="auto">
        {shown}
      </blockquote>
      <div class="row">
        {QUICK_ACTIONS.map((action) => (
          <Button key={action} size="small" disabled={busy} onClick={() => onQuick(action)}>
            {t(`panel.quick.${action}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}
