export interface ChangedLine {
  readonly kind: 'gone' | 'new';
  readonly line: string;
}

/** Lines of one text only, in order: by the longest common subsequence. Texts of a few hundred lines. */
export function changedLines(before: string, after: string): ChangedLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  // common[i][j]: lines that a from i on and b from j on have in common.
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  const found: ChangedLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
    } else if (j === b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) found.push({ kind: 'gone', line: a[i++] });
    else found.push({ kind: 'new', line: b[j++] });
  }
  return found;
}
