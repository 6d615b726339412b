import type { Problem } from '../document.ts';
import type { DockerInstruction } from './dockerfile-instructions.ts';

const KEYWORDS: ReadonlySet<string> = new Set([
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);
const WITHOUT_FLAGS: ReadonlySet<string> = new Set(['ARG', 'CMD', 'ENTRYPOINT', 'ENV', 'WORKDIR']);

/** Why BuildKit v0.34 refuses an instruction, whatever its variables; those of `ENV` and `ARG` are looked at elsewhere. */
export function dockerProblem(instruction: DockerInstruction): Problem | undefined {
  const { keyword, keywordSpan, flags } = instruction;
  const message = (what: string): Problem => ({
    kind: 'syntax',
    span: keywordSpan,
    message: `${what}, so the image cannot be built`,
  });
  if (!KEYWORDS.has(keyword)) return message(`\`${keyword}\` is not an instruction`);
  if (WITHOUT_FLAGS.has(keyword) && flags.length > 0)
    return message(`\`${keyword}\` takes no \`${flags[0]}\``);
  if ((keyword === 'CMD' || keyword === 'ENTRYPOINT') && holdsOthers(instruction))
    return message(`The list of \`${keyword}\` holds something that is not a text`);
  return undefined;
}

/** True for a JSON array that holds more than texts: without `[` or JSON it is a line for the shell. */
function holdsOthers({ joined, from, to }: DockerInstruction): boolean {
  const text = joined.text.slice(from, to);
  if (!text.startsWith('[')) return false;
  try {
    return (JSON.parse(text) as unknown[]).some((it) => typeof it !== 'string');
  } catch {
    // Not JSON at all: BuildKit hands the line to the shell.
    return false;
  }
}
