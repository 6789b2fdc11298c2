/** How long something goes on, told by how far it is. */
export class Pace {
  #first: { readonly share: number; readonly at: number } | null = null;

  /** @param share that is done, 0 to 1 @returns seconds left, null at the first call: the time before it says little */
  left(share: number): number | null {
    const at = performance.now();
    this.#first ??= { share, at };
    const { share: from, at: since } = this.#first;
    return share > from ? ((at - since) / 1000 / (share - from)) * (1 - share) : null;
  }
}
