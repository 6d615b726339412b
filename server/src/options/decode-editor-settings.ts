import type { Options } from '../core/snapshot.ts';
import { decodeOptions } from './decode-options.ts';
import { optionsSchema } from './options-schema.ts';

export interface EditorSettings {
  readonly options: Options;
  /** `crossfade.enable`. */
  readonly enable: boolean;
  /** One message for each setting that could not be used. */
  readonly problems: readonly string[];
}

/**
 * Decodes the `crossfade` section of an editor's settings by the schema of the configuration files. Settings that are
 * absent or `null` count as not set; those that only the editor's own side reads are passed over.
 */
export function decodeEditorSettings(section: unknown, ruleIds?: readonly string[]): EditorSettings {
  const given = typeof section === 'object' && section !== null ? section : {};
  const ours: Record<string, unknown> = Object.create(null);
  const known = new Set(Object.keys(optionsSchema().shape));
  for (const [key, value] of Object.entries(given)) {
    if (known.has(key) && value !== null && value !== undefined) ours[key] = value;
  }
  const { options, problems } = decodeOptions(ours, ruleIds);
  const enable: unknown = 'enable' in given ? given.enable : true;
  const messages = problems.map(({ path, message }) => `crossfade.${path.join('.')}: ${message}`);
  if (typeof enable !== 'boolean' && enable !== null)
    messages.push('crossfade.enable: `enable` needs `true` or `false`');
  return { options, enable: enable !== false, problems: messages };
}
