/** Parts of links of ℓ0 studies: tables that jobs share, and values that may be missing. */

/** Where a table is in a list, which it joins if it is not there. */
export function placeOf<Table>(tables: Table[], table: Table): number {
  const text = JSON.stringify(table);
  const found = tables.findIndex((other) => JSON.stringify(other) === text);
  return found === -1 ? tables.push(table) - 1 : found;
}

export const mapped = <To>(value: number | null | undefined, to: (value: number) => To): To | null =>
  value === null || value === undefined ? null : to(value);
