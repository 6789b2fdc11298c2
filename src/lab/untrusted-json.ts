/** JSON from strangers. */

/** Names that could reach an object's prototype if anything ever assigned by name; no format of the lab has them. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** @throws SyntaxError if the text is no JSON, or names a member that no format has */
export function parseUntrusted(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  // A reviver is called for every number, which takes six times as long as parsing; and most texts cannot name any of these at all.
  if (text.includes('\\u') || [...forbidden].some((name) => text.includes(name))) refuseForbidden(parsed);
  return parsed;
}

/** Without recursion: texts may be nested deeper than calls can be. */
function refuseForbidden(parsed: unknown): void {
  const left = [parsed];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const key of Object.keys(value)) {
      if (forbidden.has(key)) throw new SyntaxError(`It names a member “${key}”, which nothing of ours has.`);
      const inner = (value as Record<string, unknown>)[key];
      if (typeof inner === 'object' && inner !== null) left.push(inner);
    }
  }
}
