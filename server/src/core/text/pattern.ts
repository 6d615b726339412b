/** Compiles a pattern in Rust's regex syntax for a search in linear time; undefined when it cannot. */
export type PatternCompiler = (pattern: string) => ((text: string) => boolean) | undefined;
