import type { FieldType } from './field-type.ts';

/** Words that make a name one of a secret. */
const SECRET_WORDS: ReadonlySet<string> = new Set(
  `password passwords passwd pwd passphrase secret secrets token tokens apikey credential credentials salt pepper
  secretkey privatekey authtoken accesstoken`.split(/\s+/),
);

/** Words before `key` that make the two a secret: `API_KEY`. */
const KEY_OWNERS: ReadonlySet<string> = new Set(
  `api private access secret signing sign encryption encrypt auth master fernet jwt hmac session shared license ssh tls
  ssl service account storage client webhook`.split(/\s+/),
);

/** Words after a secret that make the whole a description of it: `TOKEN_TTL`, `SECRET_FILE`. */
const DESCRIBING: ReadonlySet<string> = new Set(
  `expire expires expiry expiration expired minutes seconds hours days ms ttl lifetime age length min max count limit
  limits rounds iterations url uri endpoint host file path dir name id header algorithm algo alg type kind enabled
  required policy prefix location rotation issuer audience field scheme size backend provider manager validators hashers
  regex pattern`.split(/\s+/),
);

/** True when a name says that its value is a secret: word by word, separated by `_` or by case. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  const at = words.findLastIndex((word, index) => SECRET_WORDS.has(word) || isKeyOf(word, words[index - 1]));
  return at >= 0 && !words.slice(at + 1).some((word) => DESCRIBING.has(word));
}

/** Words before or after `key` or `secret` that say that something is signed with it. */
const SIGNING_WORDS: ReadonlySet<string> = new Set(
  'sign signing signature jwt jws hmac session cookie csrf'.split(' '),
);

/** Names under which frameworks sign, word by word; other words before `SECRET_KEY` name who issued it. */
const SIGNING_NAMES: ReadonlySet<string> = new Set(
  'secret_key app_secret app_secret_key application_secret django_secret_key flask_secret_key'.split(' '),
);

/** True when a name says that tokens, cookies or links are signed with its value: `JWT_SECRET`, `SECRET_KEY`. */
export function isSigningName(name: string): boolean {
  const words = wordsOf(name);
  if (!isSecretName(name)) return false;
  return SIGNING_NAMES.has(words.join('_')) || words.some((word) => SIGNING_WORDS.has(word));
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function isKeyOf(word: string, before: string | undefined): boolean {
  return (word === 'key' || word === 'keys') && before !== undefined && KEY_OWNERS.has(before);
}

/** True for a field whose value is a secret: declared so, or named so and not a mere number or switch. */
export function isSecretField(name: string, type: FieldType, declared: boolean): boolean {
  return declared || (isSecretName(name) && !isNumber(type));
}

function isNumber(type: FieldType): boolean {
  switch (type.kind) {
    case 'int':
    case 'bool':
    case 'float':
    case 'timedelta':
      return true;
    case 'optional':
    case 'constrained':
      return isNumber(type.inner);
    default:
      return false;
  }
}
