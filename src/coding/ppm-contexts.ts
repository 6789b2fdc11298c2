/**
 * What was seen after what, of a text that is read byte by byte: for each context of up to 4 bytes that came before, how often each byte
 * followed it. A context without the byte that comes hands over to the next shorter one, which leaves out what has just been ruled out
 * (exclusion); only the contexts from there on count the byte (update exclusion; Moffat, IEEE Trans. Comm. 38(11), 1990).
 */

const ORDER = 4;
const BYTES = 256;

/** A count that reaches it halves all of its context, so that totals stay far below the coder's 2²⁰, and what came lately counts more. */
const MOST_COUNTED = 255;

/** Strings of up to 5 bytes that are kept, 10 bytes of memory each. Beyond, all is forgotten. A novel has 300,000. */
export const MOST_STRINGS = 1 << 22;

/** What may come, each with its share; an escape says that it is none of these, and comes last. */
export class Choices {
  readonly symbols = new Uint8Array(BYTES + 1);
  readonly sizes = new Uint32Array(BYTES + 1);
  /** Without the escape. */
  count = 0;
  total = 0;
  hasEscape = false;

  clear(): void {
    this.count = 0;
    this.total = 0;
    this.hasEscape = false;
  }

  add(symbol: number, size: number): void {
    this.symbols[this.count] = symbol;
    this.sizes[this.count++] = size;
    this.total += size;
  }

  /** Method C: the escape counts as often as there are different bytes. */
  addEscape(): void {
    this.sizes[this.count] = this.count;
    this.total += this.count;
    this.hasEscape = true;
  }
}

/** Says which of the choices comes, by its place; that of the escape is their count. */
export type Choose = (choices: Choices) => number;

export class PpmContexts {
  private readonly capacity: number;
  // A trie: a node is a string, and its count says how often its last byte came after the rest. Node 0 is the empty string.
  private readonly symbol: Uint8Array;
  private readonly counts: Uint8Array;
  private readonly firstChild: Int32Array;
  private readonly nextSibling: Int32Array;
  private nodes = 1;
  /** Nodes of the last 0, 1, … bytes, as far as they are known as contexts. */
  private path: number[] = [0];
  private readonly excluded = new Uint8Array(BYTES);
  private readonly choices = new Choices();

  /** @param length of the text, from which the memory follows. @param strings that are kept at most */
  constructor(length: number, strings: number) {
    this.capacity = Math.min(strings, (ORDER + 1) * length) + ORDER + 2;
    this.symbol = new Uint8Array(this.capacity);
    this.counts = new Uint8Array(this.capacity);
    this.firstChild = new Int32Array(this.capacity);
    this.nextSibling = new Int32Array(this.capacity);
  }

  /** Asks for the next byte, from the longest context down, and learns it. */
  next(choose: Choose): number {
    this.excluded.fill(0);
    let order = this.path.length - 1;
    let symbol = -1;
    for (; order >= 0; order--) {
      symbol = this.ask(order, choose);
      if (symbol >= 0) break;
    }
    if (symbol < 0) symbol = this.askForNew(choose);
    this.learn(symbol, Math.max(order, 0));
    return symbol;
  }

  /** @returns the byte; −1 for an escape, or if all that came after this context is ruled out */
  private ask(order: number, choose: Choose): number {
    const { choices, excluded } = this;
    choices.clear();
    for (let node = this.firstChild[this.path[order]]; node !== 0; node = this.nextSibling[node]) {
      if (excluded[this.symbol[node]] === 0) choices.add(this.symbol[node], this.counts[node]);
    }
    if (choices.count === 0) return -1;
    choices.addEscape();
    const chosen = choose(choices);
    if (chosen < choices.count) return choices.symbols[chosen];
    for (let i = 0; i < choices.count; i++) excluded[choices.symbols[i]] = 1;
    return -1;
  }

  /** A byte that was in no context: all that are left are alike. */
  private askForNew(choose: Choose): number {
    const { choices, excluded } = this;
    choices.clear();
    for (let byte = 0; byte < BYTES; byte++) if (excluded[byte] === 0) choices.add(byte, 1);
    return choices.symbols[choose(choices)];
  }

  private learn(symbol: number, from: number): void {
    if (this.nodes + ORDER + 1 > this.capacity) this.forget();
    const next = [0];
    for (let order = 0; order < this.path.length; order++) {
      const node = order < from ? this.child(this.path[order], symbol) : this.counted(this.path[order], symbol);
      if (order < ORDER) next.push(node);
    }
    this.path = next;
  }

  private forget(): void {
    this.nodes = 1;
    this.firstChild[0] = 0;
    this.path = [0];
  }

  /** @returns 0 if there is none */
  private child(parent: number, symbol: number): number {
    let node = this.firstChild[parent];
    while (node !== 0 && this.symbol[node] !== symbol) node = this.nextSibling[node];
    return node;
  }

  private counted(parent: number, symbol: number): number {
    const known = this.child(parent, symbol);
    if (known === 0) {
      const node = this.nodes++;
      this.symbol[node] = symbol;
      this.counts[node] = 1;
      this.firstChild[node] = 0;
      this.nextSibling[node] = this.firstChild[parent];
      this.firstChild[parent] = node;
      return node;
    }
    if (++this.counts[known] === MOST_COUNTED) this.halve(parent);
    return known;
  }

  private halve(parent: number): void {
    for (let node = this.firstChild[parent]; node !== 0; node = this.nextSibling[node]) this.counts[node] = (this.counts[node] + 1) >> 1;
  }
}
