import { type Span, span } from '../../text/span.ts';
import type { TextPart, VariablePart } from '../document.ts';

/** One word of a file of assignments that a shell sources. */
export interface SourcedWord {
  readonly span: Span;
  readonly parts: readonly TextPart[];
  /** What encloses the whole word. */
  readonly quote: 'none' | 'single' | 'double';
  /** A quote is never closed, or an expansion stands in it that bash may refuse. */
  readonly open: boolean;
}

/**
 * Reads the value of an assignment as bash 5.2 does: quotes, backslashes, `$NAME`, `${NAME}` and the operators that
 * POSIX shares with compose. Whatever only running the shell would tell (commands, arithmetic, other expansions, home
 * folders) is a piece of the kind `command`.
 */
export function sourcedWord(text: string, start: number): SourcedWord {
  const reader = new WordReader(text, start);
  reader.word();
  return { span: span(start, reader.at), parts: reader.parts, quote: reader.quote(start), open: reader.open };
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const OPERATOR = /:?[-+?]/y;
/** What ends a word outside quotes. */
const ENDS = ' \t\n;&|<>()';
const DEEPEST = 16;
const WORDS = String.raw`(?!(?:if|for|while|until|case|select|function|do|done|then|else|elif|fi|esac|time|in|coproc)\b)[\w./](?:[\w ./:=%+@,-]|"[\w ./:=%+@,-]*"|'[\w ./:=%+@,-]*')*`;
const PARENTHESES = new RegExp(String.raw`\$\(${WORDS}\)`, 'y');
const BACKTICKS = new RegExp(`\`${WORDS}\``, 'y');

class WordReader {
  at: number;
  open = false;
  readonly parts: TextPart[] = [];
  private readonly text: string;
  private readonly depth: number;

  constructor(text: string, at: number, depth = 0) {
    this.text = text;
    this.at = at;
    this.depth = depth;
  }

  word(): void {
    let tilde = true;
    while (this.at < this.text.length && !this.open) {
      const character = this.text.charAt(this.at);
      if (ENDS.includes(character)) return;
      if (character === '~' && tilde) this.command(this.at, this.at + 1);
      else this.piece(character, false);
      tilde = character === ':';
    }
  }

  /** The word of `${NAME-word}`, up to its brace. */
  private braceWord(quoted: boolean): void {
    while (this.at < this.text.length && !this.open) {
      const character = this.text.charAt(this.at);
      if (character === '}') return;
      if (character === '~' || (quoted && character === "'")) this.command(this.at, this.at + 1);
      else this.piece(character, quoted);
    }
    this.open = true;
  }

  private piece(character: string, quoted: boolean): void {
    if (character === '\\') {
      this.backslash(quoted);
      return;
    }
    if (character === '$') {
      this.dollar(quoted);
      return;
    }
    if (character === '`') {
      this.substitution(BACKTICKS);
      return;
    }
    if (character === '"') {
      this.double();
      return;
    }
    if (character === "'" && !quoted) {
      this.single();
      return;
    }
    this.push(character);
    this.at++;
  }

  private push(text: string): void {
    const last = this.parts.at(-1);
    if (last?.kind === 'text') this.parts[this.parts.length - 1] = { kind: 'text', text: last.text + text };
    else this.parts.push({ kind: 'text', text });
  }

  private command(start: number, end: number): void {
    this.parts.push({ kind: 'command', span: span(start, end) });
    this.at = end;
  }

  private backslash(quoted: boolean): void {
    const next = this.text.charAt(this.at + 1);
    if (next === '\n') {
      this.at += 2;
      return;
    }
    const isEscape = next !== '' && (!quoted || '$`"\\'.includes(next));
    // At the end of the text a backslash stays.
    this.push(isEscape ? next : `\\${next}`);
    this.at = Math.min(this.at + 2, this.text.length);
  }

  private single(): void {
    const end = this.text.indexOf("'", this.at + 1);
    this.open = end < 0;
    if (this.open) return;
    this.push(this.text.slice(this.at + 1, end));
    this.at = end + 1;
  }

  private double(): void {
    this.at++;
    // An empty text, so that a word of two quotes has a value.
    this.push('');
    while (this.at < this.text.length && !this.open) {
      const character = this.text.charAt(this.at);
      if (character === '"') {
        this.at++;
        return;
      }
      if (character === "'") {
        this.push(character);
        this.at++;
      } else this.piece(character, true);
    }
    this.open = true;
  }

  private dollar(quoted: boolean): void {
    const next = this.text.charAt(this.at + 1);
    if (next === '{') {
      this.braced(quoted);
      return;
    }
    if (next === '(') {
      this.substitution(PARENTHESES);
      return;
    }
    if (!quoted && next === "'") {
      this.ansi();
      return;
    }
    if (!quoted && next === '"') {
      this.at++;
      this.double();
      return;
    }
    NAME.lastIndex = this.at + 1;
    const name = NAME.exec(this.text)?.[0];
    if (name !== undefined) {
      const end = this.at + 1 + name.length;
      this.variable({ kind: 'variable', name, span: span(this.at, end) });
      this.at = end;
    } else if (next !== '' && '0123456789?$#@*!-'.includes(next)) this.command(this.at, this.at + 2);
    else {
      this.push('$');
      this.at++;
    }
  }

  private variable(part: VariablePart): void {
    this.parts.push(SPECIAL.has(part.name) ? { kind: 'command', span: part.span } : part);
  }

  private braced(quoted: boolean): void {
    const start = this.at;
    NAME.lastIndex = start + 2;
    const name = NAME.exec(this.text)?.[0] ?? '';
    const afterName = start + 2 + name.length;
    if (name !== '' && this.text.charAt(afterName) === '}') {
      this.variable({ kind: 'variable', name, span: span(start, afterName + 1) });
      this.at = afterName + 1;
      return;
    }
    OPERATOR.lastIndex = afterName;
    const operator = OPERATOR.exec(this.text)?.[0] as VariablePart['operator'];
    if (name === '' || operator === undefined || this.depth >= DEEPEST) {
      // Bash gives the file up where it does not know an expansion, so nothing is said of what it may know.
      this.open = true;
      return;
    }
    const inner = new WordReader(this.text, afterName + operator.length, this.depth + 1);
    inner.braceWord(quoted);
    this.open = inner.open;
    if (this.open) return;
    this.at = inner.at + 1;
    this.variable({ kind: 'variable', name, operator, word: inner.parts, span: span(start, this.at) });
  }

  /** A command in place of its output; only where it is plain enough that bash finds no fault with it. */
  private substitution(plain: RegExp): void {
    plain.lastIndex = this.at;
    const found = plain.exec(this.text)?.[0];
    if (found === undefined) this.open = true;
    else this.command(this.at, this.at + found.length);
  }

  private ansi(): void {
    const start = this.at;
    for (let at = start + 2; at < this.text.length; at++) {
      if (this.text.charAt(at) === '\\') at++;
      else if (this.text.charAt(at) === "'") {
        this.command(start, at + 1);
        return;
      }
    }
    this.open = true;
  }

  /** The quotes that enclose all of the word. */
  quote(start: number): 'none' | 'single' | 'double' {
    const written = this.text.slice(start, this.at);
    if (/^'[^']*'$/.test(written)) return 'single';
    return /^"(?:[^"\\`$]|\\.)*"$/s.test(written) ? 'double' : 'none';
  }
}

/** Variables that the shell itself sets. */
const SPECIAL: ReadonlySet<string> = new Set(
  `_ BASH BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_CMDS BASH_COMMAND BASH_LINENO BASH_SOURCE BASH_SUBSHELL
  BASH_VERSINFO BASH_VERSION COLUMNS COMP_WORDBREAKS DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME GROUPS HISTCMD
  HOME HOSTNAME HOSTTYPE IFS LINENO LINES MACHTYPE OLDPWD OPTERR OPTIND OSTYPE PATH PIPESTATUS PPID PS1 PS2 PS4 PWD RANDOM
  SECONDS SHELL SHELLOPTS SHLVL SRANDOM TERM UID USER`.split(/\s+/),
);
