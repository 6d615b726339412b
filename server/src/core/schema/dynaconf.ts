import { children, type Expression } from '../python/tree.ts';
import { CALLS, callSchema } from './calls/call-schema.ts';
import { argumentOf } from './calls/library-instance.ts';
import { constantData } from './constant.ts';
import { dynaconfLoading, dynaconfPrefix } from './dynaconf-loading.ts';
import { dynaconfValidators, validatorReads } from './dynaconf-validators.ts';
import type { DynaconfLoading, Loading } from './loading.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { rememberPerFile } from './remember-per-file.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { Field, SettingsSchema } from './schema.ts';
import { type Site, walkSites } from './sites.ts';
import { isTestPath } from './test-path.ts';

type Call = Expression & { readonly kind: 'call' };

/**
 * `Dynaconf(envvar_prefix="SHOP", validators=[Validator("PORT", is_type_of=int)])` of dynaconf 3.3: one field for each
 * name that a validator speaks of, read from `SHOP_PORT`, else from `DYNACONF_PORT`, else from settings files. Every
 * other variable with the prefix and every key of those files is a setting as well, of which nothing is demanded.
 */
export const dynaconf: Reader = {
  name: 'dynaconf',
  markers: ['dynaconf'],
  schemas: (project) =>
    project.files
      .filter(({ file }) => !isTestPath(file.path) && /\bdynaconf\b/.test(file.text))
      .flatMap((it) => schemasIn(project, it)),
};

const schemasIn = rememberPerFile((project: PythonProject, file: PythonFile): readonly SettingsSchema[] => {
  const found: SettingsSchema[] = [];
  walkSites(file, (expression, site) => {
    if (expression.kind === 'call' && isDynaconf(project, file, expression))
      found.push(...schemaOf(project, file, expression, site));
    return children(expression);
  });
  // Several objects of one module have names of their own, which one schema of calls cannot tell apart.
  return found.length === 1 ? found : [];
});

function isDynaconf(project: PythonProject, file: PythonFile, { callee }: Call): boolean {
  if (callee.kind !== 'name' && callee.kind !== 'attribute') return false;
  const target = resolveSymbol(project, file, callee);
  return target.kind === 'external' && /^dynaconf\.(Dynaconf|LazySettings)$/.test(target.name);
}

/** Arguments that are followed, or change nothing; with any other one nothing is claimed. */
const KNOWN: ReadonlySet<string> = new Set(
  `envvar_prefix settings_file settings_files settings_module includes preload secrets environments environment env
  default_env env_switcher load_dotenv validators root_path lowercase_read fresh_vars merge_enabled`.split(
    /\s+/,
  ),
);

function schemaOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  site: Site,
): readonly SettingsSchema[] {
  const isKnown = call.args.every((it) => it.stars === 0 && it.name !== undefined && KNOWN.has(it.name));
  const prefix = dynaconfPrefix(project, file, call);
  const list = argumentOf(call, 'validators', -1);
  if (!isKnown || prefix === undefined || list?.kind !== 'list') return [];
  const written = dynaconfValidators(project, file, list.items);
  const own = dynaconfLoading(project, file, call, prefix, written.validators);
  const top = prefix.prefixes.at(-1) ?? '';
  const reads = validatorReads(project, file, written, top, site);
  const loading = loadingOf(project, file, call, own);
  const [schema] = callSchema(project, file, 'dynaconf', { reads, open: [] }, loading);
  if (schema === undefined) return [];
  const fields = schema.fields.map((it) => named(it, it.name.slice(top.length), prefix.prefixes));
  return [{ ...schema, fields }];
}

/** A field with the variables that set it, highest rank first; those inside of a setting may have small letters. */
function named(field: Field, name: string, prefixes: readonly string[]): Field {
  const [first = '', ...rest] = name.split('__');
  const spellings = [...new Set([name, [first, ...rest.map((it) => it.toLowerCase())].join('__')])];
  const names = [...prefixes].reverse().flatMap((prefix) => spellings.map((it) => prefix + it));
  return {
    ...field,
    loc: name.replaceAll('__', '.'),
    inputs: names.map((it) => ({ key: it, environment: it, path: [] })),
  };
}

function loadingOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  dynaconf: DynaconfLoading | undefined,
): Loading {
  const { path } = file.file;
  const reason = 'where its settings come from is computed';
  const base: Loading = {
    ...CALLS,
    ...(dynaconf ? { dynaconf } : { unread: { path, span: call.span, reason } }),
  };
  const dotenv = argumentOf(call, 'load_dotenv', -1);
  if (dotenv === undefined) return { ...base, sources: ['process'] };
  const data = constantData(project, file, dotenv);
  if (data?.kind !== 'bool')
    return { ...base, envFileUndecided: { path, span: dotenv.span, reason: '`load_dotenv` is computed' } };
  if (!data.value) return { ...base, sources: ['process'] };
  return { ...base, envFiles: [{ path: '.env', place: { path, span: dotenv.span } }] };
}
