import type { Data } from '../syntax/data.ts';
import { accept, EXACT, LAX, type Outcome, reject, type Scope } from './outcome.ts';

const HEX = '[0-9a-fA-F]';
const HYPHENATED = `${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}`;
const SPELLINGS = new RegExp(`^(?:${HEX}{32}|${HYPHENATED}|\\{${HYPHENATED}\\}|urn:uuid:${HYPHENATED})$`);

/** pydantic's UUID: 32 hexadecimal digits, hyphenated, in braces, or as a URN (uuid crate 1). */
export function validateUuid(input: Data, scope: Scope, version?: number): Outcome {
  if (input.kind === 'text' && input.type === 'UUID') {
    return judge(input.text, EXACT, version);
  }
  if (scope.strict && !scope.json) {
    return reject('is_instance_of', 'is not a UUID object');
  }
  if (input.kind !== 'str') {
    return reject('uuid_type', 'is not a UUID');
  }
  return SPELLINGS.test(input.value)
    ? judge(input.value, scope.json ? EXACT : LAX, version)
    : reject('uuid_parsing', 'is not a UUID');
}

function judge(text: string, exactness: 0 | 1 | 2, version: number | undefined): Outcome {
  const hex = text
    .replace(/^urn:uuid:/, '')
    .replace(/[^0-9a-fA-F]/g, '')
    .toLowerCase();
  const variant = Number.parseInt(hex.charAt(16), 16);
  if (version !== undefined && (hex.charAt(12) !== String(version) || variant >> 2 !== 2)) {
    return reject('uuid_version', `is not a UUID of version ${version}`);
  }
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return accept({ kind: 'text', type: 'UUID', text: parts.join('-') }, exactness);
}
