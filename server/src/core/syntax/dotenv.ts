import { lastByPath } from '../text/last-by-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { type Span, span } from '../text/span.ts';
import type { Document, Format } from './document.ts';
import { type DotenvContent, dotenvContent } from './dotenv/dotenv-content.ts';
import { insertDotenv, removeDotenv, renameDotenv, replaceDotenv } from './dotenv/dotenv-edits.ts';
import { movedComment, movedEntry, movedProblem, rereadDotenv } from './dotenv/dotenv-reread.ts';
import type { DotenvVersion } from './dotenv/dotenv-statement.ts';

/**
 * `.env` files as python-dotenv reads them, without loss: every character of the file belongs to an entry, a comment,
 * blank space or a problem. A byte order mark is not part of a file's text here; python-dotenv before 1.2.3 makes it a
 * part of the first name.
 */
export const dotenv: Format = {
  name: 'dotenv',
  matches: isDotenvPath,
  parse: (file) => parseDotenv(file),
  remove: removeDotenv,
  replace: replaceDotenv,
  rename: renameDotenv,
  insert: insertDotenv,
};

/** Reads a file by the grammar of a version of python-dotenv, the newest by default. */
export function parseDotenv(file: SourceFile, options: { readonly version?: DotenvVersion } = {}): Document {
  const { version = NEWEST } = options;
  const { root, comments, problems } =
    version === NEWEST
      ? newestContent(file)
      : version === '1.2.2' && file.byteOrderMark
        ? markedContent(file.text)
        : dotenvContent(file.text, version);
  return { format: dotenv, file, root, comments, problems };
}

/**
 * Before 1.2.3 the byte order mark of a file belongs to its first name. It has no place in the text, so a name that is
 * nothing else has none either and is left out.
 */
function markedContent(text: string): Pick<DotenvContent, 'root' | 'comments' | 'problems'> {
  const { root, comments, problems } = dotenvContent(`\uFEFF${text}`, '1.2.2');
  const entries = root.entries.map((it) => fromStart(movedEntry(it, -1)));
  return {
    root: {
      kind: 'mapping',
      span: span(0, text.length),
      entries: entries
        .map((it) => ({ ...it, key: fromStart(it.key) }))
        .filter(({ key }) => key.span.end > key.span.start),
    },
    comments: comments.map((it) => movedComment(it, -1)),
    problems: problems
      .map((it) => fromStart(movedProblem(it, -1)))
      .filter((it) => it.span.end > it.span.start),
  };
}

function fromStart<T extends { readonly span: Span }>(it: T): T {
  return it.span.start < 0 ? { ...it, span: span(0, it.span.end) } : it;
}

const NEWEST: DotenvVersion = '1.2.4';

const lastRead = lastByPath<{ readonly text: string; readonly content: DotenvContent }>();

/** What another file of the same path held helps where the texts agree and is not asked where they do not. */
function newestContent(file: SourceFile): DotenvContent {
  const { path, text } = file;
  const last = lastRead.get(path);
  const content = last ? rereadDotenv(last.text, last.content, text, NEWEST) : dotenvContent(text, NEWEST);
  lastRead.set(file, { text, content });
  return content;
}

/** Endings of names like `.env.NAME` that are code, other formats, key stores, encrypted files or backups. */
const OTHERS =
  /\.(?:vault|keys|py|pyi|js|cjs|mjs|ts|cts|mts|rb|php|go|rs|html|md|json|jsonc|yaml|yml|toml|ini|gpg|asc|age|enc|bak|backup|old|orig|save|swp|tmp)$|~$/;

function isDotenvPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === '.flaskenv' || name.endsWith('.env')) return true;
  return name.startsWith('.env.') && name.length > 5 && !OTHERS.test(name);
}
