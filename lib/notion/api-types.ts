/** Notion's own types, for the compiler only: the one file of the core that names the vendor's package. */
export type {
  BlockObjectResponse,
  DatabaseObjectResponse,
  DataSourceObjectResponse,
  PageObjectResponse,
  RichTextItemResponse,
} from '@notionhq/client';
