import type { PythonFile } from '../../schema/reader.ts';
import { span, textAt } from '../../text/span.ts';
import type { MigrationFacts } from '../facts.ts';
import { markedBlocks } from './end-of-migration.ts';
import { type EnvironRead, environStores } from './environ-reads.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { keptNames, otherReads } from './library-reads.ts';
import { logOnce } from './log-once.ts';
import { moduleLogger } from './logger.ts';
import { beforeFirst, environName, keyReads, placedFunction } from './os-environ-rename.ts';
import { marker } from './pydantic-dual-read.ts';
import { inFile } from './pydantic-rename.ts';
import { legacyMatrix } from './pytest-legacy.ts';
import { type PythonConversion, pythonConversion } from './python-conversion.ts';
import { type ImportNeed, importEdits } from './python-imports.ts';
import { callText, comment, idName, messageText, pyString, raiseText } from './python-text.ts';
import { type ReadValue, readValue } from './read-value.ts';
import { deprecatedMessage, differMessage, missingMessage } from './shim-message.ts';

/** Name of the function that says what the old keys would say. */
function legacyFunction({ from }: MigrationFacts): string {
  return `_legacy_${from.toLowerCase()}`;
}

/**
 * Modules that read the process environment go on reading the old keys, from a dict that says what they would say: it
 * is made of the new keys, and while both are read of the old ones where the new ones are not complete. Defaults and
 * casts of the code stay what they are.
 */
export function legacyEnviron(step: CodeStep): GeneratedCode {
  const { facts, id } = step;
  const conversion = pythonConversion(facts);
  const all = facts.fromKeys.flatMap((key) => keyReads(facts, key));
  const reads = all.flatMap((read): readonly LegacyRead[] => {
    const value = readValue(read);
    return value === undefined ? [] : [{ ...read, value }];
  });
  if (conversion === undefined) {
    const paths = [...new Set(all.map((read) => read.file.file.path))];
    const words = paths.map(
      (path) => `\`${facts.from}\` is read in \`${path}\`: nobody knows the conversion but you`,
    );
    return { ...NO_CODE, byHand: words };
  }
  const code = step.code === 'both' ? 'both' : 'new';
  const files = filesOf(facts, reads, id);
  const changed = files.flatMap((it) => fileEdits(step, conversion, it));
  const stored = facts.fromKeys.flatMap((key) => environStores(facts, key));
  const test =
    files.length === 0 ? undefined : legacyMatrix(facts, { id, code, files: files.map((it) => it.file) });
  return {
    edits: changed.flatMap((it) => it.edits),
    byHand: [
      ...[...new Set(stored)].map((path) => `an old key is set in \`${path}\`: set the new ones there too`),
      ...leftWords(
        facts,
        all.filter((read) => readValue(read) === undefined),
      ),
    ],
    tests: test ? [test] : [],
    keeps: new Map(changed.flatMap((it) => [...(it.keeps ?? [])])),
  };
}

/** A function of the service, or a library, asks the environment itself, so that nothing can stand between the two. */
function leftWords(facts: MigrationFacts, reads: readonly EnvironRead[]): readonly string[] {
  const news = facts.toKeys.map((it) => `\`${it}\``).join(', ');
  const left = reads.map(({ file, content, helper }) => ({
    key: textAt(file.file.text, content),
    path: file.file.path,
    how: helper
      ? ' through a function of the service'
      : ', and only the library knows what it makes of the text',
  }));
  const named = facts.fromKeys.flatMap((key) =>
    otherReads(facts, key).map(({ path }) => ({ key, path, how: ' by a name that is put together' })),
  );
  const words = [...left, ...named].map(
    ({ key, path, how }) => `\`${key}\` is read in \`${path}\`${how}: read ${news} there, else it, by hand`,
  );
  return [...new Set(words)];
}

/** A read, and what it makes of its text. */
interface LegacyRead extends EnvironRead {
  readonly value: ReadValue;
}

