/** Pages outside of Visen that a person is sent to, each in a new tab. */

/** Where Notion's connections (once “integrations”) and their tokens are made. */
export const INTEGRATIONS_URL = 'https://www.notion.so/profile/integrations';
