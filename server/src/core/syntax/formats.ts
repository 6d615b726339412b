import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { withMark } from './byte-order-mark.ts';
import { dockerfile } from './dockerfile.ts';
import type { Document, Format } from './document.ts';
import { dotenv } from './dotenv.ts';
import { ini } from './ini.ts';
import { json } from './json.ts';
import { jsonc } from './jsonc.ts';
import { procfile } from './procfile.ts';
import { shell } from './shell.ts';
import { systemd } from './systemd.ts';
import { toml } from './toml.ts';
import { yaml } from './yaml.ts';

/** All formats; the first that matches a path is the one that reads it. */
export const formats: readonly Format[] = [
  dotenv,
  toml,
  yaml,
  jsonc,
  json,
  ini,
  dockerfile,
  procfile,
  shell,
  systemd,
];

/** The format of a file by its path, relative to the root; undefined when none is known. */
export function formatOf(path: string): Format | undefined {
  return formats.find((format) => format.matches(path));
}

/**
 * The document of a file, parsed once per version of the file; undefined when no format knows its path. A file whose
 * text could not be had gives an empty document: what is wrong with it is said about the file, not about its syntax.
 */
export const documentOf: (file: SourceFile) => Document | undefined = memo((file) => {
  const format = formatOf(file.path);
  if (format === undefined) return undefined;
  if (file.problem === undefined) return withMark(format.parse(file));
  const root = { kind: 'mapping', span: { start: 0, end: 0 }, entries: [] } as const;
  return { format, file, root, comments: [], problems: [] };
});