interface LegacyFile {
  readonly file: PythonFile;
  readonly reads: readonly LegacyRead[];
  /** `none` while nothing is generated, `both` after the first step, `new` at the end. */
  readonly state: 'none' | 'both' | 'new';
}

function filesOf(facts: MigrationFacts, reads: readonly LegacyRead[], id: string): readonly LegacyFile[] {
  const name = legacyFunction(facts);
  const files = new Map<PythonFile, LegacyRead[]>();
  for (const file of facts.project.mentioning([name])) {
    if (file.file.text.includes(`def ${name}(`)) files.set(file, []);
  }
  for (const read of reads) files.set(read.file, [...(files.get(read.file) ?? []), read]);
  return [...files]
    .map(([file, own]): LegacyFile => {
      const made = file.file.text.includes(`def ${name}(`);
      const state = !made ? 'none' : markedBlocks(file, id).length > 0 ? 'both' : 'new';
      return { file, reads: own, state };
    })
    .sort((a, b) => (a.file.file.path < b.file.file.path ? -1 : 1));
}

function fileEdits(step: CodeStep, conversion: PythonConversion, it: LegacyFile): readonly GeneratedCode[] {
  const both = step.code === 'both';
  if (both ? it.state !== 'none' : it.state === 'new') return [];
  return [it.state === 'both' ? endEdits(step, conversion, it) : firstEdits(step, conversion, it)];
}

/** The function that reads both sides makes room for one that reads the new keys. */
function endEdits(step: CodeStep, conversion: PythonConversion, { file }: LegacyFile): GeneratedCode {
  const { facts, id, precedence } = step;
  const subscripted = file.file.text.includes(`${legacyFunction(facts)}()[`);
  const store = storeAsked(file, legacyFunction(facts));
  const text = plainText({ facts, id, conversion, load: store.load, precedence, subscripted });
  const edits = inFile(file, [placedFunction(file, firstCall(file, legacyFunction(facts), id), text)]);
  // The module object stays imported for the function that takes the place of the generated one.
  const kept = [...conversion.backNeeds, ...store.uses];
  return { ...NO_CODE, edits, keeps: new Map([[file.file.path, kept]]) };
}

/** The first function of a module, and its reads made reads of what that says. */
function firstEdits(step: CodeStep, conversion: PythonConversion, it: LegacyFile): GeneratedCode {
  const { facts, id, precedence } = step;
  const { file, reads } = it;
  const both = step.code === 'both';
  const store = storeOf(file, reads);
  const subscripted = reads.some((read) => !hasDefault(read));
  const text = { facts, id, conversion, load: store.load, precedence, subscripted };
  const at = beforeFirst(file, reads);
  const log = moduleLogger(file, at, id);
  const dual: readonly ImportNeed[] = [
    { module: 'functools', name: 'cache' },
    { module: 'typing', name: 'Any' },
    ...conversion.needs,
    ...log.needs,
  ];
  const needs = [...store.needs, ...conversion.backNeeds, ...(both ? dual : []), ...store.uses];
  const gone = reads.map((read) => read.span);
  const own = [
    ...importEdits(facts, file, needs, gone),
    ...(both ? log.edits : []),
    placedFunction(file, at, both ? dualText({ ...text, log: log.name }) : plainText(text)),
    ...reads.map((read) => ({ span: read.span, newText: legacyRead(facts, read) })),
  ];
  return { ...NO_CODE, edits: inFile(file, own) };
}

/** How the generated function asks for variables. */
interface Store {
  /** An expression for `k` that is the text of a variable, and one that is true where it is set and not empty. */
  readonly load: Load;
  readonly needs: readonly ImportNeed[];
  /** What the expressions use. */
  readonly uses: readonly ImportNeed[];
}

interface Load {
  readonly text: string;
  readonly isSet: string;
}

/** The object that the module asks; where it asks several, the one of a library sees what the others do. */
function storeOf(file: PythonFile, reads: readonly LegacyRead[]): Store {
  const library = reads.find((read) => read.library)?.library;
  if (library === undefined) return environStore(file);
  return {
    load: { text: 'v', isSet: `(v := ${library.probe('k')})` },
    needs: [],
    uses: keptNames(file, library.name),
  };
}

