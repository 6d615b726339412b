import { children, type Expression } from '../python/tree.ts';
import type { Call } from './calls/call-reader.ts';
import { CALLS, callSchema } from './calls/call-schema.ts';
import { envvarRead } from './calls/envvar-read.ts';
import { methodOf } from './calls/instance-method.ts';
import { argumentOf, filesUsing, instanceOf } from './calls/library-instance.ts';
import type { VariableRead } from './calls/variable-read.ts';
import { constantText } from './constant.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { SettingsSchema, Undecided } from './schema.ts';
import { walkSites } from './sites.ts';

const CLASSES: ReadonlySet<string> = new Set(['flask.Flask', 'flask.app.Flask']);
const METHODS = { classes: CLASSES, paths: new Set(['config.from_envvar', 'config.from_prefixed_env']) };

/**
 * What an application of Flask 3.1 takes from the process environment (`flask/config.py`): the variable that
 * `config.from_envvar()` names, and with `config.from_prefixed_env()` every variable behind the prefix. Of those the
 * fields are the keys that the service's code asks the configuration for.
 */
export const flask: Reader = {
  name: 'flask',
  markers: ['from_envvar', 'from_prefixed_env', 'current_app'],
  schemas: (project) => {
    const files = filesUsing(project, /\bfrom_(?:envvar|prefixed_env)\b/, CLASSES);
    return files.flatMap((it) => schemasIn(project, it));
  },
};

function schemasIn(project: PythonProject, file: PythonFile): readonly SettingsSchema[] {
  const reads: VariableRead[] = [];
  const open: Undecided[] = [];
  walkSites(file, (expression, site) => {
    const method = expression.kind === 'call' ? methodOf(project, file, expression, METHODS) : undefined;
    if (expression.kind !== 'call' || method === undefined) return children(expression);
    if (method === 'config.from_prefixed_env') {
      const found = prefixedReads(project, file, expression);
      reads.push(...found.reads);
      open.push(found.open);
    } else {
      const read = envvarRead(project, file, expression, site);
      if ('reason' in read) open.push(read);
      else reads.push(read);
    }
    return children(expression);
  });
  return callSchema(project, file, 'flask', { reads, open }, { ...CALLS, sources: ['process'] });
}

/** `from_prefixed_env(prefix="FLASK", loads=json.loads)`: a text that `loads` refuses stays a text. */
function prefixedReads(
  project: PythonProject,
  file: PythonFile,
  call: Call,
): { readonly reads: readonly VariableRead[]; readonly open: Undecided } {
  const place = { path: file.file.path, span: call.span };
  const given = argumentOf(call, 'prefix', 0);
  const prefix = given ? constantText(project, file, given) : 'FLASK';
  if (prefix === undefined || call.args.some((it) => it.stars > 0))
    return { reads: [], open: { ...place, reason: 'the prefix is computed here' } };
  const loads = call.args.find((it) => it.name === 'loads')?.value;
  const target = loads && resolveSymbol(project, file, loads);
  const isJson = !target || (target.kind === 'external' && target.name === 'json.loads');
  const reads = askedKeys(project).map(({ key, file: at, read }): VariableRead => {
    const statement = { kind: 'expression', span: read.span, value: read } as const;
    return {
      name: `${prefix}_${key}`,
      form: 'get',
      // What the key holds without the variable, other code says.
      default: { value: { kind: 'other', span: read.span, children: [] }, file: at },
      cast: {
        type: isJson
          ? { kind: 'any' }
          : { kind: 'undecided', reason: '`loads` decides what it makes of the text' },
      },
      certain: false,
      place: { path: at.file.path, span: read.span },
      statement,
    };
  });
  return {
    reads,
    open: { ...place, reason: `every variable that begins with \`${prefix}_\` becomes a setting` },
  };
}

interface AskedKey {
  readonly key: string;
  readonly file: PythonFile;
  readonly read: Expression;
}

/** The keys that code of the service asks for: `app.config["KEY"]`, `current_app.config.get("KEY")`. */
function askedKeys(project: PythonProject): readonly AskedKey[] {
  const found = new Map<string, AskedKey>();
  for (const file of filesUsing(project, /\bflask\b/, CLASSES)) {
    walkSites(file, (expression) => {
      const read = keyOf(project, file, expression);
      const key = read && constantText(project, file, read);
      if (
        read &&
        key !== undefined &&
        /^[A-Z][A-Z0-9_]*$/.test(key) &&
        !key.includes('__') &&
        !found.has(key)
      )
        found.set(key, { key, file, read });
      return children(expression);
    });
  }
  return [...found.values()];
}

function keyOf(project: PythonProject, file: PythonFile, expression: Expression): Expression | undefined {
  if (expression.kind === 'subscript')
    return isConfig(project, file, expression.object) ? expression.index : undefined;
  if (expression.kind !== 'call' || expression.callee.kind !== 'attribute') return undefined;
  const { callee } = expression;
  const isGet = callee.name === 'get' && isConfig(project, file, callee.object);
  return isGet ? argumentOf(expression, 'key', 0) : undefined;
}

/** `app.config` of an application, or `current_app.config`. */
function isConfig(project: PythonProject, file: PythonFile, expression: Expression): boolean {
  if (expression.kind !== 'attribute' || expression.name !== 'config') return false;
  const { object } = expression;
  if (object.kind !== 'name' && object.kind !== 'attribute') return false;
  const target = resolveSymbol(project, file, object);
  if (target.kind === 'external') return /^flask\.(?:\w+\.)?current_app$/.test(target.name);
  return instanceOf(project, file, object, CLASSES) !== undefined;
}
