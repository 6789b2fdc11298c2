import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fileTrouble } from '../../../src/app/file-check.ts';

const script = 'export const a = 1;';
const sha256 = createHash('sha256').update(script).digest('hex');
const sent = (type: string, body = script, status = 200): Response => new Response(body, { status, headers: { 'content-type': type } });

test.each(['text/javascript', 'text/javascript; charset=utf-8', 'application/javascript', 'application/x-javascript', 'Text/JavaScript'])(
  'a script sent as %s is what was built',
  async (type) => expect(await fileTrouble('https://example.org/assets/a-1.js', sent(type), sha256)).toBeNull(),
);

test.each([
  ['a page in its place', sent('text/html'), 'a-1.js (a web page in its place)'],
  ['another type', sent('text/plain'), 'a-1.js (sent as text/plain)'],
  ['another version', sent('text/javascript', `${script} `), 'a-1.js (other content than was built)'],
  ['nothing', sent('text/javascript', '', 404), 'a-1.js (status 404)'],
])('a script is not kept where there is %s', async (_what, response, trouble) => {
  expect(await fileTrouble('https://example.org/assets/a-1.js', response, sha256)).toBe(trouble);
});

test('files that no browser refuses by their type may be sent as anything but a page', async () => {
  expect(await fileTrouble('https://example.org/assets/k-1.wasm', sent('application/octet-stream'), sha256)).toBeNull();
  expect(await fileTrouble('https://example.org/assets/k-1.wasm', sent('text/html'), sha256)).toContain('a web page in its place');
  expect(await fileTrouble('https://example.org/index.html', sent('text/html'), sha256)).toBeNull();
});
