import type { Expression } from '../../python/tree.ts';
import { instanceOf } from '../../schema/calls/library-instance.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { resolveSymbol } from '../../schema/resolve-symbol.ts';
import { isTestPath } from '../../schema/test-path.ts';
import type { FileEdit } from '../../text/file-edit.ts';
import { lineIndex } from '../../text/line-index.ts';
import { containsOffset, type Span, textAt } from '../../text/span.ts';
import type { MigrationFacts, ReaderFacts } from '../facts.ts';
import { type CodeStep, type GeneratedCode, NO_CODE } from './generated-code.ts';
import { everyExpression } from './instances.ts';
import { dynaconfMatrix } from './pytest-dynaconf.ts';

/** A setting of a dynaconf object, and the object: `SHOP_DB_POOL` is `DB_POOL` of `settings`. */
export interface DynaconfSetting {
  readonly file: PythonFile;
  /** The name that the module gives the object. */
  readonly object: string;
  readonly made: Span;
  readonly old: string;
  readonly new: string;
}

const OBJECTS: ReadonlySet<string> = new Set(['dynaconf.Dynaconf', 'dynaconf.LazySettings']);

/**
 * The setting under its new name in validators, and wherever code reads it of the object (dynaconf 3.3: `settings.NAME`,
 * `settings["name"]`, `settings.get("NAME")`, in capitals or not). Nothing is written where one read cannot be found for
 * sure. Reading both names is for people: dynaconf has no second name for a setting.
 */
export function renameDynaconf(step: CodeStep, reader: ReaderFacts): GeneratedCode {
  const { facts, id, code } = step;
  const key = `\`${facts.from}\``;
  const where = `\`${reader.name}\` (\`${reader.old?.place.path}\`)`;
  const left = (reason: string): GeneratedCode => ({
    ...NO_CODE,
    byHand: [`${key} is read by ${where}: change that by hand; ${reason}`],
  });
  if (code === 'both')
    return left('dynaconf knows one name for a setting, so that only you can say where both are read');
  const setting = settingOf(facts, reader);
  if (setting === undefined)
    return reader.new === undefined ? left('what makes its object is not followed') : NO_CODE;
  const test = dynaconfMatrix(facts, id, setting, reader);
  const found = usesOf(facts, setting);
  const unsure = found.filter((it) => it.kind === 'unsure');
  // Once validators have the new name, reads follow that an interruption left behind.
  if (reader.old === undefined && unsure.length > 0) return { ...NO_CODE, tests: [test] };
  if (unsure.length > 0) {
    const places = unsure.map(({ file, span: at }) => {
      const { line } = lineIndex(file.file).position(at.start);
      return `\`${file.file.path}:${line + 1}\``;
    });
    return left(`whether the setting is meant is not certain in ${[...new Set(places)].join(', ')}`);
  }
  const { dynaconf } = reader.schema.loading;
  const loads = dynaconf === undefined || dynaconf.files.length > 0 || dynaconf.before || dynaconf.after;
  return {
    edits: found.flatMap((it) => (it.kind === 'sure' ? [editOf(it.file, it.span, setting)] : [])),
    byHand:
      loads && reader.old
        ? [
            `settings files of ${where} may hold \`${setting.old}\`: put \`${setting.new}\` there in the same release`,
          ]
        : [],
    tests: [test],
  };
}

/** Undefined where the names do not begin alike, or the object has no name of its own. */
function settingOf(
  facts: MigrationFacts,
  { schema, old, new: next }: ReaderFacts,
): DynaconfSetting | undefined {
  const prefix = schema.loading.dynaconf?.prefixes.at(-1);
  const { from, to } = facts;
  const { path } = schema.place;
  const file = facts.project
    .mentioning([plainName(from, prefix), plainName(to, prefix)])
    .find((it) => it.file.path === path);
  const field = old ?? next;
  if (prefix === undefined || to === undefined || file === undefined || field === undefined) return undefined;
  const names = [from, to];
  if (!names.every((it) => it.startsWith(prefix) && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(it)))
    return undefined;
  for (const it of file.module.body) {
    const [target, ...more] = it.kind === 'assign' ? it.targets : [];
    if (it.kind !== 'assign' || target?.kind !== 'name' || more.length > 0) continue;
    if (it.value.kind !== 'call' || !containsOffset(it.span, field.place.span.start)) continue;
    const plain = { old: plainName(from, prefix), new: plainName(to, prefix) };
    return { file, object: target.name, made: it.value.span, ...plain };
  }
  return undefined;
}

function plainName(key = '', prefix = ''): string {
  return key.slice(prefix.length);
}

/** A place that names the setting: one that is renamed, or one of which nobody can be sure. */
interface Use {
  readonly kind: 'sure' | 'unsure';
  readonly file: PythonFile;
  readonly span: Span;
}

