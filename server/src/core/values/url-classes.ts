/** What a URL or DSN class of pydantic demands and fills in (pydantic 2.13). */
export interface UrlClass {
  /** Several hosts, separated by commas. */
  readonly multiHost?: boolean;
  /** In bytes of the text as written. */
  readonly maxLength?: number;
  readonly schemes?: readonly string[];
  readonly hostRequired?: boolean;
  readonly defaultHost?: string;
  readonly defaultPort?: string;
  readonly defaultPath?: string;
}

const HTTP = ['http', 'https'];
const WEBSOCKET = ['ws', 'wss'];
const LONGEST_WEB_URL = 2083;

/** By the name of the class. */
export const URL_CLASSES: ReadonlyMap<string, UrlClass> = new Map<string, UrlClass>([
  ['AnyUrl', {}],
  ['AnyHttpUrl', { schemes: HTTP }],
  ['HttpUrl', { schemes: HTTP, maxLength: LONGEST_WEB_URL }],
  ['AnyWebsocketUrl', { schemes: WEBSOCKET }],
  ['WebsocketUrl', { schemes: WEBSOCKET, maxLength: LONGEST_WEB_URL }],
  ['FileUrl', { schemes: ['file'] }],
  ['FtpUrl', { schemes: ['ftp'] }],
  ['AmqpDsn', { schemes: ['amqp', 'amqps'] }],
  [
    'PostgresDsn',
    {
      multiHost: true,
      hostRequired: true,
      schemes: [
        'postgres',
        'postgresql',
        ...['asyncpg', 'pg8000', 'psycopg', 'psycopg2', 'psycopg2cffi', 'py-postgresql', 'pygresql'].map(
          (driver) => `postgresql+${driver}`,
        ),
      ],
    },
  ],
  [
    'CockroachDsn',
    { hostRequired: true, schemes: ['cockroachdb', 'cockroachdb+psycopg2', 'cockroachdb+asyncpg'] },
  ],
  [
    'MySQLDsn',
    {
      hostRequired: true,
      defaultPort: '3306',
      schemes: [
        'mysql',
        ...['mysqlconnector', 'aiomysql', 'asyncmy', 'mysqldb', 'pymysql', 'cymysql', 'pyodbc'].map(
          (driver) => `mysql+${driver}`,
        ),
      ],
    },
  ],
  [
    'MariaDBDsn',
    { defaultPort: '3306', schemes: ['mariadb', 'mariadb+mariadbconnector', 'mariadb+pymysql'] },
  ],
  ['MongoDsn', { multiHost: true, defaultPort: '27017', schemes: ['mongodb', 'mongodb+srv'] }],
  [
    'RedisDsn',
    {
      hostRequired: true,
      defaultHost: 'localhost',
      defaultPort: '6379',
      defaultPath: '/0',
      schemes: ['redis', 'rediss'],
    },
  ],
  ['KafkaDsn', { defaultHost: 'localhost', defaultPort: '9092', schemes: ['kafka'] }],
  [
    'NatsDsn',
    { multiHost: true, defaultHost: 'localhost', defaultPort: '4222', schemes: ['nats', 'tls', 'ws', 'wss'] },
  ],
  [
    'ClickHouseDsn',
    {
      defaultHost: 'localhost',
      defaultPort: '9000',
      schemes: [
        'clickhouse+native',
        'clickhouse+asynch',
        'clickhouse+http',
        'clickhouse',
        'clickhouses',
        'clickhousedb',
      ],
    },
  ],
  ['SnowflakeDsn', { hostRequired: true, schemes: ['snowflake'] }],
]);
