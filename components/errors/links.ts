/** Pages outside of Visen that a person is sent to, each in a new tab. */

/** Where Notion's connections (once “integrations”) and their tokens are made. */
export const INTEGRATIONS_URL = 'https://www.notion.so/profile/integrations';
export const GEMINI_KEY_URL = 'https://aistudio.google.com/apikey';
export const OPENAI_KEY_URL = 'https://platform.openai.com/api-keys';
