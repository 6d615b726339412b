/** A Markdown page of scenarios: sections with code blocks, each block a file or an expectation. */
export interface Page {
  readonly path: string;
  readonly lines: readonly string[];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  readonly level: number;
  readonly line: number;
  readonly blocks: readonly Block[];
  /** Text of the `toml config` blocks of this section and those above it. */
  readonly config: string;
}

export interface Block {
  readonly language: string;
  readonly info: string;
  /** Path of the file, named before the block or by its language. */
  readonly path: string;
  /** Zero-based line of the opening fence. */
  readonly line: number;
  readonly text: string;
  readonly fence: string;
}

const DEFAULT_PATHS: Readonly<Record<string, string>> = {
  env: '.env',
  py: 'settings.py',
  yaml: 'config.yaml',
  toml: 'pyproject.toml',
  json: 'config.json',
  md: 'settings-migrations/record.md',
};

interface Draft {
  title: string;
  level: number;
  line: number;
  blocks: Block[];
  config: string;
}

/** Reads a page. Blocks of other languages than those of files are prose. */
export function parsePage(path: string, text: string): Page {
  const lines = text.split('\n');
  const sections: Draft[] = [{ title: '', level: 0, line: 0, blocks: [], config: '' }];
  let named: string | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string;
    const heading = /^(#+)\s+(.*)$/.exec(line);
    const fence = /^(`{3,})(\S*)\s*(.*)$/.exec(line);
    if (heading) {
      sections.push(newSection(sections, heading[1]?.length ?? 1, heading[2] ?? '', index));
      named = undefined;
    } else if (fence) {
      const end = lines.indexOf(fence[1] as string, index + 1);
      if (end < 0) throw new Error(`${path}:${index + 1}: this code block never closes`);
      addBlock(sections.at(-1) as Draft, {
        language: fence[2] ?? '',
        info: fence[3] ?? '',
        path: named ?? DEFAULT_PATHS[fence[2] ?? ''] ?? '',
        line: index,
        text: lines
          .slice(index + 1, end)
          .map((it) => `${it}\n`)
          .join(''),
        fence: fence[1] as string,
      });
      named = undefined;
      index = end;
    } else {
      named = /^`([^`]+)`:\s*$/.exec(line)?.[1] ?? (line.trim() === '' ? named : undefined);
    }
  }
  return { path, lines, sections };
}

function newSection(sections: readonly Draft[], level: number, title: string, line: number): Draft {
  const parent = sections.findLast((it) => it.level < level);
  return { title, level, line, blocks: [], config: parent?.config ?? '' };
}

function addBlock(section: Draft, block: Block): void {
  if (block.language === 'toml' && block.info === 'config') section.config += block.text;
  else section.blocks.push(block);
}
