import type { PythonFile } from '../../schema/reader.ts';
import type { Edit } from '../../text/edit.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { type Span, textAt } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { fieldCall, withoutDefault } from './declared-default.ts';
import { inPlace } from './default-code.ts';
import { type EnvironRead, environReads } from './environ-reads.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { defaultArgumentSpan, libraryReads } from './library-reads.ts';
import { environName } from './os-environ-rename.ts';
import { inFile } from './pydantic-rename.ts';
import { type PydanticTarget, pydanticTarget } from './pydantic-target.ts';
import { environRequireMatrix } from './pytest-environ-reads.ts';
import { inPlaceMatrix } from './pytest-in-place.ts';
import type { MatrixResult } from './pytest-path.ts';
import { importEdits } from './python-imports.ts';
import { samplesFor } from './synthetic.ts';

/** A settings class in which the key has no default any more. */
export function requireClass({ facts, id, code }: CodeStep, reader: ReaderFacts): GeneratedCode {
  if (reader.old === undefined) {
    const how = code === 'new' ? 'without a default' : 'with a default for now';
    const words = `declare \`${facts.from}\` in \`${reader.name}\` ${how}: its type is for a person to choose`;
    return reader.named ? { ...NO_CODE, byHand: [words] } : NO_CODE;
  }
  if (code !== 'new') return NO_CODE;
  const found = pydanticTarget(inPlace(facts), reader);
  if (!found.ok) return found.reason === undefined ? NO_CODE : { ...NO_CODE, byHand: [found.reason] };
  const { target } = found;
  const { file, declaration, field } = target;
  const edit = withoutDefault(declaration);
  const removed: readonly Span[] = edit === undefined ? [] : [edit.span];
  const call = fieldCall(declaration);
  // A `Field` that held the default and nothing else goes with it.
  const gone = call && edit && edit.span.end >= call.span.end ? removed : [];
  const edits: readonly Edit[] = edit === undefined ? [] : [...importEdits(facts, file, [], gone), edit];
  const none = field.type.kind === 'optional' ? [noneWords(target)] : [];
  return { edits: inFile(file, edits), byHand: none, tests: [requireMatrix(facts, id, target)] };
}

function noneWords({ field, file }: PydanticTarget): string {
  return `\`${field.name}\` in \`${file.file.path}\` still says that it may be \`None\`: take that out of its annotation`;
}

function requireMatrix(facts: MigrationFacts, id: string, target: PydanticTarget): MatrixResult {
  const samples = samplesFor(target.field);
  if (samples === undefined) return { ok: false, fields: [target.field.name] };
  return inPlaceMatrix(facts, {
    id,
    target,
    says: 'The key has to be set.',
    constants: new Map([['VALUE', samples[0]]]),
    rows: [['{KEY: VALUE}', '{KEY: VALUE}']],
    refused: target.reader.schema.loading.dataFiles.length === 0 ? ['{}'] : [],
    needs: '{KEY: VALUE}',
  });
}

/** Reads of the process environment that raise a `KeyError` where the key is not set, and calls without a default. */
export function requireEnviron({ facts, id, code }: CodeStep): GeneratedCode {
  const undeclared = undeclaredWords(facts, code);
  if (code !== 'new') return { ...NO_CODE, byHand: undeclared };
  const byFile = new Map<PythonFile, EnvironRead[]>();
  for (const read of environReads(facts, facts.from)) {
    if (read.form === 'get' && (read.helper === undefined || read.plainHelper))
      byFile.set(read.file, [...(byFile.get(read.file) ?? []), read]);
  }
  const edits = [...byFile].flatMap(([file, reads]) => {
    const environ = environName(file);
    const spans = reads.map((read) => read.span);
    const own = reads.map((read): Edit => {
      const text = `${environ.name}[${textAt(file.file.text, read.key)}]`;
      const isNumber = read.helper !== undefined && read.helper.kind !== 'str';
      return { span: read.span, newText: isNumber ? `${read.helper.kind}(${text})` : text };
    });
    return inFile(file, [...importEdits(facts, file, [...environ.needs, environ.use], spans), ...own]);
  });
  const calls = libraryReads(facts, facts.from).flatMap((read): readonly FileEdit[] => {
    const argument = defaultArgumentSpan(read);
    return argument ? [{ path: read.file.file.path, span: argument, newText: '' }] : [];
  });
  const helpers = environReads(facts, facts.from).filter(
    (it) => it.helper !== undefined && !it.plainHelper && it.form === 'get',
  );
  const paths = [...new Set(helpers.map((it) => it.file.file.path))];
  return {
    ...NO_CODE,
    edits: [...edits, ...calls],
    tests: requireTests(facts, id),
    byHand: [
      ...undeclared,
      ...paths.map(
        (path) =>
          `\`${facts.from}\` is read in \`${path}\` through a function that takes a default: let it raise there by hand`,
      ),
    ],
  };
}

/** Modules that a record names and that do not know the key yet. */
function undeclaredWords({ from, readers }: MigrationFacts, code: CodeStep['code']): readonly string[] {
  const how = code === 'new' ? 'without a default' : 'with a default for now';
  return readers
    .filter((it) => it.named && it.schema.form === 'calls' && it.old === undefined)
    .map(
      ({ schema }) =>
        `read \`${from}\` in \`${schema.place.path}\` ${how}: what the code makes of its text is for a person to choose`,
    );
}

/** Modules that read the process environment themselves; of libraries, files may say something else. */
function requireTests(facts: MigrationFacts, id: string): readonly MatrixResult[] {
  const reads = environReads(facts, facts.from).filter(
    (it) => it.form !== 'in' && (it.helper === undefined || it.plainHelper === true),
  );
  return reads.length === 0 ? [] : [environRequireMatrix(facts, id, reads)];
}
