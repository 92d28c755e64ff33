import { codeLanguageOf, isLanguageName, type CodeLanguage } from './code-language.ts';

/** What stands behind a fence, taken apart. */
export interface CodeInfo {
  readonly language: CodeLanguage;
  /** A file's name or a title; empty when there is none. */
  readonly caption: string;
  /** Code that a model put on the fence's own line; empty when there is none. */
  readonly code: string;
}

const FILE =
  /^[\w@~+\-./\\()[\]]*\w\.[A-Za-z][A-Za-z0-9]{0,9}$|^(?:[\w@.-]+\/)+[\w.-]+$|^(?:Dockerfile|Makefile|Gemfile|Procfile|Jenkinsfile|\.[a-z][\w.-]*)$/;
const TITLE = /\b(?:title|filename|file|name|path|caption)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s}"']+))/i;
/** For a renderer, not for a reader: `{1,3-5}`, `linenums="1"`, `.numberLines`, `showLineNumbers`. */
const SETTING =
  /^(?:\{[^{}]*\}|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s()]+)|\/[^/]+\/|[.#][\w-]+|(?:show)?line-?numbers?|linenos|linenums|numberlines|(?:no)?copy|(?:no)?wrap|editable|runnable|live|twoslash|collapsed?|ignore|no_run|should_panic)$/i;

/**
 * Reads a fence's info string: `ts`, `ts:src/app.ts`, `ts title="app.ts"`, `app.ts`, `npm install x`.
 * @param isEmpty whether no code follows below the fence's line
 */
export function readCodeInfo(info: string, isEmpty: boolean): CodeInfo {
  const whole = info.trim();
  const language = codeLanguageOf(whole);
  const titled = TITLE.exec(whole);
  if (titled !== null) return { language, caption: titled[1] ?? titled[2] ?? titled[3] ?? '', code: '' };
  const located = /^\d+:\d+:(\S+)$/.exec(whole)?.[1] ?? whole;
  if (!isLanguageName(located) && FILE.test(located))
    return { language: languageOfFile(located), caption: located, code: '' };
  const [, first = '', rest = ''] = /^([^\s:{]*)[\s:]*([^]*)$/.exec(whole) ?? [];
  const isNamed = isLanguageName(first);
  if (rest === '' || isSettings(rest, isNamed && !isEmpty)) return { language, caption: '', code: '' };
  if (!isNamed) return { language: 'plain text', caption: '', code: whole };
  const name = rest.replace(/^["'[(]|["'\])]$/g, '');
  return FILE.test(name) ? { language, caption: name, code: '' } : { language, caption: '', code: rest };
}

function isSettings(rest: string, mayBeWord: boolean): boolean {
  if (/^\{[^]*\}$/.test(rest)) return true;
  const words = rest.split(/,?\s+/);
  if (words.every((word) => SETTING.test(word))) return true;
  return mayBeWord && words.length === 1 && /^[\w-]+$/.test(rest);
}

function languageOfFile(name: string): CodeLanguage {
  const file = name.split(/[/\\]/).at(-1)!.toLowerCase();
  return codeLanguageOf(isLanguageName(file) ? file : (file.split('.').at(-1) ?? ''));
}
