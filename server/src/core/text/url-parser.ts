/** The parts of a URL as the WHATWG URL Standard serialises them; the field names are those of its `URL` class. */
export interface ParsedUrl {
  readonly href: string;
  /** With the colon: `https:`. */
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
  /** Empty when absent or the default of the scheme. */
  readonly port: string;
  readonly pathname: string;
  /** With `?`, or empty. */
  readonly search: string;
  /** With `#`, or empty. */
  readonly hash: string;
}

/** Parses an absolute URL by the WHATWG URL Standard; undefined when the standard says it is invalid. */
export type UrlParser = (text: string) => ParsedUrl | undefined;
