import { children, type Expression, type FunctionStatement } from '../../python/tree.ts';
import type { Loading } from '../loading.ts';
import type { PythonFile, PythonProject } from '../reader.ts';
import { rememberPerFile } from '../remember-per-file.ts';
import type { ReaderName, SettingsSchema, Undecided } from '../schema.ts';
import { type Site, walkSites } from '../sites.ts';
import { callSchema } from './call-schema.ts';
import { isEnvironStub, stubKeys } from './environ-stub.ts';
import { isLegacyFunction, legacyReads, legacyUse } from './legacy-read.ts';
import { argumentOf } from './library-instance.ts';
import type { VariableRead } from './variable-read.ts';

export type Call = Expression & { readonly kind: 'call' };

/** A library with an object whose calls read one variable each. `On` is what a call is made on. */
export interface CallLibrary<On> {
  readonly name: ReaderName;
  /** The parameter of its calls that names the variable; the first one. */
  readonly key: string;
  /** Undefined for a call of anything else. */
  readonly calledOn: (project: PythonProject, file: PythonFile, call: Call) => On | undefined;
  /** What the call reads, or why that is not known; undefined where it reads nothing. */
  readonly readOf: (
    project: PythonProject,
    file: PythonFile,
    call: Call,
    on: On,
    site: Site,
  ) => VariableRead | Undecided | undefined;
  /** How variables reach the objects that a module calls. */
  readonly loading: (project: PythonProject, file: PythonFile, called: readonly On[]) => Loading;
}

/** Reads the schema of what the calls of one module read. */
export function callReader<On>({
  name,
  key,
  calledOn,
  readOf,
  loading,
}: CallLibrary<On>): (project: PythonProject, file: PythonFile) => readonly SettingsSchema[] {
  return rememberPerFile((project, file) => {
    const reads: VariableRead[] = [];
    const open: Undecided[] = [];
    const called: On[] = [];
    walkSites(file, (expression, site) => {
      if (isEnvironStub(file, site.statement) || (site.inside && isEnvironStub(file, site.inside))) return [];
      if (isLegacyFunction(file, site.inside)) return [];
      const legacy = legacyUse(file, expression);
      if (legacy) {
        const asked = callsIn(legacy.made.statement).flatMap((it) => calledOn(project, file, it) ?? []);
        called.push(...asked);
        if (asked.length > 0) reads.push(...legacyReads(project, file, legacy, site));
        return children(expression);
      }
      const on = expression.kind === 'call' ? calledOn(project, file, expression) : undefined;
      if (on !== undefined && expression.kind === 'call') {
        called.push(on);
        for (const { call, keys } of namedCalls(file, expression, key)) {
          const read = readOf(project, file, call, on, keys ? { ...site, certain: false } : site);
          if (read === undefined) continue;
          if ('reason' in read) open.push(read);
          else reads.push(keys ? { ...read, dual: { ...keys, required: read.form === 'index' } } : read);
        }
      }
      return children(expression);
    });
    return callSchema(project, file, name, { reads, open }, loading(project, file, called));
  });
}

/** The calls in what a function assigns. */
function callsIn({ body }: FunctionStatement): readonly Call[] {
  const within = (it: Expression): readonly Call[] => [
    ...(it.kind === 'call' ? [it] : []),
    ...children(it).flatMap(within),
  ];
  return body.flatMap((it) => (it.kind === 'assign' ? within(it.value) : []));
}

interface NamedCall {
  readonly call: Call;
  /** Set where another key may hold the value. */
  readonly keys?: NonNullable<ReturnType<typeof stubKeys>>;
}

/** The call itself, or one for each of the two keys that a migration's function may name; the place stays. */
function namedCalls(file: PythonFile, call: Call, parameter: string): readonly NamedCall[] {
  const named = argumentOf(call, parameter, 0);
  const keys = named && stubKeys(file, named);
  if (named === undefined || keys === undefined) return [{ call }];
  return [keys.old, keys.new].map((value) => {
    const text: Expression = { kind: 'string', span: named.span, value, bytes: false };
    const args = call.args.map((it) => (it.value === named ? { ...it, value: text } : it));
    return { call: { ...call, args }, keys };
  });
}

/** A read of a variable whose name only running the code would tell. */
export function computedName(file: PythonFile, at: Expression): Undecided {
  return { path: file.file.path, span: at.span, reason: 'the name is computed here' };
}
