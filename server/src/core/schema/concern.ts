/** What a setting decides. */
export type Concern = 'content' | 'infrastructure' | 'security' | 'database' | 'cache';

const DATABASE = /(^|_)(db|database|postgres|mysql|sql|pool|dsn)(_|$)/;
const CACHE = /(^|_)(cache|redis|memcached|ttl)(_|$)/;
const SECURITY = /(^|_)(secret|key|token|password|cors|csrf|allowed_hosts)(_|$)/;
/** What people see or are offered: words, looks, how much stands on a page. */
const CONTENT =
  /(^|_)(title|subtitle|tagline|slogan|headline|greeting|banner|footer|welcome|theme|logo|favicon|copyright|imprint|page_size|items_per_page|per_page|results_per_page|featured|homepage|landing|newsletter|currency|locale|language|languages|translations|support_email|contact_email|terms_url|privacy_url)(_|$)/;
/** Where and how processes run, and what they talk to. */
const INFRASTRUCTURE =
  /(^|_)(host|port|bind|url|dsn|endpoint|broker|queue|bucket|region|cluster|namespace|replicas|workers|threads|concurrency|timeout|timeouts|pool|retries|proxy|socket|db|database|redis|kafka|rabbitmq|amqp|smtp|s3|log_level|statsd|sentry|otel|prometheus|metrics)(_|$)/;

/**
 * What the name of a setting says that it decides, words separated by `_`. None where it says nothing; several where
 * it says more than one thing, such as a database being infrastructure.
 */
export function concernsOf(name: string): ReadonlySet<Concern> {
  const folded = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  const found = new Set<Concern>();
  if (DATABASE.test(folded)) found.add('database');
  if (CACHE.test(folded)) found.add('cache');
  if (SECURITY.test(folded)) found.add('security');
  if (CONTENT.test(folded)) found.add('content');
  else if (INFRASTRUCTURE.test(folded)) found.add('infrastructure');
  return found;
}
