import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { projectDir } from '../../../scripts/lib/paths.mjs';
import { digestOf } from '../../../scripts/lib/source-digest.mjs';

test('links count as what they lead to: a folder, a file, nothing', async () => {
  const room = await mkdtemp(join(tmpdir(), 'digest-'));
  const folder = relative(projectDir, room);
  const empty = await digestOf([folder]);
  await mkdir(join(room, 'there'));
  await writeFile(join(room, 'there', 'a.txt'), 'one');
  const plain = await digestOf([folder]);
  await symlink(join(room, 'there'), join(room, 'to-folder'));
  await symlink(join(room, 'there', 'a.txt'), join(room, 'to-file'));
  await symlink(join(room, 'gone'), join(room, 'to-nothing'));
  const linked = await digestOf([folder]);
  await writeFile(join(room, 'there', 'a.txt'), 'two');
  expect(new Set([empty, plain, linked, await digestOf([folder])]).size).toBe(4);
  await rm(room, { recursive: true });
});
