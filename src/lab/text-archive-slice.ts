/** Archives of texts: opening one, and making one of a text and a network that continues it. */
import { factsOf } from '../data/sources/index.ts';
import type { OpenedText } from '../data/text-archive/archive.ts';
import { SHOWN_BYTES, type CodingProgress } from '../data/text-archive/facts.ts';
import { archiveBytes, TEXT_FILE_ENDING } from '../data/text-archive/signature.ts';
import { messageOf } from '../data/message-of.ts';
import { fileStem } from '../math/foreign-text.ts';
import type { LabActions } from './contract.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import type { Networks } from './networks.ts';
import { TextArchiveClient } from './text-archive-client.ts';
import type { ArchiveResult, TextArchiveState } from './text-archive-state.ts';

export function textArchiveSlice(
  { get, set }: Access,
  { spawnTextArchive, dataUrl, now }: Pick<LabSurroundings, 'spawnTextArchive' | 'dataUrl' | 'now'>,
  networks: Pick<Networks, 'fileOf'>,
): Slice<'textArchive', 'openTextArchive' | 'makeTextArchive' | 'closeTextArchive'> {
  let client: TextArchiveClient | null = null;
  const end = (): void => {
    client?.end();
    client = null;
  };

  async function work(
    doing: TextArchiveState['doing'],
    name: string,
    code: (own: TextArchiveClient, tell: Tell) => Promise<ArchiveResult>,
  ) {
    end();
    const empty: TextArchiveState = { doing, name, progress: null, error: null, done: null };
    set({ textArchive: empty });
    if (!spawnTextArchive) return set({ textArchive: { ...empty, error: 'Texts cannot be coded here.' } });
    const own = new TextArchiveClient(spawnTextArchive());
    client = own;
    const pace = paceOf(doing, now);
    const isShown = (): boolean => client === own;
    try {
      const done = await code(own, (progress) => {
        if (isShown()) set({ textArchive: { ...empty, progress: { ...progress, secondsLeft: pace(progress) } } });
      });
      if (isShown()) set({ textArchive: { ...empty, done } });
    } catch (error) {
      if (isShown()) set({ textArchive: { ...empty, error: messageOf(error) } });
    } finally {
      if (isShown()) end();
    }
  }

  const actions: Pick<LabActions, 'openTextArchive' | 'makeTextArchive' | 'closeTextArchive'> = {
    openTextArchive: (file) =>
      work('open', file.name, async (own, tell) => {
        const bytes = await archiveBytes(file);
        const { text, facts }: OpenedText = await own.ask((remote, onCoded) => remote.open(bytes, onCoded), tell);
        return { facts, bytes: text, fileName: textName(file.name), beginning: beginningOf(text.subarray(0, SHOWN_BYTES), text.length) };
      }),
    async makeTextArchive(bits) {
      const { opened } = get().networks;
      if (!opened?.facts) return;
      const { title } = factsOf(opened.facts.model.job);
      await work('make', title, async (own, tell) => {
        const network = await networks.fileOf(opened, 'final');
        if (!network) throw new Error('This network is not kept any more. Run the job again to have it.');
        const { file, facts, head } = await own.ask((remote, onCoded) => remote.make(network, bits, dataUrl(), onCoded), tell);
        return { facts, bytes: file, fileName: `${fileStem(title)}.${TEXT_FILE_ENDING}`, beginning: beginningOf(head, facts.bytes) };
      });
    },
    closeTextArchive() {
      end();
      if (get().textArchive) set({ textArchive: null });
    },
  };
  return { state: { textArchive: null }, actions };
}

type Tell = (progress: CodingProgress) => void;

/** Seconds that are left: what is made is decoded again, which takes as long. */
function paceOf(doing: TextArchiveState['doing'], now: () => number): (progress: CodingProgress) => number | null {
  let began: { at: number; done: number } | null = null;
  return ({ stage, done, all }) => {
    const before = stage === 'check' ? all : 0;
    const whole = doing === 'make' ? 2 * all : all;
    const at = now();
    began ??= { at, done: before + done };
    const [seconds, coded] = [(at - began.at) / 1000, before + done - began.done];
    return seconds < 1 || coded <= 0 ? null : (seconds * (whole - before - done)) / coded;
  };
}

/** The name of a text whose archive is called so. */
function textName(archive: string): string {
  const ending = `.${TEXT_FILE_ENDING}`;
  const stem = archive.endsWith(ending) ? archive.slice(0, -ending.length) : archive;
  return /\.[a-z0-9]{1,5}$/iu.test(stem) ? stem : `${stem || 'text'}.txt`;
}

/**
 * The first bytes of a text as such, whatever they are: what is no UTF-8, and what no screen shows, is a dot in the middle.
 * @param bytes of the whole text
 */
function beginningOf(head: Uint8Array, bytes: number): string {
  const shown = new TextDecoder().decode(head);
  // The last character may have been cut in two.
  const whole = bytes > head.length ? shown.replace(/\uFFFD{1,3}$/u, '') : shown;
  return whole.replace(/(?![\n\t])[\p{Cc}\p{Cf}\uFFFD]/gu, '·');
}
