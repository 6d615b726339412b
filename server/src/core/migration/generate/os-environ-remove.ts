import type { PythonFile } from '../../schema/reader.ts';
import type { Edit } from '../../text/edit.ts';
import { span } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { type EnvironRead, environReads, environStores } from './environ-reads.ts';
import { libraryReads, otherReads } from './library-reads.ts';
import { moduleLogger } from './logger.ts';
import { beforeFirst, environName } from './os-environ-rename.ts';
import { marker } from './pydantic-dual-read.ts';
import { type CodeChange, inFile } from './pydantic-rename.ts';
import { importEdits } from './python-imports.ts';
import { callText, comment, pyString } from './python-text.ts';

/**
 * Code that no longer reads OLD. A read with a default becomes the default, and the module warns once when the key is
 * still set. A read without one cannot be taken out by a machine: what its value decides goes with it.
 */
export function removeEnvironReads(facts: MigrationFacts, id: string): CodeChange {
  const byFile = new Map<PythonFile, EnvironRead[]>();
  for (const read of environReads(facts, facts.from)) {
    byFile.set(read.file, [...(byFile.get(read.file) ?? []), read]);
  }
  const byHand: string[] = [
    ...environStores(facts, facts.from).map(
      (path) => `\`${facts.from}\` is set in \`${path}\`: take that out`,
    ),
    ...libraryPaths(facts).map(
      (path) =>
        `\`${facts.from}\` is read in \`${path}\`: take out the read and what depends on it; only you know what the code uses from now on`,
    ),
  ];
  const edits = [...byFile].flatMap(([file, reads]) => {
    const { path } = file.file;
    if (reads.some((read) => read.form === 'index' || read.helper !== undefined)) {
      byHand.push(
        `\`${facts.from}\` is read without a default in \`${path}\`: take out the read and what depends on it; only you know what the code uses from now on`,
      );
      return [];
    }
    byHand.push(
      `\`${path}\` uses the default of \`${facts.from}\` from now on: write what that leaves more simply`,
    );
    return inFile(file, moduleEdits(facts, file, reads, id));
  });
  return { edits, byHand };
}

function libraryPaths(facts: MigrationFacts): readonly string[] {
  const places = [
    ...libraryReads(facts, facts.from).map((it) => it.file.file.path),
    ...otherReads(facts, facts.from).map((it) => it.path),
  ];
  return [...new Set(places)];
}

function moduleEdits(
  facts: MigrationFacts,
  file: PythonFile,
  reads: readonly EnvironRead[],
  id: string,
): readonly Edit[] {
  const at = beforeFirst(file, reads);
  const environ = environName(file);
  const log = moduleLogger(file, at, id);
  const warning = `${facts.from} no longer has any effect; remove it`;
  const text = [
    comment('', `${marker(id)} phase=expand (delete in contract)`, facts.lineLength),
    `if ${pyString(facts.from)} in ${environ.name}:`,
    callText('    ', `${log.name}.warning`, [pyString(warning)], facts.lineLength),
  ].join('\n');
  // The reads that go use the names of their imports; the warning uses some of them again.
  const used = environ.name.endsWith('.environ') ? { module: 'os' } : { module: 'os', name: 'environ' };
  const gone = reads.map((read) => read.span);
  return [
    ...importEdits(facts, file, [...log.needs, ...environ.needs, used], gone),
    ...log.edits,
    { span: span(at, at), newText: `${text}\n\n` },
    ...reads.map((read) => ({ span: read.span, newText: defaultText(file, read) })),
  ];
}

/** The default as it is written, in brackets where it would bind less tightly than the read did. */
function defaultText(file: PythonFile, read: EnvironRead): string {
  const { text } = file.file;
  if (read.form === 'in') {
    return /\bnot\s+in\b/.test(text.slice(read.key.end, read.span.end)) ? 'True' : 'False';
  }
  if (read.default === undefined) return 'None';
  const written = text.slice(read.default.start, read.default.end);
  return /^(?:[\w.]+|"[^"\n]*"|'[^'\n]*'|-?[\d.]+)$/.test(written) ? written : `(${written})`;
}
