import { children, type Expression, type Statement } from '../python/tree.ts';
import { CALLS, callSchema } from './calls/call-schema.ts';
import type { VariableRead } from './calls/variable-read.ts';
import type { FieldType } from './field-type.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { ReaderName, SettingsSchema } from './schema.ts';
import { walkSites } from './sites.ts';
import { isTestPath } from './test-path.ts';

/** A variable that a server reads by itself. */
interface OwnVariable {
  readonly name: string;
  readonly type: FieldType;
  /** What counts without the variable, as Python; absent where other settings decide. */
  readonly default?: Expression;
  /** The keyword that, when it is given, keeps the server from looking at the variable. */
  readonly unless?: string;
}

const NOWHERE = { start: 0, end: 0 };
const TEXT: FieldType = { kind: 'str' };
const LOCAL: Expression = { kind: 'string', span: NOWHERE, value: '127.0.0.1,::1', bytes: false };
const ONE: Expression = { kind: 'int', span: NOWHERE, value: 1n };

/** `gunicorn/config.py` of gunicorn 27: `workers`, `bind`, `forwarded_allow_ips`, `sendfile`, and more arguments. */
const GUNICORN: readonly OwnVariable[] = [
  { name: 'WEB_CONCURRENCY', type: { kind: 'int' }, default: ONE },
  { name: 'PORT', type: TEXT },
  { name: 'FORWARDED_ALLOW_IPS', type: TEXT, default: LOCAL },
  {
    name: 'SENDFILE',
    type: {
      kind: 'switch',
      on: ['y', '1', 'yes', 'true'],
      off: [],
      otherwise: false,
      fold: 'lower',
      strip: false,
    },
  },
  { name: 'GUNICORN_CMD_ARGS', type: TEXT },
];

/** `uvicorn/config.py` of uvicorn 0.54, when the server is started by code. */
const UVICORN: readonly OwnVariable[] = [
  { name: 'WEB_CONCURRENCY', type: { kind: 'int' }, default: ONE, unless: 'workers' },
  { name: 'FORWARDED_ALLOW_IPS', type: TEXT, default: LOCAL, unless: 'forwarded_allow_ips' },
];

/** Names of which one stands in every configuration file of gunicorn that says anything. */
const GUNICORN_WORDS =
  'bind workers worker_class threads timeout loglevel accesslog errorlog wsgi_app preload_app keepalive max_requests on_starting post_fork worker_tmp_dir'.split(
    ' ',
  );

/** What gunicorn reads beside its `gunicorn.conf.py`, which it loads from the folder it starts in. */
export const gunicorn: Reader = {
  name: 'gunicorn',
  markers: [],
  schemas: (project) =>
    project
      .mentioning(GUNICORN_WORDS, (path) => /(^|\/)gunicorn\.conf\.py$/.test(path) && !isTestPath(path))
      .flatMap((file) => {
        const statement = file.module.body[0];
        if (!statement) return [];
        const span = { start: statement.span.start, end: file.file.text.indexOf('\n', statement.span.start) };
        const place = { start: span.start, end: span.end > span.start ? span.end : statement.span.end };
        return schemaOf(
          project,
          file,
          'gunicorn',
          GUNICORN.map((it) => readOf(file, it, place, statement)),
        );
      }),
};

/** What uvicorn reads where code starts it: `uvicorn.run(app)`, `uvicorn.Config(app)`. */
export const uvicorn: Reader = {
  name: 'uvicorn',
  markers: ['uvicorn'],
  schemas: (project) =>
    project.files
      .filter(({ file }) => /\buvicorn\b/.test(file.text))
      .flatMap((file) => schemaOf(project, file, 'uvicorn', uvicornReads(project, file))),
};

function uvicornReads(project: PythonProject, file: PythonFile): readonly VariableRead[] {
  const reads: VariableRead[] = [];
  walkSites(file, (expression, site) => {
    if (expression.kind !== 'call') return children(expression);
    const { callee, args } = expression;
    const isPath = callee.kind === 'name' || callee.kind === 'attribute';
    const target = isPath ? resolveSymbol(project, file, callee) : undefined;
    const isServer =
      target?.kind === 'external' && /^uvicorn\.(run|Config|config\.Config)$/.test(target.name);
    if (isServer && args.every((it) => it.stars === 0)) {
      for (const it of UVICORN) {
        const given = args.find((argument) => argument.name === it.unless)?.value;
        if (given === undefined || given.kind === 'none')
          reads.push(readOf(file, it, callee.span, site.statement));
      }
    }
    return children(expression);
  });
  return reads;
}

function readOf(
  file: PythonFile,
  { name, type, default: standard }: OwnVariable,
  span: VariableRead['place']['span'],
  statement: Statement,
): VariableRead {
  return {
    name,
    form: 'get',
    default: { value: standard ?? { kind: 'other', span, children: [] }, file },
    cast: { type },
    certain: false,
    place: { path: file.file.path, span },
    statement,
  };
}

function schemaOf(
  project: PythonProject,
  file: PythonFile,
  reader: ReaderName,
  reads: readonly VariableRead[],
): readonly SettingsSchema[] {
  return callSchema(project, file, reader, { reads, open: [] }, { ...CALLS, sources: ['process'] });
}
