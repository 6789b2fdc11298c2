/**
 * Lists that can be added to: families, methods, models, kinds of data. What is derived from such a list (the options of a choice, a schema,
 * a map) is made at its first use, by `lazily`, never while modules load, so that what is added before that use is in all of it.
 */

/** A list of named things, in the order in which they were added. It is sealed by the first look at it. */
export class Registry<Item extends { readonly id: string }> implements Iterable<Item> {
  readonly #what: string;
  readonly #items = new Map<string, Item>();
  #sealed = false;

  /** @param what its things are, in the singular, for errors: "family" */
  constructor(what: string) {
    this.#what = what;
  }

  /** @throws RangeError if there is one of that id, or the list has been looked at */
  add(...items: readonly Item[]): this {
    for (const item of items) {
      if (this.#sealed) {
        throw new RangeError(`The ${this.#what} “${item.id}” comes too late: register it before anything asks for the list.`);
      }
      if (this.#items.has(item.id)) throw new RangeError(`There is a ${this.#what} “${item.id}” already.`);
      this.#items.set(item.id, item);
    }
    return this;
  }

  /** All of them, in the order in which they were added. */
  get all(): readonly Item[] {
    return [...this];
  }

  /** @throws RangeError if there is none of that id */
  get(id: string): Item {
    const item = this.find(id);
    if (!item) throw new RangeError(`There is no ${this.#what} “${id}”. There are ${[...this.#items.keys()].join(', ')}.`);
    return item;
  }

  find(id: string): Item | undefined {
    this.#sealed = true;
    return this.#items.get(id);
  }

  [Symbol.iterator](): IterableIterator<Item> {
    this.#sealed = true;
    return this.#items.values();
  }
}

/** A value that is made at its first use. Where making it throws, the next use tries again. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
