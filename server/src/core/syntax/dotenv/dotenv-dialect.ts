import type { SourceFile } from '../../text/source-file.ts';
import type { Document, Format } from '../document.ts';
import { dotenv, parseDotenv } from '../dotenv.ts';
import { composeContent } from './dotenv-compose.ts';
import {
  insertInDialect,
  removeInDialect,
  renameInDialect,
  replaceInDialect,
} from './dotenv-dialect-edits.ts';
import { dockerRunContent, kubectlContent } from './dotenv-docker.ts';
import type { DialectContent } from './dotenv-lines.ts';
import { decoupleContent, djangoEnvironContent, starletteContent } from './dotenv-python-lines.ts';
import { shellContent } from './dotenv-shell.ts';
import { dotenvVersionOf } from './dotenv-statement.ts';
import { systemdContent } from './dotenv-systemd.ts';

/** How a program reads a file of `KEY=VALUE` lines. */
export type DotenvDialect =
  | 'python-dotenv'
  | 'compose'
  | 'docker-run'
  | 'kubectl'
  | 'systemd'
  | 'shell'
  | 'starlette'
  | 'decouple'
  | 'django-environ';

type OtherDialect = Exclude<DotenvDialect, 'python-dotenv'>;
type ReadContent = (text: string, version: string | undefined) => DialectContent;

const READERS: Readonly<Record<OtherDialect, ReadContent>> = {
  compose: composeContent,
  'docker-run': dockerRunContent,
  kubectl: kubectlContent,
  systemd: systemdContent,
  shell: shellContent,
  starlette: starletteContent,
  decouple: decoupleContent,
  'django-environ': djangoEnvironContent,
};

/** All dialects by name. */
export const dotenvDialects: readonly DotenvDialect[] = [
  'python-dotenv',
  ...(Object.keys(READERS) as OtherDialect[]),
];

/**
 * A file as a program reads it, in a release of it (`1.2.2`), the newest by default. Never throws; what the program
 * would refuse or skip is among the problems. Edits by the document's format are made only where the same program then
 * reads what was wanted and all else as before.
 */
export function parseDialect(file: SourceFile, dialect: DotenvDialect, version?: string): Document {
  if (dialect === 'python-dotenv') return parseDotenv(file, { version: dotenvVersionOf(version) });
  return formatOf(READERS[dialect], version).parse(file);
}

function formatOf(read: ReadContent, version: string | undefined): Format {
  const format = {
    name: 'dotenv',
    matches: dotenv.matches,
    parse: (file: SourceFile): Document => ({ format, file, ...read(file.text, version) }),
    remove: removeInDialect,
    replace: replaceInDialect,
    rename: renameInDialect,
    insert: insertInDialect,
  };
  return format;
}
