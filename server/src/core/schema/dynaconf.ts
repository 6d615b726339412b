import { children, type Expression } from '../python/tree.ts';
import { CALLS, callSchema } from './calls/call-schema.ts';
import { argumentOf } from './calls/library-instance.ts';
import { constantData, constantText } from './constant.ts';
import { validatorReads } from './dynaconf-validators.ts';
import type { PythonFile, PythonProject, Reader } from './reader.ts';
import { rememberPerFile } from './remember-per-file.ts';
import { resolveSymbol } from './resolve-symbol.ts';
import type { Loading, SettingsSchema } from './schema.ts';
import { type Site, walkSites } from './sites.ts';
import { isTestPath } from './test-path.ts';

type Call = Expression & { readonly kind: 'call' };

/**
 * `Dynaconf(envvar_prefix="SHOP", validators=[Validator("PORT", is_type_of=int)])` of dynaconf 3.3: one field for each
 * name that a validator speaks of, read from `SHOP_PORT` and else from `DYNACONF_PORT`. What settings files and
 * loaders give is not followed, so a name that no variable sets is left open where there are any. Every other
 * variable with the prefix is a setting as well, of which nothing is known.
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

/** Arguments that leave alone how variables are read; with any other one nothing is claimed. */
const KNOWN: ReadonlySet<string> = new Set(
  `envvar_prefix settings_file settings_files settings_module includes preload secrets environments env default_env
  env_switcher load_dotenv validators root_path encoding lowercase_read fresh_vars skip_files_for_dynaconf`.split(
    /\s+/,
  ),
);

/** Arguments that bring values from elsewhere. */
const ELSEWHERE =
  /^(settings_files?|settings_module|includes|preload|secrets|environments|env|default_env|env_switcher)$/;

function schemaOf(
  project: PythonProject,
  file: PythonFile,
  call: Call,
  site: Site,
): readonly SettingsSchema[] {
  const isKnown = call.args.every((it) => it.stars === 0 && it.name !== undefined && KNOWN.has(it.name));
  const prefix = prefixOf(project, file, call);
  const list = argumentOf(call, 'validators', -1);
  if (!isKnown || prefix === undefined || list?.kind !== 'list') return [];
  const reads = validatorReads(project, file, list.items, prefix, site);
  const [schema] = callSchema(project, file, 'dynaconf', { reads, open: [] }, loadingOf(project, file, call));
  if (schema === undefined) return [];
  const fields = schema.fields.map((it) => {
    const other = `DYNACONF_${it.name.slice(prefix.length)}`;
    return { ...it, inputs: [...it.inputs, { key: other, environment: other, path: [] }] };
  });
  return [{ ...schema, fields: prefix === 'DYNACONF_' ? schema.fields : fields }];
}

/** One prefix, in capitals and with its `_`; undefined for none, several, and a computed one. */
function prefixOf(project: PythonProject, file: PythonFile, call: Call): string | undefined {
  const written = argumentOf(call, 'envvar_prefix', -1);
  if (written === undefined) return 'DYNACONF_';
  const text = constantText(project, file, written);
  return text === undefined || text === '' || text.includes(',') ? undefined : `${text.toUpperCase()}_`;
}

function loadingOf(project: PythonProject, file: PythonFile, call: Call): Loading {
  const { path } = file.file;
  const elsewhere = call.args.find((it) => ELSEWHERE.test(it.name ?? ''));
  const reason = elsewhere ? `\`${elsewhere.name}\` may bring other values` : '';
  const unread = elsewhere ? { unread: { path, span: elsewhere.span, reason } } : {};
  const dotenv = argumentOf(call, 'load_dotenv', -1);
  if (dotenv === undefined) return { ...CALLS, ...unread, sources: ['process'] };
  const data = constantData(project, file, dotenv);
  if (data?.kind !== 'bool')
    return { ...CALLS, envFileUndecided: { path, span: dotenv.span, reason: '`load_dotenv` is computed' } };
  if (!data.value) return { ...CALLS, ...unread, sources: ['process'] };
  return { ...CALLS, ...unread, envFiles: [{ path: '.env', place: { path, span: dotenv.span } }] };
}
