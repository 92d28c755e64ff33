import type { PageObjectResponse, RichTextItemResponse } from './api-types.ts';

/** Rich text without its styles: links, mentions and equations by what a person reads. */
export function richTextToPlain(richText: readonly Pick<RichTextItemResponse, 'plain_text'>[]): string {
  return richText.map((item) => item.plain_text).join('');
}

/** The title of a page or row; empty if it has none. */
export function pageTitle(page: Pick<PageObjectResponse, 'properties'>): string {
  for (const property of Object.values(page.properties)) {
    if (property.type === 'title') return richTextToPlain(property.title);
  }
  return '';
}
