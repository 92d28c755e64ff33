/** Notion's own types, for the compiler only: the one file of the core that names the vendor's package. */
export type {
  BlockObjectRequest,
  BlockObjectResponse,
  DatabaseObjectResponse,
  DataSourceObjectResponse,
  PageObjectResponse,
  QueryDataSourceParameters,
  RichTextItemResponse,
} from '@notionhq/client';