/** The store that the function of an earlier step asks. */
function storeAsked(file: PythonFile, name: string): Store {
  const from = file.file.text.indexOf(`def ${name}(`);
  const isSet = /\bif (\(v := ((\w[\w.]*)\(.*)\))\}/.exec(
    file.file.text.slice(from).split(/^def /m, 2)[1] ?? '',
  );
  const [, condition, , callee] = isSet ?? [];
  if (condition === undefined || callee === undefined) return environStore(file);
  return { load: { text: 'v', isSet: condition }, needs: [], uses: keptNames(file, callee) };
}

function environStore(file: PythonFile): Store {
  const { name, use, needs } = environName(file);
  return { load: { text: `${name}[k]`, isSet: `${name}.get(k)` }, needs, uses: [use] };
}

function hasDefault({ form, value, helper }: LegacyRead): boolean {
  return form === 'in' || (form === 'get' && helper === undefined) || value.default !== undefined;
}

/** The same read, of the dict instead of the environment. */
function legacyRead(facts: MigrationFacts, read: LegacyRead): string {
  const { text } = read.file.file;
  const key = textAt(text, read.key);
  const dict = `${legacyFunction(facts)}()`;
  if (read.form === 'in')
    return `${textAt(text, span(read.span.start, read.key.end))}${/^\s*not\b/.test(text.slice(read.key.end)) ? ' not' : ''} in ${dict}`;
  const { around, default: stays } = read.value;
  if (!hasDefault(read)) return around(`${dict}[${key}]`);
  return around(`${dict}.get(${key}${stays === undefined ? '' : `, ${stays}`})`);
}

/** Start of the line of the first statement that calls the function, outside of what is generated. */
function firstCall(file: PythonFile, name: string, id: string): number {
  const { text } = file.file;
  const blocks = markedBlocks(file, id);
  const call = `${name}()`;
  let at = text.indexOf(call);
  while (at >= 0 && blocks.some((it) => it.start <= at && at < it.end)) at = text.indexOf(call, at + 1);
  const statement = file.module.body.find((it) => it.span.start <= at && at < it.span.end);
  const start = statement?.span.start ?? text.length;
  return text.lastIndexOf('\n', start - 1) + 1;
}

interface LegacyText {
  readonly facts: MigrationFacts;
  readonly id: string;
  readonly conversion: PythonConversion;
  readonly load: Load;
  readonly precedence: CodeStep['precedence'];
  /** Some read fails where its key is not set. */
  readonly subscripted: boolean;
}

function plainText(it: LegacyText): string {
  const { facts, conversion, load } = it;
  const { toKeys, fromKeys, lineLength } = facts;
  const back = conversion.toOld((key) => `new[${pyString(key)}]`);
  return [
    ...missingClass(it),
    `def ${legacyFunction(facts)}() -> dict[str, str]:`,
    `    """${fromKeys.join(', ')} as before, from what took its place."""`,
    ...loadLines('new', toKeys, load, lineLength),
    ...emptyLines(it),
    ...back.lines.map((line) => `    ${line}`),
    ...resultLines(it, back.values),
  ].join('\n');
}

/** A dict in which a key that is missed is no name of old, but what has to be set now. */
function missingClass({ facts, subscripted }: LegacyText, above: readonly string[] = []): readonly string[] {
  if (!subscripted) return [];
  const { fromKeys, toKeys, lineLength } = facts;
  return [
    ...above,
    `class ${missingName(facts)}(dict[str, str]):`,
    '    def __missing__(self, key: str) -> str:',
    messageText('        ', 'raise KeyError', missingMessage(fromKeys, toKeys), lineLength),
    '',
    '',
  ];
}

/** `_LegacyRedisUrl` for `REDIS_URL`. */
function missingName({ from }: MigrationFacts): string {
  const words = from
    .toLowerCase()
    .split('_')
    .filter((it) => it !== '');
  return `_Legacy${words.map((it) => it.charAt(0).toUpperCase() + it.slice(1)).join('')}`;
}

