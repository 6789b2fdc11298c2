/** Whether what a server sent is the file that was asked for: hosts answer with a page of theirs, and in the midst of a deploy with another version. */

const types: readonly (readonly [ending: RegExp, type: RegExp])[] = [
  [/\.m?js$/u, /^(?:text|application)\/(?:x-)?(?:java|ecma)script\b/u],
  [/\.css$/u, /^text\/css\b/u],
  [/\.html$/u, /^text\/html\b/u],
  [/./u, /^(?!text\/html\b)/u],
];

/**
 * What is wrong with the answer, as part of a sentence that begins with the file's name; null if it is what was built.
 * @param sha256 of the file, in hexadecimal digits
 */
export async function fileTrouble(address: string, response: Response, sha256: string): Promise<string | null> {
  const name = new URL(address).pathname.split('/').at(-1);
  if (!response.ok) return `${name} (status ${response.status})`;
  const type = response.headers.get('content-type') ?? '';
  const [, expected] = types.find(([ending]) => ending.test(address))!;
  if (!expected.test(type.toLowerCase()))
    return `${name} (${type.startsWith('text/html') ? 'a web page in its place' : `sent as ${type || 'nothing'}`})`;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await response.arrayBuffer()));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex === sha256 ? null : `${name} (other content than was built)`;
}
