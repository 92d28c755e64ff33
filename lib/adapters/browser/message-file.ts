/**
 * A message of a `_locales` file that was read as JSON, with its placeholders filled; undefined where the file has none by that name.
 * The form: https://developer.chrome.com/docs/extensions/how-to/ui/localization-message-formats
 */
export function messageIn(file: unknown, name: string, substitutions: readonly string[] = []): string | undefined {
  const entry = member(file, name);
  const message = member(entry, 'message');
  if (typeof message !== 'string') return undefined;
  const placeholders = member(entry, 'placeholders');
  return message.replaceAll(/\$(\w+)\$/gu, (whole, placeholder: string) => {
    // Chrome looks names up without regard to case; our files have them in small letters.
    const content = member(member(placeholders, placeholder.toLowerCase()), 'content');
    if (typeof content !== 'string') return whole;
    return content.replaceAll(/\$(\d)/gu, (_, place: string) => substitutions[Number(place) - 1] ?? '');
  });
}

const member = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null && Object.hasOwn(of, name) ? Reflect.get(of, name) : undefined;
