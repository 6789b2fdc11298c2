/** Results that come by link or file, and what leaves the lab in the same ways. */
import { digestOf, runsOf } from '../study/digest-of.ts';
import type { Digest } from '../study/digest.ts';
import type { Result } from '../study/records.ts';
import { canonicalJson, familyOf, type Study } from '../study/schema.ts';
import { compareResults, type Verdict } from '../study/verdict.ts';
import type { LabActions, LabState, LinkRequest, RunState, SharedResult, ShareLink } from './contract.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { readLessonFile } from './lesson-file.ts';
import { lessonSlice, type LessonActions } from './lesson-slice.ts';
import { linkFragment, LinkError, MAX_LINK_CHARACTERS, readLink } from './link.ts';
import { fetchRecorded } from './recorded.ts';
import { ResultFileError, resultOf } from './result-file.ts';
import type { ResultReading } from './result-reading.ts';
import type { Kept } from './storage.ts';
import { messageOf } from '../data/message-of.ts';

type SharedActions = 'openLink' | 'openLesson' | 'openFile' | 'openRecorded' | 'reproduce' | 'closeShared' | 'result' | 'shareLink';

export interface SharedSlice extends Slice<'shared' | 'lesson', SharedActions | LessonActions> {
  /** To be called when a run has ended: compares it with what was shared, if that was the same study. */
  readonly compare: () => Promise<void>;
  /** Keeps that a run is shown, for the next visit. */
  readonly onShow: (id: string) => void;
  /** Shows what the jobs of a plan have come to by now. @param name of its folder */
  readonly show: (name: string, digest: Digest) => Promise<void>;
  /** Takes what they have come to since, where that plan is still shown. */
  readonly refresh: (digest: Digest) => void;
}

export function sharedSlice(
  { get, set, notify }: Access,
  { pageUrl, recordedUrl }: Pick<LabSurroundings, 'pageUrl' | 'recordedUrl'>,
  replaceStudy: (study: Study) => void,
  run: LabActions['run'],
  reading: ResultReading,
  kept: Kept,
): SharedSlice {
  const lesson = lessonSlice({ get, set }, kept);
  let digest: Digest | null = null;
  // Of two that are opened one after the other, the later one counts, however long either takes.
  let opening = 0;

  const open = async (read: () => Promise<Opened>): Promise<void> => {
    const own = ++opening;
    try {
      const opened = await read();
      if (own !== opening) return;
      const { result } = opened;
      const isStudy = isStudyAlone(result);
      digest = isStudy ? null : opened.digest;
      replaceStudy(result.study);
      const brought = result.source === 'link' ? lesson.opened(opened.digest.lesson) : {};
      set({ shared: isStudy ? null : result, chosenCycle: null, hoveredCycle: null, ...brought });
      // What a lesson asks says it all.
      if (isStudy && !opened.digest.lesson) notify({ kind: 'notice', message: cameAlone(result) });
    } catch (error) {
      const isAsked = error instanceof ResultFileError && error.kind === 'cancelled';
      notify({ kind: isAsked ? 'notice' : 'error', message: refusal(error) });
    }
  };

  return {
    state: { shared: null, ...lesson.state },
    actions: {
      ...lesson.actions,
      openLink: (fragment) => open(() => openedLink(fragment)),
      openLesson: (file) => open(async () => openedLink(await readLessonFile(file))),
      openFile: (file) => open(() => openedFile(file, reading, 'file')),
      openRecorded: (id) => open(async () => openedFile(await fetchRecorded(id, recordedUrl?.(id) ?? null), reading, 'recorded')),
      reproduce: () => reproduce(get(), replaceStudy, run),
      closeShared() {
        opening++;
        digest = null;
        set({ shared: null });
      },
      result: () => resultOfRun(get().run),
      shareLink: (request = {}) => linkOf(get(), digest, pageUrl(), request),
    },
    onShow: lesson.onShow,
    show: (name, planned) => open(() => Promise.resolve({ digest: planned, result: sharedOf('plan', name, planned) })),
    refresh(planned) {
      const { shared } = get();
      // Studies are compared as they are: a look at the plan hands over its own.
      if (shared?.source !== 'plan' || shared.study !== planned.study) return;
      digest = planned;
      set({ shared: { ...sharedOf('plan', shared.name, planned), verdict: shared.verdict } });
    },
    async compare() {
      const { shared, run: ended } = get();
      const against = digest;
      if (!shared || !against || !ended.study || !sameJobs(shared.study, ended.study)) return;
      if (ended.status !== 'finished' && ended.status !== 'failed') return;
      const own = await digestOfRun(get().run);
      const verdict = (own && compareResults(against, own)) ?? nothingToCompare(shared);
      const now = get().shared;
      if (now === null || now.study !== shared.study) return;
      set({ shared: { ...now, verdict } });
    },
  };
}

