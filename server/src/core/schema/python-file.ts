import type { Module, PythonParser } from '../python/tree.ts';
import { memo2 } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { PythonFile } from './reader.ts';

/** The syntax tree of one version of a file, parsed once. */
export const parseModule: (parser: PythonParser, file: SourceFile) => Module = memo2((parser, file) =>
  parser.parse(file.text),
);

/**
 * A file with its syntax tree. A file with problems gives its last good version, if there is one, marked stale;
 * otherwise its own tree, problems included.
 */
export const pythonFile: (parser: PythonParser, file: SourceFile) => PythonFile = memo2((parser, file) => {
  const module = parseModule(parser, file);
  if (module.problems.length === 0 || file.lastGood === undefined) return { file, module, stale: false };
  return { file: file.lastGood, module: parseModule(parser, file.lastGood), stale: true };
});
