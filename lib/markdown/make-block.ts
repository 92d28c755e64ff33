import type { HeadingType, NotionBlock, RichText, RichTextList } from './block-types.ts';

export type ContainerType = 'bulleted_list_item' | 'numbered_list_item' | 'toggle' | 'quote' | 'paragraph';

export const paragraph = (rich_text: RichTextList): NotionBlock => ({ type: 'paragraph', paragraph: { rich_text } });

export const bold = (run: RichText): RichText => ({ ...run, annotations: { bold: true, ...run.annotations } });

/** Notion refuses an empty list of children. */
export function withChildren(children: NotionBlock[]): { children?: NotionBlock[] } {
  return children.length === 0 ? {} : { children };
}

export function container(type: ContainerType, rich_text: RichTextList, children: NotionBlock[]): NotionBlock {
  const body = { rich_text, ...withChildren(children) };
  switch (type) {
    case 'bulleted_list_item':
      return { type, bulleted_list_item: body };
    case 'numbered_list_item':
      return { type, numbered_list_item: body };
    case 'toggle':
      return { type, toggle: body };
    case 'quote':
      return { type, quote: body };
    case 'paragraph':
      return { type, paragraph: body };
  }
}

export function heading(level: number, rich_text: RichTextList): NotionBlock {
  const type = `heading_${level}` as HeadingType;
  switch (type) {
    case 'heading_1':
      return { type, heading_1: { rich_text } };
    case 'heading_2':
      return { type, heading_2: { rich_text } };
    case 'heading_3':
      return { type, heading_3: { rich_text } };
    case 'heading_4':
      return { type, heading_4: { rich_text } };
  }
}
