/** Files that lie beside images and are none: put there by systems, or texts that say what the images are. */
import { counted, listed, type OwnFile } from './file.ts';

/** Files and folders that systems, drives and editors put beside those of people, hidden ones among them. */
const SYSTEM: readonly RegExp[] = [
  /^\./u,
  /^~\$/u,
  /^(eh)?thumbs.*\.db$/iu,
  /^desktop\.ini$/iu,
  /^icon\r$/iu,
  /^(__macosx|@eadir|@__thumb|#recycle|\$recycle\.bin|system volume information|lost\+found|__pycache__)$/iu,
];

export const isOfSystem = (path: string): boolean => path.split('/').some((part) => SYSTEM.some((name) => name.test(part)));

export const isPictureName = (path: string): boolean => /\.(png|jpe?g|jfif|webp)$/iu.test(path);

/** Pictures of formats that are not read. */
export const isOtherPictureName = (path: string): boolean =>
  /\.(gif|bmp|tiff?|avif|heic|heif|svg|ico|pgm|ppm|pbm|tga|psd|dcm)$/iu.test(path);

/** What is said of files that were left out; nothing where there are none. */
export function leftOut(ofSystem: readonly string[], others: readonly OwnFile[]): string[] {
  const names = [...new Set(ofSystem.map((path) => path.split('/').find((part) => SYSTEM.some((name) => name.test(part))) ?? path))];
  return [
    ...(ofSystem.length > 0 ? [`Left out: ${counted(ofSystem.length, 'file')} that systems add or hide (${listed(names)}).`] : []),
    ...(others.length > 0 ? [`Left out, as no part of the data set: ${listed(others.map(({ path }) => path))}.`] : []),
  ];
}
