import { RouteMethods } from './route-methods';

describe('RouteMethods', () => {
  const methods = new RouteMethods();
  methods.add('/things', 'GET');
  methods.add('/things', ['POST', 'HEAD']);
  methods.add('/things/:id', 'PUT');
  methods.add('/things/new', 'POST');
  methods.add('/files/*', 'GET');
  methods.add('/a.b', 'GET');

  it.each([
    ['/things', ['GET', 'HEAD', 'POST']],
    ['/things/7', ['PUT']],
    ['/things/new', ['POST', 'PUT']],
    ['/files/a/b.css', ['GET']],
    ['/a.b', ['GET']],
  ])('gives those of %s', (path, expected) => {
    expect(methods.of(path)).toEqual(expected);
  });

  it.each(['/', '/thing', '/things/', '/things/7/more', '/v1/things', '/aXb', '/files'])('gives none of %s', (path) => {
    expect(methods.of(path)).toEqual([]);
  });
});
