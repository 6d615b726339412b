import { type Data, str } from '../syntax/data.ts';
import { accept, EXACT, type Outcome, reject, type Scope, STRICT, undecided } from './outcome.ts';
import { codePoints, stripPython } from './whitespace.ts';

const LONGEST = 2048;
const LONGEST_ADDRESS = 254;
const LONGEST_DOMAIN = 253;
const LONGEST_LABEL = 63;

const SPACE = '[\\t-\\r\\x1c-\\x20\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const NAME = "[\\p{L}\\p{N}_!#$%&'*+\\-\\/=?^`{|}~]";
const DISPLAY = new RegExp(
  `^${SPACE}*(?:((?:${NAME}+${SPACE}+)*${NAME}+)|"([^]+)")?${SPACE}*<([^\\n]+)>${SPACE}*$`,
  'u',
);
const LOCAL = /^[\w!#$%&'*+\-/=?^`{|}~]+(?:\.[\w!#$%&'*+\-/=?^`{|}~]+)*$/;
const LABEL = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;

/** Names that no mail reaches (email-validator 2.4). */
const SPECIAL_USE = ['arpa', 'invalid', 'local', 'localhost', 'onion', 'test'];

/** Mailboxes whose names have no case (RFC 2142). */
const MAILBOXES = new Set(
  'info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www uucp ftp'.split(
    ' ',
  ),
);

/** `EmailStr` and `NameEmail`: email-validator 2.4 without a look at DNS. Only ASCII addresses are decided. */
export function validateEmail(input: Data, scope: Scope, withName: boolean): Outcome {
  if (input.kind === 'text' && input.type === 'NameEmail' && withName) {
    return accept(input, EXACT);
  }
  if (input.kind !== 'str') {
    const type = withName && !scope.json ? 'name_email_type' : 'string_type';
    return reject(type, withName ? 'is not an email address' : 'is not a string');
  }
  const exactness = scope.json ? STRICT : EXACT;
  if (codePoints(input.value) > LONGEST) {
    return invalid();
  }
  const display = DISPLAY.exec(input.value);
  const parts = mailAddress(stripPython(display?.[3] ?? input.value));
  if (parts === 'international') {
    return undecided('an international email address is not checked');
  }
  if (parts === 'invalid') {
    return invalid();
  }
  const email = `${parts.local}@${parts.domain}`;
  if (!withName) {
    return accept(str(email), exactness);
  }
  const name = display?.[1] ?? display?.[2] ?? parts.local;
  const text = name.includes('@') ? `"${name}" <${email}>` : `${name} <${email}>`;
  return accept({ kind: 'text', type: 'NameEmail', text }, exactness);
}

function invalid(): Outcome {
  return reject('value_error', 'is not a valid email address');
}

interface MailAddress {
  readonly local: string;
  readonly domain: string;
}

/** The normalised parts of an address (email-validator 2.4 without a look at DNS). */
export function mailAddress(address: string): MailAddress | 'invalid' | 'international' {
  if (/[^\0-\x7f]/.test(address)) return 'international';
  const parts = parseAddress(address);
  if (parts === undefined) return 'invalid';
  return /(?:^|\.)xn--/.test(parts.domain) ? 'international' : parts;
}

function parseAddress(address: string): MailAddress | undefined {
  const at = address.indexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1).toLowerCase();
  if (at < 0 || !LOCAL.test(local) || !isMailDomain(domain) || address.length > LONGEST_ADDRESS) {
    return undefined;
  }
  return { local: MAILBOXES.has(local.toLowerCase()) ? local.toLowerCase() : local, domain };
}

function isMailDomain(domain: string): boolean {
  const labels = domain.split('.');
  const plausible =
    domain.length <= LONGEST_DOMAIN &&
    labels.length > 1 &&
    /[a-z]$/.test(domain) &&
    labels.every((label) => LABEL.test(label) && label.length <= LONGEST_LABEL && !/^(?!xn)..--/.test(label));
  return plausible && !SPECIAL_USE.some((name) => domain === name || domain.endsWith(`.${name}`));
}
