/** What a person makes of a model's answer for one cell before it is accepted, as Notion takes it. */
import { cellRichText } from '../../notion/cell-rich-text.ts';
import { plainRichText } from '../../notion/plain-rich-text.ts';
import { checkDate, checkNumber } from '../../notion/scalar-rules.ts';
import { AppError } from '../../shared/app-error.ts';

/** Written by the person: every link of it is meant. */
const convert = cellRichText({ allowLink: () => true });

/**
 * The value that is to be written in place of another, of the same type; options are named as they are, several with commas between.
 * @throws AppError `message-invalid` for a text that the type does not take, and for people, relations and files
 */
export function editedValue(value: unknown, text: string): Readonly<Record<string, unknown>> {
  const type = Object.keys(value as object)[0] ?? '';
  const trimmed = text.trim();
  switch (type) {
    case 'title':
    case 'rich_text':
      return { [type]: richText(text, type) };
    case 'url':
    case 'email':
    case 'phone_number':
      return { [type]: trimmed === '' ? null : trimmed };
    case 'select':
    case 'status':
      return { [type]: trimmed === '' ? null : { name: trimmed } };
    case 'multi_select':
      return { [type]: names(text).map((name) => ({ name })) };
    case 'checkbox':
      return { [type]: trimmed === 'true' };
    case 'number':
      return { [type]: trimmed === '' ? null : checked(checkNumber(trimmed, false)) };
    case 'date':
      return { [type]: trimmed === '' ? null : checked(checkDate(trimmed)) };
    default:
      throw new AppError('message-invalid', 'never', { details: { command: 'trial.decide', at: 'text' } });
  }
}

function richText(text: string, type: string): unknown {
  // A title takes the words.
  const converted = type === 'title' ? plainRichText(text) : convert(text);
  if (converted !== undefined) return converted;
  throw new AppError('message-invalid', 'never', { details: { command: 'trial.decide', at: 'text' } });
}

function names(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function checked(result: ReturnType<typeof checkNumber>): unknown {
  if ('value' in result) return result.value;
  throw new AppError('message-invalid', 'never', { details: { command: 'trial.decide', at: 'text' } });
}