function usesOf(facts: MigrationFacts, setting: DynaconfSetting): readonly Use[] {
  const { old } = setting;
  return facts.project
    .mentioning([old], (path) => !isTestPath(path), 'any-case')
    .flatMap((file) => {
      if (file.stale) return [{ kind: 'unsure', file, span: { start: 0, end: 0 } } as const];
      const named = new Set<Expression>();
      const uses: Use[] = [];
      for (const { expression } of everyExpression(file.module.body)) {
        const use = useIn(facts, setting, file, expression);
        if (use?.name) named.add(use.name);
        if (use) uses.push({ kind: use.kind, file, span: use.span });
      }
      const texts = [...everyExpression(file.module.body)].flatMap(({ expression: it }): readonly Use[] =>
        it.kind === 'string' && !named.has(it) && namesSetting(it.value, old)
          ? [{ kind: 'unsure', file, span: it.span }]
          : [],
      );
      return [...uses, ...texts];
    });
}

/** A text that is the name, or names the setting as values of dynaconf do: `@format {this.DB_POOL}`. */
function namesSetting(text: string, old: string): boolean {
  return isName(text, old) || new RegExp(`\\bthis\\.${old}\\b`, 'i').test(text);
}

function isName(text: string, old: string): boolean {
  return text.toUpperCase() === old;
}

interface Found {
  readonly kind: Use['kind'];
  readonly span: Span;
  /** The text that names the setting here. */
  readonly name?: Expression;
}

function useIn(
  facts: MigrationFacts,
  setting: DynaconfSetting,
  file: PythonFile,
  expression: Expression,
): Found | undefined {
  const isNamed = (it: Expression | undefined) =>
    it?.kind === 'string' && it.content && isName(it.value, setting.old)
      ? { span: it.content, name: it }
      : undefined;
  const meant = (object: Expression) => meaning(facts, setting, file, object);
  switch (expression.kind) {
    case 'attribute': {
      if (!isName(expression.name, setting.old)) return undefined;
      const kind = meant(expression.object);
      return kind === 'other' ? undefined : { kind, span: expression.nameSpan };
    }
    case 'subscript': {
      const named = isNamed(expression.index);
      return named && meant(expression.object) === 'sure' ? { kind: 'sure', ...named } : undefined;
    }
    case 'compare': {
      const [left, right] = expression.operands;
      const named = isNamed(left);
      return named && right && meant(right) === 'sure' ? { kind: 'sure', ...named } : undefined;
    }
    case 'call':
      return calledWith(facts, setting, file, expression, isNamed(expression.args[0]?.value));
    default:
      return undefined;
  }
}

const METHODS: ReadonlySet<string> = new Set(
  'get exists get_fresh as_bool as_int as_float as_json __call__'.split(' '),
);

/** `settings.get("NAME")`, `settings("NAME")`, and the validators of the object. */
function calledWith(
  { project }: MigrationFacts,
  setting: DynaconfSetting,
  file: PythonFile,
  { callee, args, span: at }: Expression & { readonly kind: 'call' },
  named: Pick<Found, 'span' | 'name'> | undefined,
): Found | undefined {
  if (named === undefined || args[0]?.name !== undefined) return undefined;
  const isOwn = (it: Expression) => instanceOf(project, file, it, OBJECTS)?.made.span === setting.made;
  const target = resolveSymbol(project, file, callee);
  const isValidator =
    target.kind === 'external' &&
    /^dynaconf\.(?:validator\.)?Validator$/.test(target.name) &&
    file === setting.file &&
    containsOffset(setting.made, at.start);
  const isRead = callee.kind === 'attribute' && METHODS.has(callee.name) && isOwn(callee.object);
  return isValidator || isRead || isOwn(callee) ? { kind: 'sure', ...named } : undefined;
}

/** Whether an object is the one whose setting it is; `other` for what is certain to be something else. */
function meaning(
  { project }: MigrationFacts,
  setting: DynaconfSetting,
  file: PythonFile,
  object: Expression,
): Use['kind'] | 'other' {
  const made = instanceOf(project, file, object, OBJECTS);
  if (made) return made.file === setting.file && made.made.span === setting.made ? 'sure' : 'unsure';
  const { kind } = resolveSymbol(project, file, object);
  return kind === 'module' || kind === 'external' || kind === 'class' || kind === 'function'
    ? 'other'
    : 'unsure';
}

/** The new name as the old one is written: in capitals or not. */
function editOf(file: PythonFile, at: Span, setting: DynaconfSetting): FileEdit {
  const isLower = textAt(file.file.text, at) === setting.old.toLowerCase();
  return { path: file.file.path, span: at, newText: isLower ? setting.new.toLowerCase() : setting.new };
}
