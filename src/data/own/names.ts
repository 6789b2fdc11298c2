/** What the names of files and folders say of the images in them. */

export const isTestName = (name: string): boolean => /(^|[^a-z])(t10k|test|testing)(\d+k)?([^a-z]|$)/iu.test(name);

/** How many folders all paths lie in: their names say nothing of what tells files apart. */
export function commonFolders(paths: readonly string[]): number {
  const [first = [], ...others] = paths.map((path) => path.split('/').slice(0, -1));
  let count = first.length;
  for (const folders of others) {
    while (count > 0 && !(folders.length >= count && folders[count - 1] === first[count - 1])) count--;
    while (count > 0 && first.slice(0, count).some((name, i) => folders[i] !== name)) count--;
  }
  return count;
}
