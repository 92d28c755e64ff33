import { t } from '../i18n/translate.ts';
import { Button } from '../ui/button.tsx';

interface BrokenRowProps {
  readonly line: string;
  readonly columns: number;
  readonly onDelete?: () => void;
}

/** A row of a table that could not be drawn; the others are. */
export function BrokenRow({ line, columns, onDelete }: BrokenRowProps) {
  return (
    <tr>
      <td colSpan={columns}>
        <div class="row">
          <span class="soft">{t('broken.row', { line })}</span>
          {onDelete && (
            <Button size="small" onClick={onDelete}>
              {t('connections.delete')}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}
