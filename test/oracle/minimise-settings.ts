import type { SettingsCase } from './settings-case.ts';

/**
 * The case with everything left out that is not needed for a difference.
 * @param differences for each candidate what differs, or undefined
 */
export async function minimised(
  it: SettingsCase,
  differences: (candidates: readonly SettingsCase[]) => Promise<readonly (string | undefined)[]>,
): Promise<string> {
  let small = it;
  let what = (await differences([small]))[0] ?? '';
  for (let round = 0; round < 16; round++) {
    const candidates = smaller(small);
    const outcomes = candidates.length === 0 ? [] : await differences(candidates);
    const at = outcomes.findIndex((outcome) => outcome !== undefined);
    const next = candidates[at];
    if (!next) break;
    small = next;
    what = outcomes[at] ?? what;
  }
  const code = small.code.slice(small.code.lastIndexOf('class Settings'));
  return `${it.name}: ${what}\n${code}\n  env: ${JSON.stringify(small.env)}\n  files: ${JSON.stringify(small.files)}`;
}

function smaller(it: SettingsCase): readonly SettingsCase[] {
  return [...withoutVariables(it), ...withoutText(it), ...withoutCode(it)];
}

function withoutVariables(it: SettingsCase): readonly SettingsCase[] {
  return Object.keys(it.env).map((name) => {
    const { [name]: _gone, ...env } = it.env;
    return { ...it, env };
  });
}

function withoutText(it: SettingsCase): readonly SettingsCase[] {
  return Object.entries(it.files).flatMap(([path, text]) => {
    const { [path]: _gone, ...files } = it.files;
    const whole = { ...it, files };
    const lines = text.split('\n').filter((line) => line !== '');
    if (path.endsWith('.json') || lines.length < 2) return [whole];
    const parts = lines.map((_, index) => {
      const rest = lines.filter((_line, other) => other !== index).join('\n');
      return { ...it, files: { ...files, [path]: `${rest}\n` } };
    });
    return [whole, ...parts];
  });
}

/** Fields, and arguments of the configuration. */
function withoutCode(it: SettingsCase): readonly SettingsCase[] {
  const lines = it.code.split('\n');
  const start = lines.findIndex((line) => line.startsWith('class Settings'));
  return lines.flatMap((line, index) => {
    const replaced = (by: readonly string[]) => ({
      ...it,
      code: [...lines.slice(0, index), ...by, ...lines.slice(index + 1)].join('\n'),
    });
    if (index <= start) return [];
    const config = /^( {4}model_config = SettingsConfigDict\()(.*)\)$/.exec(line);
    if (!config) return /^ {4}\w+: /.test(line) ? [replaced([])] : [];
    const args = (config[2] ?? '').split(/, (?=[a-z_]+=)/);
    return args.map((_, at) =>
      replaced([`${config[1]}${args.filter((_a, other) => other !== at).join(', ')})`]),
    );
  });
}
