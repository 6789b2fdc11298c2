const identities = new WeakMap<object, number>();
let identified = 0;

/** A number that tells an object from all others. */
export function identity(object: object): number {
  const found = identities.get(object) ?? ++identified;
  identities.set(object, found);
  return found;
}
