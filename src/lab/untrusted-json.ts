/** JSON from strangers. */

/** Names that could reach an object's prototype if anything ever assigned by name; no format of the lab has them. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** @throws SyntaxError if the text is no JSON, or names a member that no format has */
export function parseUntrusted(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => {
    if (forbidden.has(key)) throw new SyntaxError(`It names a member “${key}”, which nothing of ours has.`);
    return value;
  });
}
