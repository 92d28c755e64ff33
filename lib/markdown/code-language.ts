/** The languages a Notion code block can have; any other name fails the whole request. https://developers.notion.com/reference/block#code */
// prettier-ignore
export const CODE_LANGUAGES = [
  'abap', 'abc', 'agda', 'arduino', 'ascii art', 'assembly', 'bash', 'basic', 'bnf', 'c', 'c#', 'c++', 'clojure',
  'coffeescript', 'coq', 'css', 'dart', 'dhall', 'diff', 'docker', 'ebnf', 'elixir', 'elm', 'erlang', 'f#', 'flow',
  'fortran', 'gherkin', 'glsl', 'go', 'graphql', 'groovy', 'haskell', 'hcl', 'html', 'idris', 'java', 'javascript',
  'json', 'julia', 'kotlin', 'latex', 'less', 'lisp', 'livescript', 'llvm ir', 'lua', 'makefile', 'markdown',
  'markup', 'matlab', 'mathematica', 'mermaid', 'nix', 'notion formula', 'objective-c', 'ocaml', 'pascal', 'perl',
  'php', 'plain text', 'powershell', 'prolog', 'protobuf', 'purescript', 'python', 'r', 'racket', 'reason', 'ruby',
  'rust', 'sass', 'scala', 'scheme', 'scss', 'shell', 'smalltalk', 'solidity', 'sql', 'swift', 'toml', 'typescript',
  'vb.net', 'verilog', 'vhdl', 'visual basic', 'webassembly', 'xml', 'yaml', 'java/c/c++/c#',
] as const;

export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

const KNOWN: ReadonlySet<string> = new Set(CODE_LANGUAGES);

/** Names that models write behind a fence, by the language of Notion that shows them best. */
const ALIASES: ReadonlyMap<string, CodeLanguage> = new Map(
  Object.entries({
    'plain text': ['', 'text', 'txt', 'plain', 'plaintext', 'none', 'output', 'log', 'csv', 'tsv', 'http'],
    javascript: ['js', 'jsx', 'mjs', 'cjs', 'node', 'nodejs', 'es6', 'ecmascript', 'javascriptreact'],
    typescript: ['ts', 'tsx', 'mts', 'cts', 'typescriptreact'],
    python: ['py', 'py3', 'python3', 'pycon', 'ipython', 'jupyter'],
    bash: ['bashrc', 'console', 'terminal', 'shell-session', 'shellsession', 'sh-session', 'zsh', 'fish', 'ksh'],
    shell: ['sh', 'bat', 'cmd', 'dos', 'batch', 'batchfile'],
    powershell: ['ps', 'ps1', 'pwsh'],
    json: ['json5', 'jsonc', 'jsonl', 'ndjson', 'geojson'],
    yaml: ['yml'],
    toml: ['ini', 'cfg', 'conf', 'properties', 'dotenv', 'env'],
    'c#': ['cs', 'csharp'],
    'c++': ['cpp', 'cc', 'cxx', 'hpp', 'h++', 'cplusplus', 'arduino-cpp', 'cuda', 'cu'],
    c: ['h'],
    'f#': ['fs', 'fsharp'],
    'vb.net': ['vb', 'vbnet'],
    'visual basic': ['vba', 'vbscript', 'vbs', 'visualbasic', 'vb6'],
    'objective-c': ['objc', 'objectivec', 'obj-c', 'mm'],
    docker: ['dockerfile', 'containerfile', 'docker-compose'],
    makefile: ['make', 'mk', 'cmake'],
    markdown: ['md', 'mdx', 'gfm', 'mkd'],
    markup: ['svg', 'rss', 'atom', 'mathml', 'xhtml'],
    html: ['htm', 'vue', 'svelte', 'astro', 'handlebars', 'hbs', 'jinja', 'jinja2', 'ejs', 'erb', 'twig', 'liquid'],
    xml: ['xsl', 'xslt', 'xsd', 'plist', 'wsdl', 'xaml'],
    css: ['postcss', 'tailwind', 'tailwindcss'],
    less: [],
    sass: ['stylus'],
    sql: ['mysql', 'postgres', 'postgresql', 'psql', 'plsql', 'tsql', 'sqlite', 'mssql', 'pgsql', 'bigquery', 'cql'],
    rust: ['rs'],
    ruby: ['rb', 'irb', 'rails'],
    go: ['golang'],
    kotlin: ['kt', 'kts'],
    swift: ['swiftui'],
    groovy: ['gradle', 'jenkinsfile'],
    hcl: ['tf', 'terraform', 'opentofu', 'tfvars'],
    haskell: ['hs'],
    elixir: ['ex', 'exs', 'heex'],
    erlang: ['erl'],
    clojure: ['clj', 'cljs', 'cljc', 'edn'],
    coffeescript: ['coffee'],
    livescript: ['ls'],
    perl: ['pl', 'pm', 'raku'],
    r: ['rlang', 'rscript', 'rmd'],
    matlab: ['octave', 'm'],
    mathematica: ['wolfram', 'wl', 'nb'],
    latex: ['tex', 'bibtex', 'bib', 'math', 'katex'],
    graphql: ['gql'],
    protobuf: ['proto', 'proto3', 'protocol-buffers'],
    diff: ['patch', 'udiff'],
    assembly: ['asm', 'nasm', 'x86asm', 'armasm', 'masm', 's'],
    webassembly: ['wasm', 'wat', 'wast'],
    glsl: ['hlsl', 'wgsl', 'shader'],
    verilog: ['sv', 'systemverilog', 'v'],
    solidity: ['sol'],
    reason: ['reasonml', 're', 'rescript'],
    ocaml: ['ml', 'mli'],
    pascal: ['delphi', 'objectpascal'],
    fortran: ['f90', 'f95', 'f77'],
    scheme: ['scm'],
    lisp: ['elisp', 'emacs-lisp', 'common-lisp', 'commonlisp', 'cl'],
    racket: ['rkt'],
    scala: ['sc', 'sbt'],
    dart: ['flutter'],
    julia: ['jl'],
    lua: ['luau'],
    nix: ['nixos'],
    prolog: ['swipl'],
    purescript: ['purs'],
    php: ['php7', 'php8', 'blade', 'laravel'],
    mermaid: ['mmd'],
    'llvm ir': ['llvm'],
    gherkin: ['cucumber', 'feature'],
    'notion formula': ['notion', 'notion-formula'],
    'ascii art': ['ascii', 'ascii-art'],
    smalltalk: ['st'],
    basic: ['qbasic', 'gwbasic'],
    java: ['jsp'],
  } satisfies Partial<Record<CodeLanguage, string[]>>).flatMap(([language, names]) =>
    names.map((name): [string, CodeLanguage] => [name, language as CodeLanguage]),
  ),
);

/**
 * The language for a fence's info string (` ```ts title="a.ts" ` is typescript). Unknown names give plain text, which
 * Notion always takes.
 */
export function codeLanguageOf(info: string): CodeLanguage {
  const whole = info.trim().toLowerCase();
  const word = /^\{?\.?([^\s{},:]*)/.exec(whole)?.[1] ?? '';
  for (const name of [whole, word, word.replace(/^language-/, '')]) {
    if (isKnown(name)) return name;
    const alias = ALIASES.get(name);
    if (alias !== undefined) return alias;
  }
  return 'plain text';
}

/** Whether a word behind a fence names a language. */
export const isLanguageName = (word: string): boolean => {
  const name = word.toLowerCase();
  return name !== '' && (isKnown(name) || ALIASES.has(name));
};

function isKnown(name: string): name is CodeLanguage {
  return KNOWN.has(name);
}
