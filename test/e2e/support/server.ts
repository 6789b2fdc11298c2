/** Builds the lab where that is due and serves it to all tests; they find the address in LAB_URL. */
import { ensureBuilt } from '../../../scripts/build.mjs';
import { dataDir, distDir } from '../../../scripts/lib/paths.mjs';
import { serve } from '../../../scripts/serve.mjs';

/** Not the root, so that every test shows that the build works under a sub-path. */
const basePath = '/some/folder/';

export default async function startServer(): Promise<() => Promise<void>> {
  await ensureBuilt((line) => process.stdout.write(`${line}\n`));
  const { url, close } = await serve({ root: distDir, dataRoot: dataDir, port: 0, basePath });
  process.env.LAB_URL = url;
  return close;
}
