/** pydantic's error types (2.13) for values of the right type that break a declared limit. */
const CONSTRAINT_TYPES: ReadonlySet<string> = new Set([
  'greater_than',
  'greater_than_equal',
  'less_than',
  'less_than_equal',
  'multiple_of',
  'finite_number',
  'string_too_short',
  'string_too_long',
  'string_pattern_mismatch',
  'bytes_too_short',
  'bytes_too_long',
  'too_short',
  'too_long',
  'decimal_max_digits',
  'decimal_max_places',
  'decimal_whole_digits',
  'url_scheme',
  'url_too_long',
  'literal_error',
  'enum',
]);

/** The same for keywords of JSON Schema. */
const CONSTRAINT_KEYWORDS: ReadonlySet<string> = new Set(
  `minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern minItems maxItems enum`.split(
    ' ',
  ),
);

/** The same for the codes of pydantic 1.10. */
const CONSTRAINT_CODES =
  /^(value_error\.(number\.|any_str\.|(list|set|frozenset)\.(min|max)_|str\.regex|decimal\.max_|const$)|type_error\.enum$)/;

/** True for an error about a limit, not about the type. */
export function isConstraint(type: string): boolean {
  return CONSTRAINT_TYPES.has(type) || CONSTRAINT_KEYWORDS.has(type) || CONSTRAINT_CODES.test(type);
}
