import { type Expectation, readCarets } from './carets.ts';
import type { Section } from './page.ts';

/** One file of a scenario, as the tool sees it, with what the page states about it. */
export interface ScenarioFile {
  readonly path: string;
  readonly text: string;
  readonly expectations: readonly Expectation[];
  /** A block `tracked`: git tracks the file. */
  readonly tracked: boolean;
  /** A block `readable`: git does not track the file, and every account of the machine may read it. */
  readonly readable: boolean;
  /** Zero-based line of the block's opening fence. */
  readonly line: number;
}

export interface FixedText {
  readonly path: string;
  readonly text: string;
  /** Title of the one fix to apply; absent for all of them. */
  readonly fix?: string;
  readonly line: number;
}

export interface Scenario {
  readonly title: string;
  readonly files: readonly ScenarioFile[];
  readonly fixed: readonly FixedText[];
  readonly config: string;
  /** Files as they were at the base of this line of work; those that are not named were as they are. */
  readonly base?: Readonly<Record<string, string>>;
}

/** The scenario of a section, or undefined for one without files. A `fixed` block belongs to the file above it. */
export function scenarioOf(section: Section): Scenario | undefined {
  const files: ScenarioFile[] = [];
  const fixed: FixedText[] = [];
  const base: Record<string, string> = {};
  for (const block of section.blocks) {
    if (block.path === '') continue;
    const last = files.at(-1);
    const one = /^fix="(.*)"$/.exec(block.info);
    if (block.info === 'fixed' || one) {
      if (!last) throw new Error(`${section.title}: a \`fixed\` block stands above every file`);
      fixed.push({
        path: last.path,
        text: block.text,
        line: block.line,
        ...(one ? { fix: one[1] as string } : {}),
      });
    } else if (block.info === 'base') {
      base[block.path] = block.text;
    } else if (block.info === '' || block.info === 'tracked' || block.info === 'readable') {
      const tracked = block.info === 'tracked';
      const readable = block.info === 'readable';
      files.push({ path: block.path, line: block.line, tracked, readable, ...readCarets(block.text) });
    }
  }
  if (files.length === 0) return undefined;
  const hasBase = Object.keys(base).length > 0;
  return { title: section.title, files, fixed, config: section.config, ...(hasBase ? { base } : {}) };
}
