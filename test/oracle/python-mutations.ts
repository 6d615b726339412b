/** Numbers from 0 to 1 that are the same for the same seed (a linear congruential generator). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const TOKENS =
  /[A-Za-z_]\w*|\d[\w.]*|"""|'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\*\*|\/\/|[-+*/%@&|^<>=!]=|->|:=|[^\s\w]|\n[ \t]*/g;

const INSERTED = (
  '( ) [ ] { } , : ; . = == := -> * ** @ + - not in is if else for lambda yield await async def class return print ' +
  'import from as pass break continue del global nonlocal assert raise try except finally with while None True x 1 ' +
  '"s" f"{x}" b"b" \\ # $ ? ! 0x 1_ 012'
).split(' ');

/** Sources with one or two tokens or lines deleted, doubled, swapped or put in. */
export function mutations(fixtures: readonly string[], count: number, seed: number): readonly string[] {
  const random = randomNumbers(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  return Array.from({ length: count }, () => {
    let source = excerpt(pick(fixtures), random);
    const times = random() < 0.8 ? 1 : 2;
    for (let time = 0; time < times; time++) source = mutateOnce(source, random, pick);
    return source;
  });
}

/** A run of top-level blocks, so that cases are small. */
function excerpt(text: string, random: () => number): string {
  const blocks = text.split(/\n(?=[A-Za-z@_])/);
  const start = Math.floor(random() * blocks.length);
  return `${blocks.slice(start, start + 1 + Math.floor(random() * 4)).join('\n')}\n`;
}

function mutateOnce(source: string, random: () => number, pick: <T>(items: readonly T[]) => T): string {
  if (random() < 0.25) {
    const lines = source.split('\n');
    const at = Math.floor(random() * lines.length);
    const line = lines[at] ?? '';
    const kind = random();
    if (kind < 0.4) lines.splice(at, 1);
    else if (kind < 0.6) lines.splice(at, 0, line);
    else if (kind < 0.8) lines[at] = `${line.slice(0, Math.floor(random() * line.length))}`;
    else lines[at] = random() < 0.5 ? line.replace(/^ {1,4}/, '') : `  ${line}`;
    return lines.join('\n');
  }
  const tokens = [...source.matchAll(TOKENS)];
  const token = pick(tokens);
  if (token === undefined) return source;
  const start = token.index;
  const end = start + token[0].length;
  const kind = random();
  if (kind < 0.35) return source.slice(0, start) + source.slice(end);
  if (kind < 0.5) return `${source.slice(0, end)} ${source.slice(start)}`;
  if (kind < 0.75) return `${source.slice(0, start)} ${pick(INSERTED)} ${source.slice(start)}`;
  if (kind < 0.9) return source.slice(0, start) + pick(INSERTED) + source.slice(end);
  const other = pick(tokens);
  return source.slice(0, start) + (other?.[0] ?? '') + source.slice(end);
}
