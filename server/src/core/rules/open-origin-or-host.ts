import type { Value } from '../syntax/document.ts';
import { firstLine } from '../text/span.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';
import { leaveToDefault, setTo } from './set-value.ts';
import { isOn, setValues } from './set-values.ts';

/** Page: open-origin-or-host.md */
export const openOriginOrHost: Rule = {
  id: 'open-origin-or-host',
  severity: 'warning',
  summary: 'Every host name or every origin is accepted where users are served.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!document) return;
    for (const { entry, field, reader, text, span, development } of setValues(
      snapshot,
      document,
      isListOfHosts,
    )) {
      const name = entry.key.name;
      const isOpen = /allow_all/i.test(name) ? isOn(text) : hasWildcard(text);
      if (development || !isOpen) continue;
      const isOrigin = /origin/i.test(name);
      const credentials =
        isOrigin && document.root.entries.some((it) => allowsCredentials(it.key.name, it.value));
      yield {
        span: firstLine(file.text, span),
        ...(credentials ? { severity: 'error' as const } : {}),
        message: isOrigin
          ? `\`${name}\` lets every site call the service from a browser${credentials ? ', with the cookies of whoever visits it' : ''}`
          : `\`${name}\` accepts every host name, so links in mails and pages can be made to point elsewhere`,
        key: name,
        environments: reader.environments,
        service: reader.schema.service,
        field: fieldReference(reader.schema, field),
        fixes: /allow_all/i.test(name)
          ? setTo(document, { entry }, 'false')
          : leaveToDefault(document, { entry, field }, hasWildcard),
      };
    }
  },
};

function isListOfHosts(name: string): boolean {
  return /(?:^|_)(?:allowed_hosts|trusted_hosts|(?:cors_|allowed_|allow_)+origins?|origin_whitelist|cors_(?:origin_)?allow_all(?:_origins)?)$/i.test(
    name,
  );
}

/** `*` alone, or as an item of a list. */
function hasWildcard(text: string): boolean {
  return /^(?:\[\s*)?(?:.*,\s*)?["']?\*["']?\s*(?:,.*)?(?:\])?$/.test(text.trim());
}

function allowsCredentials(name: string, value: Value | undefined): boolean {
  if (!/allow_credentials$/i.test(name) || value?.kind !== 'scalar') return false;
  return value.data.kind === 'bool' ? value.data.value : value.data.kind === 'str' && isOn(value.data.value);
}
