import type { MigrationRequest } from '../protocol.ts';

/** `argument` as a request, or nothing; a command may be called with anything. */
export function migrationRequest(argument: unknown): MigrationRequest | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { kind, from, to, convert, settings, uri } = argument as Record<string, unknown>;
  if ((kind !== 'rename' && kind !== 'remove' && kind !== 'unit') || typeof from !== 'string')
    return undefined;
  return {
    kind,
    from,
    ...(typeof to === 'string' ? { to } : {}),
    ...(typeof convert === 'string' ? { convert } : {}),
    ...(typeof settings === 'string' ? { settings } : {}),
    ...(typeof uri === 'string' ? { uri } : {}),
  };
}
