/** How one `configparser` parser was set up; its keyword arguments. */
export interface IniDialect {
  readonly delimiters: readonly string[];
  /** Begin a comment where nothing but blanks stands before them. */
  readonly commentPrefixes: readonly string[];
  /** Begin a comment at the start of a line or behind a blank. */
  readonly inlineCommentPrefixes: readonly string[];
  readonly allowNoValue: boolean;
  /** A section or option that is written twice is an error. */
  readonly strict: boolean;
  /** A line without text does not end a value. */
  readonly emptyLinesInValues: boolean;
  readonly defaultSection: string;
  /** `optionxform` leaves names as they are. */
  readonly keepsCase: boolean;
}

/** `ConfigParser()` and `RawConfigParser()`, as they are without arguments. */
export const CONFIG_PARSER: IniDialect = {
  delimiters: ['=', ':'],
  commentPrefixes: ['#', ';'],
  inlineCommentPrefixes: [],
  allowNoValue: false,
  strict: true,
  emptyLinesInValues: true,
  defaultSection: 'DEFAULT',
  keepsCase: false,
};
