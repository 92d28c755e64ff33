/** What is created for a person who has no page or database at hand: pure requests, for `NotionWorkspace`. */
import type { DataSourceObjectResponse } from '../notion/api-types.ts';
import { findGenerateProperty } from '../notion/database-schema.ts';
import { plainRichText } from '../notion/plain-rich-text.ts';
import type { CreateParent, NotionWorkspace, PropertyValues } from '../notion/workspace.ts';

type CreatePage = Parameters<NotionWorkspace['createPage']>[0];
type CreateDatabase = Parameters<NotionWorkspace['createDatabase']>[0];

/** `null`: a private page, which only a personal access token can make. */
export function sampleParent(parentPageId: string | null): CreateParent {
  return parentPageId === null ? { private: true } : { pageId: parentPageId };
}

/** An empty page: the first text streams in at its top. */
export function buildSamplePage(parent: CreateParent, title: string): CreatePage {
  return { parent, properties: { title: { title: plainRichText(title) } } };
}

/** Column names are English in every language: Generate and Content are what presets look for. */
export const SAMPLE_COLUMNS: PropertyValues = {
  Topic: { title: {} },
  Generate: { checkbox: {} },
  Content: { rich_text: {} },
  Status: { status: {} },
};

export function buildSampleDatabase(parent: CreateParent, title: string): CreateDatabase {
  return { parent, title, properties: SAMPLE_COLUMNS };
}

/** One row per topic, ticked. `source` is the created one: its property ids are used. */
export function buildSampleRows(source: DataSourceObjectResponse, topics: readonly string[]): CreatePage[] {
  const generate = findGenerateProperty(source);
  return topics.map((topic) => ({
    parent: { dataSourceId: source.id },
    properties: {
      title: { title: plainRichText(topic) },
      ...(generate && { [generate.id]: { checkbox: true } }),
    },
  }));
}
