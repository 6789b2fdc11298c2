/** Fields of files and links in words, for messages. */

/** “trainLoss” as “train loss”. */
const spaced = (name: string): string =>
  name.replace(/([a-z])([A-Z])/gu, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`);

/** “step” for steps; null for what is no plural. */
function singular(list: string): string | null {
  if (list === 'axes') return 'axis';
  if (list.endsWith('ies')) return `${list.slice(0, -3)}y`;
  if (list.endsWith('sses')) return list.slice(0, -2);
  return /[^s]s$/u.test(list) ? list.slice(0, -1) : null;
}

/** What a path of keys and places leads to: the “train loss” of step 3, for steps.2.trainLoss. */
export function fieldWords(path: readonly PropertyKey[]): string {
  const parts: string[] = [];
  for (const [at, key] of path.entries()) {
    const list = at === 0 || typeof path[at - 1] === 'number' ? null : singular(spaced(String(path[at - 1])));
    if (typeof key !== 'number') parts.unshift(`“${spaced(String(key))}”`);
    // “step 3” says of which list it is.
    else if (list !== null) parts[0] = `${list} ${key + 1}`;
    else parts.unshift(`entry ${key + 1}`);
  }
  return parts.join(' of ');
}

/** A complaint with what it is about. Those of the schemas are sentences of their own, ours go on after the name. */
export function said(place: string, message: string): string {
  if (place === '') return message;
  if (/^[A-Z“]/u.test(message)) return `${place}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
  return `${place} ${message}`;
}
