import { createRequire } from 'node:module';
import type { PatternCompiler } from '../core/text/pattern.ts';
import { rustToRe2 } from './rust-pattern.ts';

type Re2 = typeof import('re2js');

/** Longer patterns are not compiled. */
const LONGEST_SOURCE = 1024;

let library: Re2 | undefined;

/** Loads re2js when the first pattern is met; a bundler sees the plain `require` and includes the library. */
function load(): Re2 {
  library ??=
    typeof require === 'function'
      ? (require('re2js') as Re2)
      : (createRequire(import.meta.url)('re2js') as Re2);
  return library;
}

const compiled = new Map<string, ((text: string) => boolean) | undefined>();
const MOST_COMPILED = 1000;

/** Compiles patterns of Rust's regex crate with re2js, in linear time; what either refuses is undefined. */
export const compilePattern: PatternCompiler = (pattern) => {
  if (compiled.has(pattern)) {
    return compiled.get(pattern);
  }
  if (compiled.size >= MOST_COMPILED) {
    compiled.clear();
  }
  const test = compile(pattern);
  compiled.set(pattern, test);
  return test;
};

function compile(pattern: string): ((text: string) => boolean) | undefined {
  const source = pattern.length > LONGEST_SOURCE ? undefined : rustToRe2(pattern);
  if (source === undefined) {
    return undefined;
  }
  try {
    const expression = load().RE2JS.compile(source);
    return (text) => expression.matcher(text).find();
  } catch {
    return undefined;
  }
}
