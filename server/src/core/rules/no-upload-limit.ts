import { firstLine } from '../text/span.ts';
import { fieldReference } from './reader-name.ts';
import type { Rule } from './rule.ts';
import { leaveToDefault } from './set-value.ts';
import { setValues } from './set-values.ts';

/** Page: no-upload-limit.md */
export const noUploadLimit: Rule = {
  id: 'no-upload-limit',
  severity: 'hint',
  summary: 'The size of a request or an upload has no limit.',
  since: '0.1.0',

  *check({ snapshot, document, file }) {
    if (!document) return;
    for (const { entry, field, reader, text, span, development } of setValues(snapshot, document, isLimit)) {
      if (development || !isUnlimited(text)) continue;
      yield {
        span: firstLine(file.text, span),
        message: `\`${entry.key.name}\` sets no limit: one request can fill the memory or the disk of a replica`,
        key: entry.key.name,
        environments: reader.environments,
        service: reader.schema.service,
        field: fieldReference(reader.schema, field),
        fixes: leaveToDefault(document, { entry, field }, isUnlimited),
      };
    }
  },
};

function isLimit(name: string): boolean {
  return /(?:^|_)max_(?:upload|request|body|content|file|payload)_(?:memory_)?(?:size|length|bytes)$|upload_max_memory_size$|(?:upload|body|request)_(?:size_)?limit$/i.test(
    name,
  );
}

function isUnlimited(text: string): boolean {
  return /^(?:-1|none|null|unlimited|inf)$/i.test(text.trim());
}
