import { apiConfigSchema, ingestConfigSchema, matcherConfigSchema, parseConfig, urlsOf } from './config.schema';

const dataKey = Buffer.alloc(32, 1).toString('base64');
const database = { DATABASE_URL: 'postgresql://user:secret@db.example:5432/throughtrain', DATA_KEY: dataKey };

describe('parseConfig', () => {
  it.each([
    ['api', apiConfigSchema],
    ['ingest', ingestConfigSchema],
    ['matcher', matcherConfigSchema],
  ])('needs only the database and, where contacts are, their key for %s', (_name, schema) => {
    expect(parseConfig(schema, database)).toMatchObject({
      DATABASE_URL: database.DATABASE_URL,
      DATABASE_POOL_SIZE: 10,
      QUEUE_PREFIX: 'throughtrain',
      LOG_LEVEL: 'info',
      HOST: '127.0.0.1',
    });
  });

  it('gives the defaults of each process', () => {
    expect(parseConfig(apiConfigSchema, database)).toMatchObject({ PORT: 3000, MAX_UPLOAD_MB: 200, PLAIN_HTTP: true });
    expect(parseConfig(ingestConfigSchema, database)).toMatchObject({ INGEST_HEALTH_PORT: 3001, LEASE_SECONDS: 60 });
    expect(parseConfig(matcherConfigSchema, database)).toMatchObject({ MATCHER_HEALTH_PORT: 3002, LEASE_SECONDS: 60 });
  });

  it('lets single questions be asked on this machine, once both sides have a secret', () => {
    const secret = 'x'.repeat(32);
    expect(parseConfig(apiConfigSchema, database)).toMatchObject({ SCORER_URL: 'http://127.0.0.1:3003' });
    expect(parseConfig(apiConfigSchema, database)).not.toHaveProperty('SCORER_SECRET');
    expect(parseConfig(matcherConfigSchema, { ...database, SCORER_SECRET: secret })).toMatchObject({
      MATCHER_SCORER_HOST: '127.0.0.1',
      MATCHER_SCORER_PORT: 3003,
      SCORER_SECRET: secret,
    });
    for (const short of ['x'.repeat(31), `${'x'.repeat(31)} `, '密'.repeat(32)])
      expect(() => parseConfig(apiConfigSchema, { ...database, SCORER_SECRET: short })).toThrow('SCORER_SECRET');
  });

  it('takes several addresses of matchers, and nothing but addresses', () => {
    const given = 'http://a:3003, https://[::1]:1/';
    expect(urlsOf(parseConfig(apiConfigSchema, { ...database, SCORER_URL: given }).SCORER_URL)).toEqual([
      'http://a:3003',
      'https://[::1]:1',
    ]);
    for (const wrong of ['a:3003', 'http://a,', 'http://user@a', 'http://a/path', 'ftp://a'])
      expect(() => parseConfig(apiConfigSchema, { ...database, SCORER_URL: wrong })).toThrow('SCORER_URL');
  });

  it('reads numbers and flags from text', () => {
    const config = parseConfig(apiConfigSchema, { ...database, PORT: '8080', PLAIN_HTTP: 'false' });
    expect(config.PORT).toBe(8080);
    expect(config.PLAIN_HTTP).toBe(false);
  });

  it('takes an empty variable as one that is not set', () => {
    const config = parseConfig(apiConfigSchema, { ...database, PORT: '', REDIS_URL: '', HOST: '' });
    expect(config.PORT).toBe(3000);
    expect(config.REDIS_URL).toBeUndefined();
    expect(config.HOST).toBe('127.0.0.1');
  });

  it('drops variables that are not settings', () => {
    expect(parseConfig(apiConfigSchema, { ...database, HOME: '/home/someone' })).not.toHaveProperty('HOME');
  });

  it('names all problems at once and repeats no value', () => {
    const attempt = () =>
      parseConfig(apiConfigSchema, {
        DATABASE_URL: 'mysql://root:hunter2@db',
        DATA_KEY: dataKey,
        REDIS_URL: 'http://cache',
        PORT: '70000',
      });
    expect(attempt).toThrow(/3 problem\(s\):\n {2}DATABASE_URL: .*\n {2}REDIS_URL: .*\n {2}PORT: /);
    expect(attempt).not.toThrow('hunter2');
  });

  it.each(['postgres://u@h/d', 'postgresql://u@h:5432/d'])('accepts %s', (url) => {
    expect(parseConfig(apiConfigSchema, { ...database, DATABASE_URL: url }).DATABASE_URL).toBe(url);
  });

  it.each(['redis://h:6379', 'rediss://:secret@h:6380/1'])('accepts %s', (url) => {
    expect(parseConfig(apiConfigSchema, { ...database, REDIS_URL: url }).REDIS_URL).toBe(url);
  });

  it('gives no process that reads contacts a key of its own, and the matcher none at all', () => {
    const { DATABASE_URL } = database;
    expect(() => parseConfig(apiConfigSchema, { DATABASE_URL })).toThrow('DATA_KEY: is not set; `openssl');
    expect(() => parseConfig(ingestConfigSchema, { DATABASE_URL })).toThrow('DATA_KEY: is not set; `openssl');
    expect(parseConfig(matcherConfigSchema, database)).not.toHaveProperty('DATA_KEY');
    const weak = () => parseConfig(apiConfigSchema, { DATABASE_URL, DATA_KEY: 'hunter2' });
    expect(weak).toThrow('DATA_KEY: must be keys of 32 bytes');
    expect(weak).not.toThrow('hunter2');
  });

  it.each(['0', '65536', '80.5', 'http'])('refuses %s as a port', (port) => {
    expect(() => parseConfig(apiConfigSchema, { ...database, PORT: port })).toThrow('PORT');
  });

  it.each(['Throughtrain', '1st', 'a:b', '-a'])('refuses %s as a queue prefix', (prefix) => {
    expect(() => parseConfig(apiConfigSchema, { ...database, QUEUE_PREFIX: prefix })).toThrow('QUEUE_PREFIX');
  });
});
