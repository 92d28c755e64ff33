/** Who the Notion token speaks for, as `GET /v1/users/me` said. */
export interface Integration {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly integrationName: string;
  /** A personal access token acts as the person: nothing has to be shared page by page. */
  readonly kind: 'internal' | 'personal';
  readonly checkedAt: number;
}
