import { expect, test } from 'vitest';
import { isOfThisComputer, relativeToPage } from '../../../src/ui/text/addresses.ts';

test.each([
  ['http://localhost:8080/', 'http://localhost:8080/data/mnist/a.bin came incomplete. http://localhost:8080/data/mnist/b.bin as well.'],
  [
    'https://lab.example/parsimony/?study=1#steps',
    'https://lab.example/parsimony/data/mnist/a.bin came incomplete. https://lab.example/parsimony/data/mnist/b.bin as well.',
  ],
])('files below %s are named by their path', (page, message) => {
  expect(relativeToPage(message, page)).toBe('data/mnist/a.bin came incomplete. data/mnist/b.bin as well.');
});

test('other addresses stay whole', () => {
  const message = 'Open the lab at http://localhost:8080/ and not at https://other.example/data/mnist/a.bin.';
  expect(relativeToPage(message, 'http://localhost:8080/')).toBe(message);
});

test.each([
  'http://localhost:8080/lab/#r=1',
  'http://127.0.0.1/',
  'http://127.1.2.3:5173/',
  'http://[::1]:80/',
  'file:///tmp/index.html',
  'http://lab.localhost/',
])('%s opens on this computer alone', (url) => expect(isOfThisComputer(url)).toBe(true));

test.each(['https://lab.example/', 'http://127.0.0.1.example/', 'https://localhost.example/', 'http://10.0.0.7/'])(
  '%s opens elsewhere',
  (url) => expect(isOfThisComputer(url)).toBe(false),
);
