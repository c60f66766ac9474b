import { parseDemoOptions } from './demo-options';

describe('parseDemoOptions', () => {
  it('takes the sample', () => {
    expect(parseDemoOptions([])).toEqual({
      grades: 'samples/grades.tsv',
      domains: ['5.2'],
      ownData: false,
    });
  });

  it.each(['--library', '--demands', '--enterprises'])('knows no grades for data of one’s own: %s', (option) => {
    const options = parseDemoOptions([option, 'own.ndjson']);
    expect(options.ownData).toBe(true);
    expect(options).not.toHaveProperty('grades');
  });

  it('takes grades that come with own data', () => {
    expect(parseDemoOptions(['--demands', 'd', '--grades', 'g'])).toMatchObject({ grades: 'g', ownData: true });
  });

  it('maps a library of papers and writes a report', () => {
    expect(
      parseDemoOptions([
        '--library',
        'x.gz',
        '--map',
        'papers',
        '--json',
        'r.json',
        '--domain',
        '1.5',
        '--domain',
        '低空经济',
      ]),
    ).toMatchObject({
      library: 'x.gz',
      map: 'papers',
      json: 'r.json',
      domains: ['1.5', '低空经济'],
    });
  });

  it.each([
    [['--map', 'papers'], '--map goes with --library'],
    [['--library', 'x', '--map', 'books'], '--map knows "papers" only'],
    [['--libary', 'x'], '--libary'],
    [['x'], 'x'],
    [['--json'], '--json'],
  ])('refuses %p and tells the usage', (argv, message) => {
    expect(() => parseDemoOptions(argv)).toThrow(message);
    expect(() => parseDemoOptions(argv)).toThrow('npm run demo -- [--library FILE');
  });
});
