import type { Field } from '../schema/schema.ts';
import type { FieldChange } from './field-change.ts';
import { keyOf } from './pairs.ts';
import { placeOf, type Side } from './side.ts';

/**
 * What a default factory of a new field means for a start where nothing sets the field: it runs when the object is made,
 * and one that is not evaluated may fail there.
 */
export function newFactory(after: Side, field: Field): FieldChange {
  const { defaultUndecided: open, defaultFactory, defaultSettings } = field;
  if (!open || !defaultFactory || defaultSettings !== undefined) return {};
  const text = after.snapshot.files.get(open.path)?.text.slice(open.span.start, open.span.end) ?? '';
  if (NEEDS_NOTHING.test(text) || READS_WITH_DEFAULT.test(text)) return {};
  const key = keyOf(after.schema, field);
  return {
    problem: {
      cause: 'not-decided',
      verdict: 'unknown',
      key,
      field: field.name,
      message: `nothing sets \`${key}\`, which is new, and whether it starts without it is not known: ${open.reason}`,
      introduced: true,
      ...placeOf(after.snapshot, field.place),
    },
  };
}

/** Factories of the standard library that do not fail: times, random texts, the name of the machine. */
const NEEDS_NOTHING =
  /^(?:lambda\s*:\s*)?(?:str\()?(?:\w+\.)*(?:uuid[14]|now|utcnow|today|time|monotonic|token_(?:hex|urlsafe|bytes)|gethostname|getpid|cwd|home)(?:\([\w.\s]*\))?(?:\.hex)?\)?$/;

/** `lambda: os.getenv("REGION", "eu")`: what is not there is no error. */
const READS_WITH_DEFAULT = /^lambda\s*:\s*os\.(?:getenv|environ\.get)\(\s*"[^"]*"(?:,\s*"[^"]*")?\s*\)$/;
