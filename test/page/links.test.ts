/** Addresses of commits and files in Bitbucket Cloud and Data Center, whatever a path or an address holds. */
import { describe, expect, it } from 'vitest';
import { commitLink, fileLink, type LinkedPlace } from '../../src/page/links.ts';

const COMMIT = 'c'.repeat(40);
const PLACE: LinkedPlace = { kind: 'blob', path: 'src/a b/ü#?.yml', inside: [], line: 12, commit: COMMIT };
const CLOUD = 'https://bitbucket.org/acme/web';
const DATA_CENTER = 'https://git.example.org/context/projects/CORE/repos/web/browse';
const FILE = 'src/a%20b/%C3%BC%23%3F.yml';

describe('a link', () => {
  it('leads to the file at its commit and line, in Cloud and in Data Center', () => {
    expect(fileLink(CLOUD, PLACE)).toBe(`${CLOUD}/src/${COMMIT}/${FILE}#lines-12`);
    const base = 'https://git.example.org/context/projects/CORE/repos/web';
    expect(fileLink(DATA_CENTER, PLACE)).toBe(`${base}/browse/${FILE}?at=${COMMIT}#12`);
    expect(commitLink(DATA_CENTER, COMMIT)).toBe(`${base}/commits/${COMMIT}`);
    expect(commitLink(CLOUD, COMMIT)).toBe(`${CLOUD}/commits/${COMMIT}`);
    const personal = 'https://git.example.org/users/ada/repos/notes/browse';
    expect(fileLink(personal, PLACE)).toContain('/users/ada/repos/notes/browse/src/');
  });

  it('names no line inside of a container, and no file of a message', () => {
    expect(fileLink(CLOUD, { ...PLACE, inside: ['a.txt'] })).toBe(`${CLOUD}/src/${COMMIT}/${FILE}`);
    expect(fileLink(CLOUD, { ...PLACE, kind: 'commit-message' })).toBeNull();
  });

  it.each([null, '', 'javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'acme/web'])(
    'is none where the address is %j',
    (webUrl) => {
      expect(fileLink(webUrl, PLACE)).toBeNull();
      expect(commitLink(webUrl, COMMIT)).toBeNull();
    },
  );

  it('never leads out of its repository', () => {
    expect(fileLink(CLOUD, { ...PLACE, path: '../../../evil' })).toBeNull();
    expect(fileLink(CLOUD, { ...PLACE, path: 'a/./b' })).toBeNull();
    expect(fileLink(CLOUD, { ...PLACE, path: 'a/%2e%2e/b' })).toBe(
      `${CLOUD}/src/${COMMIT}/a/%252e%252e/b#lines-12`,
    );
    expect(fileLink(CLOUD, { ...PLACE, path: 'half \ud800 pair' })).toContain('half%20%EF%BF%BD%20pair');
    expect(commitLink(CLOUD, '../..')).toBe(`${CLOUD}/commits/..%2F..`);
  });
});
