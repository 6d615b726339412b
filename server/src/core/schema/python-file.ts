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
 * otherwise its own tree, problems included. A file is parsed when its tree is first asked for: imports lead to many
 * whose text alone says that nothing more is to be found there.
 */
export const pythonFile: (parser: PythonParser, file: SourceFile) => PythonFile = memo2((parser, file) => {
  if (file.lastGood === undefined) return unparsed(parser, file);
  const module = parseModule(parser, file);
  if (module.problems.length === 0) return { file, module, stale: false };
  return { file: file.lastGood, module: parseModule(parser, file.lastGood), stale: true };
});

function unparsed(parser: PythonParser, file: SourceFile): PythonFile {
  return {
    file,
    stale: false,
    get module() {
      return parseModule(parser, file);
    },
  };
}
