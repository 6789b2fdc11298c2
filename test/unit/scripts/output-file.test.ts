/** The file of --out, on real disks: refused before anything runs, whole at any moment, never poorer than it was. */
import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OutputFile } from '../../../scripts/lib/output-file.mjs';
import { projectDir } from '../../../scripts/lib/paths.mjs';
import type { Result } from '../../../src/study/records.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'out-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** As much of a result as the file looks at. */
const result = (finished: number, cancelled = 0, name = 'a study'): Result =>
  ({
    study: { name },
    records: Array.from({ length: finished + cancelled }, (_, index) => ({ status: index < finished ? 'finished' : 'cancelled' })),
  }) as unknown as Result;
const put = (path: string, content: Result) => writeFile(path, JSON.stringify(content));
const read = async (path: string): Promise<Result> => JSON.parse(await readFile(path, 'utf8'));
const module = join(projectDir, 'scripts/lib/output-file.mjs');

describe('refused before anything runs, and left as it was', () => {
  const cases: [string, () => Promise<string>, RegExp][] = [
    ['a folder', async () => folder, /it is a folder\. Name a file in it/u],
    ['a device', async () => '/dev/null', /it is no ordinary file/u],
    [
      'a file that is read-only, for the superuser as well',
      async () => {
        await put(join(folder, 'r.json'), result(1));
        await chmod(join(folder, 'r.json'), 0o444);
        return join(folder, 'r.json');
      },
      /the file is read-only/u,
    ],
    [
      'a file that is something else',
      async () => {
        await writeFile(join(folder, 'thesis.md'), '# Pruning');
        return join(folder, 'thesis.md');
      },
      /is no result of Parsimony, so it is not replaced/u,
    ],
    ['a file in a folder that is not there', async () => join(folder, 'no', 'r.json'), /there is no folder .*no\. Make it first/u],
    ['too long a name', async () => join(folder, `${'n'.repeat(300)}.json`), /its name is too long/u],
    [
      'a link to nothing',
      async () => {
        await symlink(join(folder, 'gone.json'), join(folder, 'link.json'));
        return join(folder, 'link.json');
      },
      /it is a link to nothing/u,
    ],
    [
      'links in a circle',
      async () => {
        await symlink(join(folder, 'b'), join(folder, 'a'));
        await symlink(join(folder, 'a'), join(folder, 'b'));
        return join(folder, 'a');
      },
      /links lead in a circle|a link to nothing/u,
    ],
  ];
  test.each(cases)('%s', async (_what, make, message) => {
    const path = await make();
    const before = await readdir(folder);
    await expect(OutputFile.open(path)).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual(before);
  });

  test('a disk without room for a small result', async () => {
    const code = `import('${module}').then(({ OutputFile }) => OutputFile.open('${join(folder, 'r.json')}')).catch((e) => console.log(e.message))`;
    // A limit on the size of files is met where the room on a disk would be.
    const { stdout } = await promisify(execFile)('sh', ['-c', `ulimit -f 64; exec "$0" -e "$1"`, process.execPath, code]);
    expect(stdout).toMatch(/cannot be written to .*r\.json: (the file would be larger than is allowed here|there is no room)/u);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('writing', () => {
  test('replaces the file, leaves nothing beside it, and follows a link to where it leads', async () => {
    await mkdir(join(folder, 'kept'));
    await put(join(folder, 'kept', 'r.json'), result(1));
    await symlink(join(folder, 'kept', 'r.json'), join(folder, 'r.json'));
    const out = await OutputFile.open(join(folder, 'r.json'));
    await out.write(result(1, 2));
    await out.write(result(3));
    out.close();
    expect((await read(join(folder, 'kept', 'r.json'))).records).toHaveLength(3);
    expect((await readdir(folder)).toSorted()).toEqual(['kept', 'r.json']);
    expect(await readdir(join(folder, 'kept'))).toEqual(['r.json']);
  });

  test('never puts fewer finished jobs in place of more: they go beside it', async () => {
    const path = join(folder, 'r.json');
    await put(path, result(5));
    await put(join(folder, 'r-2.json'), result(9));
    const out = await OutputFile.open(path);
    expect(await out.write(result(0, 5, 'anew'))).toBe(join(folder, 'r-3.json'));
    expect(await out.write(result(2, 3, 'anew'))).toBe(join(folder, 'r-3.json'));
    out.close();
    expect((await read(path)).records).toHaveLength(5);
    expect((await read(join(folder, 'r-2.json'))).records).toHaveLength(9);
    expect((await read(join(folder, 'r-3.json'))).study.name).toBe('anew');
  });

  test('at last goes elsewhere where its folder has gone', async () => {
    await mkdir(join(folder, 'sub'));
    const out = await OutputFile.open(join(folder, 'sub', 'r.json'));
    await rm(join(folder, 'sub'), { recursive: true });
    await expect(out.write(result(1))).rejects.toThrow();
    const { path, failure } = await out.writeAtLast(result(2));
    expect(failure).toMatch(/could not be written to .*r\.json: there is no such folder/u);
    expect((await read(path!)).records).toHaveLength(2);
    await rm(path!);
  });

  test('a command that is killed, at 50 moments, leaves the last whole result', async () => {
    const path = join(folder, 'r.json');
    const code = `
      const { OutputFile } = await import('${module}');
      const out = await OutputFile.open('${path}');
      for (let n = 1; ; n++) { await out.write({ study: { name: 'x'.repeat(200000) }, records: Array(n).fill({ status: 'finished' }) }); if (n === 1) console.log('begun'); }`;
    let last = 0;
    for (let kill = 0; kill < 50; kill++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', code]);
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, kill % 25));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      const { records } = await read(path);
      expect(records.length).toBeGreaterThanOrEqual(Math.max(1, last));
      last = records.length;
    }
    // Its lock is that of a dead process, and its drafts are old by and by.
    for (const name of await readdir(folder)) await utimes(join(folder, name), 0, 0);
    const out = await OutputFile.open(path);
    out.close();
    expect((await readdir(folder)).filter((name) => !/^r(-\d+)?\.json$/u.test(name))).toEqual([]);
  });
});

describe('two to one file', () => {
  test('the second is refused while the first lives', async () => {
    const path = join(folder, 'r.json');
    const first = await OutputFile.open(path);
    await expect(OutputFile.open(path)).rejects.toThrow(
      new RegExp(`Another command writes to .*r\\.json \\(process ${process.pid} on ${hostname()}\\).*name another file`, 'u'),
    );
    first.close();
    (await OutputFile.open(path)).close();
  });

  test('through a link as well, and what another machine holds is not taken', async () => {
    await put(join(folder, 'r.json'), result(1));
    await symlink(join(folder, 'r.json'), join(folder, 'link.json'));
    const first = await OutputFile.open(join(folder, 'r.json'));
    await expect(OutputFile.open(join(folder, 'link.json'))).rejects.toThrow('Another command');
    first.close();
    await writeFile(join(folder, '.r.json.lock'), JSON.stringify({ host: 'elsewhere', process: 1 }));
    await expect(OutputFile.open(join(folder, 'r.json'))).rejects.toThrow('on elsewhere');
  });
});
