import { schemasOf } from '../schema/readers.ts';
import type { Field, SettingsSchema } from '../schema/schema.ts';
import { isSecretField } from '../schema/secret-names.ts';
import { isScriptPath, isTestPath } from '../schema/test-path.ts';
import { memo } from '../text/memo.ts';
import { firstLine } from '../text/span.ts';
import type { Finding } from './finding.ts';
import { moveToSettings } from './move-to-settings.ts';
import { fieldReference, readerName, variableName } from './reader-name.ts';
import type { Rule } from './rule.ts';

/** Page: hidden-security-setting.md */
export const hiddenSecuritySetting: Rule = {
  id: 'hidden-security-setting',
  severity: 'hint',
  summary: 'A security setting is read far from the settings of the service, where nobody looks for it.',
  since: '0.1.0',

  *check({ snapshot, file }) {
    if (!file.path.endsWith('.py')) return;
    const schemas = schemasOf(snapshot);
    for (const schema of schemas) {
      if (schema.place.path !== file.path || schema.form !== 'calls' || !isUnrelated(schema)) continue;
      const home = homes(schemas).get(schema.service);
      if (!home) continue;
      for (const field of schema.fields.filter((it) => it.place.path === file.path && decidesSecurity(it))) {
        const finding = findingOf(schema, field, home);
        const fixes = moveToSettings(snapshot, schema, field, home);
        yield { ...finding, span: firstLine(file.text, finding.span), fixes };
      }
    }
  },
};

/** Code of the service itself that is not there to hold settings. */
function isUnrelated({ place: { path }, reader, service }: SettingsSchema): boolean {
  if (isTestPath(path) || isScriptPath(path, service) || reader === 'gunicorn' || reader === 'uvicorn')
    return false;
  return !isSettingsPath(path);
}

/** By its name, or that of a folder above. */
function isSettingsPath(path: string): boolean {
  return /(?:^|[/_])(?:settings?|config(?:uration)?s?|conf|constants?|env(?:ironment)?)(?:[/_]|\.py$)/i.test(
    path,
  );
}

/** Where a service has its settings: its one class, else its one module that is called so. */
const homes: (schemas: readonly SettingsSchema[]) => ReadonlyMap<string, SettingsSchema> = memo((schemas) => {
  const found = new Map<string, SettingsSchema | undefined>();
  const own = schemas.filter((it) => !isTestPath(it.place.path) && !isScriptPath(it.place.path, it.service));
  const classes = own.filter((it) => it.form === 'class');
  const modules = own.filter((it) => it.form === 'calls' && isSettingsPath(it.place.path));
  for (const candidates of [classes, modules]) {
    const seen = new Set<string>();
    for (const schema of candidates) {
      if (found.has(schema.service) && !seen.has(schema.service)) continue;
      found.set(schema.service, seen.has(schema.service) ? undefined : schema);
      seen.add(schema.service);
    }
  }
  return new Map([...found].flatMap(([service, schema]) => (schema ? [[service, schema] as const] : [])));
});

const DECIDES =
  /(?:^|_)(?:cors|csrf|hsts|jwt|allowed_hosts|trusted_hosts|trusted_proxies|cookie_secure|secure_cookies?|verify_(?:ssl|tls)|(?:ssl|tls)_verify|auth_(?:enabled|disabled|required)|(?:enable|disable|require|skip)_auth|password_(?:min_length|hasher|rounds)|session_(?:ttl|lifetime|cookie))(?:_|$)/i;

function decidesSecurity({ name, secret, type }: Field): boolean {
  return secret || isSecretField(name, type, false) || DECIDES.test(name);
}

function findingOf(schema: SettingsSchema, field: Field, home: SettingsSchema): Finding {
  const key = variableName(schema, field);
  const where = home.className
    ? `\`${readerName(home)}\` of \`${home.place.path}\``
    : `\`${home.place.path}\``;
  return {
    span: field.place.span,
    message: `\`${key}\` decides about security and is read here, not with the settings in ${where}: who reviews those does not see it`,
    key,
    service: schema.service,
    field: fieldReference(schema, field),
    related: [{ ...home.place, message: 'the settings of the service' }],
  };
}