function reproduce({ shared, run, study }: LabState, replaceStudy: (study: Study) => void, begin: () => void): void {
  if (!shared) return;
  const isGoing = run.status === 'running' || run.status === 'paused';
  if (!isGoing && canonicalJson(study) !== canonicalJson(shared.study)) replaceStudy(shared.study);
  begin();
}

function resultOfRun({ study, jobs, environment }: RunState): Result | null {
  const records = jobs.map(({ record }) => record);
  return study && resultOf(study, records, environment);
}

/** A result as it came, and its digest, which a reproduction is compared with. */
interface Opened {
  readonly result: SharedResult;
  readonly digest: Digest;
}

async function openedLink(fragment: string): Promise<Opened> {
  const digest = await readLink(fragment);
  return { digest, result: sharedOf('link', digest.study.name, digest) };
}

async function openedFile(file: File, reading: ResultReading, source: 'file' | 'recorded'): Promise<Opened> {
  const { digest } = await reading.read(file);
  return { digest, result: sharedOf(source, source === 'file' ? file.name : digest.study.name, digest) };
}

const sharedOf = (source: SharedResult['source'], name: string, digest: Digest): SharedResult => ({
  source,
  name,
  study: digest.study,
  runs: runsOf(digest),
  environment: digest.environment,
  verdict: null,
});

/** @param shared digest of what came from elsewhere @param page its address */
async function linkOf(lab: LabState, shared: Digest | null, page: string, request: LinkRequest): Promise<ShareLink> {
  const { withoutResults = false, lesson = lab.lesson } = request;
  const known = withoutResults ? null : ((await digestOfRun(lab.run)) ?? shared);
  const { study, jobs, environment } = known ?? (await digestOf(lab.study, [], null));
  const asked = lesson && { lesson: { view: lesson.view, answer: lesson.answer } };
  const url = `${page.replace(/#.*$/u, '')}#${await linkFragment({ study, jobs, environment, ...asked })}`;
  return { url, characters: url.length, tooLong: url.length > MAX_LINK_CHARACTERS, hasResults: known !== null };
}

/** Null where nothing has been run, or no job has come to a step. */
async function digestOfRun({ study, jobs, environment }: RunState): Promise<Digest | null> {
  const records = jobs.map(({ record }) => record);
  return study === null || records.every(({ steps }) => steps.length === 0) ? null : digestOf(study, records, environment);
}

/** Whether it came with anything that was measured. The first links held of some studies nothing but the settings. */
export const holdsFigures = ({ study, runs }: Pick<SharedResult, 'study' | 'runs'>): boolean => {
  const family = familyOf(study.job);
  return runs.some((run) => family.isKnown(run));
};

/** Whether it is a study that was shared before it was run, or without its curves: nothing in it to show or to compare with. */
const isStudyAlone = (result: SharedResult): boolean => result.source === 'link' && result.environment === null && !holdsFigures(result);

const cameAlone = ({ name }: SharedResult): string =>
  `“${name}” came as a study, without results. It is on the form: press Run to compute it here.`;

const nothingToCompare = (shared: SharedResult): Verdict => ({
  kind: 'none',
  text: holdsFigures(shared)
    ? `Not compared: no job got far enough on both sides, which is ${familyOf(shared.study.job).comparedFrom}.`
    : 'Not compared: the shared result holds its settings and no figures, as some links of early versions do. This run has those settings; ask for a new link, or for the result file, to see whether it comes out the same.',
});

/** Whether two studies have the same jobs in the same order; their names do not matter. */
const sameJobs = (a: Study, b: Study): boolean => canonicalJson(whatRuns(a)) === canonicalJson(whatRuns(b));

const whatRuns = ({ job, axes, beside }: Study) => ({ job, axes, beside });

function refusal(error: unknown): string {
  if (error instanceof LinkError || error instanceof ResultFileError) return error.message;
  return `This could not be opened: ${messageOf(error)}. Try again, or ask for the result once more.`;
}
