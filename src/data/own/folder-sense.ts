/** What of the folders of pictures may not have been meant so. */
import { counted, listed } from './file.ts';

/** The folder of a picture, which is called after its class. */
export interface ClassFolder {
  readonly className: string;
  /** The folders above that of the class. */
  readonly above: string;
  readonly isTest: boolean;
}

/** Names that folders have by their purpose, and classes hardly ever. */
const ROLES = /^(train|training|test|testing|val|valid|validation|images?|pictures?)$/iu;

/** @param places a folder for each picture */
export function warningsAboutFolders(places: readonly ClassFolder[]): string[] {
  const folders = [...new Map(places.map((place) => [pathOf(place), place])).values()];
  return [...aboutRoles(folders), ...aboutNesting(folders), ...aboutNamesakes(folders)];
}

const pathOf = ({ above, className }: ClassFolder): string => (above === '' ? className : `${above}/${className}`);
const quoted = (names: Iterable<string>): string => listed([...new Set(names)].map((name) => `“${name}”`));

function aboutRoles(folders: readonly ClassFolder[]): string[] {
  const roles = new Set(folders.map(({ className }) => className).filter((name) => ROLES.test(name)));
  return roles.size === 0
    ? []
    : [
        `${quoted(roles)} ${roles.size === 1 ? 'is taken for a class' : 'are taken for classes'}: images of a class lie in a folder with its name, which may lie in a folder “train” or “test”.`,
      ];
}

/** Pictures that lie beside folders of classes become a class of their own, called after the folder of all. */
function aboutNesting(folders: readonly ClassFolder[]): string[] {
  const holders = new Set(folders.flatMap(({ above }) => above.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'))));
  const names = new Set(folders.filter((folder) => holders.has(pathOf(folder))).map(({ className }) => className));
  return names.size === 0
    ? []
    : [
        `${quoted(names)} ${names.size === 1 ? 'is taken for a class, and holds' : 'are taken for classes, and hold'} folders of other classes.`,
      ];
}

/** Folders of one name in different places are one class. */
function aboutNamesakes(folders: readonly ClassFolder[]): string[] {
  const where = new Map<string, string[]>();
  for (const { className, above, isTest } of folders) if (!isTest) where.set(className, [...(where.get(className) ?? []), above]);
  const several = [...where].filter(([, above]) => above.length > 1);
  if (several.length === 0) return [];
  const [name, above] = several[0];
  const others = several.length > 1 ? `, and so with ${counted(several.length - 1, 'other class', 'other classes')}` : '';
  return [
    `Folders of the same name are one class: “${name}” lies in ${listed(above.map((folder) => folder || 'the topmost folder'))}${others}. Their images were put together.`,
  ];
}
