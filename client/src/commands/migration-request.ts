import type { MigrationRequest } from '../protocol.ts';

/** `argument` as a request, or nothing; a command may be called with anything. The server judges the kind and the keys. */
export function migrationRequest(argument: unknown): MigrationRequest | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { kind, from, to, fromKeys, toKeys, convert, settings, uri } = argument as Record<string, unknown>;
  if (typeof kind !== 'string' || typeof from !== 'string') return undefined;
  return {
    kind,
    from,
    ...(typeof to === 'string' ? { to } : {}),
    ...(isTexts(fromKeys) ? { fromKeys } : {}),
    ...(isTexts(toKeys) ? { toKeys } : {}),
    ...(typeof convert === 'string' ? { convert } : {}),
    ...(typeof settings === 'string' ? { settings } : {}),
    ...(typeof uri === 'string' ? { uri } : {}),
  };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((it) => typeof it === 'string');
}
