import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import './generate-panel.css';

const SHOWN_CHARACTERS = 200;

interface SelectedTextProps {
  readonly text: string;
  readonly onRemove: () => void;
}

/** What was selected in Notion: the prompt is about it until it is let go. */
export function SelectedText({ text, onRemove }: SelectedTextProps) {
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS).trimEnd()}…` : text;
  return (
    <div class="selected">
      <p class="soft small">{t('panel.selected')}</p>
      <blockquote class="selected-quote">{shown}</blockquote>
      <div>
        <Button look="quiet" size="small" onClick={onRemove}>
          {t('panel.selected.remove')}
        </Button>
      </div>
    </div>
  );
}
