import { children } from '../python/tree.ts';
import { CALLS, callSchema } from './calls/call-schema.ts';
import { envvarRead } from './calls/envvar-read.ts';
import { methodOf } from './calls/instance-method.ts';
import { filesUsing } from './calls/library-instance.ts';
import type { VariableRead } from './calls/variable-read.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { SettingsSchema, Undecided } from './schema.ts';
import { type Site, walkSites } from './sites.ts';

const CLASSES: ReadonlySet<string> = new Set([
  'celery.Celery',
  'celery.app.Celery',
  'celery.app.base.Celery',
]);
const METHODS = { classes: CLASSES, paths: new Set(['config_from_envvar']) };

/**
 * Variables that every application of Celery 5.7 looks at before its configuration (`celery/app/utils.py`,
 * `Settings`); an empty one counts as none.
 */
const OWN: readonly string[] = [
  'CELERY_BROKER_URL',
  'CELERY_BROKER_READ_URL',
  'CELERY_BROKER_WRITE_URL',
  'CELERY_RESULT_BACKEND',
];

/** What an application of Celery takes from the process environment by itself, and `config_from_envvar()`. */
export const celery: Reader = {
  name: 'celery',
  markers: ['celery', 'Celery'],
  schemas: (project) => filesUsing(project, /\bcelery\b/, CLASSES).flatMap((it) => schemasIn(project, it)),
};

function schemasIn(project: PythonProject, file: PythonFile): readonly SettingsSchema[] {
  const reads: VariableRead[] = [];
  const open: Undecided[] = [];
  walkSites(file, (expression, site) => {
    if (expression.kind !== 'call') return children(expression);
    const { callee } = expression;
    const isPath = callee.kind === 'name' || callee.kind === 'attribute';
    const target = isPath ? resolveSymbol(project, file, callee) : undefined;
    if (target?.kind === 'external' && CLASSES.has(target.name)) {
      for (const name of OWN) reads.push(ownRead(file, name, callee.span, site));
    } else if (methodOf(project, file, expression, METHODS) !== undefined) {
      const read = envvarRead(project, file, expression, site);
      if ('reason' in read) open.push(read);
      else reads.push(read);
    }
    return children(expression);
  });
  return callSchema(project, file, 'celery', { reads, open }, { ...CALLS, sources: ['process'] });
}

/** Without the variable the configuration says it, wherever that comes from. */
function ownRead(
  file: PythonFile,
  name: string,
  span: VariableRead['place']['span'],
  site: Site,
): VariableRead {
  return {
    name,
    form: 'get',
    default: { value: { kind: 'other', span, children: [] }, file },
    cast: { type: { kind: 'any' } },
    certain: false,
    place: { path: file.file.path, span },
    statement: site.statement,
  };
}