function missed({ facts, subscripted }: LegacyText, dict: '{}' | 'old'): string {
  if (!subscripted) return dict;
  return `${missingName(facts)}(${dict === '{}' ? '' : dict})`;
}

/** Nothing where no new key is set; some of them without the others stop the process. */
function emptyLines(it: LegacyText): readonly string[] {
  const { toKeys, lineLength: width } = it.facts;
  const none = ['    if not new:', `        return ${missed(it, '{}')}`];
  if (toKeys.length === 1) return none;
  return [
    ...none,
    `    if len(new) < ${toKeys.length}:`,
    raiseText('        ', `set ${toKeys.join(', ')} together`, width),
  ];
}

function loadLines(
  name: string,
  keys: readonly string[],
  { text, isSet }: Load,
  width: number,
): readonly string[] {
  const list = `[${keys.map(pyString).join(', ')}]`;
  const line = `    ${name} = {k: ${text} for k in ${list} if ${isSet}}`;
  if (line.length <= width) return [line];
  const names = callText('    ', `${name}_keys = `, keys.map(pyString), width)
    .replace('(', '[')
    .replace(/\)$/, ']');
  return [names, `    ${name} = {k: ${text} for k in ${name}_keys if ${isSet}}`];
}

function resultLines({ facts }: LegacyText, values: ReadonlyMap<string, string>): readonly string[] {
  const width = facts.lineLength;
  const items = facts.fromKeys.map((key) => `${pyString(key)}: ${values.get(key) ?? '""'}`);
  const line = `    return {${items.join(', ')}}`;
  return line.length <= width ? [line] : ['    return {', ...items.map((it) => `        ${it},`), '    }'];
}

function dualText(it: LegacyText & { readonly log: string }): string {
  const { facts, id, conversion, load, log } = it;
  const { fromKeys, toKeys, lineLength: width } = facts;
  const name = idName(id);
  const back = conversion.toOld((key) => `new[${pyString(key)}]`);
  const several = toKeys.length > 1;
  return [
    comment('', `${marker(id)} phase=expand (delete in contract)`, width),
    `def _new_${name}(old: dict[str, Any]) -> dict[str, Any] | None:`,
    ...conversion.toNew(pyString).map((line) => `    ${line}`),
    '',
    '',
    ...logOnce({ id, name, log, width }),
    '',
    '',
    ...missingClass(it, [
      comment('', `${marker(id)} phase=expand (contract reads the new keys alone)`, width),
    ]),
    comment('', `${marker(id)} phase=expand (contract reads the new keys alone)`, width),
    `def ${legacyFunction(facts)}() -> dict[str, str]:`,
    ...loadLines('old', fromKeys, load, width),
    ...loadLines('new', toKeys, load, width),
    `    if len(new) < ${toKeys.length}:`,
    ...(several
      ? ['        if new and not old:', raiseText('            ', `set ${toKeys.join(', ')} together`, width)]
      : []),
    '        if old:',
    messageText('            ', `_log_${name}`, deprecatedMessage(fromKeys, toKeys), width),
    `        return ${missed(it, 'old')}`,
    `    if len(old) == ${fromKeys.length} and _new_${name}(old) != new:`,
    ...differLines(it),
    ...back.lines.map((line) => `    ${line}`),
    ...resultLines(it, back.values),
  ].join('\n');
}

function differLines({ facts, id, precedence }: LegacyText): readonly string[] {
  const { fromKeys, toKeys, lineLength: width } = facts;
  if (precedence === 'error') return [raiseText('        ', differMessage(fromKeys, toKeys), width)];
  const used = precedence === 'old' ? fromKeys : toKeys;
  const message = differMessage(fromKeys, toKeys, used);
  const lines = [messageText('        ', `_log_${idName(id)}`, message, width)];
  return precedence === 'old' ? [...lines, '        return old'] : lines;
}
