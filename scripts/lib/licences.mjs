// @ts-check
/** Licences of what a build is made of, as one text that goes with it: the program's own, and those of the packages whose modules are in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from './paths.mjs';

/** The folder of the innermost package that a module is of. */
const packageFolder = /^(?<folder>.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/u;

/**
 * @param {Iterable<string>} modules as the bundler names them
 * @returns {string}
 */
export function licencesOf(modules) {
  const folders = new Set([...modules].flatMap((id) => packageFolder.exec(id.replaceAll('\0', ''))?.groups?.folder ?? []));
  /** @type {Map<string, string[]>} */
  const packagesOf = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/iu.test(entry));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
    packagesOf.set(text, [...(packagesOf.get(text) ?? []), `${name} ${version}`]);
  }
  const own = readFileSync(join(projectDir, 'LICENSE'), 'utf8').trim();
  const parts = [...packagesOf].map(([text, packages]) => `${[...new Set(packages)].join(', ')}\n\n${text}`);
  const besides = 'liblzma, in a file of its own: see README.txt beside this file';
  return `${[`Parsimony\n\n${own}`, ...parts, besides].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
